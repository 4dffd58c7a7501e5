// One message as a bubble with its keyboard, and how it comes, changes and goes.

import { icon } from "./icon.js";
import { hourIn } from "./state.js";
import { words } from "./words.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SOFT = { duration: 180, easing: "ease-out" };

// `does` holds what can be done with it: press(message, row, column), command(text), more(message, element).
export function bubble(message, zone, does) {
  const item = document.createElement("li");
  item.className = `message ${message.from_bot ? "in" : "out"}`;
  item.dataset.id = message.message_id;
  item.append(balloon(message, zone, does));
  if (message.rows.length) item.append(keyboard(message, does));
  return item;
}

function balloon(message, zone, does) {
  const box = document.createElement("div");
  box.className = "balloon";
  box.append(hidden(message.from_bot ? "The bot: " : "You: "));
  if (message.photo) box.append(photo(message));
  if (message.document) box.append(paper(message.document));
  if (message.text) box.append(words(message.text, message.entities, does.command));
  else if (!message.photo && !message.document) box.append(words(message.summary, [], does.command));
  // In the last line of the words, where there is room for it.
  (box.querySelector(".words") ?? box).append(foot(message, zone));
  const more = document.createElement("button");
  more.className = "more";
  more.type = "button";
  more.append(icon("dots"));
  more.setAttribute("aria-label", "More about this message");
  more.setAttribute("aria-haspopup", "menu");
  more.onclick = () => does.more(message, more);
  box.oncontextmenu = (event) => {
    if (getSelection()?.toString()) return;
    event.preventDefault();
    does.more(message, box, event);
  };
  box.append(more);
  return box;
}

function hidden(text) {
  const element = document.createElement("span");
  element.className = "sr";
  element.textContent = text;
  return element;
}

function foot(message, zone) {
  const line = document.createElement("span");
  line.className = "foot";
  const time = document.createElement("time");
  time.dateTime = message.at;
  time.textContent = hourIn(zone, new Date(message.at));
  line.append(...(message.edited ? ["edited ", time] : [time]));
  if (!message.from_bot) {
    const ticks = document.createElement("span");
    ticks.className = "ticks";
    ticks.textContent = "✓✓";
    ticks.setAttribute("aria-label", "read");
    line.append(" ", ticks);
  }
  return line;
}

function photo(message) {
  const picture = document.createElement("img");
  picture.src = place(message.photo.path);
  picture.alt = message.text ? "" : "Photo";
  if (message.photo.width && message.from_bot) {
    picture.width = message.photo.width;
    picture.height = message.photo.height;
  }
  if (message.protected) {
    picture.oncontextmenu = (event) => event.preventDefault();
    picture.draggable = false;
  }
  return picture;
}

const place = (path) => `/page/${path.split("/").map(encodeURIComponent).join("/")}`;

function paper(file) {
  const link = document.createElement("a");
  link.className = "paper";
  link.href = place(file.path);
  link.download = file.name;
  const name = document.createElement("b");
  name.textContent = file.name;
  const size = document.createElement("small");
  size.textContent = file.bytes < 1024 ? `${file.bytes} bytes` : `${Math.ceil(file.bytes / 1024)} KB`;
  link.append(icon("paper"), name, size);
  return link;
}

function keyboard(message, does) {
  const box = document.createElement("div");
  box.className = "keyboard";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Buttons of this message");
  message.rows.forEach((buttons, row) => {
    const line = document.createElement("div");
    buttons.forEach((button, column) => {
      const element = document.createElement("button");
      element.type = "button";
      element.dir = "auto";
      element.textContent = button.label;
      if (button.style) element.dataset.style = button.style;
      if (button.url) element.classList.add("leads");
      if (button.copy) element.classList.add("copies");
      element.onclick = () => does.press(message, row, column, element);
      line.append(element);
    });
    box.append(line);
  });
  return box;
}

// Let `fresh` take the place of `old`: the words fade in, the focus stays on the keyboard. Nothing glides, because a
// button that moves under the finger is missed.
export function swap(old, fresh) {
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (hadFocus) fresh.querySelector(".keyboard button")?.focus({ preventScroll: true });
  if (calm.matches) return;
  fresh.querySelector(".balloon").animate([{ opacity: 0.35 }, { opacity: 1 }], SOFT);
  fresh.querySelector(".keyboard")?.animate([{ opacity: 0.2 }, { opacity: 1 }], SOFT);
}

export function come(item) {
  if (calm.matches) return;
  item.animate([{ opacity: 0, transform: "translateY(12px)" }, { opacity: 1, transform: "none" }], SOFT);
}

export function go(item) {
  if (item.contains(document.activeElement)) document.getElementById("scroll").focus({ preventScroll: true });
  item.classList.add("going");
  delete item.dataset.id;
  if (calm.matches) return item.remove();
  const glide = item.animate(
    [{ opacity: 1, height: `${item.offsetHeight}px` }, { opacity: 0, height: "0px", marginBlock: "0px" }],
    SOFT,
  );
  glide.onfinish = glide.oncancel = () => item.remove();
}

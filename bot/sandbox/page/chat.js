// The open chat: its messages, what changes in them, and the status under the bot's name.

import * as api from "./api.js";
import { bubble, come, go, swap } from "./bubbles.js";
import { alertBox, ask, attempt, copy, menu, toast } from "./dialogs.js";
import { chosen, dayIn, nameOf, state, zoneOf } from "./state.js";

const $ = (id) => document.getElementById(id);
const scroll = $("scroll");
const list = $("messages");
const waiting = new Map(); // query id -> the button that turns until it is answered

const does = {
  command: (text) => attempt(() => api.act(chosen().id, "write", { text })),
  press,
  more,
};

export function drawChat() {
  const person = chosen();
  $("name").textContent = state.bot.name;
  if (!person) return;
  list.replaceChildren();
  for (const message of person.messages.values()) append(message);
  drawEmpty();
  toEnd();
}

// Let the open chat follow one event.
export function followChat(event) {
  switch (event.kind) {
    case "message": {
      const follows = isAtEnd();
      come(append(event.message));
      if (follows || !event.message.from_bot) toEnd();
      if (event.message.from_bot) say(event.message);
      break;
    }
    case "edited":
      edited(event.message);
      break;
    case "deleted":
      event.message_ids.forEach((id) => remove(id));
      break;
    case "popup":
      if (event.alert) alertBox(event.text);
      else toast(event.text);
      break;
    case "answered":
      waiting.get(event.query_id)?.classList.remove("turning");
      waiting.delete(event.query_id);
      break;
  }
  drawEmpty();
}

export function drawStatus() {
  const person = chosen();
  if (!person) return;
  const typing = performance.now() < person.typingUntil;
  $("status").textContent = typing ? "typing…" : `bot, on ${nameOf(person)}'s phone`;
  $("status").classList.toggle("typing", typing);
}

function append(message) {
  const zone = zoneOf(chosen());
  const day = dayIn(zone, new Date(message.at));
  const last = [...list.children].filter((each) => each.dataset.day).at(-1);
  if (last?.dataset.day !== day) list.append(dateLine(day));
  const item = bubble(message, zone, does);
  list.append(item);
  return item;
}

function dateLine(day) {
  const item = document.createElement("li");
  item.className = "date";
  item.dataset.day = day;
  item.append(Object.assign(document.createElement("span"), { textContent: day }));
  return item;
}

function edited(message) {
  const old = find(message.message_id);
  if (!old) return;
  const follows = isAtEnd();
  const fresh = bubble(message, zoneOf(chosen()), does);
  swap(old, fresh);
  // What opens in place is read from its first line on.
  if (fresh.offsetHeight > scroll.clientHeight - 24) scroll.scrollTop = fresh.offsetTop - 12;
  else if (follows) toEnd();
  if (message.from_bot) say(message);
}

function remove(id) {
  const item = find(id);
  if (!item) return;
  const before = item.previousElementSibling;
  const after = item.nextElementSibling;
  go(item);
  if (before?.dataset.day && (!after || after.dataset.day)) before.remove();
}

function find(id) {
  return list.querySelector(`[data-id="${id}"]`);
}

// A page that nobody has written on yet shows what the bot says of itself.
function drawEmpty() {
  const person = chosen();
  const there = list.querySelector(".about");
  if (person.messages.size) return there?.remove();
  if (there) return;
  const item = document.createElement("li");
  item.className = "about";
  const words = document.createElement("p");
  words.textContent = person.started
    ? "There are no messages here."
    : state.bot.description || `This is ${nameOf(person)}'s chat with ${state.bot.name}, as Telegram shows it before the first word.`;
  item.append(words);
  list.append(item);
}

function say(message) {
  const buttons = message.rows.flat().map((each) => each.label);
  const rest = buttons.length ? `. Buttons: ${buttons.join(", ")}` : "";
  $("said").textContent = `${state.bot.name}: ${message.summary}${rest}`;
}

async function press(message, row, column, element) {
  const button = message.rows[row][column];
  if (button.url) return void window.open(button.url, "_blank", "noopener,noreferrer");
  if (button.copy) await copy(button.copy);
  else element.classList.add("turning");
  try {
    const { query_id: query } = await api.act(chosen().id, "press", { message_id: message.message_id, row, column });
    if (query && element.classList.contains("turning")) waiting.set(query, element);
  } catch (error) {
    element.classList.remove("turning");
    toast(error.message);
  }
}

function more(message, anchor, event) {
  const person = chosen();
  const call = (action, body) => attempt(() => api.act(person.id, action, { message_id: message.message_id, ...body }));
  const entries = [["Delete for both", () => call("delete")]];
  if (message.text && !message.protected) entries.unshift(["Copy text", () => copy(message.text)]);
  if (message.text && !message.from_bot) {
    entries.unshift(["Edit", () => ask("rewrite", { text: message.text }, ({ text }) => call("edit", { text }))]);
  }
  menu(entries, anchor, event);
}

// A card that is drawn anew between pressing a button and letting go of it would swallow the click.
let held = null; // the button that is being pressed
list.addEventListener("pointerdown", (event) => (held = event.target.closest(".keyboard button")));
list.addEventListener("pointerup", (event) => {
  const under = event.target.closest(".keyboard button");
  if (held && !held.isConnected && under?.textContent === held.textContent) under.click();
  held = null;
});

let wasAtEnd = true; // when the chat was last scrolled, so that a smaller window does not hide the newest message

function isAtEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
}

export function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

scroll.addEventListener("scroll", () => {
  wasAtEnd = isAtEnd();
  $("down").hidden = wasAtEnd;
});
new ResizeObserver(() => wasAtEnd && toEnd()).observe(scroll);
$("down").addEventListener("click", toEnd);

// The foot of the chat: the big button, the text field, the bot's commands, and other things to send.

import * as api from "./api.js";
import { attempt, menu } from "./dialogs.js";
import { chosen } from "./state.js";

const $ = (id) => document.getElementById(id);
const text = $("text");
const commands = $("commands");
let marked = -1;

export function drawComposer() {
  const person = chosen();
  if (!person) return;
  const big = person.blocked ? "Restart bot" : person.started ? "" : "Start";
  $("big").textContent = big;
  $("big").hidden = !big;
  $("composer").hidden = Boolean(big);
  drawCommands();
}

const act = (action, body) => attempt(() => api.act(chosen().id, action, body));

$("big").addEventListener("click", () => act("start"));

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

async function send() {
  const written = text.value.trim();
  if (!written) return;
  setText("");
  await act("write", { text: written });
}

function setText(value) {
  text.value = value;
  fit();
  drawCommands();
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 200)}px`;
  $("composer").classList.toggle("written", Boolean(text.value.trim()));
}

text.addEventListener("input", () => {
  fit();
  drawCommands();
});

text.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const offered = commands.hidden ? [] : [...commands.children];
  if (offered.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    mark((marked + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length);
  } else if (offered.length && event.key === "Tab") {
    setText(`/${offered[Math.max(marked, 0)].dataset.command} `);
  } else if (offered.length && event.key === "Enter" && marked >= 0) {
    give(offered[marked].dataset.command);
  } else if (offered.length && event.key === "Escape") {
    shutCommands();
  } else if (event.key === "Enter" && !event.shiftKey) {
    send();
  } else {
    return;
  }
  event.preventDefault();
});

$("open-commands").addEventListener("click", () => {
  if (!text.value) setText("/");
  else if (text.value === "/") setText("");
  text.focus();
});

function give(command) {
  setText("");
  act("write", { text: `/${command}` });
}

// What begins with the word after the slash, as long as no space follows it.
function drawCommands() {
  const asked = /^\/(\w*)$/.exec(text.value);
  const fitting = asked ? (chosen()?.commands ?? []).filter((each) => each.command.startsWith(asked[1].toLowerCase())) : [];
  if (!fitting.length) return shutCommands();
  commands.replaceChildren(...fitting.map(option));
  commands.hidden = false;
  mark(asked[1] ? 0 : -1);
}

function option(each, index) {
  const item = document.createElement("li");
  item.id = `command-${index}`;
  item.setAttribute("role", "option");
  item.dataset.command = each.command;
  const name = document.createElement("b");
  name.textContent = `/${each.command}`;
  const meaning = document.createElement("span");
  meaning.textContent = each.description;
  item.append(name, " ", meaning);
  item.onmousedown = (event) => event.preventDefault();
  item.onclick = () => give(each.command);
  return item;
}

function mark(index) {
  marked = index;
  [...commands.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === index)));
  if (index < 0) return text.removeAttribute("aria-activedescendant");
  text.setAttribute("aria-activedescendant", `command-${index}`);
  commands.children[index].scrollIntoView({ block: "nearest" });
}

function shutCommands() {
  commands.hidden = true;
  marked = -1;
  text.removeAttribute("aria-activedescendant");
}

$("attach").addEventListener("click", () => {
  menu(
    [
      ["Picture or file…", () => $("file").click()],
      ["Voice message", () => act("voice")],
      ["Sticker", () => act("sticker")],
      ["Contact", () => act("contact")],
      ["Location", () => act("location")],
    ],
    $("attach"),
  );
});

$("file").addEventListener("change", async () => {
  const person = chosen();
  for (const file of $("file").files) await attempt(() => api.upload(person.id, file));
  $("file").value = "";
});

// Where the page begins: it listens to the server, and lets every part follow what happens.

import * as api from "./api.js";
import { drawClock, drawControls, drawLocked, followLocked } from "./beside.js";
import { drawChat, drawStatus, followChat } from "./chat.js";
import { drawComposer } from "./composer.js";
import { ask, attempt, menu } from "./dialogs.js";
import { drawHint } from "./hints.js";
import { icon } from "./icon.js";
import { drawList } from "./list.js";
import { apply, chosen, state } from "./state.js";

const $ = (id) => document.getElementById(id);
const THEMES = [
  ["", "half", "Colours as this device has them"],
  ["light", "sun", "Light colours"],
  ["dark", "moon", "Dark colours"],
];

function hear(event) {
  const zones = JSON.stringify(state.clock?.zones);
  const person = apply(event);
  chooseAwaited();
  if (event.kind === "everything") return begin();
  if (event.kind === "clock") drawControls();
  if (event.kind === "clock" && zones !== JSON.stringify(state.clock.zones)) drawAll();
  if (person && person === chosen()) {
    followChat(event);
    followLocked(event);
    drawComposer();
  }
  drawList(choose);
  drawTicking();
}

function begin() {
  const wanted = Number(location.hash.slice(1));
  if (!state.people.has(state.chosen)) state.chosen = state.people.has(wanted) ? wanted : [...state.people.keys()].at(-1);
  document.title = `${state.bot.name}, a demonstration`;
  drawControls();
  drawAll();
}

function drawAll() {
  drawList(choose);
  drawChat();
  drawLocked();
  drawComposer();
  drawTicking();
}

function drawTicking() {
  drawClock();
  drawStatus();
  drawHint();
}

// Whoever was just added is looked at, whether the answer or the event comes first.
let awaited = null;
function chooseAwaited() {
  if (!state.people.has(awaited)) return;
  const id = awaited;
  awaited = null;
  choose(id);
}

function choose(id) {
  state.chosen = id;
  chosen().unread = 0;
  history.replaceState(null, "", `#${id}`);
  show("chat");
  drawAll();
  if (innerWidth > 700) $("text").focus();
}

// On a small screen one part is seen at a time: the list, the chat, or what stands beside it.
function show(view) {
  document.body.dataset.view = view;
  $("drawer").setAttribute("aria-expanded", String(view === "beside"));
}

$("back").addEventListener("click", () => show("list"));
$("drawer").addEventListener("click", () => {
  show("beside");
  $("shut").focus();
});
$("shut").addEventListener("click", () => {
  show("chat");
  $("drawer").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.dataset.view === "beside" && $("popup").hidden) $("shut").click();
});

$("add").addEventListener("click", () =>
  ask("new-person", {}, ({ name, language }) =>
    attempt(async () => {
      const { id } = await api.addPerson(name, language);
      awaited = id;
      chooseAwaited();
    }),
  ),
);

$("menu").addEventListener("click", () => {
  const person = chosen();
  const act = (action, body) => () => attempt(() => api.act(person.id, action, body));
  const entries = [["Clear this chat for both", act("clear")]];
  if (person.started && !person.blocked) {
    entries.push(["Delete messages after a day", act("auto-delete", { hours: 24 })], ["Keep messages", act("auto-delete", { hours: 0 })]);
  }
  entries.push(person.blocked ? ["Unblock, and write nothing", act("unblock")] : ["Block the bot", act("block")]);
  menu(entries, $("menu"));
});

function theme(step) {
  const now = THEMES.findIndex(([name]) => name === (localStorage.getItem("homeward-theme") ?? ""));
  const [name, sign, meaning] = THEMES[(Math.max(now, 0) + step) % THEMES.length];
  localStorage.setItem("homeward-theme", name);
  document.documentElement.dataset.theme = name;
  $("theme").replaceChildren(icon(sign));
  $("theme").title = meaning;
  $("theme").setAttribute("aria-label", `${meaning}; change`);
}
$("theme").addEventListener("click", () => theme(1));
theme(0);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && chosen()) {
    chosen().unread = 0;
    drawList(choose);
  }
});
setInterval(() => state.clock && drawTicking(), 250);
api.listen(hear, () => ($("offline").hidden = false), () => ($("offline").hidden = true));

// Beside the chat: what the locked screen has shown, and the clock.

import * as api from "./api.js";
import { attempt } from "./dialogs.js";
import { icon } from "./icon.js";
import { chosen, dayIn, hourIn, nameOf, present, state, zoneOf } from "./state.js";

const $ = (id) => document.getElementById(id);
const SLEEPING = "stands still";

export function drawLocked() {
  const person = chosen();
  if (!person) return;
  const notes = [...person.notifications].reverse().map((each) => note(each, zoneOf(person)));
  $("notes").replaceChildren(...notes);
  $("no-notes").hidden = notes.length > 0;
}

// A message has come in: the newest note slides in, and the phone buzzes or does not.
export function followLocked(event) {
  if (event.kind !== "notification") return;
  const fresh = note(event, zoneOf(chosen()));
  fresh.classList.add("fresh");
  $("notes").prepend(fresh);
  $("no-notes").hidden = true;
  $("notes").scrollTop = 0;
  if (event.silent) return;
  $("phone").classList.remove("buzzing");
  void $("phone").offsetWidth; // lets the animation begin anew
  $("phone").classList.add("buzzing");
}

function note(each, zone) {
  const item = document.createElement("li");
  const at = new Date(each.at);
  item.append(
    part("span", "face bot", ""),
    part("b", "app", state.bot.name),
    part("time", "at", `${dayIn(zone, at).slice(0, 3)} ${hourIn(zone, at)}`),
    part("span", "line", each.text),
    part("span", "sound", each.silent ? "silent" : "buzzed"),
  );
  item.querySelector(".sound").prepend(icon(each.silent ? "mute" : "bell"));
  return item;
}

function part(tag, kind, text) {
  const element = document.createElement(tag);
  element.className = kind;
  element.textContent = text;
  if (kind === "line") element.dir = "auto";
  if (!text) element.setAttribute("aria-hidden", "true");
  return element;
}

export function drawClock() {
  const person = chosen();
  if (!state.clock || !person) return;
  const zone = zoneOf(person);
  const isKnown = person.id in state.clock.zones;
  const hour = hourIn(zone, present());
  const day = dayIn(zone, present());
  set("phone-time", hour);
  set("phone-day", day);
  set("chip-time", hour);
  $("now").firstElementChild.textContent = `${day}, ${hour}`;
  set("zone", isKnown ? zone.replaceAll("_", " ") : `UTC, until ${nameOf(person)} has told the time`);
  set("pace", pace());
  $("pace").classList.toggle("runs", state.clock.running > 0);
}

function pace() {
  const { running, speed, reading, holds } = state.clock;
  if (running > 0) return running === 1 ? "running as in life" : `running ${running} times as fast as life`;
  return reading && holds && speed > 0 ? "stands still: a card is open" : SLEEPING;
}

function set(id, value) {
  if ($(id).textContent !== value) $(id).textContent = value;
}

// The controls as the server's clock has them.
export function drawControls() {
  const { speed, holds } = state.clock;
  const offered = [...$("speed").options].map((each) => each.value);
  if (!offered.includes(String(speed))) $("speed").add(new Option(`${speed} times life`, String(speed)));
  $("speed").value = String(speed);
  $("hold").checked = holds;
}

// Disabled buttons lose the focus: it goes back to the one that was pressed.
async function jump(pressed, action, body, told) {
  const buttons = [...$("clock").querySelectorAll("button")];
  buttons.forEach((each) => (each.disabled = true));
  $("came").textContent = "Time passes…";
  const person = chosen();
  const before = person.notifications.length;
  const outcome = await attempt(() => api.moveClock(action, { person: person.id, ...body }));
  buttons.forEach((each) => (each.disabled = false));
  pressed.focus();
  $("came").textContent = outcome ? told(outcome.came, person.notifications.length - before, nameOf(person)) : "";
}

const count = (n) => (n === 0 ? "Nothing came." : n === 1 ? "One message came." : `${n} messages came.`);

$("next").addEventListener("click", () =>
  jump($("next"), "next", {}, (came, n, name) => (came ? count(Math.max(n, 1)) : `Nothing is planned for ${name} now.`)),
);
$("hour").addEventListener("click", () =>
  jump($("hour"), "forward", { minutes: 60 }, (_, n) => `An hour passed. ${count(n)}`),
);
$("morning").addEventListener("click", () =>
  jump($("morning"), "morning", {}, (_, n) => `It is morning. ${count(n)}`),
);
for (const each of document.querySelectorAll("[data-away]")) {
  const told = (_, n) => `Telegram is back after ${each.textContent}. ${count(n)}`;
  each.addEventListener("click", () => jump(each, "outage", { minutes: Number(each.dataset.away) }, told));
}
$("speed").addEventListener("change", () => attempt(() => api.moveClock("speed", { speed: Number($("speed").value) })));
$("hold").addEventListener("change", () => attempt(() => api.moveClock("hold", { holds: $("hold").checked })));

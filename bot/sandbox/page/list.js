// The chat list: one row for each person's phone, with what stands beside the bot's name there.

import { chosen, hourIn, nameOf, state, zoneOf } from "./state.js";

const people = document.getElementById("people");

export function drawList(choose) {
  const rows = [...state.people.values()].map((person) => row(person, choose));
  const focused = document.activeElement?.dataset?.person;
  people.replaceChildren(...rows);
  if (focused) people.querySelector(`[data-person="${focused}"]`)?.focus();
}

function row(person, choose) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.person = person.id;
  if (person === chosen()) button.setAttribute("aria-current", "true");
  const last = [...person.messages.values()].at(-1);
  button.append(
    span("face bot", ""),
    span("title", state.bot.name),
    span("when", last ? hourIn(zoneOf(person), new Date(last.at)) : ""),
    span("text", person.blocked ? "Blocked" : person.row || (person.started ? "No messages" : "Not started")),
    span("owner", `${nameOf(person)}'s phone`),
  );
  if (person.unread) {
    const badge = span("badge", String(person.unread));
    badge.setAttribute("aria-label", `${person.unread} unread`);
    button.append(badge);
  }
  button.onclick = () => choose(person.id);
  item.append(button);
  return item;
}

function span(kind, text) {
  const element = document.createElement("span");
  element.className = kind;
  element.textContent = text;
  if (kind === "text") element.dir = "auto";
  if (!text) element.setAttribute("aria-hidden", "true");
  return element;
}

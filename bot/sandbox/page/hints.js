// One line for newcomers, which says what to try next. It goes for good when it is closed.

import { chosen, state } from "./state.js";

const KEPT = "homeward-no-hints";
const line = document.getElementById("hint");

export function drawHint() {
  const person = chosen();
  const words = person && !localStorage.getItem(KEPT) ? hint(person) : "";
  if (line.firstElementChild.textContent !== words) line.firstElementChild.textContent = words;
  line.hidden = !words;
}

function hint(person) {
  if (person.blocked) return "";
  if (!person.started) return "You hold this person's phone. Press Start below, as in Telegram.";
  const isKnown = person.id in state.clock.zones;
  if (!isKnown && person.notifications.length < 2 && !state.clock.reading && covered(person)) {
    return "The locked screen shows all that a new message ever gives away. The words are behind the button.";
  }
  if (isKnown && person.notifications.length < 4 && !state.clock.reading) {
    const where = innerWidth > 1000 ? "beside this chat" : "behind the time above";
    return `The locked screen and the clock stand ${where}. “Next message” jumps to what comes next.`;
  }
  return "";
}

const covered = (person) => [...person.messages.values()].at(-1)?.rows.flat().length <= 2;

line.querySelector("button").addEventListener("click", () => {
  localStorage.setItem(KEPT, "yes");
  drawHint();
});

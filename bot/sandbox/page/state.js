// What the page knows: people, their chats, the clock, and whose chat is looked at.

export const state = { bot: { name: "", description: "" }, people: new Map(), clock: null, chosen: null };

export const chosen = () => state.people.get(state.chosen);

// Let one event change what is known. Returns the person it is about, if it is about one.
export function apply(event) {
  if (event.kind === "everything") return begin(event);
  if (event.kind === "clock") return void setClock(event);
  if (event.kind === "person") return void admit(event.person);
  const person = state.people.get(event.person);
  if (!person || event.chat !== person.id) return undefined;
  change(person, event);
  return person;
}

function begin(event) {
  state.bot = event.bot;
  const unread = new Map([...state.people].map(([id, each]) => [id, each.unread]));
  state.people.clear();
  for (const person of event.people) admit(person, unread.get(person.id));
  setClock(event.clock);
}

function admit(person, unread = 0) {
  const messages = new Map(person.messages.map((each) => [each.message_id, each]));
  state.people.set(person.id, { ...person, messages, unread, typingUntil: 0 });
}

function setClock(clock) {
  state.clock = { ...clock, base: Date.parse(clock.now), heard: performance.now() };
}

function change(person, event) {
  const looking = state.chosen === person.id && !document.hidden;
  switch (event.kind) {
    case "message":
      person.messages.set(event.message.message_id, event.message);
      if (event.message.from_bot && !looking) person.unread += 1;
      if (!event.message.from_bot) person.started = true;
      break;
    case "edited":
      person.messages.set(event.message.message_id, event.message);
      break;
    case "deleted":
      event.message_ids.forEach((id) => person.messages.delete(id));
      if (!person.messages.size) person.unread = 0;
      break;
    case "notification":
      person.notifications.push(event);
      break;
    case "row":
      person.row = event.text;
      break;
    case "blocked":
    case "unblocked":
      person.blocked = event.kind === "blocked";
      break;
    case "commands":
      person.commands = event.commands;
      break;
    case "typing":
      person.typingUntil = performance.now() + 5000;
      break;
  }
}

// The present instant of the bot's clock, in milliseconds.
export function present() {
  const { base, heard, running } = state.clock;
  return base + (performance.now() - heard) * running;
}

export const zoneOf = (person) => state.clock.zones[person?.id] ?? "UTC";

// A name in the middle of a sentence, whichever way it is written.
export const nameOf = (person) => `\u2068${person.name}\u2069`;

export function hourIn(zone, instant) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(instant);
}

export function dayIn(zone, instant) {
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: zone }).format(instant);
}

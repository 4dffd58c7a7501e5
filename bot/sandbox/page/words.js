// A message's text with its entities, as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { icon } from "./icon.js";

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const LINKS = /(?<=^|[\s(])(\/[a-z0-9_]{1,32})(?![\w/])|(https?:\/\/[^\s"<>]+)/g;
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

// `onCommand` is called with the text of a bot command that was tapped.
export function words(text, entities, onCommand) {
  const sorted = [...entities, ...found(text, entities)].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createElement("div");
  whole.className = "words";
  whole.dir = "auto";
  whole.append(...pieces(text, 0, text.length, sorted, onCommand));
  return whole;
}

// Telegram's servers make links of addresses and commands by themselves.
function found(text, entities) {
  const taken = entities.filter((each) => ["text_link", "url", "bot_command", "code", "pre"].includes(each.type));
  return [...text.matchAll(LINKS)]
    .map((match) => {
      const type = match[1] ? "bot_command" : "url";
      const words = match[1] ?? match[2].replace(/[.,;:!?)]+$/, "");
      return { type, offset: match.index + match[0].indexOf(words), length: words.length };
    })
    .filter(({ offset, length }) => !taken.some((each) => offset < each.offset + each.length && each.offset < offset + length));
}

function pieces(text, from, to, entities, onCommand) {
  const out = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= at) continue;
    if (entity.offset > at) out.push(text.slice(at, entity.offset));
    const inside = entities.slice(i + 1).filter((each) => each.offset < end);
    const element = dress(entity, text.slice(entity.offset, end), onCommand);
    (element.inner ?? element).append(...pieces(text, entity.offset, end, inside, onCommand));
    out.push(element);
    at = end;
    // A block makes its own new line.
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
}

function dress(entity, text, onCommand) {
  if (SIMPLE[entity.type]) return document.createElement(SIMPLE[entity.type]);
  switch (entity.type) {
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^\w+:/.test(text) ? text : `https://${text}`);
    case "email":
      return link(`mailto:${text}`);
    case "phone_number":
      return link(`tel:${text.replace(/[^\d+]/g, "")}`);
    case "bot_command":
      return command(text, onCommand);
    case "spoiler":
      return spoiler();
    case "blockquote":
      return document.createElement("blockquote");
    case "expandable_blockquote":
      return expandable();
    default:
      return document.createElement("span");
  }
}

function link(address) {
  const element = document.createElement("a");
  if (/^(https?|mailto|tel):/i.test(address)) element.href = address;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  return element;
}

function command(text, onCommand) {
  const element = document.createElement("a");
  element.href = "#";
  element.onclick = (event) => {
    event.preventDefault();
    onCommand(text);
  };
  return element;
}

function spoiler() {
  const element = document.createElement("span");
  element.className = "spoiler";
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  const show = () => element.classList.add("shown");
  element.onclick = show;
  element.onkeydown = (event) => event.key === "Enter" && show();
  return element;
}

function expandable() {
  const quote = document.createElement("blockquote");
  quote.className = "folded";
  quote.inner = document.createElement("div");
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "unfold";
  toggle.append(icon("down"));
  const label = () => {
    const folded = quote.classList.contains("folded");
    toggle.classList.toggle("up", !folded);
    toggle.setAttribute("aria-label", folded ? "Show the whole quote" : "Fold the quote");
    toggle.setAttribute("aria-expanded", String(!folded));
  };
  toggle.onclick = () => {
    quote.classList.toggle("folded");
    label();
  };
  label();
  quote.append(quote.inner, toggle);
  return quote;
}

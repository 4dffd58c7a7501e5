"""How the preview looks: bubbles as in Telegram, light and dark, on a phone and on a desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from bot.course.rich import Entity, EntityKind, RichText

_TAGS = {
    EntityKind.BOLD: "b",
    EntityKind.ITALIC: "i",
    EntityKind.BLOCKQUOTE: "blockquote",
    EntityKind.EXPANDABLE_BLOCKQUOTE: "blockquote",
    EntityKind.TEXT_LINK: "a",
}
_STYLE = """
:root { color-scheme: light dark; --page: #d9e3ea; --bubble: #fff; --ink: #111; --dim: #4f5d67;
  --accent: #2a6f9e;
  --button: #ffffffb8; --line: #0001; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1720; --bubble: #1d2733; --ink: #eef2f5;
  --dim: #93a3b0; --accent: #7cc0ee; --button: #2b3947b8; --line: #fff2; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word; }
header, main { max-width: 34rem; margin: 0 auto; padding: 1rem .75rem; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h3 { font-size: 1rem; margin: 2rem 0 .5rem; }
h2 { font-size: 1.1rem; margin: 3rem 0 1rem; text-align: center; position: sticky; top: 0; z-index: 1;
  background: var(--page); padding: .6rem 0; border-bottom: 1px solid var(--line); }
a { color: var(--accent); }
nav ol { padding-left: 1.4rem; } nav li { padding: .15rem 0; }
.notice { background: var(--bubble); border-left: 4px solid var(--accent); padding: .6rem .8rem;
  border-radius: 6px; }
.message { margin: 0 0 .75rem; max-width: 29rem; }
.bubble { background: var(--bubble); border-radius: 14px 14px 14px 4px; padding: .55rem .8rem;
  white-space: pre-wrap; box-shadow: 0 1px 1px var(--line); }
.bubble p { margin: 0 0 .7rem; } .bubble > :last-child { margin-bottom: 0; }
.first, .label { color: var(--accent); font-weight: 600; }
.bubble ul { margin: .4rem 0 0; padding-left: 0; list-style: none; }
.buttons { display: grid; gap: 4px; margin-top: 4px; }
.buttons span { background: var(--button); color: var(--accent); text-align: center; border-radius: 8px;
  padding: .45rem; }
.note, .margin, .pointer { color: var(--dim); font-size: .82rem; } .note { padding: .15rem .5rem; }
.margin { margin: .4rem .5rem; } .margin ul { padding-left: 1.2rem; }
blockquote { margin: .2rem 0; padding: .25rem .6rem; border-left: 3px solid var(--accent); border-radius: 4px;
  background: color-mix(in srgb, var(--accent) 10%, transparent); }
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the preview: where it is linked to, what it is called, and its HTML."""

    anchor: str
    title: str
    html: str


def head(title: str) -> str:
    """The inside of the document's head."""
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    )


def section(chapter: Chapter) -> str:
    """One stretch under its heading."""
    return f'<section id="{escape(chapter.anchor)}"><h2>{escape(chapter.title)}</h2>{chapter.html}</section>\n'


def bubble(html: str, *, buttons: Iterable[str] = (), note: str = "") -> str:
    """One message: its inside as HTML, its buttons, and a small note under it that is not in the chat."""
    rows = "".join(f"<span>{escape(button)}</span>" for button in buttons)
    below = f'<div class="buttons">{rows}</div>' if rows else ""
    small = f'<div class="note">{escape(note)}</div>' if note else ""
    return f'<div class="message"><div class="bubble">{html}</div>{below}{small}</div>'


def rich_html(text: RichText) -> str:
    """`text` as HTML, its entities (nested, as Markdown makes them) as elements; line breaks stay."""
    units = text.text.encode("utf-16-le")
    starts: dict[int, list[Entity]] = {}
    for entity in text.entities:
        starts.setdefault(entity.offset, []).append(entity)
    open_entities: list[Entity] = []
    pieces: list[str] = []
    edges = sorted({0, len(units) // 2, *starts, *(entity.end for entity in text.entities)})
    for edge, following in zip(edges, [*edges[1:], edges[-1]], strict=True):
        while open_entities and open_entities[-1].end <= edge:
            pieces.append(f"</{_TAGS[open_entities.pop().kind]}>")
        for entity in starts.get(edge, ()):
            pieces.append(_opening(entity))
            open_entities.append(entity)
        pieces.append(escape(units[2 * edge : 2 * following].decode("utf-16-le")))
    return "<div>" + "".join(pieces) + "</div>"


def _opening(entity: Entity) -> str:
    if entity.url is not None:
        return f'<a href="{escape(entity.url)}" rel="noreferrer">'
    return f"<{_TAGS[entity.kind]}>"

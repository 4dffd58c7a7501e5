"""An article's blocks, however it was written: paragraphs, lists, headings, quotes, with their lines."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.course.markdown import inspect

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|])")
# Markdown's own time grows with the square of some lines; a longer one is escaped without trying.
_LONGEST_TRIED = 5000
_LEADING = re.compile(r"^(?:([#+\-=>])|(\d+)([.)]))")


class BlockKind(StrEnum):
    """What a block is; a reading names another article."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    QUOTE = "quote"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words: as they read, and as Markdown of the small kind that pages allow."""

    plain: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Paragraphs and headings have one span, lists one an item, quotes one a paragraph.

    A reading has its lead-in and then the titles. `line` counts from 1; `apart` says that empty lines stood
    around it; `first` is a numbered list's first number, or a heading's level.
    """

    kind: BlockKind
    line: int
    spans: tuple[Span, ...]
    apart: bool = False
    first: int = 1

    @property
    def plain(self) -> str:
        """The words, a line a span."""
        return "\n".join(span.plain for span in self.spans)

    def markdown(self) -> str:
        """The block as a page's file holds it."""
        texts = [span.markdown for span in self.spans]
        match self.kind:
            case BlockKind.PARAGRAPH:
                return texts[0]
            case BlockKind.HEADING:
                return bold(self.spans[0])
            case BlockKind.BULLETS:
                return "\n".join(f"- {text}" for text in texts)
            case BlockKind.NUMBERS:
                return "\n".join(f"{self.first + index}. {text}" for index, text in enumerate(texts))
            case BlockKind.QUOTE:
                return "\n>\n".join(f"> {text}" for text in texts)
            case BlockKind.READING:
                lead, *titles = texts
                items = "".join(f"\n> - {title}" for title in titles)
                return f"> {lead}\n>{items}" if titles else f"> {lead}"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that does not stand in the draft: its first line in the article, its words, and why."""

    line: int
    words: str
    reason: str


def plain_span(text: str) -> Span:
    """`text` word for word, escaped only if it would otherwise read as Markdown."""
    words = " ".join(text.split())
    if not _SPECIAL.search(words) and not _LEADING.match(words):
        return Span(words, words)
    if len(words) > _LONGEST_TRIED:
        return Span(words, escaped(words))
    rendered = inspect(words, where="")
    if rendered.text.text == words and not rendered.text.entities and not rendered.faults:
        return Span(words, words)
    return Span(words, escaped(words))


def bold(span: Span) -> str:
    """The span's Markdown in bold, or as it is where its own signs would clash with that."""
    marked = f"**{span.markdown}**"
    return marked if inspect(marked, where="").text.text == span.plain else span.markdown


def escaped(text: str) -> str:
    """`text` with a backslash before everything that Markdown could take for itself."""
    marked = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", marked)

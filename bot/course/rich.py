"""Text with entities, as Telegram takes it: offsets and lengths in UTF-16 code units."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class EntityKind(StrEnum):
    """The kinds of entity that this program sends; the values are Telegram's own names."""

    BOLD = "bold"
    ITALIC = "italic"
    BLOCKQUOTE = "blockquote"
    EXPANDABLE_BLOCKQUOTE = "expandable_blockquote"
    TEXT_LINK = "text_link"


def utf16_len(text: str) -> int:
    """How many UTF-16 code units `text` takes; most emoji take two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text and how it looks. `offset`, `length` in UTF-16 units; `url` only with text_link."""

    kind: EntityKind
    offset: int
    length: int
    url: str | None = None

    @property
    def end(self) -> int:
        """The offset just after the last unit."""
        return self.offset + self.length

    def shifted(self, by: int) -> "Entity":
        """The same entity, `by` units further on."""
        return Entity(self.kind, self.offset + by, self.length, self.url)


@dataclass(frozen=True, slots=True)
class RichText:
    """A text and its entities, always in the shape that Telegram would give back.

    Entities are ordered by offset, longest first; they begin and end on a visible character (Telegram trims
    white space), cover something, and never stand within another one of their kind. An entity that reaches
    beyond the text or cuts a character in two raises ValueError.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __post_init__(self) -> None:
        if self.entities:
            object.__setattr__(self, "entities", _settled(self.text, self.entities))

    @classmethod
    def plain(cls, text: str) -> "RichText":
        """`text` as it is, without any entity."""
        return cls(text)

    @classmethod
    def concat(cls, *parts: "RichText | str") -> "RichText":
        """The parts one after the other."""
        return cls.join("", parts)

    @classmethod
    def join(cls, separator: "RichText | str", parts: "Iterable[RichText | str]") -> "RichText":
        """The parts with `separator` between them, as `str.join` does, entities shifted."""
        between = _rich(separator)
        pieces: list[RichText] = []
        for index, part in enumerate(parts):
            if index and between.text:
                pieces.append(between)
            pieces.append(_rich(part))
        entities: list[Entity] = []
        offset = 0
        for piece in pieces:
            entities += [entity.shifted(offset) for entity in piece.entities]
            offset += piece.len_utf16
        return cls("".join(piece.text for piece in pieces), tuple(entities))

    def __add__(self, other: "RichText | str") -> "RichText":
        return RichText.concat(self, other)

    def __radd__(self, other: str) -> "RichText":
        return RichText.concat(other, self)

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def len_utf16(self) -> int:
        """The length as Telegram counts it, in UTF-16 units."""
        return utf16_len(self.text)

    @property
    def first_line(self) -> str:
        """What the chat list shows: the first line that holds anything, as plain text; else ""."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")

    def styled(self, kind: EntityKind, url: str | None = None) -> "RichText":
        """The same text with one more entity over the whole of it."""
        return RichText(self.text, (Entity(kind, 0, self.len_utf16, url), *self.entities))

    def placeholders(self) -> tuple[str, ...]:
        """The names in {braces}, in order, each once."""
        return tuple(dict.fromkeys(_PLACEHOLDER.findall(self.text)))

    def fill(self, values: "Mapping[str, RichText | str | int]") -> "RichText":
        """Put `values` where {name} stands, unparsed; an entity around a {name} grows with its value.

        Values without a {name} are ignored; a {name} without a value raises KeyError.
        """
        pieces: list[RichText] = []
        moves: list[tuple[int, int]] = []  # (end of a placeholder in the template, growth up to there)
        at = growth = units = 0
        for found in _PLACEHOLDER.finditer(self.text):
            value = _rich(values[found[1]])
            between = RichText(self.text[at : found.start()])
            pieces += [between, value]
            at = found.end()
            units += between.len_utf16 + len(found[0])
            growth += value.len_utf16 - len(found[0])
            moves.append((units, growth))
        if not moves:
            return self
        filled = RichText.concat(*pieces, self.text[at:])
        kept = []
        for entity in self.entities:
            start, end = _moved(entity.offset, moves), _moved(entity.end, moves)
            kept.append(Entity(entity.kind, start, end - start, entity.url))
        return RichText(filled.text, (*kept, *filled.entities))


def _rich(part: RichText | str | int) -> RichText:
    return part if isinstance(part, RichText) else RichText(str(part))


def _moved(offset: int, moves: list[tuple[int, int]]) -> int:
    """Where a template's offset lies once filled; Markdown cannot put an edge within a placeholder."""
    return offset + max(((end, growth) for end, growth in moves if end <= offset), default=(0, 0))[1]


def _settled(text: str, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    units = text.encode("utf-16-le")
    trimmed: list[Entity] = []
    for entity in entities:
        if entity.offset < 0 or entity.length < 0 or 2 * entity.end > len(units):
            raise ValueError(f"{entity} reaches beyond a text of {len(units) // 2} units")
        covered = units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        visible = covered.strip()
        if visible:
            # White space is one unit each, so characters trimmed are units trimmed.
            lead = len(covered) - len(covered.lstrip())
            trimmed.append(Entity(entity.kind, entity.offset + lead, utf16_len(visible), entity.url))
    trimmed.sort(key=lambda entity: (entity.offset, -entity.length, entity.kind))
    reach: dict[EntityKind, int] = {}
    outer: list[Entity] = []
    for entity in trimmed:
        if entity.end > reach.get(entity.kind, 0):
            reach[entity.kind] = entity.end
            outer.append(entity)
    return tuple(outer)

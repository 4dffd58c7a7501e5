"""Plain text into blocks: which lines belong together, and which are items of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.course.article_blocks import Block, BlockKind, Span, plain_span
from bot.course.article_words import ends_sentence, is_title

_BULLET = re.compile(r"[-+*•‣·◦](?:\s+(?P<text>\S.*))?|[–—]")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
_LONGEST_WRAPPED = 120


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    after_gap: bool


def read_plain(text: str) -> list[Block]:
    """The blocks of a plain text. A line is a paragraph, unless the text was wrapped at a fixed width."""
    lines = list(_lines(text))
    wrapped = _is_wrapped(lines)
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        block, at = _next_block(lines, at, wrapped)
        blocks.append(block)
    return list(_joined(blocks))


def _lines(text: str) -> Iterator[_Line]:
    gap = True
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.split())
        if line:
            yield _Line(number, line, gap)
        gap = not line


def _is_wrapped(lines: list[_Line]) -> bool:
    """In wrapped text, few lines that another one follows end a sentence."""
    followed = [
        line.text
        for line, after in pairwise(lines)
        if not after.after_gap and not _marker(line.text) and not _marker(after.text)
    ]
    if not followed or max(map(len, followed)) > _LONGEST_WRAPPED:
        return False
    ending = sum(ends_sentence(text) for text in followed)
    return ending * 2 < len(followed) and sum(map(len, followed)) > 40 * len(followed)


def _next_block(lines: list[_Line], at: int, wrapped: bool) -> tuple[Block, int]:
    line = lines[at]
    bullet, number = _BULLET.fullmatch(line.text), _NUMBER.fullmatch(line.text)
    kind, first = BlockKind.PARAGRAPH, 1
    text, after = line.text, at + 1
    if bullet and (bullet["text"] or after < len(lines)):
        kind = BlockKind.BULLETS
        text = bullet["text"] or ""
        if not text and not _marker(lines[after].text):
            # A bare mark: its words stand on the next line.
            text, after = lines[after].text, after + 1
    elif number:
        kind, text, first = BlockKind.NUMBERS, number["text"], int(number["number"])
    if wrapped and not (kind is BlockKind.PARAGRAPH and _is_heading_above(lines, at)):
        while after < len(lines) and not lines[after].after_gap and not _marker(lines[after].text):
            text, after = f"{text} {lines[after].text}", after + 1
    apart = line.after_gap and (after == len(lines) or lines[after].after_gap)
    return Block(kind, line.number, (plain_span(text),) if text else (), apart, first), after


def _is_heading_above(lines: list[_Line], at: int) -> bool:
    """A heading right above wrapped text, with no empty line between them."""
    return (
        at + 1 < len(lines)
        and lines[at].after_gap
        and is_title(lines[at].text)
        and not lines[at + 1].after_gap
        and len(lines[at].text) < len(lines[at + 1].text)
    )


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Items that follow one another are one list; bare marks without words are nothing."""
    held: Block | None = None
    spans: list[Span] = []
    for block in blocks:
        if not block.spans:
            continue
        listed = block.kind in (BlockKind.BULLETS, BlockKind.NUMBERS)
        if held and listed and block.kind is held.kind and _follows(held, spans, block):
            spans += block.spans
            continue
        if held:
            yield Block(held.kind, held.line, tuple(spans), held.apart, held.first)
        held, spans = block, list(block.spans)
    if held:
        yield Block(held.kind, held.line, tuple(spans), held.apart, held.first)


def _follows(held: Block, spans: list[Span], block: Block) -> bool:
    return held.kind is BlockKind.BULLETS or block.first == held.first + len(spans)


def _marker(text: str) -> bool:
    return bool(_BULLET.fullmatch(text) or _NUMBER.fullmatch(text))

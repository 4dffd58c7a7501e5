"""An article's blocks into days, and days into parts that fit a phone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.course.article_blocks import Block, BlockKind, Span, plain_span
from bot.course.markdown import inspect

PART_LENGTH = 900
PARTS_A_DAY = 5
TITLE_LENGTH = 48
_BREAK = "\n\n"
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
_CLAUSE = re.compile(r"(?<=[?!])\s|\s*[:–—|]\s|\s+-\s")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the draft: its title, its parts of blocks, its first line in the article, and notes."""

    title: str
    parts: tuple[tuple[Block, ...], ...]
    line: int
    notes: tuple[str, ...]


def split_days(blocks: list[Block]) -> list[Day]:
    """The days of an article, one a heading; a heading with nothing under it leads into the next one's."""
    return [day for heading, body in _sections(blocks) for day in _days(heading, body)]


def _sections(blocks: list[Block]) -> list[tuple[Block | None, list[Block]]]:
    sections: list[tuple[Block | None, list[Block]]] = []
    heading: Block | None = None
    body: list[Block] = []
    bare: list[Block] = []
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            body.append(block)
            continue
        if body:
            sections.append((heading, [*bare, *body]))
            bare, body = [], []
        elif heading:
            bare.append(heading)
        heading = block
    if body:
        sections.append((heading, [*bare, *body]))
    elif heading and sections:
        sections[-1][1].extend([*bare, heading])
    elif heading:
        sections.append((heading, [*bare, heading]))
    return sections


def _days(heading: Block | None, body: list[Block]) -> Iterator[Day]:
    notes: list[str] = []
    title = heading.plain if heading else _first_words(body[0].plain)
    if heading and len(title) > TITLE_LENGTH:
        notes.append("the heading is too long for a menu; it stands whole above the text")
        title = _shortened(title, TITLE_LENGTH)
        body = body if heading in body else [heading, *body]
    pieces = [piece for block in body for piece in _pieces(block, notes)]
    parts = _packed(pieces)
    count = -(-len(parts) // PARTS_A_DAY)
    for number in range(count):
        some = parts[number * len(parts) // count : (number + 1) * len(parts) // count]
        line = heading.line if heading and number == 0 else some[0][0].line
        if count == 1:
            yield Day(title, tuple(some), line, tuple(notes))
            continue
        suffix = f" ({number + 1})"
        name = _shortened(title, TITLE_LENGTH - len(suffix)) + suffix
        split = f"{number + 1} of {count} days, as it is long"
        yield Day(name, tuple(some), line, (*notes, split) if number == 0 else (split,))


def _first_words(text: str) -> str:
    return _shortened(text.splitlines()[0], TITLE_LENGTH)


def _shortened(title: str, most: int) -> str:
    """`title` in at most `most` characters: up to its first colon or question mark, or some words of it."""
    if len(title) <= most:
        return title
    clause = _CLAUSE.split(title, maxsplit=1)[0]
    if len(clause) <= most and " " in clause:
        return clause
    words = title[: most - 1].rsplit(" ", 1)[0] if " " in title[: most - 1] else title[: most - 1]
    return words.rstrip(" ,;:–—-") + "…"


def _size(blocks: list[Block]) -> int:
    """The length in characters of what people will read."""
    rendered = (inspect(block.markdown(), where="").text.text for block in blocks)
    return len(_BREAK.join(rendered))


def _pieces(block: Block, notes: list[str]) -> Iterator[Block]:
    """The block, or, if it is longer than a part, blocks of the same kind that are not."""
    if len(block.plain) <= PART_LENGTH and _size([block]) <= PART_LENGTH:
        yield block
        return
    notes.append(f"the {block.kind} on line {block.line} is longer than a part and was split")
    # Room for the marks of a list.
    most = PART_LENGTH - 20
    spans = [short for span in block.spans for short in _short_spans(span, most)]
    single = block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    held: list[Span] = []
    first = block.first
    for span in spans:
        if held and (single or _size([replace(block, spans=(*held, span))]) > PART_LENGTH):
            yield replace(block, spans=tuple(held), first=first)
            first += len(held)
            held = []
        held.append(span)
    yield replace(block, spans=tuple(held), first=first)


def _short_spans(span: Span, most: int) -> list[Span]:
    """The span in runs of sentences, or of words where a sentence is too long; its markup is lost then."""
    if len(span.plain) <= most:
        return [span]
    runs: list[str] = []
    for sentence in _sentences(span.plain):
        for piece in _words(sentence, most):
            if runs and len(runs[-1]) + 1 + len(piece) <= most:
                runs[-1] = f"{runs[-1]} {piece}"
            else:
                runs.append(piece)
    return [plain_span(run) for run in runs]


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for found in _SENTENCE.finditer(text):
        yield text[at : found.end()].strip()
        at = found.end()
    if at < len(text):
        yield text[at:]


def _words(sentence: str, most: int) -> Iterator[str]:
    while len(sentence) > most:
        cut = sentence.rfind(" ", 1, most + 1)
        cut = cut if cut > 0 else most
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence


def _packed(blocks: list[Block]) -> list[tuple[Block, ...]]:
    """Parts of at most PART_LENGTH characters, as few as can be and as even as can be."""
    groups = _kept_together(blocks)
    sizes = [_size(group) for group in groups]
    fewest = len(_filled(sizes, PART_LENGTH))
    low, high = max(sizes), PART_LENGTH
    while low < high:
        middle = (low + high) // 2
        if len(_filled(sizes, middle)) <= fewest:
            high = middle
        else:
            low = middle + 1
    return [tuple(block for index in chosen for block in groups[index]) for chosen in _filled(sizes, max(low, high))]


def _filled(sizes: list[int], most: int) -> list[list[int]]:
    parts: list[list[int]] = []
    room = -1
    for index, size in enumerate(sizes):
        if parts and size + len(_BREAK) <= room:
            parts[-1].append(index)
            room -= size + len(_BREAK)
        else:
            parts.append([index])
            room = most - size
    return parts


def _kept_together(blocks: list[Block]) -> list[list[Block]]:
    """A heading, or a line that ends in a colon, stays with what it leads to, if that fits one part."""
    groups: list[list[Block]] = []
    leads = False
    for block in blocks:
        if leads and _size([*groups[-1], block]) <= PART_LENGTH:
            groups[-1].append(block)
        else:
            groups.append([block])
        leads = block.kind is BlockKind.HEADING or block.plain.endswith(":")
    return groups

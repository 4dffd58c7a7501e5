"""An article's shape: what is furniture, what stands twice, what points elsewhere, what is a heading."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from bot.course.article_blocks import Block, BlockKind, Dropped
from bot.course.article_words import (
    ends_sentence,
    is_furniture,
    is_joiner,
    is_named,
    is_pointer,
    is_rule,
    is_short_line,
    is_title,
    opens_pointer,
)

# A run that stands twice is an artefact if it is this long; shorter ones may be meant, as a refrain is.
_RUN_OF_BLOCKS = 3
_RUN_OF_CHARACTERS = 200
# Of the earlier places with the same words, only so many are compared: one line repeated must stay fast.
_PLACES = 8
_LISTS = (BlockKind.BULLETS, BlockKind.NUMBERS)


def shape(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """The blocks in order, with headings and readings found, and what was dropped, with reasons."""
    kept, furniture = without_furniture(blocks)
    kept, repeated = without_repeats(kept)
    kept, joiners = with_readings(kept)
    if not any(block.kind is BlockKind.HEADING for block in kept):
        kept = with_headings(kept)
    return kept, sorted([*furniture, *repeated, *joiners], key=lambda drop: drop.line)


def without_furniture(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Drop lines of the page around the article, and rules."""
    kept, dropped = [], []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH and is_furniture(block.plain):
            dropped.append(Dropped(block.line, block.plain, "part of the web page, not of the article"))
        elif block.kind is BlockKind.PARAGRAPH and is_rule(block.plain):
            dropped.append(Dropped(block.line, block.plain, "a rule"))
        else:
            kept.append(block)
    return kept, dropped


def without_repeats(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Drop a run of blocks that has stood before, word for word."""
    words = [" ".join(block.plain.casefold().split()) for block in blocks]
    places: defaultdict[str, list[int]] = defaultdict(list)
    kept: list[Block] = []
    dropped: list[Dropped] = []
    at = 0
    while at < len(blocks):
        earlier, length = _longest_run(words, at, places[words[at]])
        size = sum(map(len, words[at : at + length]))
        doubled = length > 0 and earlier + length == at
        if length >= _RUN_OF_BLOCKS or size >= _RUN_OF_CHARACTERS or doubled:
            dropped += _repeat(blocks[at : at + length], blocks[earlier])
            at += length
            continue
        if len(places[words[at]]) < _PLACES:
            places[words[at]].append(at)
        kept.append(blocks[at])
        at += 1
    return kept, dropped


def with_readings(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Lines that name another article become readings, with the titles that follow them."""
    kept: list[Block] = []
    dropped: list[Dropped] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.kind is BlockKind.PARAGRAPH and is_pointer(block.plain):
            block = replace(block, kind=BlockKind.READING)
        elif block.kind is BlockKind.PARAGRAPH and opens_pointer(block.plain):
            named, joiners, after = _titles(blocks, at)
            if named:
                spans = (block.spans[0], *(span for title in named for span in title.spans))
                block = replace(block, kind=BlockKind.READING, spans=spans)
                dropped += [Dropped(each.line, each.plain, "joins two readings") for each in joiners]
                at = after
        kept.append(block)
    return kept, dropped


def with_headings(blocks: list[Block]) -> list[Block]:
    """Find headings in a text that marks none: titles before a paragraph, or short lines that stand apart."""
    titles = {index for index in range(len(blocks)) if _is_heading(blocks, index, is_title)}
    apart = {index for index, block in enumerate(blocks) if block.apart and _is_heading(blocks, index, is_short_line)}
    # Where every other line is short and without a full stop, that is the author's style, not headings.
    found = titles | apart if 2 * len(titles | apart) <= len(blocks) else titles
    if _is_heading(blocks, 0, is_short_line):
        found.add(0)
    return [
        Block(BlockKind.HEADING, block.line, block.spans[:1]) if index in found else block
        for index, block in enumerate(blocks)
    ]


def _titles(blocks: list[Block], at: int) -> tuple[list[Block], list[Block], int]:
    """The titles from `at` on (a list, or lines with "and" between), the joiners, and where they end."""
    if at < len(blocks) and blocks[at].kind in _LISTS:
        named = all(is_named(span.plain) for span in blocks[at].spans)
        return ([blocks[at]], [], at + 1) if named else ([], [], at)
    titles: list[Block] = []
    joiners: list[Block] = []
    while at < len(blocks) and blocks[at].kind is BlockKind.PARAGRAPH and is_named(blocks[at].plain):
        titles.append(blocks[at])
        at += 1
        if at + 1 < len(blocks) and is_joiner(blocks[at].plain) and is_named(blocks[at + 1].plain):
            joiners.append(blocks[at])
            at += 1
        else:
            break
    return titles, joiners, at


def _is_heading(blocks: list[Block], index: int, looks_so: Callable[[str], bool]) -> bool:
    """Whether the block at `index` looks like a heading and something stands under it that is none."""
    if index + 1 >= len(blocks):
        return False
    block, after = blocks[index], blocks[index + 1]
    lone = len(block.spans) == 1 and block.kind in (BlockKind.PARAGRAPH, BlockKind.NUMBERS)
    if not lone or not looks_so(block.plain):
        return False
    return after.kind is not BlockKind.PARAGRAPH or ends_sentence(after.plain) or is_title(after.plain)


def _longest_run(words: list[str], at: int, places: list[int]) -> tuple[int, int]:
    """The earlier place from which the most blocks stand again at `at`, and how many; else (0, 0)."""
    best = (0, 0)
    for earlier in places:
        length = 0
        while earlier + length < at and at + length < len(words) and words[earlier + length] == words[at + length]:
            length += 1
        if length >= best[1]:
            best = (earlier, length)
    return best


def _repeat(run: list[Block], first: Block) -> list[Dropped]:
    reason = f"stands on line {first.line} already"
    if len(run) > 1:
        reason = f"these {len(run)} paragraphs stand from line {first.line} on already"
    return [Dropped(run[0].line, run[0].plain, reason)]

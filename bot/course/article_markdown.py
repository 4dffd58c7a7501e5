"""A Markdown article into blocks; what pages cannot show becomes plain words, or is dropped, with reason."""

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.course.article_blocks import Block, BlockKind, Dropped, Span, bold, escaped, plain_span
from bot.course.markdown import inspect

_LEVELS = 6
_MARKER = re.compile(r"\[!\w+\]\s*")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_markdown(text: str) -> tuple[list[Block], list[Dropped]]:
    """The blocks of a Markdown text in order, and what they left out."""
    dropped: list[Dropped] = []
    matter = _FRONT_MATTER.match(text)
    if matter:
        dropped.append(Dropped(1, matter[0].strip(), "front matter of the page it comes from"))
        # The lines stay, so that all others keep their numbers.
        text = "\n" * matter[0].count("\n") + text[matter.end() :]
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))
    reader = _Reader(dropped)
    blocks = [block for node in tree.children for block in reader.blocks(node)]
    return _with_day_headings([block for block in blocks if block.plain.strip()]), dropped


def _with_day_headings(blocks: list[Block]) -> list[Block]:
    """Leave the headings that make days: the first two levels, or more where those hold but one heading.

    The others become paragraphs in bold.
    """
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    deepest = 2
    while deepest < _LEVELS and sum(heading.first <= deepest for heading in headings) < 2:
        deepest += 1
    return [
        replace(block, kind=BlockKind.PARAGRAPH, spans=(Span(block.plain, bold(block.spans[0])),))
        if block.kind is BlockKind.HEADING and block.first > deepest
        else block
        for block in blocks
    ]


class _Reader:
    """Walks the tree; keeps the line it is at and what it dropped."""

    def __init__(self, dropped: list[Dropped]) -> None:
        self._dropped = dropped
        self._line = 1

    def blocks(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if node.map:
            self._line = node.map[0] + 1
        line = self._line
        match node.type:
            case "heading":
                yield Block(BlockKind.HEADING, line, (self._span(node),), first=int(node.tag[1:]))
            case "paragraph":
                yield Block(BlockKind.PARAGRAPH, line, (self._span(node),), apart=True)
            case "bullet_list" | "ordered_list":
                kind = BlockKind.BULLETS if node.type == "bullet_list" else BlockKind.NUMBERS
                spans = tuple(span for span in self._items(node) if span.plain)
                yield Block(kind, line, spans, first=int(node.attrs.get("start", 1)))
            case "blockquote":
                spans = tuple(span for child in node.children for span in self._flat(child) if span.plain)
                yield Block(BlockKind.QUOTE, line, _without_marker(spans))
            case "fence" | "code_block":
                for row in node.content.splitlines():
                    words = " ".join(row.split())
                    yield Block(BlockKind.PARAGRAPH, line, (Span(words, escaped(words)),))
            case "table":
                for cells_of_row in _rows(node):
                    cells = [self._span(cell) for cell in cells_of_row.children]
                    plain = " – ".join(cell.plain for cell in cells if cell.plain)
                    markdown = " – ".join(cell.markdown for cell in cells if cell.plain)
                    yield Block(BlockKind.PARAGRAPH, line, (Span(plain, markdown),))
            case "hr":
                self._drop(node.markup, "a rule")
            case "html_block":
                self._drop(node.content, "HTML")
            case _:
                self._drop(node.content, f"a {node.type.replace('_', ' ')}, which pages do not have")

    def _items(self, node: SyntaxTreeNode) -> Iterator[Span]:
        """The items of a list; lists within it follow their item, as items of the same list."""
        for item in node.children:
            own = [child for child in item.children if child.type not in ("bullet_list", "ordered_list")]
            spans = [span for child in own for span in self._flat(child) if span.plain]
            yield Span(" ".join(span.plain for span in spans), " ".join(span.markdown for span in spans))
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    yield from self._items(child)

    def _flat(self, node: SyntaxTreeNode) -> Iterator[Span]:
        for block in self.blocks(node):
            yield from block.spans

    def _span(self, node: SyntaxTreeNode) -> Span:
        pieces = [self._inline(child) for child in node.children]
        plain = " ".join("".join(piece.plain for piece in pieces).split())
        markdown = " ".join("".join(piece.markdown for piece in pieces).split())
        rendered = inspect(markdown, where="")
        # Marks that end up in another surrounding may not mean the same there; the words matter more.
        return Span(plain, markdown) if rendered.text.text == plain and not rendered.faults else plain_span(plain)

    def _inline(self, node: SyntaxTreeNode) -> Span:
        inner = [self._inline(child) for child in node.children]
        plain = "".join(piece.plain for piece in inner)
        markdown = "".join(piece.markdown for piece in inner)
        match node.type:
            case "inline" | "s":
                return Span(plain, markdown)
            case "text" | "code_inline":
                return Span(node.content, escaped(node.content))
            case "softbreak" | "hardbreak":
                return Span(" ", " ")
            case "strong" | "em":
                mark = "**" if node.type == "strong" else "*"
                return Span(plain, f"{mark}{markdown}{mark}" if plain.strip() == plain != "" else markdown)
            case "link":
                address = str(node.attrs.get("href", ""))
                if address.startswith("https://") and plain.strip() and node.markup != "autolink":
                    return Span(plain, f"[{markdown}](<{address}>)")
                return Span(plain, markdown)
            case "image":
                words = f"{node.content} {node.attrs.get('src', '')}".strip()
                self._drop(words, "a picture, which pages do not have")
                return Span("", "")
            case _:
                self._drop(node.content, "HTML")
                return Span("", "")

    def _drop(self, words: str, reason: str) -> None:
        self._dropped.append(Dropped(self._line, words.strip(), reason))


def _without_marker(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Quotes may begin with [!NOTE] or the like, which only some programs know."""
    found = _MARKER.match(spans[0].plain) if spans else None
    if not found:
        return spans
    words = spans[0].plain[found.end() :]
    return (*((plain_span(words),) if words else ()), *spans[1:])


def _rows(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for part in node.children:
        yield from part.children

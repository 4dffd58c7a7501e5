"""The small part of Markdown that people may write here, turned into text with entities.

Allowed: paragraphs, bold, italic, flat lists, quotes, expandable quotes (`> [!more]`), links to https
addresses and to pages (`page:ID`). Everything else is a fault with its line: Telegram could not show it.
"""

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.course.faults import Fault, raise_faults
from bot.course.rich import EntityKind, RichText

_PAGE_LINK = re.compile(r"page:([a-z0-9]+(?:-[a-z0-9]+)*)")
_MARKER = re.compile(r"\[!([^\]]*)\]")
_NAMES = {
    "heading": "a heading",
    "code_inline": "code",
    "code_block": "a block of code (or four spaces before a line)",
    "fence": "a block of code",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "hr": "a rule",
    "table": "a table",
    "s": "struck-out text",
}


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to another page: its id and the line it stands on."""

    page_id: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A source rendered as far as it goes, the page links in it, and what was wrong with it."""

    text: RichText
    links: tuple[PageLink, ...]
    faults: tuple[Fault, ...]


def render(source: str, *, where: str, line: int = 1) -> RichText:
    """`source` as text with entities. Raises ContentError with every fault, placed by `where` and `line`."""
    rendered = inspect(source, where=where, line=line)
    raise_faults(rendered.faults)
    return rendered.text


def page_links(source: str) -> tuple[str, ...]:
    """The ids of the pages that `source` links to, in order, with repeats."""
    return tuple(link.page_id for link in inspect(source, where="").links)


def inspect(source: str, *, where: str, line: int = 1) -> Rendered:
    """Render `source`, which begins on line `line` of the file `where`, and collect faults, not raise."""
    env: dict[str, object] = {}
    tree = SyntaxTreeNode(_parser().parse(source, env))
    renderer = _Renderer(where, line)
    text = RichText.join("\n\n", renderer.blocks(tree))
    if env.get("references"):
        # A definition gives no token, so its text would vanish without a word.
        renderer.line = line
        renderer.refuse("a link definition; write the address in the link: [text](https://…)")
    return Rendered(text, tuple(renderer.links), tuple(renderer.faults))


@cache
def _parser() -> MarkdownIt:
    # Tables and struck-out text are read only to be refused. With text left apart, escaped signs cannot be
    # taken for a broken link.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


class _Renderer:
    """Walks the tree once and remembers the line it is at, the links it met and what it refused."""

    def __init__(self, where: str, first_line: int) -> None:
        self._where = where
        self._first = first_line
        self.line = first_line
        self.links: list[PageLink] = []
        self.faults: list[Fault] = []

    def refuse(self, what: str) -> None:
        self.faults.append(Fault(self._where, self.line, "markdown", f"cannot show {what}"))

    def blocks(self, parent: SyntaxTreeNode) -> list[RichText]:
        return [text for node in parent.children for text in self._block(node)]

    def _block(self, node: SyntaxTreeNode) -> list[RichText]:
        self._go_to(node)
        if node.type == "paragraph":
            return [self._paragraph(node)]
        if node.type in ("bullet_list", "ordered_list"):
            return [self._list(node)]
        if node.type == "blockquote":
            return self._quote(node)
        self.refuse(_NAMES.get(node.type, node.type))
        return []

    def _go_to(self, node: SyntaxTreeNode) -> None:
        if node.map:
            self.line = self._first + node.map[0]

    def _paragraph(self, node: SyntaxTreeNode) -> RichText:
        return RichText.concat(*(self._inline(child) for child in node.children))

    def _list(self, node: SyntaxTreeNode) -> RichText:
        number = int(node.attrs.get("start", 1))
        lines: list[RichText] = []
        for item in node.children:
            self._go_to(item)
            mark = "• " if node.type == "bullet_list" else f"{number}. "
            number += 1
            inside: list[RichText] = []
            for child in item.children:
                self._go_to(child)
                if child.type == "paragraph":
                    inside.append(self._paragraph(child))
                else:
                    self.refuse(f"{_NAMES.get(child.type, child.type.replace('_', ' '))} within a list")
            if not any(inside):
                self.refuse("an empty list item")
            lines.append(mark + RichText.join("\n", inside))
        return RichText.join("\n", lines)

    def _quote(self, node: SyntaxTreeNode) -> list[RichText]:
        if any(child.type == "blockquote" for child in node.children):
            self.refuse("a quote within a quote")
        inner = RichText.join("\n\n", self.blocks(node))
        kind = EntityKind.BLOCKQUOTE
        marker = _MARKER.match(inner.text)
        if marker:
            if marker[1] != "more":
                self._go_to(node)
                self.refuse(f"a quote of the kind {marker[0]}; there is only [!more]")
            kind = EntityKind.EXPANDABLE_BLOCKQUOTE
            inner = _without_start(inner, len(marker[0]))
        if not inner:
            self._go_to(node)
            self.refuse("an empty quote")
            return []
        return [inner.styled(kind)]

    def _inline(self, node: SyntaxTreeNode) -> RichText:
        match node.type:
            case "inline":
                return RichText.concat(*(self._inline(child) for child in node.children))
            case "text":
                if "](" in node.content:
                    self.refuse("a link with such an address; use https://… or page:ID")
                return RichText(node.content)
            case "text_special":
                return RichText(node.content)
            case "softbreak":
                self.line += 1
                return RichText(" ")
            case "hardbreak":
                self.line += 1
                return RichText("\n")
            case "strong" | "em":
                kind = EntityKind.BOLD if node.type == "strong" else EntityKind.ITALIC
                return RichText.concat(*(self._inline(child) for child in node.children)).styled(kind)
            case "link":
                return self._link(node)
            case _:
                self.refuse(_NAMES.get(node.type, node.type))
                return RichText()

    def _link(self, node: SyntaxTreeNode) -> RichText:
        text = RichText.concat(*(self._inline(child) for child in node.children))
        address = str(node.attrs.get("href", ""))
        page = _PAGE_LINK.fullmatch(address)
        if not text.text.strip():
            self.refuse("a link without words")
        if node.attrs.get("title"):
            self.refuse("a link with a title")
        if node.markup == "autolink":
            self.refuse("an address in angle brackets; write [text](https://…)")
        if "%7B" in address:
            self.refuse("a {name} within an address")
        if page:
            self.links.append(PageLink(page[1], self.line))
            return text
        if not address.startswith("https://"):
            self.refuse(f"a link to {address or 'nothing'}; use https://… or page:ID")
            return text
        return text.styled(EntityKind.TEXT_LINK, address)


def _without_start(text: RichText, units: int) -> RichText:
    """`text` without its first `units` characters (all of one unit) and the white space after them."""
    rest = text.text[units:].lstrip()
    cut = len(text.text) - len(rest)
    return RichText(rest, tuple(entity.shifted(-cut) for entity in text.entities if entity.offset >= cut))

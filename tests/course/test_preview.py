import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from bot.course import Entity, EntityKind, RichText, load
from bot.course.preview import write_preview
from bot.course.preview_html import rich_html

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Checks that every element is closed, and gathers ids, links and words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        values = dict(attrs)
        self.ids += [value for value in (values.get("id"),) if value]
        self.links += [value for value in (values.get("href"), values.get("src")) if value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(html: str) -> Outline:
    parsed = Outline()
    parsed.feed(html)
    assert parsed.open == []
    return parsed


def test_the_whole_course_is_in_one_file_that_loads_nothing(folder: Path, tmp_path: Path) -> None:
    content = load(folder)
    write_preview(content, tmp_path / "preview.html")
    html = (tmp_path / "preview.html").read_text(encoding="utf-8")
    parsed = outline(html)
    words = " ".join("".join(parsed.words).split())
    for page in content.pages.values():
        assert all(" ".join(part.text.split()) in words for part in page.parts)
        assert all(ask in words for ask in page.asks)
    for text in (
        *(prompt.text for prompt in content.deck.prompts),
        *(answer for evening in content.checkin.evenings for answer in evening.answers),
        *content.covers,
        content.triage.danger.title,
    ):
        assert text in words
    assert words.index("Day 1: ") < words.index("Day 3: ") < words.index("Sign 9 of nine.")
    assert all(link.startswith("#") and link[1:] in parsed.ids for link in parsed.links)
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(", html)
    assert "prefers-color-scheme: dark" in html
    assert "width=device-width" in html


def test_words_are_escaped(folder: Path, change: Callable[[str, str, str], None], tmp_path: Path) -> None:
    change("en/pages/signs.md", '"The page signs"', '"Salt & <b>water</b>"')
    write_preview(load(folder), tmp_path / "preview.html")
    assert "Salt &amp; &lt;b&gt;water&lt;/b&gt;" in (tmp_path / "preview.html").read_text()


def test_entities_become_elements() -> None:
    text = RichText(
        "😀 bold both\nquote link",
        (
            Entity(EntityKind.BOLD, 3, 9),
            Entity(EntityKind.ITALIC, 8, 4),
            Entity(EntityKind.EXPANDABLE_BLOCKQUOTE, 13, 5),
            Entity(EntityKind.TEXT_LINK, 19, 4, 'https://example.org/?a="&b'),
        ),
    )
    assert rich_html(text) == (
        "<div>😀 <b>bold <i>both</i></b>\n<blockquote>quote</blockquote> "
        '<a href="https://example.org/?a=&quot;&amp;b" rel="noreferrer">link</a></div>'
    )

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.article_blocks import escaped
from bot.course.markdown import inspect, page_links, render
from bot.course.rich import Entity, EntityKind
from bot.errors import ContentError


def test_blocks_become_lines() -> None:
    source = "One\nparagraph.\n\n- a\n- *b*\n  c\n\n3. x\n4. y\n\nhard\\\nbreak"
    text = render(source, where="p.md")
    assert text.text == "One paragraph.\n\n• a\n• b c\n\n3. x\n4. y\n\nhard\nbreak"
    assert text.entities == (Entity(EntityKind.ITALIC, 22, 1),)


def test_inline_kinds_nest() -> None:
    text = render("😀 **bold *both* end** [site](https://example.org/?a=b)", where="p.md")
    assert text.text == "😀 bold both end site"
    assert text.entities == (
        Entity(EntityKind.BOLD, 3, 13),
        Entity(EntityKind.ITALIC, 8, 4),
        Entity(EntityKind.TEXT_LINK, 17, 4, "https://example.org/?a=b"),
    )


def test_quotes_plain_and_expandable() -> None:
    text = render("> one\n>\n> - two\n\n> [!more]\n> **three**\n> four", where="p.md")
    assert text.text == "one\n\n• two\n\nthree four"
    assert text.entities == (
        Entity(EntityKind.BLOCKQUOTE, 0, 10),
        Entity(EntityKind.EXPANDABLE_BLOCKQUOTE, 12, 10),
        Entity(EntityKind.BOLD, 12, 5),
    )


def test_links_to_pages_are_words_and_are_told() -> None:
    source = "See [this](page:grounding)\nor [that](page:no-contact)."
    assert render(source, where="p.md").text == "See this or that."
    assert render(source, where="p.md").entities == ()
    assert page_links(source) == ("grounding", "no-contact")
    assert [link.line for link in inspect(source, where="p.md", line=5).links] == [5, 6]


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\n\n# head", 3, "heading"),
        ("a\n\nhead\n===", 3, "heading"),
        ("a `code`", 1, "code"),
        ("a\n\n```\nx\n```", 3, "block of code"),
        ("a\n\n    x", 3, "block of code"),
        ("a\n![i](https://example.org/i.png)", 2, "image"),
        ("a\n\n<div>x</div>", 3, "HTML"),
        ("a\nb <b>x</b>", 2, "HTML"),
        ("a\n\n| a | b |\n|---|---|\n| c | d |", 3, "table"),
        ("a\n\n***\n\nb", 3, "rule"),
        ("~~a~~", 1, "struck"),
        ("[a](http://example.org)", 1, "http://example.org"),
        ("[a](mailto:a@example.org)", 1, "mailto"),
        ("[a](javascript:x)", 1, "link"),
        ("[a](page:Not An Id)", 1, "link"),
        ("[](https://example.org)", 1, "without words"),
        ('[a](https://example.org "t")', 1, "title"),
        ("<https://example.org>", 1, "angle brackets"),
        ("[a](https://example.org/{name})", 1, "within an address"),
        ("[a]: https://example.org", 1, "definition"),
        ("- a\n  - b", 2, "within a list"),
        ("- a\n-\n- b", 2, "empty list item"),
        ("> > a", 1, "quote within a quote"),
        ("> [!note]\n> a", 1, "[!note]"),
        ("> [!more]", 1, "empty quote"),
    ],
)
def test_everything_else_is_refused_with_its_line(source: str, line: int, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        render(source, where="content/en/pages/p.md", line=10)
    messages = str(caught.value).splitlines()
    assert any(m.startswith(f"content/en/pages/p.md:{9 + line}: ") and words in m for m in messages), messages


@given(st.text(alphabet="ab *_[]()<>!#-+.1`~|&{}\\😀\u0644\n", max_size=60))
def test_any_source_renders_or_is_refused(source: str) -> None:
    rendered = inspect(source, where="p.md")
    units = rendered.text.text.encode("utf-16-le")
    for entity in rendered.text.entities:
        words = units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        assert words
        assert words == words.strip()
    last = source.count("\n") + 1
    assert all(1 <= fault.line <= last for fault in rendered.faults)


@given(st.text(alphabet="ab *_[]()<>!#-+.1`~|&{}\\=😀\u0644:/", max_size=60).map(lambda text: " ".join(text.split())))
def test_escaped_words_come_back_as_they_were(words: str) -> None:
    rendered = inspect(escaped(words), where="p.md")
    assert rendered.text.text == words
    assert rendered.text.entities == ()
    assert rendered.faults == ()

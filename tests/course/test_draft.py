from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import Content, load
from bot.course.draft import Report, import_article
from bot.course.telling import telling_words
from bot.errors import ContentError

Write = Callable[..., Path]
OPENING = """Some Gardens grow by themselves.
And some want you out there at six in the morning.
You know the soil.
You know where the frost sits."""
ARTICLE = f"""Why Gardens Grow Slowly? What Nobody Tells You About Waiting for Seeds
Share
{OPENING}
{OPENING}
What Is a Slow Garden?
A slow garden is one that takes its time.
Not because it is lazy.
What it needs:
-
Water on most days
-
Somebody who looks
-
Sun
These needs are small.
For a deeper look, read Quiet Beds: Understanding the Soil Below
Gardens Don't Only Grow in Spring
You may know this from your own yard.
Learn more in Winter Gardens: Frost, Rest and Return.
To find out how, explore:
Water Thieves: How to See Which Plants Drain the Bed
and
How to Rest Your Soil After a Long Summer.
Coming Back Outside
One seed.
One morning.
Because a garden is about staying.
"""


def draft_of(report: Report, out: Path, base: Path) -> Content:
    content = load(out, drafts=True, base=base)
    assert [page.id for page in report.pages] == list(content.course.days)
    return content


def texts(content: Content) -> list[list[str]]:
    """The lines of each day as people read them, without the gaps."""
    return [
        [line for part in content.pages[page_id].parts for line in part.text.splitlines() if line]
        for page_id in content.course.days
    ]


def test_plain_text_with_every_trait_of_a_pasted_web_page(article: Write, folder: Path, tmp_path: Path) -> None:
    report = import_article(article(ARTICLE), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    assert [content.pages[page_id].title for page_id in content.course.days] == [
        "Why Gardens Grow Slowly?",
        "What Is a Slow Garden?",
        "Gardens Don't Only Grow in Spring",
        "Coming Back Outside",
    ]
    assert texts(content) == [
        ["Why Gardens Grow Slowly? What Nobody Tells You About Waiting for Seeds", *OPENING.splitlines()],
        [
            "A slow garden is one that takes its time.",
            "Not because it is lazy.",
            "What it needs:",
            "• Water on most days",
            "• Somebody who looks",
            "• Sun",
            "These needs are small.",
            "For a deeper look, read Quiet Beds: Understanding the Soil Below",
        ],
        [
            "You may know this from your own yard.",
            "Learn more in Winter Gardens: Frost, Rest and Return.",
            "To find out how, explore:",
            "• Water Thieves: How to See Which Plants Drain the Bed",
            "• How to Rest Your Soil After a Long Summer.",
        ],
        ["One seed.", "One morning.", "Because a garden is about staying."],
    ]
    assert [(drop.line, drop.reason) for drop in report.dropped] == [
        (2, "part of the web page, not of the article"),
        (7, "these 4 paragraphs stand from line 3 on already"),
        (28, "joins two readings"),
    ]


def test_the_report_says_what_went_where(article: Write, tmp_path: Path) -> None:
    told = import_article(article(ARTICLE), tmp_path / "out").render()
    for words in (
        "article.txt: a draft of 4 days",
        "Day 1, from line 1: Why Gardens Grow Slowly?",
        "the heading is too long for a menu; it stands whole above the text",
        "Day 2, from line 11: What Is a Slow Garden?",
        "line 22, further reading: “For a deeper look, read Quiet Beds",
        "line 2: “Share” (part of the web page, not of the article)",
        "line 28: “and” (joins two readings)",
        "Still to be written for each page: asks, practice, reflection",
    ):
        assert words in told


def test_what_an_author_must_write_is_empty(article: Write, folder: Path, tmp_path: Path) -> None:
    report = import_article(article(ARTICLE), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    for page in content.pages.values():
        assert (page.draft, page.asks, page.practice.text, page.reflection) == (True, (), "", "")
        assert not telling_words(page.cover_title)
    assert len({page.cover_title for page in content.pages.values()}) == 4
    assert content.has_drafts


def test_markdown_keeps_its_marks_and_says_what_it_lost(article: Write, folder: Path, tmp_path: Path) -> None:
    source = (
        "---\ntitle: x\n---\n# A walk\n\nA **bold** step, [a map](https://example.org) and `code`.\n\n"
        "![a hill](https://example.org/h.png)\n\n## Uphill\n\n"
        "1. one\n2. two\n   - deeper\n\n> [!NOTE]\n> said\n> so\n\n"
        "### A bench\n\nSit, [old](http://example.org).\n\n| a | b |\n|---|---|\n| c | d |\n\n***\n\n<div>x</div>\n"
    )
    report = import_article(article(source, "walk.md"), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    assert [content.pages[page_id].title for page_id in content.course.days] == ["A walk", "Uphill"]
    assert texts(content) == [
        ["A bold step, a map and code."],
        ["1. one", "2. two", "3. deeper", "said so", "A bench", "Sit, old.", "a – b", "c – d"],
    ]
    kinds = [entity.kind for entity in content.day(1).parts[0].entities]
    assert kinds == ["bold", "text_link"]
    assert [drop.reason for drop in report.dropped] == [
        "front matter of the page it comes from",
        "a picture, which pages do not have",
        "a rule",
        "HTML",
    ]


def test_wrapped_text_with_headings_in_sentence_case(article: Write, folder: Path, tmp_path: Path) -> None:
    source = (
        "How bread came to the valley\n\n"
        "For a long time there was no oven in the valley, and people who\n"
        "wanted bread walked over the hill to get it.\n"
        "They went in the dark.\n\n"
        "The first oven\n\n"
        "Then a mason came along with a cart that was full of bricks, and\n"
        "stayed for the whole winter because of the snow.\n\n"
        "- flour, as much as there is in the house, and\n  water\n- salt\n"
    )
    report = import_article(article(source), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    assert [content.pages[page_id].title for page_id in content.course.days] == [
        "How bread came to the valley",
        "The first oven",
    ]
    assert texts(content)[1][1:] == ["• flour, as much as there is in the house, and water", "• salt"]


def test_an_article_without_headings_is_split_into_days_that_fit(article: Write, folder: Path, tmp_path: Path) -> None:
    sentences = [f"This is sentence number {number} of a rather long story about rain." for number in range(120)]
    report = import_article(article("\n".join(sentences)), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    assert [line for day in texts(content) for line in day] == sentences
    assert content.day(1).title.endswith("… (1)")
    for page in content.pages.values():
        assert 1 <= len(page.parts) <= 5
        assert all(len(part.text) <= 900 for part in page.parts)


def test_one_line_is_one_day(article: Write, folder: Path, tmp_path: Path) -> None:
    report = import_article(article("Rain."), tmp_path / "out")
    assert texts(draft_of(report, tmp_path / "out", folder)) == [["Rain."]]


def test_a_paragraph_longer_than_a_part_is_split_at_sentences(article: Write, folder: Path, tmp_path: Path) -> None:
    sentences = [f"Here is *sentence* number {number}, which goes on for a while." for number in range(40)]
    report = import_article(article(" ".join(sentences) + "\n\n" + "x" * 2000), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    words = "".join("".join(day) for day in texts(content)).replace(" ", "")
    assert words == ("".join(sentences) + "x" * 2000).replace(" ", "")
    assert "longer than a part and was split" in report.render()


def test_a_refrain_stays_and_a_doubled_line_goes(article: Write, folder: Path, tmp_path: Path) -> None:
    source = "It rains.\nIt rains.\nWe wait.\nThe bus is late.\nWe wait.\nNothing comes.\n"
    report = import_article(article(source), tmp_path / "out")
    content = draft_of(report, tmp_path / "out", folder)
    assert texts(content) == [["It rains.", "We wait.", "The bus is late.", "We wait.", "Nothing comes."]]
    assert [(drop.line, drop.reason) for drop in report.dropped] == [(2, "stands on line 1 already")]


def test_equal_headings_and_foreign_ones_get_ids_of_their_own(article: Write, folder: Path, tmp_path: Path) -> None:
    source = "# Rain\n\nOne.\n\n# Rain\n\nTwo.\n\n# Дождь\n\nThree.\n"
    report = import_article(article(source), tmp_path / "out")
    assert draft_of(report, tmp_path / "out", folder).course.days == ("rain", "rain-2", "day-3")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no plain text"),
        (b"%PDF-1.7 ...", "no plain text"),
        (b"fine\nna\xefve\n", ":2: is not UTF-8"),
        ("Rain.".encode("utf-16"), "is UTF-16"),
        (b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"Share\n\n---\n", "holds no text"),
    ],
)
def test_what_is_no_article_is_one_clear_line(article: Write, tmp_path: Path, raw: bytes, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        import_article(article(raw), tmp_path / "out")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_missing_article_or_a_folder_in_use_is_one_clear_line(article: Write, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere\.txt: cannot be read"):
        import_article(tmp_path / "nowhere.txt", tmp_path / "out")
    with pytest.raises(ContentError, match="is not empty"):
        import_article(article("Rain."), tmp_path)


def test_a_large_article_of_one_repeated_line_is_no_trouble(article: Write, folder: Path, tmp_path: Path) -> None:
    source = "The same line again and again, and nothing else at all.\n" * 90_000
    report = import_article(article(source), tmp_path / "out")
    assert len(report.pages) == 1
    assert report.dropped


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.text(alphabet="abcD *_[]()<>!#-+.1`~|&{}\\=:😀\u0644", min_size=1, max_size=30)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: any(sign.isalpha() for sign in text)),
        min_size=1,
        max_size=8,
        unique_by=lambda text: text.casefold(),
    )
)
def test_every_word_of_a_plain_text_stands_in_the_draft_once_in_order(
    tmp_path_factory: pytest.TempPathFactory, base: Path, lines: list[str]
) -> None:
    home = tmp_path_factory.mktemp("draft")
    path = home / "a.txt"
    path.write_text("\n\n".join(f"So {line} it ends." for line in lines), encoding="utf-8")
    import_article(path, home / "out")
    files = sorted((home / "out/en/pages").glob("*.md"))
    assert len(files) == 1
    content = load(home / "out", drafts=True, base=base)
    assert texts(content) == [[f"So {line} it ends." for line in lines]]

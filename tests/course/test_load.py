from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.course import Confidence, Contact, EntityKind, HelplineKind, Mood, load
from bot.course.models import Page
from bot.errors import ContentError

Change = Callable[[str, str, str], None]
LineOf = Callable[[str, str], int]


def told(folder: Path, *, drafts: bool = False, base: Path | None = None) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder, drafts=drafts, base=base)
    return str(caught.value).splitlines()


def test_everything_is_loaded(folder: Path) -> None:
    content = load(folder)
    assert content.course.days == ("first-light", "second-wind", "signs")
    page = content.day(2)
    assert (page.id, page.title, page.cover_title, page.minutes) == (
        "second-wind",
        "The page second-wind",
        "On tea, second-wind",
        3,
    )
    assert [part.text.splitlines()[0] for part in page.parts] == [
        "This is how second-wind begins. It is short.",
        "The second part is here.",
        "The last part. See the other too.",
    ]
    assert page.practice.entities[0].kind is EntityKind.BOLD
    assert len(page.asks) == 25
    assert content.pages["signs"].signs[8] == "Sign 9 of nine."
    assert len(content.deck.prompts) == 63
    found = content.deck.find("joy-3")
    assert found is not None
    assert found.text.startswith("What of")
    assert content.deck.find("joy-99") is None
    assert len(content.covers) == 60
    assert content.triage.danger.title == "A pause"
    assert content.triage.self_harm.text.entities[0].kind is EntityKind.BOLD
    assert content.texts("today.title", name="you").text == "A page for you"
    assert content.unreviewed == ("first-light", "second-wind", "signs")
    assert not content.has_drafts


def test_days_are_found_by_page(folder: Path) -> None:
    course = load(folder).course
    assert course.day_of("signs") == 3
    assert course.day_of("nowhere") is None
    for beyond in (0, -1, 4):
        with pytest.raises(IndexError):
            load(folder).day(beyond)


def test_evening_rules_are_read(folder: Path) -> None:
    evenings = {evening.id: evening for evening in load(folder).checkin.evenings}
    rule = evenings["heavy"].when
    assert rule is not None
    assert rule.mood == (Mood.HEAVY, Mood.TOO_MUCH)
    rule = evenings["had_to"].when
    assert rule is not None
    assert rule.contact == (Contact.HAD_TO,)
    rule = evenings["hard_row"].when
    assert rule is not None
    assert rule.hard_of_last == (3, 4)
    assert evenings["steady"].when is None


def test_help_lines_are_read(folder: Path) -> None:
    countries = load(folder).helplines
    line = countries["NO"].lines[0]
    assert (line.kind, line.confidence, line.phone, line.sms) == (
        HelplineKind.CRISIS,
        Confidence.HIGH,
        "116 123",
        None,
    )
    assert countries["INTL"].emergency is None


def test_a_review_is_read(folder: Path, change: Change) -> None:
    file = "en/pages/signs.md"
    change(file, 'reviewed_by: ""', 'reviewed_by: "A. Practitioner"')
    change(file, 'reviewed_on: ""', "reviewed_on: 2026-11-01")
    page = load(folder).pages["signs"]
    assert page.reviewed
    assert page.reviewed_on == date(2026, 11, 1)


def test_models_are_frozen_and_closed(folder: Path) -> None:
    page = load(folder).pages["signs"]
    with pytest.raises(ValueError, match="frozen"):
        page.__setattr__("title", "Another")
    with pytest.raises(ValueError, match="extra"):
        Page.model_validate({**page.model_dump(), "parts": page.parts, "practice": page.practice, "extra": 1})


FAULTS = [
    (
        "en/pages/signs.md",
        "minutes: 3",
        "minutes: three",
        "minutes",
        "minutes: Input should be a valid integer",
    ),
    ("en/pages/signs.md", "minutes: 3\n", "", "id: signs", "minutes: is missing"),
    ("en/pages/signs.md", "minutes: 3", "minutes: 3\nmood: 1", "mood: 1", "mood: is not a key of this file"),
    ("en/pages/signs.md", "minutes: 3", "minutes: 3\nminutes: 4", "minutes: 4", "minutes stands here twice"),
    ("en/pages/signs.md", "minutes: 3", "minutes: [3", "asks:", ""),
    ("en/pages/signs.md", "id: signs", "id: signals", "id: signals", "is not the name of the file"),
    ("en/pages/signs.md", '"Look **out** for a while."', "5", "practice", "should be a text"),
    ("en/pages/signs.md", "[first-light, ", "[first-lights, ", "see_also", "there is no page first-lights"),
    ("en/pages/signs.md", "[first-light, ", "[signs, ", "see_also", "names the page itself"),
    ("en/pages/signs.md", "(page:first-light)", "(page:nowhere)", "nowhere", "there is no page nowhere"),
    ("en/pages/signs.md", "- a spoon", "- a spoon\n\n# no", "# no", "cannot show a heading"),
    ("en/pages/signs.md", "sources: []", "sources: []\nhard: [4]", "hard", "no part 4"),
    ("en/pages/signs.md", "sources: []", "sources: []\ndraft: true", "draft", "is a draft"),
    ("en/pages/signs.md", "The last part. See [the other](page:first-light) too.", "", "", "holds nothing"),
    ("en/pages/second-wind.md", "sources: []", 'sources: []\nsigns: ["a"]', "signs:", "only the page signs"),
    (
        "en/course.yaml",
        "days:\n  - first-light",
        "days:\n  - nowhere",
        "- nowhere",
        "there is no page nowhere",
    ),
    ("en/course.yaml", "days:\n  - first-light", "days:\n  - signs", "", "the page signs stands here twice"),
    ("en/course.yaml", ", second-wind]", "]", "themes", "the page second-wind stands in no theme"),
    ("en/course.yaml", ", second-wind]", ", second-wind, signs]", "", "the page signs stands here twice"),
    ("en/course.yaml", "id: evening", "id: morning", "", "the theme morning stands here twice"),
    ("en/prompts.yaml", "id: joy-2", "id: joy-1", "", "the prompt joy-1 stands here twice"),
    (
        "en/checkin.yaml",
        "{pull_at_least: 7}",
        "{pull_at_least: 11}",
        "pull_at_least",
        "less than or equal to 10",
    ),
    ("en/checkin.yaml", "    when: {first: true}\n", "", "id: first", "never come"),
    (
        "en/checkin.yaml",
        "id: steady",
        "id: steady\n    when: {first: true}",
        "id: steady",
        "must always hold",
    ),
    ("en/checkin.yaml", "contact: [had_to]", "contact: [they_did]", "they_did", "contact.0"),
    ("en/covers.yaml", "covers:", "cover:", "cover:", "is not a key"),
    ("en/triage.yaml", '"Other words."', '"[x](page:nowhere)"', "nowhere", "there is no page nowhere"),
    ("en/triage.yaml", '"Other words."', "3", "text: 3", "should be a text"),
    ("helplines.yaml", "kind: crisis", "kind: advice", "kind: advice", "NO.lines.0.kind"),
    ("helplines.yaml", '"NO":', "NO:", "", ""),
    ("en/ui.po", "*at last*", "~~at last~~", "today.body", "struck-out"),
]


@pytest.mark.parametrize(("file", "old", "new", "marker", "words"), FAULTS)
def test_a_fault_is_told_with_file_and_line(
    folder: Path, change: Change, line_of: LineOf, file: str, old: str, new: str, marker: str, words: str
) -> None:
    change(file, old, new)
    place = f"content/{file}:"
    if marker:
        # The catalogue's sentences begin a line below their key.
        place += f"{line_of(file, marker) + file.endswith('.po')}: "
    assert any(line.startswith(place) and words in line for line in told(folder))


def test_every_fault_is_told_at_once_in_order(folder: Path, change: Change) -> None:
    change("en/pages/signs.md", "minutes: 3", "minutes: x")
    change("en/pages/second-wind.md", "minutes: 3", "minutes: x")
    change("en/covers.yaml", "covers:", "cover:")
    (folder / "en/ui.po").unlink()
    (folder / "en/triage.yaml").write_bytes(b"a: 1\nb: \xff\n")
    lines = told(folder)
    assert lines == sorted(lines)
    for place in (
        "en/covers.yaml:1:",
        "en/pages/second-wind.md:",
        "en/pages/signs.md:",
        "en/ui.po:1: is missing",
    ):
        assert any(line.startswith(f"content/{place}") for line in lines), place
    assert "content/en/triage.yaml:2: is not UTF-8 text [file]" in lines


def test_a_folder_without_content_is_a_list_of_missing_files(tmp_path: Path) -> None:
    lines = told(tmp_path)
    assert any("pages" in line and "holds no pages" in line for line in lines)
    assert sum("is missing" in line for line in lines) == 7


@pytest.mark.parametrize("text", ["", "no front matter", "---\nid: signs\n", "---\n- a\n---\nx", "---\n---\nx"])
def test_a_page_without_front_matter_is_one_clear_line(folder: Path, text: str) -> None:
    (folder / "en/pages/signs.md").write_text(text)
    assert any(line.startswith("content/en/pages/signs.md:") for line in told(folder))


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "a: &x 1\nb: *x\n", "a: \x01\n", "a: !!python/name:os.system\n"])
def test_yaml_with_tricks_is_refused(folder: Path, text: str) -> None:
    (folder / "en/covers.yaml").write_text(text)
    assert any(line.startswith("content/en/covers.yaml:") and "[yaml]" in line for line in told(folder))


def test_a_draft_course_borrows_what_it_lacks_but_no_pages(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    (draft / "en/pages").mkdir(parents=True)
    (draft / "en/course.yaml").write_text("id: mine\ndays: [only]\n")
    (draft / "en/pages/only.md").write_text(
        '---\nid: only\ntitle: "Only"\ncover_title: "Tea"\ndraft: true\n---\nWords.\n'
    )
    content = load(draft, drafts=True, base=folder)
    assert tuple(content.pages) == ("only",)
    assert [theme.title for theme in content.course.themes] == ["All pages"]
    assert content.has_drafts
    assert len(content.covers) == 60
    assert all(evening.pages == () for evening in content.checkin.evenings)
    assert any("is a draft" in line for line in told(draft, base=folder))
    assert any("is missing" in line for line in told(draft, drafts=True))

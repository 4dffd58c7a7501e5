from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.course import load
from bot.course.ageing import aged_lines
from bot.course.check import check

Change = Callable[[str, str, str], None]
LineOf = Callable[[str, str], int]
SHIPPED = Path(__file__).parents[2] / "content"
KEYS = {"today.title", "today.body", "button.open", "popup.late", "days.count"}
SIGNS = "en/pages/signs.md"
COVER = "Tea number 7, "


def test_a_good_course_has_no_faults(folder: Path) -> None:
    assert check(folder, used_keys=KEYS) == []


def test_the_shipped_course_has_no_faults() -> None:
    assert [str(fault) for fault in check(SHIPPED)] == []


RULES = [
    # rule, file, old, new, words on the line of the fault, words of the message
    ("length", SIGNS, "The last part.", "The last part. " + "So it is. " * 95, "The last part", "900 is the most"),
    ("length", SIGNS, '"Look **out** for a while."', f'"{"Look out. " * 45}"', "practice:", "400 is the most"),
    ("length", SIGNS, '"What did you see?"', f'"{"What? " * 30}"', "reflection:", "160 is the most"),
    ("length", SIGNS, '"On tea, signs"', f'"{"On tea " * 9}"', "cover_title:", "60 is the most"),
    ("length", SIGNS, '"The page signs"', f'"{"Pages " * 9}"', "title:", "48 is the most"),
    ("length", SIGNS, '"Sign 4 of nine."', f'"{"Sign " * 19}"', "Sign Sign", "90 is the most"),
    ("length", "en/course.yaml", '"At night"', f'"{"Night " * 5}"', "Night Night", "24 is the most"),
    ("length", "en/prompts.yaml", 'title: "Joy"', f'title: "{"Joy " * 7}"', "Joy Joy", "24 is the most"),
    (
        "length",
        "en/covers.yaml",
        COVER,
        "Tea number seven, and a long way to go home before it is dark, ",
        "seven",
        "60",
    ),
    ("length", "en/triage.yaml", '"A pause"', f'"{"Pause " * 12}"', "Pause Pause", "60 is the most"),
    ("length", "en/triage.yaml", '"Other words."', f'"{"Words. " * 101}"', "Words. Words.", "700 is the most"),
    ("length", "en/ui.po", '"Open"', '"Open what stands behind it"', "button.open", "24 is the most"),
    ("length", "en/ui.po", '"It is late."', f'"{"Late. " * 36}"', "popup.late", "200 is the most"),
    ("grade", SIGNS, "The second part", "Unquestionably " * 20 + "the second part", "---", "reads at grade"),
    ("cliche", SIGNS, "- a spoon", "- a spoon\n- your healing\n  journey", "your healing", "“healing journey”"),
    ("cliche", SIGNS, "What did you see?", "You deserve better, and?", "reflection:", "“You deserve better”"),
    ("cliche", "en/prompts.yaml", 'title: "Joy"', 'title: "A toxic person"', "A toxic person", "“toxic person”"),
    ("exclamation", SIGNS, "It is short.", "It is short!", "It is short", "exclamation"),
    ("exclamation", "en/ui.po", '"Open"', '"Open!"', "button.open", "exclamation"),
    ("emoji", SIGNS, "It is short.", "It is short 🌱.", "It is short", "🌱"),
    ("emoji", "en/ui.po", '"Open"', '"🌱 Open 🌱"', "button.open", "more than one"),
    ("pronoun", SIGNS, "- a spoon", "- a spoon\n- his cup", "his cup", "“his”"),
    ("pronoun", SIGNS, '"Sign 4 of nine."', '"She is late."', "She is late", "“She”"),
    ("pronoun", "en/triage.yaml", '"Other words."', '"Is he there?"', "Is he there", "“he”"),
    ("telling", SIGNS, '"On tea, signs"', '"On tea and trauma"', "cover_title:", "“trauma”"),
    ("telling", "en/covers.yaml", COVER, "Leaving early, ", "Leaving", "“leaving”"),
    ("telling", "en/triage.yaml", '"A pause"', '"You are safe"', "You are safe", "“safe”"),
    ("telling", "en/ui.po", '"A page for {name}"', '"A lesson for {name}"', "today.title", "“lesson”"),
    ("count", SIGNS, "[first-light, second-wind]", "[first-light]", "see_also:", "not 2 to 4"),
    ("count", SIGNS, '  - "Sign 4 of nine."\n', "", "signs:", "8 signs"),
    ("count", SIGNS, "\n---\n\nThe last part.", "\nThe last part.", "id: signs", "2 parts, not 3 to 5"),
    ("count", SIGNS, "minutes: 3", "minutes: 5", "minutes:", "2 to 4 minutes"),
    ("count", SIGNS, '"What did you see?"', '""', "reflection:", "reflection is empty"),
    ("count", "en/prompts.yaml", "  - id: joy\n", "  - id: fun\n", "groups:", "no group joy"),
    ("evening", "en/checkin.yaml", "id: had_to", "id: must", "evenings:", "in this order"),
    ("released", "released-ids.txt", "prompt:joy-1\n", "prompt:joy-1\nold-page\n", "old-page", "must come back"),
    ("released", "released-ids.txt", "prompt:joy-1\n", "", "", "the id prompt:joy-1 is new"),
    ("duplicate", "released-ids.txt", "prompt:joy-1\n", "prompt:joy-1\nsigns\n", "", "signs stands here twice"),
    ("texts", "en/ui.po", '"Open"', '"**Open**"', "button.open", "is a button"),
    ("texts", "en/ui.po", '"{n} day"', '"{n} day of {who}"', "days.count", "in all its forms"),
    ("texts-missing", "en/ui.po", "today.title", "today.name", "", "no text for the key today.title"),
    ("texts-unused", "en/ui.po", "today.title", "today.name", "today.name", "nothing uses"),
    ("schema", SIGNS, "minutes: 3", "minutes: 99", "minutes:", "less than or equal to 15"),
    ("link", SIGNS, "(page:first-light)", "(page:first)", "(page:first)", "no page first"),
    ("theme", "en/course.yaml", ", second-wind]", "]", "themes:", "second-wind stands in no theme"),
    ("markdown", SIGNS, "- a spoon", "- `a spoon`", "a spoon", "cannot show code"),
    ("draft", SIGNS, "sources: []", "sources: []\ndraft: true", "draft:", "is a draft"),
]


@pytest.mark.parametrize(("rule", "file", "old", "new", "marker", "words"), RULES)
def test_each_rule_fails_on_a_broken_copy_with_file_and_line(
    folder: Path,
    change: Change,
    line_of: LineOf,
    rule: str,
    file: str,
    old: str,
    new: str,
    marker: str,
    words: str,
) -> None:
    change(file, old, new)
    faults = [fault for fault in check(folder, used_keys=KEYS) if fault.rule == rule and words in fault.message]
    assert len(faults) == 1
    if marker:
        assert (faults[0].path, faults[0].line) == (f"content/{file}", line_of(file, marker))


@pytest.mark.parametrize(
    ("file", "key", "keep", "words"),
    [
        (SIGNS, "asks:", 24, "has 24 asks, 25 is the least"),
        ("en/covers.yaml", "covers:", 59, "has 59 covers, 60 is the least"),
        ("en/checkin.yaml", "    answers:", 11, "first has 11 answers, 12 is the least"),
    ],
)
def test_lists_that_are_too_short(folder: Path, line_of: LineOf, file: str, key: str, keep: int, words: str) -> None:
    lines = (folder / file).read_text().splitlines(keepends=True)
    at = line_of(file, key)
    del lines[at + keep]
    (folder / file).write_text("".join(lines))
    (fault,) = check(folder)
    assert (fault.path, fault.line, fault.rule, fault.message) == (f"content/{file}", at, "count", words)


def test_too_few_prompts(folder: Path) -> None:
    for name in ("en/prompts.yaml", "released-ids.txt"):
        lines = (folder / name).read_text().splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines) if "joy-" not in line and "joy-" not in lines[number - 1]]
        (folder / name).write_text("".join(kept).replace('  - id: joy\n    title: "Joy"\n    prompts:\n', ""))
    messages = [fault.message for fault in check(folder)]
    assert "has 56 prompts, 60 is the least" in messages


def test_near_duplicate_asks_between_pages_name_each_other(folder: Path, change: Change, line_of: LineOf) -> None:
    others = {"en/pages/first-light.md": "Why can't I just leave them?", SIGNS: "why cant i just leave them"}
    for file, ask in others.items():
        change(file, "asks:\n", f'asks:\n  - "{ask}"\n')
    (fault,) = check(folder)
    assert (fault.path, fault.line, fault.rule) == (f"content/{SIGNS}", line_of(SIGNS, "cant"), "near-duplicate")
    assert f"content/en/pages/first-light.md:{line_of('en/pages/first-light.md', 'Why can')}" in fault.message


@pytest.mark.parametrize(
    ("file", "start"), [(SIGNS, "asks:\n"), ("en/covers.yaml", "covers:\n"), ("en/prompts.yaml", "")]
)
def test_the_same_words_twice_in_a_list(folder: Path, file: str, start: str) -> None:
    lines = (folder / file).read_text().splitlines()
    if start:
        at = lines.index(start.strip()) + 1
        lines.insert(at + 1, lines[at].upper())
    else:
        texts = [number for number, line in enumerate(lines) if "text:" in line]
        at = texts[0]
        lines[texts[1]] = lines[at]
    (folder / file).write_text("\n".join(lines) + "\n")
    (fault,) = check(folder)
    assert (fault.path, fault.rule) == (f"content/{file}", "duplicate")


def test_asks_may_say_what_people_say(folder: Path, change: Change) -> None:
    change(SIGNS, "asks:\n", 'asks:\n  - "is he a narcissist!! 😭 my healing journey with her"\n')
    assert check(folder) == []


def test_a_prefix_stands_for_all_its_keys(folder: Path) -> None:
    assert check(folder, used_keys={"today.*", "button.*", "popup.*", "days.*"}) == []
    (fault,) = check(folder, used_keys={*KEYS, "mood.*"})
    assert (fault.rule, fault.message) == ("texts-missing", "has no text for the key mood.*")


def test_a_missing_list_of_released_ids_is_a_fault(folder: Path) -> None:
    (folder / "released-ids.txt").unlink()
    (fault,) = check(folder)
    assert (fault.path, fault.rule) == ("content/released-ids.txt", "file")


def test_faulty_files_do_not_hide_other_faults(folder: Path, change: Change) -> None:
    change(SIGNS, "minutes: 3", "minutes: x")
    change("en/pages/first-light.md", "It is short.", "It is short!")
    (folder / "en/checkin.yaml").write_text("evenings: [")
    rules = {fault.rule for fault in check(folder)}
    assert {"schema", "exclamation", "yaml"} <= rules


def test_a_draft_course_is_held_only_to_what_the_chat_needs(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    (draft / "en/pages").mkdir(parents=True)
    (draft / "en/course.yaml").write_text("id: mine\ndays: [only]\n")
    page = '---\nid: only\ntitle: "Only"\ncover_title: "Tea"\ndraft: true\n---\n'
    (draft / "en/pages/only.md").write_text(page + "He said: what a healing journey!\n")
    assert check(draft, drafts=True, base=folder) == []
    (draft / "en/pages/only.md").write_text(page.replace("Tea", "My ex") + "x" * 901)
    assert [fault.rule for fault in check(draft, drafts=True, base=folder)] == ["telling", "length"]


def test_help_lines_of_old_sources_are_told_to_the_operator() -> None:
    content = load(SHIPPED)
    told = list(aged_lines(content, date(2026, 11, 23)))
    assert any("its source is of 20" in line for line in told)
    later = list(aged_lines(content, date(2036, 1, 1)))
    shown = sum(line.confidence == "high" for entry in content.helplines.values() for line in entry.lines)
    assert len(told) < len(later) == shown

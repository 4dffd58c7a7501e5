"""A small course that passes every check, written into a folder, for tests to read and to break."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

EVENINGS = (
    ("first", "{first: true}"),
    ("withheld", "{withheld: true}"),
    ("had_to", "{contact: [had_to]}"),
    ("contact_again", "{contact_after_days: 3}"),
    ("hard_row", "{hard_of_last: [3, 4]}"),
    ("strong_pull", "{pull_at_least: 7}"),
    ("heavy", "{mood: [heavy, too_much]}"),
    ("steady", ""),
)
GROUPS = ("noticing", "naming", "needs", "boundaries", "grief", "self-trust", "body", "joy", "looking-back")
PAGES = ("first-light", "second-wind", "signs")


def _write(root: Path, file: str, text: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _words(seed: str, count: int) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abcdefghijklmnoprstuw", k=6)) for _ in range(count))


def page_text(page_id: str, see_also: tuple[str, ...]) -> str:
    asks = "".join(f'  - "{_words(f"{page_id}{index}", 3)}"\n' for index in range(25))
    signs = ""
    if page_id == "signs":
        signs = "signs:\n" + "".join(f'  - "Sign {index} of nine."\n' for index in range(1, 10))
    return (
        f'---\nid: {page_id}\ntitle: "The page {page_id}"\ncover_title: "On tea, {page_id}"\nminutes: 3\n'
        f'asks:\n{asks}practice: "Look **out** for a while."\nreflection: "What did you see?"\n'
        f"see_also: [{', '.join(see_also)}]\nsources: []\n{signs}"
        'reviewed_by: ""\nreviewed_on: ""\n---\n'
        f"This is how {page_id} begins. It is short.\n\n---\n\nThe second part is *here*.\n\n"
        "- a cup\n- a spoon\n\n---\n\nThe last part. See [the other](page:first-light) too.\n"
    )


def _prompts() -> str:
    text = "groups:\n"
    for group in GROUPS:
        text += f'  - id: {group}\n    title: "{group.capitalize()}"\n    prompts:\n'
        text += "".join(
            f'      - id: {group}-{number}\n        text: "What of {_words(f"{group}{number}", 2)}?"\n'
            for number in range(1, 8)
        )
    return text


def _checkin() -> str:
    text = "evenings:\n"
    for name, when in EVENINGS:
        text += f"  - id: {name}\n" + (f"    when: {when}\n" if when else "") + "    pages: [first-light]\n"
        text += "    answers:\n"
        text += "".join(f'      - "A {_words(f"{name}{number}", 2)}."\n' for number in range(12))
    return text


def write_content(root: Path) -> Path:
    for page_id in PAGES:
        others = tuple(other for other in PAGES if other != page_id)
        _write(root, f"en/pages/{page_id}.md", page_text(page_id, others))
    days = "".join(f"  - {page_id}\n" for page_id in PAGES)
    _write(
        root,
        "en/course.yaml",
        f'id: small\ndays:\n{days}themes:\n  - id: morning\n    title: "In the morning"\n'
        '    pages: [first-light, second-wind]\n  - id: evening\n    title: "At night"\n    pages: [signs]\n',
    )
    _write(root, "en/prompts.yaml", _prompts())
    _write(root, "en/checkin.yaml", _checkin())
    covers = "".join(f'  - "Tea number {number}, {_words(str(number), 1)}."\n' for number in range(60))
    _write(root, "en/covers.yaml", f"covers:\n{covers}")
    _write(
        root,
        "en/triage.yaml",
        'self_harm:\n  title: "A slow minute"\n  text: "Some **words**."\n'
        'danger:\n  title: "A pause"\n  text: "Other words."\n'
        'not_english:\n  title: "A word"\n  text: "Few words."\n',
    )
    _write(
        root,
        "en/ui.po",
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "today.title"\nmsgstr "A page for {name}"\n\n'
        'msgid "today.body"\nmsgstr "Here is **{name}**, *at last*."\n\n'
        'msgid "button.open"\nmsgstr "Open"\n\n'
        'msgid "popup.late"\nmsgstr "It is late."\n\n'
        'msgid "days.count"\nmsgid_plural "days.count"\nmsgstr[0] "{n} day"\nmsgstr[1] "**{n}** days"\n',
    )
    _write(
        root,
        "helplines.yaml",
        '"NO":\n  emergency: "112"\n  lines:\n    - name: "A line"\n      kind: crisis\n\n'
        '      serves: "everyone"\n'
        '      phone: "116 123"\n      sources: ["https://example.org"]\n      source_seen: "2025-01"\n'
        "      confidence: high\n"
        '"INTL":\n  emergency: null\n  lines: []\n',
    )
    prompts = [f"prompt:{group}-{number}" for group in GROUPS for number in range(1, 8)]
    _write(root, "released-ids.txt", "# permanent\n" + "\n".join([*PAGES, *prompts]) + "\n")
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `content` that passes every check."""
    return write_content(tmp_path / "content")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, once for all tests that only borrow from it."""
    return write_content(tmp_path_factory.mktemp("base") / "content")


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Replaces the one place where some words stand in a file of the folder."""

    def replace(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        _write(folder, file, text.replace(old, new))

    return replace


@pytest.fixture
def line_of(folder: Path) -> Callable[[str, str], int]:
    """The line, from 1, on which some words first stand in a file of the folder."""

    def find(file: str, words: str) -> int:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    return find


@pytest.fixture
def article(tmp_path: Path) -> Callable[..., Path]:
    """Writes an article's file and gives its path."""

    def write(text: str | bytes, name: str = "article.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write

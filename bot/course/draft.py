"""Any article as a course: text or Markdown becomes a draft, and a report says what became of it all."""

import json
import re
import unicodedata
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from bot.course.article_blocks import Block, BlockKind, Dropped
from bot.course.article_markdown import read_markdown
from bot.course.article_plain import read_plain
from bot.course.article_shape import shape
from bot.course.article_split import Day, split_days
from bot.errors import ContentError

LARGEST = 5 * 1024 * 1024
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
_MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORDS_A_MINUTE = 180
_LONGEST_ID = 44
# Neutral first lines for the cards; an author will want others.
_COVER_TITLES = (
    "On opening a window",
    "A cup of something warm",
    "The chair by the lamp",
    "Rain on a tin roof",
    "A coat on its hook",
    "Bread, just out of the oven",
    "The long way round",
    "A pencil and a blank sheet",
    "Clouds over the rooftops",
    "A bench under a tree",
    "The first bus of the day",
    "Keys in a bowl",
    "A garden after rain",
    "The sound of a kettle",
    "Two spoons of sugar",
    "A map, unfolded",
    "Socks from the line",
    "The shop on the corner",
    "A stone from the beach",
    "Light under the door",
    "A pot of soup",
    "The last page of the calendar",
    "Birds on a wire",
    "A blanket at the ready",
    "The bridge in the fog",
    "A bowl of apples",
    "The stairs to the attic",
    "A stamp and an envelope",
    "The river in March",
    "A lamp that stays on",
)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One page of a draft: its id, its words for menus and for the locked screen, and the day behind it."""

    id: str
    cover_title: str
    day: Day


@dataclass(frozen=True, slots=True)
class Report:
    """What went where, what was dropped and why; `render` says it in words."""

    article: str
    pages: tuple[DraftPage, ...]
    dropped: tuple[Dropped, ...]

    def render(self) -> str:
        """The report as lines of text, for the terminal."""
        lines = [f"{self.article}: a draft of {_counted(len(self.pages), 'day')}", ""]
        for number, page in enumerate(self.pages, start=1):
            blocks = [block for part in page.day.parts for block in part]
            lines.append(f"Day {number}, from line {page.day.line}: {page.day.title}")
            paragraphs = _counted(sum(_paragraphs(block) for block in blocks), "paragraph")
            lines.append(f"    {page.id}.md, {paragraphs} in {_counted(len(page.day.parts), 'part')}")
            lines.append(f"    neutral title: {page.cover_title}")
            lines += [f"    {note}" for note in page.day.notes]
            lines += [
                f"    line {block.line}, further reading: {_excerpt(block.plain)}"
                for block in blocks
                if block.kind is BlockKind.READING
            ]
        lines += ["", "Dropped:" if self.dropped else "Nothing was dropped."]
        lines += [f"    line {drop.line}: {_excerpt(drop.words)} ({drop.reason})" for drop in self.dropped]
        lines += ["", "Still to be written for each page: asks, practice, reflection, see_also, sources."]
        return "\n".join(lines) + "\n"


def import_article(source: Path, out: Path) -> Report:
    """Make a draft course of the article in the file `source`, under the folder `out`, and report on it.

    Raises ContentError, with one line, if `source` is no text that holds an article, or `out` is in use.
    """
    text = _read(source)
    blocks, left_out = _blocks(source, text)
    blocks, dropped = shape(blocks)
    days = split_days(blocks)
    if not days:
        raise ContentError(f"{source}: holds no text to make a course of")
    pages = _named(days)
    _write(pages, _slug(source.stem) or "article", out)
    return Report(source.name, tuple(pages), tuple(sorted([*left_out, *dropped], key=lambda drop: drop.line)))


def _read(source: Path) -> str:
    try:
        if source.stat().st_size > LARGEST:
            raise ContentError(f"{source}: is larger than 5 MB")
        raw = source.read_bytes()
    except OSError as error:
        raise ContentError(f"{source}: cannot be read: {error.strerror}") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ContentError(f"{source}: is UTF-16; save it as UTF-8")
    if b"\x00" in raw or raw.startswith((b"%PDF", b"{\\rtf")):
        raise ContentError(f"{source}: is no plain text; save the article as text or Markdown")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError(f"{source}:{line}: is not UTF-8; save it as UTF-8") from None
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise ContentError(f"{source}: is empty")
    return text


def _blocks(source: Path, text: str) -> tuple[list[Block], list[Dropped]]:
    if source.suffix.casefold() in _MARKDOWN_NAMES or _MARKDOWN_HEADING.search(text):
        return read_markdown(text)
    return read_plain(text), []


def _named(days: list[Day]) -> list[DraftPage]:
    pages: list[DraftPage] = []
    taken: set[str] = set()
    for number, day in enumerate(days, start=1):
        stem = _slug(day.title) or f"day-{number}"
        page_id, copy = stem, 1
        while page_id in taken:
            copy += 1
            page_id = f"{stem}-{copy}"
        taken.add(page_id)
        round_, place = divmod(number - 1, len(_COVER_TITLES))
        cover_title = _COVER_TITLES[place] + (f", {round_ + 1}" if round_ else "")
        pages.append(DraftPage(page_id, cover_title, day))
    return pages


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]", "", title)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST_ID]
        if len(longer) > _LONGEST_ID:
            break
        slug = longer
    return slug


def _write(pages: list[DraftPage], course_id: str, out: Path) -> None:
    folder = out / "en" / "pages"
    try:
        if out.exists() and any(out.iterdir()):
            raise ContentError(f"{out}: is not empty; name a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        for page in pages:
            (folder / f"{page.id}.md").write_text(_page_file(page), encoding="utf-8", newline="\n")
        ids = [page.id for page in pages]
        (out / "en" / "course.yaml").write_text(_course_file(course_id, ids), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ContentError(f"{out}: cannot be written: {error.strerror}") from None


def _page_file(page: DraftPage) -> str:
    words = sum(len(block.plain.split()) for part in page.day.parts for block in part)
    minutes = min(max(ceil(words / _WORDS_A_MINUTE), 1), 15)
    parts = ("\n\n".join(block.markdown() for block in part) for part in page.day.parts)
    return (
        "---\n"
        f"id: {_quoted(page.id)}\n"
        f"title: {_quoted(page.day.title)}\n"
        f"cover_title: {_quoted(page.cover_title)}\n"
        f"minutes: {minutes}\n"
        'asks: []\npractice: ""\nreflection: ""\nsee_also: []\nsources: []\n'
        'reviewed_by: ""\nreviewed_on: ""\ndraft: true\n'
        "---\n" + "\n\n---\n\n".join(parts) + "\n"
    )


def _course_file(course_id: str, ids: list[str]) -> str:
    listed = "".join(f"  - {_quoted(page_id)}\n" for page_id in ids)
    inner = ", ".join(_quoted(page_id) for page_id in ids)
    return (
        f"id: {_quoted(course_id)}\ndays:\n{listed}"
        f'themes:\n  - id: all-pages\n    title: "All pages"\n    pages: [{inner}]\n'
    )


def _quoted(text: str) -> str:
    # A JSON string is a YAML string.
    return json.dumps(text, ensure_ascii=False)


def _paragraphs(block: Block) -> int:
    return len(block.spans)


def _excerpt(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line[:70]}…”" if len(line) > 70 else f"“{line}”"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

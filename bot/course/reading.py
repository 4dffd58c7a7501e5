"""Every file of one language, read as far as it goes, with lines and faults; for `load` and `check`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.course.faults import Fault
from bot.course.markdown import PageLink, inspect
from bot.course.models import Checkin, Course, Covers, Elsewhere, Helplines, PromptDeck, Triage
from bot.course.pagefile import PageFile, read_page
from bot.course.rich import RichText
from bot.course.texts import Texts, inspect_texts
from bot.course.yamlfile import Marked, read_marked, validated

Model = TypeVar("Model", bound=BaseModel)
LARGEST = 5 * 1024 * 1024
ENGLISH = "en"  # the language in which the course is written; what another one lacks is shown in it


@dataclass(frozen=True, slots=True)
class Loaded(Generic[Model]):
    """One YAML file: its model (None if faulty), its values by line, and whether it came from the base."""

    value: Model | None
    marked: Marked
    borrowed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All files of one language. `faults` are those of single files; `references` looks at them together."""

    root: str
    language: str
    course: Loaded[Course]
    pages: Mapping[str, PageFile]
    deck: Loaded[PromptDeck]
    checkin: Loaded[Checkin]
    covers: Loaded[Covers]
    triage: Loaded[Triage]
    elsewhere: Loaded[Elsewhere]
    """A course may do without it: then the search knows of no question that it cannot answer."""
    helplines: Loaded[Helplines]
    texts: Texts
    texts_path: str
    texts_borrowed: bool
    triage_links: tuple[PageLink, ...]
    faults: tuple[Fault, ...]


def read_content(content_dir: Path, language: str, base: Path | None) -> Reading:
    """Read all files of `language` under `content_dir`; what it lacks comes from `base`, pages apart."""
    reader = _Reader(content_dir, language, base, language)
    return _read(reader, reader.pages())


def read_translation(content_dir: Path, language: str) -> Reading:
    """Read what there is of `language`; every file that it lacks, each page too, is the English one."""
    reader = _Reader(content_dir, language, content_dir, ENGLISH)
    return _read(reader, reader.pages(), borrows_course=True)


def _read(reader: "_Reader", pages: Mapping[str, PageFile], *, borrows_course: bool = False) -> Reading:
    texts_path, source, texts_borrowed = reader.text("ui.po")
    texts, text_faults = inspect_texts(source or "", where=texts_path)
    if source is not None:
        reader.faults += text_faults
    triage, triage_links = reader.triage()
    return Reading(
        root=reader.name(reader.root),
        language=reader.language,
        course=reader.yaml("course.yaml", Course, borrow=borrows_course),
        pages=pages,
        deck=reader.yaml("prompts.yaml", PromptDeck),
        checkin=reader.yaml("checkin.yaml", Checkin),
        covers=reader.yaml("covers.yaml", Covers),
        triage=triage,
        elsewhere=reader.elsewhere(),
        helplines=reader.helplines(),
        texts=texts,
        texts_path=texts_path,
        texts_borrowed=texts_borrowed,
        triage_links=triage_links,
        faults=tuple(reader.faults),
    )


class _Reader:
    """Reads one file after the other and gathers their faults."""

    def __init__(self, root: Path, language: str, base: Path | None, lent: str) -> None:
        """`base` lends what is lacking, from its folder of the language `lent`."""
        self.root = root
        self.language = language
        self._base = base
        self._lent = lent
        self.faults: list[Fault] = []

    def name(self, path: Path) -> str:
        """A path as faults show it: from the content folder on, wherever that lies."""
        root = self.root if path.is_relative_to(self.root) else self._base or self.root
        top = root.name or root.resolve().name
        return (top / path.relative_to(root)).as_posix() if path != root else top

    def pages(self) -> dict[str, PageFile]:
        folder = self.root / self.language / "pages"
        paths = {path.name: path for path in folder.glob("*.md")}
        if self._base is not None and self._lent != self.language:
            paths = {path.name: path for path in (self._base / self._lent / "pages").glob("*.md")} | paths
        found: dict[str, PageFile] = {}
        for path in sorted(paths.values(), key=lambda path: path.name):
            text = self._open(path)
            if text is not None:
                found[path.stem], faults = read_page(text, self.name(path))
                self.faults += faults
        if not found:
            self.faults.append(Fault(self.name(folder), 1, "file", "holds no pages"))
        return found

    def text(self, file: str, *, borrow: bool = True) -> tuple[str, str | None, bool]:
        """The shown path and the contents of a file of the language, and whether it came from the base."""
        return self._text(Path(self.language) / file, Path(self._lent) / file, borrow)

    def yaml(self, file: str, model: type[Model], *, borrow: bool = True) -> Loaded[Model]:
        path, text, borrowed = self.text(file, borrow=borrow)
        return self._validated(model, self._marked(path, text), borrowed)

    def elsewhere(self) -> Loaded[Elsewhere]:
        places = [self.root / self.language, *([self._base / self._lent] if self._base is not None else [])]
        if not any((place / "elsewhere.yaml").exists() for place in places):
            return Loaded(Elsewhere(), Marked(self.name(places[0] / "elsewhere.yaml"), None, {}), True)
        return self.yaml("elsewhere.yaml", Elsewhere)

    def helplines(self) -> Loaded[Helplines]:
        path, text, borrowed = self._text(Path("helplines.yaml"), Path("helplines.yaml"), True)
        marked = self._marked(path, text)
        # The file has no key around its countries; the model has.
        lines = {("countries", *keys): line for keys, line in marked.lines.items()}
        data = None if marked.data is None else {"countries": marked.data}
        return self._validated(Helplines, Marked(path, data, {(): 1, **lines}), borrowed)

    def triage(self) -> tuple[Loaded[Triage], tuple[PageLink, ...]]:
        path, text, borrowed = self.text("triage.yaml")
        marked = self._marked(path, text)
        data = marked.data
        links: list[PageLink] = []
        if isinstance(data, dict):
            data = dict(data)
            for key, entry in data.items():
                if isinstance(entry, dict) and isinstance(entry.get("text"), str):
                    rendered = inspect(entry["text"], where=path, line=marked.line(key, "text"))
                    self.faults += rendered.faults
                    links += rendered.links
                    data[key] = {**entry, "text": rendered.text}
                elif isinstance(entry, dict) and "text" in entry:
                    self.faults.append(marked.fault("schema", f"{key}.text: should be a text", key, "text"))
                    data[key] = {**entry, "text": RichText("?")}
        return self._validated(Triage, Marked(path, data, marked.lines), borrowed), tuple(links)

    def _marked(self, path: str, text: str | None) -> Marked:
        if text is None:
            return Marked(path, None, {})
        marked, faults = read_marked(text, path)
        self.faults += faults
        return marked

    def _validated(self, model: type[Model], marked: Marked, borrowed: bool) -> Loaded[Model]:
        if marked.data is None:
            return Loaded(None, marked, borrowed)
        value, faults = validated(model, marked.data, marked)
        self.faults += faults
        return Loaded(value, marked, borrowed)

    def _text(self, own: Path, lent: Path, borrow: bool) -> tuple[str, str | None, bool]:
        path, borrowed = self.root / own, False
        if borrow and self._base is not None and not path.exists():
            path, borrowed = self._base / lent, True
        return self.name(path), self._open(path), borrowed

    def _open(self, path: Path) -> str | None:
        shown = self.name(path)
        try:
            if path.stat().st_size > LARGEST:
                self.faults.append(Fault(shown, 1, "file", "is larger than 5 MB"))
                return None
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.faults.append(Fault(shown, 1, "file", "is missing"))
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.faults.append(Fault(shown, line, "file", "is not UTF-8 text"))
        except OSError as error:
            self.faults.append(Fault(shown, 1, "file", f"cannot be read: {error.strerror}"))
        return None

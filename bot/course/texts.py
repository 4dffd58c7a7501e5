"""The interface's sentences: read once from a gettext catalogue, asked for by key, filled with values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.course.faults import Fault, raise_faults
from bot.course.markdown import inspect
from bot.course.rich import RichText

_MSGID = re.compile(r'^msgid\s+"(.+)"\s*$')
_KEY = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
_PO_LINE = re.compile(r'(?:msg(?:id|id_plural|str(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*')
_BRACE = re.compile(r"[{}]")
_SOFT_BREAK = re.compile(r"[^\\\s]\n(?!\s|- |\Z)")  # Markdown makes a space of it
Value = RichText | str | int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key: its forms (one, or one a plural) as templates, their sources, and its line in the file."""

    key: str
    forms: tuple[RichText, ...]
    sources: tuple[str, ...]
    plural: bool
    line: int

    @property
    def names(self) -> frozenset[str]:
        """The {names} that any of its forms asks for; {n} too, which every plural knows."""
        return frozenset(name for form in self.forms for name in form.placeholders()) | (
            {"n"} if self.plural else set()
        )


class Texts:
    """Sentences by key. Markdown is parsed once, when read; values go in afterwards and inject nothing.

    An unknown key, or a {name} without a value, raises KeyError.
    """

    def __init__(self, entries: Mapping[str, Entry], translations: GNUTranslations) -> None:
        self._entries = dict(entries)
        self._translations = translations
        self._fallback: Texts | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Every key that there is."""
        return frozenset(entry.key for entry in self.entries)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the order of the file; then those of the fallback that it lacks."""
        lent = self._fallback.entries if self._fallback is not None else ()
        return (*self._entries.values(), *(entry for entry in lent if entry.key not in self._entries))

    def over(self, fallback: "Texts") -> "Texts":
        """These texts; a key that they lack is looked up in `fallback`, with its plurals."""
        merged = Texts(self._entries, self._translations)
        merged._fallback = fallback
        return merged

    def __call__(self, key: str, /, **values: Value) -> RichText:
        """The sentence under `key`, its {names} filled."""
        if self._fallback is not None and key not in self._entries:
            return self._fallback(key, **values)
        return self._fill(key, self._entries[key].forms[0], values)

    def plain(self, key: str, /, **values: Value) -> str:
        """The same without entities: for buttons, pop-ups and file names."""
        return self(key, **values).text

    def count(self, key: str, n: int, /, **values: Value) -> RichText:
        """The form of `key` that goes with the number `n` in this language; {n} is filled with it."""
        if self._fallback is not None and key not in self._entries:
            return self._fallback.count(key, n, **values)
        entry = self._entries[key]
        if not entry.plural:
            return self._fill(key, entry.forms[0], {"n": n, **values})
        chosen = self._translations.ngettext(key, key, n)
        return self._fill(key, entry.forms[entry.sources.index(chosen)], {"n": n, **values})

    @staticmethod
    def _fill(key: str, template: RichText, values: Mapping[str, Value]) -> RichText:
        try:
            return template.fill(values)
        except KeyError as error:
            raise KeyError(f"{key} wants a value for {error.args[0]}") from None


def read_texts(po: str, *, where: str) -> Texts:
    """The catalogue in the text `po`, a file called `where`. Raises ContentError with every fault."""
    texts, faults = inspect_texts(po, where=where)
    raise_faults(faults)
    return texts


def inspect_texts(po: str, *, where: str) -> tuple[Texts, list[Fault]]:
    """The same, but with the faults beside what could be read."""
    faults = _line_faults(po, where)
    try:
        catalog = read_po(StringIO(po), abort_invalid=True)
        compiled = BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        translations = GNUTranslations(compiled)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", None)
        at = line + 1 if isinstance(line, int) else 1
        faults.append(Fault(where, at, "texts", f"is no gettext catalogue: {error}"))
        return Texts({}, GNUTranslations()), faults
    entries: dict[str, Entry] = {}
    for entry, wrong in _entries(catalog, where):
        entries[entry.key] = entry
        faults += wrong
    return Texts(entries, translations), faults


def _entries(catalog: Catalog, where: str) -> list[tuple[Entry, list[Fault]]]:
    found: list[tuple[Entry, list[Fault]]] = []
    for message in catalog:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        sources = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        line = message.lineno or 1
        faults: list[Fault] = []
        if not _KEY.fullmatch(key):
            faults.append(Fault(where, line, "texts", f"{key} is no key; write it like today.title"))
        if message.pluralizable and len(sources) != catalog.num_plurals:
            faults.append(Fault(where, line, "texts", f"{key} has not {catalog.num_plurals} plural forms"))
        if message.fuzzy:
            faults.append(Fault(where, line, "texts", f"{key} is marked fuzzy, so nobody would see it"))
        forms = []
        for source in sources or ("",):
            rendered = inspect(source, where=where, line=line + 1)
            faults += rendered.faults
            forms.append(rendered.text)
            if _SOFT_BREAK.search(source):
                faults.append(Fault(where, line, "texts", f"{key} has a line that runs on: end it with a backslash"))
            if not rendered.text:
                faults.append(Fault(where, line, "texts", f"{key} is empty"))
            if _BRACE.search(_without_names(rendered.text)):
                faults.append(Fault(where, line, "texts", f"{key} has a brace that is no {{name}}"))
        found.append((Entry(key, tuple(forms), sources, message.pluralizable, line), faults))
    return found


def _without_names(text: RichText) -> str:
    return text.fill(dict.fromkeys(text.placeholders(), "")).text


def _line_faults(po: str, where: str) -> list[Fault]:
    """Babel forgives an open quote and keeps the last of two equal keys without a word; this does not."""
    seen: set[str] = set()
    faults: list[Fault] = []
    for number, line in enumerate(po.split("\n"), start=1):
        found = _MSGID.match(line)
        if line.strip() and not line.startswith("#") and not _PO_LINE.fullmatch(line):
            faults.append(Fault(where, number, "texts", "is no line of a gettext catalogue (a quote is missing?)"))
        elif found and found[1] in seen:
            faults.append(Fault(where, number, "texts", f"{found[1]} stands here twice"))
        elif found:
            seen.add(found[1])
    return faults

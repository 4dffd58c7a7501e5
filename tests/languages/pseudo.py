"""A second language for the tests: the English content with every sentence in ⟦brackets⟧, under the name of Polish.

Polish, because it has four plural forms, and dates and hours that differ from the English ones.
"""

import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LANGUAGE = "pl"
OWN_ASKS = ("jak złapać oddech kiedy wszystko mnie przytłacza", "jak się uspokoić")
WORDS = ("title", "cover_title", "text", "practice", "reflection")
LISTS = ("answers", "covers", "signs", "sources")
_MARKER = re.compile(r"(\s*(?:(?:>|[-*]|\d+\.)\s+)*)(.*?)(\\?)")
_CHANGES_THE_WAY = re.compile(r"\s*(?:---|>\s*\[!\w+\])?\s*")


def bracketed(text: str) -> str:
    """The text with each of its lines in brackets; what makes a list, a quotation or an end of line stays outside."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if _CHANGES_THE_WAY.fullmatch(line):
        return line
    found = _MARKER.fullmatch(line)
    assert found is not None
    return f"{found[1]}⟦{found[2]}⟧{found[3]}"


def outside_brackets(text: str) -> str:
    """What is left of `text` without everything that stands in brackets."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return text


def make_pseudo(source: Path, target: Path) -> Path:
    """Copy the content under `source` to `target`, and put the bracketed language beside English."""
    shutil.copytree(source, target)
    english, own = target / "en", target / LANGUAGE
    (own / "pages").mkdir(parents=True)
    for path in english.glob("pages/*.md"):
        (own / "pages" / path.name).write_text(_page(path), encoding="utf-8")
    for name in ("course.yaml", "prompts.yaml", "checkin.yaml", "covers.yaml", "triage.yaml"):
        data = _changed(yaml.safe_load((english / name).read_text(encoding="utf-8")))
        (own / name).write_text(_dumped(data), encoding="utf-8")
    (own / "ui.po").write_bytes(_catalogue(english / "ui.po"))
    return target


def _page(path: Path) -> str:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = _changed(yaml.safe_load(front))
    # One page has asks of its own; the others are found by the English ones.
    facts["asks"] = list(OWN_ASKS) if path.stem == "grounding" else []
    return f"---\n{_dumped(facts)}---\n{bracketed(body)}"


def _changed(data: Any, key: str = "") -> Any:
    if isinstance(data, dict):
        return {name: _changed(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [bracketed(value) if key in LISTS and isinstance(value, str) else _changed(value) for value in data]
    return bracketed(data) if key in WORDS and data else data


def _dumped(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)


def _catalogue(path: Path) -> bytes:
    with path.open("rb") as file:
        english = read_po(file)
    catalogue = Catalog(locale=LANGUAGE, fuzzy=False)
    for message in english:
        if not message.id:
            continue
        if message.pluralizable:
            one, many = tuple(message.string or ())
            forms = tuple(bracketed(f"{n}: {many if n else one}") for n in range(catalogue.num_plurals))
            catalogue.add(message.id, forms)
        else:
            catalogue.add(message.id, bracketed(str(message.string)))
    out = BytesIO()
    write_po(out, catalogue, width=0)
    return out.getvalue()

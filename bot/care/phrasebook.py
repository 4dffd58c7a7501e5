"""The rules of triage, read from `phrases/`: idioms to overlook, frames that quiet a rule, and the rules."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.care.risk import Risk

_FOLDER = Path(__file__).parent / "phrases"


class Reach(StrEnum):
    """How far a frame carries from where it stands."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    TEXT = "text"


@dataclass(frozen=True)
class Frame:
    """A way of speaking (a film, long ago, a negation) in which a risky phrase is not said of here and now."""

    name: str
    reach: Reach
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Rule:
    """One group of phrases that speak of one thing. `unless` names the frames that quiet it."""

    name: str
    risk: Risk
    pattern: re.Pattern[str]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """All of it, ready to use."""

    idioms: re.Pattern[str]
    frames: tuple[Frame, ...]
    rules: tuple[Rule, ...]


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """Read and compile the files, once a process."""
    idioms = [pattern for group in _read("idioms.toml")["idioms"].values() for pattern in group]
    frames = tuple(
        Frame(name, Reach(raw["reach"]), _compiled(raw["any"], {}))
        for name, raw in _read("frames.toml")["frames"].items()
    )
    rules = (*_rules("self_harm.toml", Risk.SELF_HARM), *_rules("danger.toml", Risk.DANGER))
    unknown = {name for rule in rules for name in rule.unless} - {frame.name for frame in frames}
    if unknown:
        raise ValueError(f"rules name frames that do not exist: {', '.join(sorted(unknown))}")
    return Phrasebook(_compiled(idioms, {}, whole_words=True), frames, rules)


def _rules(file: str, risk: Risk) -> tuple[Rule, ...]:
    raw = _read(file)
    return tuple(
        Rule(rule["name"], risk, _compiled(rule["any"], raw["fragments"]), tuple(rule["unless"]))
        for rule in raw["rules"]
    )


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / file).read_text(encoding="utf-8"))


def _compiled(patterns: list[str], fragments: dict[str, str], *, whole_words: bool = False) -> re.Pattern[str]:
    """One pattern out of many; `{name}` in any of them stands for a fragment of that name."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, fragment in fragments.items():
        joined = joined.replace("{" + name + "}", fragment)
    return re.compile(rf"\b(?:{joined})" if whole_words else joined)

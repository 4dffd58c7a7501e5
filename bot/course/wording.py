"""The editorial guide's rules about words, as pure functions over a text that people will read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Phrases of the genre, and phrases that blame, judge or push.
_CLICHES = re.compile(
    r"""\b(?:
      journeys?\s+(?:of|to|towards?)\s+(?:\w+\s+)?heal\w*
    | healing\s+journey\w*
    | toxic\s+(?:person|people|one)
    | (?:energy|energetic|low|high)\s+vibrations?
    | vibrations
    | you\s+deserve\s+(?:so\s+much\s+)?(?:better|more)
    | warriors?
    | manifest(?:s|ed|ing|ation|ations)?
    | (?<![“"‘'])narcissists?
    | (?:don[’']t|do\s+not|never)\s+give\s+up\s+now
    | why\s+did(?:n[’']t\s+you|\s+you\s+not)\s+(?:just\s+)?(?:leave|go|say|speak|tell)
    | list\s+every\s+time
    | (?:your|a|daily|days?|\d+)[\s-](?:day[\s-])?streaks?(?!\s+of\s+[a-z])
    | everything\s+happens\s+for\s+a\s+reason
    | love\s+yourself\s+first
    | self[\s-]care\s+isn[’']t\s+selfish
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_PRONOUNS = re.compile(r"\b(?:s?he|him|his|hers?|himself|herself)(?!\w)", re.IGNORECASE)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u2712\u2719-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    "\u231a\u231b\u23e9-\u23fa\u25fd\u25fe\ufe0f]"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the guide does not want: the rule's code, the words as they stand, and what is wrong."""

    rule: str
    phrase: str
    message: str


def findings(text: str) -> Iterator[Finding]:
    """Everything in `text` that the guide does not want; the same words are found once."""
    for phrase in _phrases(_CLICHES, text):
        yield Finding("cliche", phrase, f"says “{' '.join(phrase.split())}”")
    for phrase in _phrases(_PRONOUNS, text):
        yield Finding("pronoun", phrase, f"says “{phrase}”; write they, or this person")
    if "!" in text:
        yield Finding("exclamation", "!", "has an exclamation mark")
    if emoji(text):
        yield Finding("emoji", emoji(text)[0], f"has an emoji in running text: {emoji(text)[0]}")


def emoji(text: str) -> list[str]:
    """The emoji in `text`, one character each; signs that people type (arrows, ticks, crosses) are none."""
    return _EMOJI.findall(text)


def _phrases(pattern: re.Pattern[str], text: str) -> list[str]:
    return list({found[0].casefold(): found[0] for found in pattern.finditer(text)}.values())

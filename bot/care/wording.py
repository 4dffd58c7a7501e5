"""Bring what people type at night to one plain form: lower case, spelt out, misspellings and disguises undone."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

# Signs that stand for letters inside a word that has letters too ("k1ll", "su!c1de").
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_SENTENCE_END = re.compile(r"[.!?…;\n]+(?=\s|$)|\n+")
_CLAUSE_END = re.compile(r"\s*(?:,|:|\(|\)|\s[-–—]+\s|\b(?:but|although|though|except|however)\b)\s*")
_TOKEN = re.compile(r"[^\s,:()\"“”]+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SPACED_LETTERS = re.compile(r"\b(?:[a-z][ .]){2,}[a-z]\b")


@lru_cache(maxsize=1)
def _spelling() -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """(a word -> how it is spelt, words of several -> how they are spelt, words that get disguised)."""
    raw = tomllib.loads((Path(__file__).parent / "phrases" / "spelling.toml").read_text(encoding="utf-8"))
    words = {wrong: right for right, wrongs in raw["words"].items() for wrong in wrongs}
    runs = {wrong: right for right, wrongs in raw["runs"].items() for wrong in wrongs}
    return words, runs, tuple(raw["disguised"])


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text, each as its clauses, in plain form; empty ones are left out.

    Plain form: lower-case ASCII words with one space between, apostrophes gone ("dont"), short forms spelt
    out ("wanna" -> "want to", "bf" -> "boyfriend").
    """
    folded = unicodedata.normalize("NFKD", text).lower()
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    folded = _APOSTROPHES.sub("", folded)
    folded = _SPACED_LETTERS.sub(lambda match: re.sub(r"[ .]", "", match.group()), folded)
    found = []
    for sentence in _SENTENCE_END.split(folded):
        clauses = [plain for clause in _CLAUSE_END.split(sentence) if (plain := _plain(clause))]
        if clauses:
            found.append(clauses)
    return found


def _plain(clause: str) -> str:
    words, runs, _ = _spelling()
    spelt = " ".join(words.get(word, word) for token in _TOKEN.findall(clause) for word in _word(token))
    for wrong, right in runs.items():
        if wrong in spelt:
            spelt = re.sub(rf"\b{re.escape(wrong)}\b", right, spelt)
    return spelt.strip()


def _word(token: str) -> list[str]:
    """The words in one run of signs, with disguises undone."""
    if "*" in token or "#" in token:
        return [_undisguise(token)]
    if any(char.isalpha() for char in token) and any(char in "013457@$!" for char in token[:-1]):
        token = _unleet(token.rstrip("!"))
    token = _shorten(token)
    return [word for word in re.split(r"[^a-z0-9]+", token) if word]


def _unleet(token: str) -> str:
    """ "k1ll" -> "kill"; a number with a unit ("3am", "2nd", "4x") stays."""
    if re.fullmatch(r"[$]?\d+\s?(?:am|pm|st|nd|rd|th|x|k|kg|mg|h|hrs?|min|yo|yrs?|years?|f|m)", token):
        return token
    return token.translate(_LEET)


def _undisguise(token: str) -> str:
    """ "k*ll" or "s##cide" -> the word that it hides, if it is one of those that people hide."""
    bare = token.strip(".,!?")
    shape = re.compile("".join("[a-z]" if char in "*#" else re.escape(char) for char in bare))
    for word in _spelling()[2]:
        if any(char.isalpha() for char in bare) and shape.fullmatch(word):
            return word
    return re.sub(r"[^a-z0-9]+", "", token)


def _shorten(token: str) -> str:
    """ "diiie" -> "die", "killlll" -> "kill", "soooo" -> "so"."""
    if not _LONG_RUN.search(token):
        return token
    known = _spelling()[2]
    twice = _LONG_RUN.sub(r"\1\1", token)
    return twice if twice in known else _LONG_RUN.sub(r"\1", token)

"""Is a text English? A guess for one kind line; when in doubt, yes."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def looks_english(text: str) -> bool:
    """False where most of `text` is in another script, or in Latin letters and mostly another language's words.

    Names, numbers, emoji, one or two words and misspelt English count as English: in doubt, yes.
    """
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return True
    if sum(_is_latin(char) for char in letters) * 2 < len(letters):
        return False
    english_words, foreign_words = _small_words()
    words = [word.lower().replace("’", "").replace("'", "") for word in _WORD.findall(text)]
    english = sum(word in english_words for word in words)
    strange = sum(word in foreign_words or not word.isascii() for word in words)
    if len(words) < 3:
        return not (len(words) == 2 and english == 0 and all(word in foreign_words for word in words))
    return not (strange >= 2 and strange > 2 * english and strange >= 0.3 * len(words))


@lru_cache(maxsize=1)
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """The small words of English, and those of other languages."""
    raw = tomllib.loads((Path(__file__).parent / "phrases" / "small_words.toml").read_text(encoding="utf-8"))
    foreign = frozenset(word for words in raw["foreign"].values() for word in words.split())
    return frozenset(raw["english"].split()), foreign


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN", "MODIFIER"))

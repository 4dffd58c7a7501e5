"""Reading what was meant: shorthand is written out, and a misspelt word becomes the nearest word of the examples."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

SHORTEST = 4  # letters of a word that may be put right; shorter ones have too many neighbours
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTHAND = {
    "abt": "about",
    "bc": "because",
    "bf": "boyfriend",
    "bff": "best friend",
    "cuz": "because",
    "dunno": "dont know",
    "gf": "girlfriend",
    "gonna": "going to",
    "gotta": "have to",
    "idk": "i dont know",
    "kinda": "kind of",
    "luv": "love",
    "msg": "message",
    "n": "and",
    "nc": "no contact",
    "ngl": "",
    "omg": "",
    "pls": "please",
    "plz": "please",
    "ppl": "people",
    "r": "are",
    "rn": "right now",
    "smh": "",
    "smth": "something",
    "sth": "something",
    "tbh": "",
    "tho": "though",
    "thru": "through",
    "u": "you",
    "ur": "your",
    "wanna": "want to",
    "wtf": "what",
}


class Speller:
    """Puts questions right towards the words of the examples; what is an ordinary English word stays as it is."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = Counter(word for text in texts for word in map(_folded, _WORD.findall(text)))

    def put_right(self, text: str) -> str:
        """`text` with shorthand written out and words that nobody knows replaced by the likeliest of one edit."""
        return _WORD.sub(lambda found: self._word(found[0]), text)

    def _word(self, word: str) -> str:
        folded = _folded(word)
        if folded in _SHORTHAND:
            return _SHORTHAND[folded]
        ordinary = ordinary_words()
        if len(folded) < SHORTEST or folded in self._known or folded in ordinary or not ordinary:
            return word
        near = [other for other in _one_edit(folded) if other in self._known]
        return max(near, key=lambda other: (self._known[other], other), default=word)


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """The whole words that the sentence model's tokenizer knows, some twenty thousand; none where it is not there."""
    file = resources.files("bot.embedding") / "model" / "tokenizer.json"
    if not file.is_file():
        return frozenset()
    vocabulary = json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in vocabulary if word.isalpha())


def _folded(word: str) -> str:
    return word.casefold().replace("'", "").replace("’", "")


def _one_edit(word: str) -> set[str]:
    """Every string that one letter more, less, or other, or a swap of two neighbours makes of `word`."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    less = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    other = {a + letter + b[1:] for a, b in halves if b for letter in _LETTERS}
    more = {a + letter + b for a, b in halves for letter in _LETTERS}
    return less | swapped | other | more

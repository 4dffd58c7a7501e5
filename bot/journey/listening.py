"""Listening: what free words may mean, found out before the turn: the model must hold neither loop nor database."""

from dataclasses import dataclass

from bot.care import Risk, assess
from bot.journey.turns import Library
from bot.topics import Found

LONGEST_QUESTION = 400  # characters; longer words are a text of one's own, and no question to the topics


@dataclass(frozen=True)
class Heard:
    """Words, the risk that they may speak of, and the pages that may answer them."""

    words: str
    risk: Risk
    found: Found


NOTHING_SAID = Heard("", Risk.NONE, Found())


def listen(library: Library, words: str) -> Heard:
    """Read `words` by rules and, where there is a model, by meaning. It takes processor time: call it in a thread."""
    if not words.strip():
        return NOTHING_SAID
    found = library.topics.ask(words) if len(words) <= LONGEST_QUESTION else Found()
    return Heard(words, assess(words, library.embedder), found)

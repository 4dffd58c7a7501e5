"""Listening: what free words may mean, found out before the turn: the model must hold neither loop nor database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.care import Risk, assess
from bot.embedding import Reading
from bot.journey.library import Library
from bot.topics import Found

LONGEST_QUESTION = 400  # characters; longer words are a text of one's own, and no question to the topics


@dataclass(frozen=True)
class Heard:
    """Words, the risk that they may speak of, and the pages that may answer them, by each language's own asks."""

    words: str
    risk: Risk
    found: Mapping[str, Found] = field(default_factory=dict)

    def found_in(self, language: str) -> Found:
        """The pages that may answer, for somebody who reads this language."""
        return self.found.get(language, Found())


NOTHING_SAID = Heard("", Risk.NONE)


def listen(library: Library, words: str) -> Heard:
    """Read `words` by rules and, where there is a model, by meaning. It takes processor time: call it in a thread.

    Triage goes first, since it reads deeper; the search takes its vector from there.
    """
    if not words.strip():
        return NOTHING_SAID
    reading = Reading(library.embedder) if library.embedder else None
    risk = assess(words, reading)
    # Who asks is not known yet; a person may have chosen another language than their phone's.
    shelves = (library.english, *library.translations.values()) if len(words) <= LONGEST_QUESTION else ()
    return Heard(words, risk, {shelf.content.language: shelf.topics.ask(words, reading) for shelf in shelves})

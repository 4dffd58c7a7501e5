"""Which pages answer this question? Pure, in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.embedding import DIMENSIONS, Embedder, Reading
from bot.topics import prepared
from bot.topics.examples import Examples, Topic, gather
from bot.topics.grams import LONGEST, GramTable, plain
from bot.topics.ridge import (
    EMPTY_SHARE,
    EMPTY_SHARE_BY_LETTERS,
    Floats,
    Learned,
    above_none,
    ahead,
    learn,
    likeness,
    scores,
)
from bot.topics.spelling import Speller

MOST = 3
# Characters that the search has the model read of a question that nobody has read, at about half a millisecond a token.
# In the chat triage has read all of it; of 67 longer ones 47 found their page first that way, and 43 by their two ends.
LONGEST_READ = 80


@dataclass(frozen=True)
class Found:
    """The ids of topics that may answer a question, best first; none: nothing fits. `clear`: the first stands out."""

    ids: tuple[str, ...] = ()
    clear: bool = False


class TopicIndex:
    """Ranks topics for a question by its letters, and with an embedder by its meaning too."""

    def __init__(
        self, examples: Examples, table: GramTable, learned: Learned, vectors: Floats | None, embedder: Embedder | None
    ) -> None:
        self._topics = examples.topics
        self._speller = Speller(examples.texts)
        self._table = table
        self._learned = learned
        self._vectors = vectors
        self._embedder = embedder

    @classmethod
    def build(
        cls,
        topics: Iterable[Topic],
        elsewhere: Sequence[str] = (),
        embedder: Embedder | None = None,
        file: Path = prepared.FILE,
    ) -> "TopicIndex":
        """The index over `topics`, knowing that `elsewhere` has no answer there; without embedder, by letters only.

        What the prepared `file` has for exactly these examples is taken from there; the rest is worked out, at about
        5 ms a new text and, for some 4,800 examples, 7 s.
        """
        examples = gather(topics, elsewhere)
        kept = prepared.read(file)
        table = GramTable(examples.texts)
        vectors = _vectors(examples.texts, kept, embedder) if embedder else None
        learned = kept.by_meaning if embedder else kept.by_letters
        if learned is None or kept.digest != examples.digest():
            learned, _ = _learn(examples, table, vectors)
        return cls(examples, table, learned, vectors, embedder)

    @property
    def by_meaning(self) -> bool:
        """Whether the sentence model takes part."""
        return self._embedder is not None

    def ask(self, question: str, reading: Reading | None = None) -> Found:
        """At most three topics for `question`. All of it counts where `reading` holds it, else its two ends.

        Takes some ten milliseconds, and must not be called on an event loop. The model reads misspelt words as they
        are: it copes, and so triage and search can share what it read. The letters are compared once put right.
        """
        if not plain(question) or not self._topics:
            return Found()
        embedder, read = (reading, question) if reading else (self._embedder, _ends(question))
        cosines = None
        if embedder is not None and self._vectors is not None:
            cosines = np.asarray(self._vectors @ embedder.embed([read])[0], dtype=np.float32)
        right = self._speller.put_right(question[: 2 * LONGEST])
        scored = scores(self._learned, likeness(self._table.like(right), cosines))
        if above_none(scored) < self._learned.floor:
            return Found()
        ranked = np.argsort(-scored[:-1], kind="stable")[:MOST]
        return Found(tuple(self._topics[n] for n in ranked), bool(ahead(scored) >= self._learned.gap))


def prepare(topics: Iterable[Topic], elsewhere: Sequence[str], embedder: Embedder, file: Path = prepared.FILE) -> int:
    """Work out and write everything that `build` can take from `file`; returns how many examples there are."""
    examples = gather(topics, elsewhere)
    table = GramTable(examples.texts)
    vectors = _vectors(examples.texts, prepared.read(file), embedder)
    by_meaning, _ = _learn(examples, table, vectors)
    by_letters, _ = _learn(examples, table, None)
    prepared.write(file, examples.digest(), examples.texts, vectors, by_meaning, by_letters)
    return len(examples.texts)


def held_out(topics: Iterable[Topic], elsewhere: Sequence[str], embedder: Embedder | None) -> tuple[Examples, Floats]:
    """The examples, and the scores of each as if it had been left out; for choosing by cross-validation."""
    examples = gather(topics, elsewhere)
    vectors = _vectors(examples.texts, prepared.read(), embedder) if embedder else None
    _, scored = _learn(examples, GramTable(examples.texts), vectors)
    return examples, scored


def _learn(examples: Examples, table: GramTable, vectors: Floats | None) -> tuple[Learned, Floats]:
    cosines = None if vectors is None else np.asarray(vectors @ vectors.T, dtype=np.float32)
    empty_share = EMPTY_SHARE_BY_LETTERS if vectors is None else EMPTY_SHARE
    return learn(likeness(table.all_pairs(), cosines), examples.owners, len(examples.topics), empty_share)


def _vectors(texts: Sequence[str], kept: prepared.Prepared, embedder: Embedder) -> Floats:
    """The vector of each text, shape (texts, 384): the kept one where there is one."""
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        known = kept.vectors.get(prepared.text_hash(text))
        vectors[row] = prepared.rounded(embedder.embed([text]))[0] if known is None else known
    return vectors


def _ends(text: str) -> str:
    """What the model reads of a question by itself: its time grows with every word."""
    half = LONGEST_READ // 2
    if len(text) <= LONGEST_READ:
        return text
    return f"{text[:half].rsplit(' ', 1)[0]} … {text[-half:].split(' ', 1)[-1]}"

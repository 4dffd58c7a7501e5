"""A lexical scorer: character n-grams, which forgive spelling, weighted by how rare they are among all examples."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

SIZES = range(2, 6)
BEST_OF = 3  # examples of one topic that count together
FLOOR = 0.30  # below this sum nothing fits; chosen over the pages' own examples, left out one by one


@dataclass(frozen=True)
class Topic:
    """A page as the search sees it: its id, its title and questions in people's words."""

    id: str
    title: str
    asks: tuple[str, ...]


def _grams(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    padded = " " + " ".join(re.findall(r"[\w']+", plain))[:400] + " "
    return Counter(padded[i : i + n] for n in SIZES for i in range(len(padded) - n + 1))


class LexicalIndex:
    """Ranks topics by how much a question shares with their examples."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        examples = [(topic.id, _grams(text)) for topic in topics for text in (topic.title, *topic.asks)]
        seen = Counter(gram for _, grams in examples for gram in grams)
        self._weight = {gram: math.log(1 + len(examples) / n) for gram, n in seen.items()}
        self._owner = [topic_id for topic_id, _ in examples]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, grams) in enumerate(examples):
            for gram, value in self._vector(grams).items():
                self._postings[gram].append((number, value))

    def _vector(self, grams: Counter[str]) -> dict[str, float]:
        vector = {g: (1 + math.log(n)) * self._weight[g] for g, n in grams.items() if g in self._weight}
        length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        return {gram: value / length for gram, value in vector.items()}

    def ask(self, question: str, most: int = 3) -> tuple[str, ...]:
        """The ids of the topics that answer `question`, best first, at most `most`; none if nothing fits."""
        cosine: dict[int, float] = defaultdict(float)
        for gram, value in self._vector(_grams(question)).items():
            for number, other in self._postings[gram]:
                cosine[number] += value * other
        by_topic: dict[str, list[float]] = defaultdict(list)
        for number, value in cosine.items():
            by_topic[self._owner[number]].append(value)
        score = {topic: sum(sorted(values)[-BEST_OF:]) for topic, values in by_topic.items()}
        ranked = sorted(score, key=lambda topic: -score[topic])[:most]
        return tuple(ranked) if ranked and score[ranked[0]] >= FLOOR else ()

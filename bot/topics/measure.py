"""How well questions with known answers are answered: what `ask --eval` prints."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.topics.index import Found


@dataclass(frozen=True)
class Judged:
    """A question's accepted topics, best first (none: no page answers it), and what was found for it."""

    accepted: tuple[str, ...]
    found: Found

    @property
    def rank(self) -> int | None:
        """The place, from 1, of the first accepted topic among those found."""
        return next((place for place, topic in enumerate(self.found.ids, 1) if topic in self.accepted), None)


@dataclass(frozen=True)
class Measures:
    """Shares are of the questions with an answer, but `rightly_empty`, which is of those without."""

    answerable: int
    unanswerable: int
    top_1: float
    top_3: float
    mrr: float
    left_empty: float
    rightly_empty: float
    clear: float
    clear_right: float
    """Of the questions with a clear best topic: how many have it among the accepted."""
    confusions: tuple[tuple[str, str, int], ...]
    """(best accepted topic or "nothing", what came first or "nothing", how often), worst first."""


def measure(judged: Sequence[Judged]) -> Measures:
    """The figures over `judged`; a share of no questions is 0."""
    known = [one for one in judged if one.accepted]
    unknown = [one for one in judged if not one.accepted]
    clear = [one for one in judged if one.found.clear]
    wrong = Counter(
        ((one.accepted or ("nothing",))[0], (one.found.ids or ("nothing",))[0])
        for one in judged
        if (one.rank != 1 if one.accepted else one.found.ids)
    )
    ranks = [one.rank for one in known]
    return Measures(
        answerable=len(known),
        unanswerable=len(unknown),
        top_1=_share(ranks.count(1), known),
        top_3=_share(sum(rank is not None for rank in ranks), known),
        mrr=sum(1 / rank for rank in ranks if rank) / max(len(known), 1),
        left_empty=_share(sum(not one.found.ids for one in known), known),
        rightly_empty=_share(sum(not one.found.ids for one in unknown), unknown),
        clear=_share(len(clear), judged),
        clear_right=_share(sum(one.rank == 1 for one in clear), clear),
        confusions=tuple((*pair, n) for pair, n in wrong.most_common()),
    )


def _share(part: int, whole: Sequence[Judged]) -> float:
    return part / len(whole) if whole else 0.0

"""A stretch of days as a person lived it: what the look back tells in words, and the picture in lines. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from bot.course import Mood
from bot.journey.evenings import PULLS, Answers, Kept

SPANS = (2, 6, 12)  # weeks
LEVELS = {Mood.STEADY: 3, Mood.MIXED: 2, Mood.HEAVY: 1, Mood.TOO_MUCH: 0}


@dataclass(frozen=True)
class Day:
    """One local date. What was not asked, not answered or withheld is None."""

    day: date
    mood: Mood | None = None
    pull: int | None = None  # 0, 3, 7 or 10
    here: bool = False  # the evening was looked back on
    wrote: bool = False
    read: float = 0.0  # how much of the course was open by then, 0 to 1

    @property
    def level(self) -> int | None:
        """The mood as a height: 0 too much, 1 heavy, 2 mixed, 3 steady."""
        return None if self.mood is None else LEVELS[self.mood]


@dataclass(frozen=True)
class Weeks:
    """Consecutive days, the oldest first."""

    days: tuple[Day, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is known of any of these days."""
        return not any(day.here or day.wrote for day in self.days)

    def by_week(self) -> tuple[tuple[Day, ...], ...]:
        """The days in sevens, counted back from the last, the oldest first."""
        ends = range(len(self.days), 0, -7)
        return tuple(self.days[max(0, end - 7) : end] for end in reversed(ends))


@dataclass(frozen=True)
class WeekStory:
    """A week beside the one before it: how often each mood was, and how strong the pull mostly was."""

    moods: tuple[tuple[Mood, int], ...]
    moods_before: tuple[tuple[Mood, int], ...]
    pull: int | None
    pull_before: int | None
    wrote: int  # days on which something was written


def weeks_of(
    first: date, last: date, kept: Iterable[Kept], wrote: AbstractSet[date], opened: Mapping[date, float]
) -> Weeks:
    """The days from `first` to `last`. `opened`: on which dates how much of the course was open at last (0 to 1)."""
    answers = {one.day: one.answers for one in kept}
    read = max((share for day, share in opened.items() if day < first), default=0.0)
    days = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        read = max(read, opened.get(day, 0.0))
        days.append(_day(day, answers.get(day), day in wrote, read))
    return Weeks(tuple(days))


def _day(day: date, answers: Answers | None, wrote: bool, read: float) -> Day:
    if answers is None:
        return Day(day, wrote=wrote, read=read)
    mood = answers.mood if answers.mood in LEVELS else None
    pull = answers.pull if answers.pull in PULLS else None
    return Day(day, mood, pull, here=True, wrote=wrote, read=read)


def story_of(days: Sequence[Day]) -> WeekStory:
    """The last seven of `days` beside the seven before them."""
    last = days[-1].day if days else date.min
    week = [day for day in days if last - day.day < timedelta(days=7)]
    before = [day for day in days if timedelta(days=7) <= last - day.day < timedelta(days=14)]
    return WeekStory(moods_of(week), moods_of(before), mostly(week), mostly(before), sum(day.wrote for day in week))


def moods_of(days: Iterable[Day]) -> tuple[tuple[Mood, int], ...]:
    """How often each mood was, the lightest first; those that were not are left out."""
    counts = Counter(day.mood for day in days)
    return tuple((mood, counts[mood]) for mood in LEVELS if counts[mood])


def mostly(days: Iterable[Day]) -> int | None:
    """How strong the pull mostly was: the middle one of all that were told, the weaker of two; None: none was."""
    pulls = sorted(day.pull for day in days if day.pull is not None)
    return pulls[(len(pulls) - 1) // 2] if pulls else None

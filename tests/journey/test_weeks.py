"""Weeks: what is told of days, and how a week is set beside the one before it."""

from datetime import date, timedelta

from bot.course import Contact, Mood
from bot.journey.evenings import WITHHELD, Answers, Kept
from bot.journey.weeks import Day, Weeks, story_of, weeks_of

MONDAY = date(2026, 11, 23)


def _day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def test_days_without_answers_stay_open_and_the_course_only_grows() -> None:
    kept = [
        Kept(_day(0), Answers(Mood.HEAVY, 7, Contact.NONE)),
        Kept(_day(2), Answers(Mood.WITHHELD, WITHHELD, Contact.WITHHELD)),
    ]
    weeks = weeks_of(_day(0), _day(3), kept, {_day(3)}, {_day(-9): 0.2, _day(1): 0.4})
    assert weeks.days == (
        Day(_day(0), Mood.HEAVY, 7, here=True, read=0.2),
        Day(_day(1), read=0.4),
        Day(_day(2), here=True, read=0.4),
        Day(_day(3), wrote=True, read=0.4),
    )
    assert not weeks.empty
    assert Weeks((Day(_day(0)),)).empty


def test_weeks_are_counted_back_from_the_last_day() -> None:
    weeks = Weeks(tuple(Day(_day(n)) for n in range(16)))
    assert [len(week) for week in weeks.by_week()] == [2, 7, 7]
    assert weeks.by_week()[-1][-1].day == _day(15)


def test_a_story_holds_two_weeks_apart() -> None:
    before = [Day(_day(n), Mood.HEAVY, 10, here=True) for n in range(7)]
    now = [Day(_day(7 + n), Mood.STEADY if n else Mood.MIXED, 3, here=True, wrote=n < 2) for n in range(7)]
    story = story_of([*before, *now])
    assert story.moods == ((Mood.STEADY, 6), (Mood.MIXED, 1))
    assert story.moods_before == ((Mood.HEAVY, 7),)
    assert (story.pull, story.pull_before, story.wrote) == (3, 10, 2)


def test_a_story_of_nothing_tells_nothing() -> None:
    story = story_of([Day(_day(n)) for n in range(14)])
    assert (story.moods, story.moods_before, story.pull, story.pull_before, story.wrote) == ((), (), None, None, 0)


def test_of_two_pulls_the_weaker_one_counts() -> None:
    assert story_of([Day(_day(0), pull=10), Day(_day(1), pull=3)]).pull == 3

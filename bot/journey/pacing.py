"""How fast the pages come: the rules of each pace. Pure."""

from datetime import date, timedelta

from bot.db.tables import Pace

SATURDAY = 5
GAPS = {Pace.DAILY: 1, Pace.OTHER_DAY: 2, Pace.WEEKDAYS: 1, Pace.WEEKLY: 7, Pace.OWN: 1}  # days between two pages


def earliest(pace: Pace, came: date, opened: date) -> date:
    """The first date for the next page, the last one having come and been opened on those dates.

    Never the day on which the last one was opened: a page has a day to itself.
    """
    return max(came + timedelta(days=GAPS[pace]), opened + timedelta(days=1))


def fits(pace: Pace, day: date) -> bool:
    """Whether pages come on such a day at all."""
    return pace is not Pace.WEEKDAYS or day.weekday() < SATURDAY

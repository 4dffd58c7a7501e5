"""Covers: neutral lines, the same for a person all through a day, none again for two weeks."""

import random
from functools import lru_cache

from bot.course import RichText
from bot.journey.packing import Step
from bot.journey.screens import Cover
from bot.journey.steps import NotToday, OpenCheckin, OpenPage
from bot.views.card import Card, Words

SLOTS = 3  # a page, a check-in, and whatever else a card may be folded from on one day


def cover(words: Words, screen: Cover) -> Card:
    """The closed card."""
    buttons = [words.button("open", screen.at)]
    if screen.can_wait:
        buttons.append(words.button("not_today", NotToday(screen.can_wait)))
    lines = words.content.covers
    return Card(RichText.plain(lines[cover_number(screen, len(lines))]), (tuple(buttons),))


def cover_number(screen: Cover, count: int) -> int:
    """Which of `count` lines. The lines are shuffled once for each person and then taken in turn, so that
    `count // SLOTS` days (20 with 60 covers) pass before one comes again."""
    return _order(screen.person_id, count)[(screen.day.toordinal() * SLOTS + _slot(screen.at)) % count]


@lru_cache(maxsize=1024)  # a cover is often made and folded again within moments
def _order(person_id: int, count: int) -> list[int]:
    order = list(range(count))
    random.Random(person_id).shuffle(order)
    return order


def _slot(at: Step) -> int:
    if isinstance(at, OpenPage):
        return 0
    return 1 if isinstance(at, OpenCheckin) else 2

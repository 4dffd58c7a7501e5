"""Wishes about what shows: how long cards stand, whether anything buzzes, in which hours, and Telegram's own timer."""

from datetime import time

from sqlalchemy import select

from bot.db.tables import Message
from bot.journey import cards, errands
from bot.journey.screens import Screen
from bot.journey.screens_safety import BuzzQuestion, Surface, TimerView, VanishQuestion, WindowQuestion
from bot.journey.settings import fits_window
from bot.journey.steps_safety import (
    AskBuzz,
    AskVanish,
    AskWindow,
    ChooseBuzz,
    ChooseVanish,
    ChooseWindow,
    ShowSurface,
    ShowTimer,
)
from bot.journey.turns import Turn

VANISHES = (1, 24, 0)  # hours; 0: keep
WINDOWS = (
    (time(8, 0), time(21, 30)),
    (time(7, 0), time(22, 0)),
    (time(9, 0), time(18, 0)),
    (time(9, 0), time(15, 0)),
    (time(12, 0), time(23, 0)),
    (time(18, 0), time(8, 0)),
)


async def show_surface(turn: Turn, step: ShowSurface) -> Screen:
    """Everything of that kind at a glance."""
    person = turn.person
    return Surface(
        at=step,
        vanish_hours=person.vanish_hours,
        buzz=person.buzz,
        locked=person.pin is not None,
        start=person.window_start,
        end=person.window_end,
    )


async def ask_vanish(turn: Turn, step: AskVanish) -> Screen:
    """After how long should messages go from the chat?"""
    return VanishQuestion(at=step, chosen=turn.person.vanish_hours)


async def choose_vanish(turn: Turn, step: ChooseVanish) -> Screen:
    """So long from now on; what stands in the chat already follows the same rule."""
    person = turn.person
    person.vanish_hours = step.hours if step.hours in VANISHES and step.hours else None
    rows = await turn.session.scalars(
        select(Message).where(
            Message.chat_id == person.chat_id,
            Message.outgoing,
            # What goes within minutes (a file, a message to be cleared) goes by its own rule.
            Message.delete_at.is_(None) | (Message.delete_at > turn.now + errands.STAYS),
        )
    )
    for row in rows:
        row.delete_at = cards.vanishes_at(person, turn.now if row.message_id == person.card_id else row.sent_at)
    return await show_surface(turn, ShowSurface())


async def ask_buzz(turn: Turn, step: AskBuzz) -> Screen:
    """May anything make this phone buzz?"""
    return BuzzQuestion(at=step, buzz=turn.person.buzz)


async def choose_buzz(turn: Turn, step: ChooseBuzz) -> Screen:
    """Without a buzz nothing is ever sent unasked: a page lies ready at its hour, and the person comes by."""
    turn.person.buzz = step.buzz
    return await show_surface(turn, ShowSurface())


async def ask_window(turn: Turn, step: AskWindow) -> Screen:
    """In which hours may a phone buzz? Only what holds the person's own hours is offered."""
    person = turn.person
    own = [at for at in (person.page_time, person.checkin_time, person.prompt_time) if at is not None]
    choices = tuple(each for each in WINDOWS if all(fits_window(at, *each) for at in own))
    return WindowQuestion(at=step, choices=choices, start=person.window_start, end=person.window_end)


async def choose_window(turn: Turn, step: ChooseWindow) -> Screen:
    """These hours; an old button that would leave out one of the person's own asks again."""
    person = turn.person
    own = [at for at in (person.page_time, person.checkin_time, person.prompt_time) if at is not None]
    if not all(fits_window(at, step.start, step.end) for at in own):
        return await ask_window(turn, AskWindow())
    person.window_start, person.window_end = step.start, step.end
    return await show_surface(turn, ShowSurface())


async def show_timer(turn: Turn, step: ShowTimer) -> Screen:
    """Whether Telegram's own timer is on here, as far as that is known."""
    return TimerView(at=step, seconds=turn.person.timer_seconds)

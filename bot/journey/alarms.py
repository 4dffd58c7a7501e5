"""Alarms: words that speak of danger or self-harm bring up the help card, and never cost a word.

Within writing and evening lines it comes up once a sitting and once an hour, since whoever writes about hard things
would stop. All that is kept of it is an instant until which it rests, and that goes too.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, update

from bot.care import Risk
from bot.db.tables import Person
from bot.journey import checkins, leaving, writing
from bot.journey.screens import Asks, Screen, Waiting
from bot.journey.screens_helping import HelpCard
from bot.journey.steps import ShowHelp
from bot.journey.steps_own import DeleteNoted, DeleteWritten
from bot.journey.turns import Turn, Turns
from bot.places import names_city

REST = timedelta(hours=1)
KEPT = (Asks.NOTE, Asks.ENTRY)  # words that are stored when they answer these


def rests(turn: Turn, waiting: Waiting | None, words: str) -> bool:
    """Whether these words raise no alarm, whatever they sound like.

    So it is where a city was asked for and this is one's name, since to the model a strange name may sound like
    anything; and where the help card has come up in this sitting, or within the hour, and the words are kept anyway.
    """
    if waiting is not None and waiting.asks is Asks.CITY and names_city(words):
        return True
    if waiting is not None and waiting.asks is Asks.ANNOUNCEMENT:
        return True  # what it speaks of, it tells others
    if waiting is None or waiting.asks not in KEPT:
        return False
    until = turn.person.help_rests_until
    return waiting.helped or (until is not None and turn.now < until)


async def raise_alarm(turn: Turn, risk: Risk, waiting: Waiting | None, words: str) -> HelpCard:
    """The help card. Words that `waiting` has just kept can be deleted from it, and writing goes on with one tap."""
    screen = await leaving.show_help(turn, ShowHelp(), risk)
    if waiting is None or waiting.asks not in KEPT:
        return screen
    turn.person.help_rests_until = turn.now + REST
    if waiting.asks is Asks.NOTE:
        return replace(screen, delete=await checkins.just_noted(turn, date.fromisoformat(waiting.about), words))
    # What somebody goes on writing belongs to it, and must not be lost as a question.
    delete = await writing.just_written(turn, waiting.about, words)
    return replace(screen, delete=delete, waiting=replace(waiting, helped=True))


async def delete_written(turn: Turn, step: DeleteWritten) -> Screen:
    """What was just written is deleted; the help card stays, and so does what it waits for."""
    return await _deleted(turn, await writing.delete_written(turn, step))


async def delete_noted(turn: Turn, step: DeleteNoted) -> Screen:
    """The evening's line that was just written is deleted; the help card stays."""
    return await _deleted(turn, await checkins.delete_noted(turn, step))


async def let_rests_end(turns: Turns, now: datetime) -> int:
    """Forget the instants that are over; returns how many that were."""
    async with turns.begin() as session:
        over = update(Person).where(Person.help_rests_until <= now).values(help_rests_until=None)
        result = await session.execute(over)
        return result.rowcount if isinstance(result, CursorResult) else 0


async def _deleted(turn: Turn, done: bool) -> Screen:
    return replace(await leaving.show_help(turn, ShowHelp()), deleted=done, waiting=writing.writing_on(turn))

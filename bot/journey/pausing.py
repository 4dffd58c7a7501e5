"""Pausing, stopping at a word, and coming back. A pause is as good as a step."""

from datetime import time, timedelta

from bot.db.keystore import What
from bot.db.tables import Kind, State
from bot.journey import hours, locking, plan
from bot.journey.cards import card_step, cover_of
from bot.journey.screens import Nothing, Paused, PauseQuestion, Resumed, Screen
from bot.journey.steps import AskPause, Pause, Resume, ShowToday
from bot.journey.turns import Turn

LONGEST_PAUSE = 366  # days


async def ask_pause(turn: Turn, step: AskPause) -> Screen:
    """For how long?"""
    return PauseQuestion(at=step)


async def pause(turn: Turn, step: Pause) -> Screen:
    """Nothing comes unasked for so many days (until their midnight), or without an end."""
    person = turn.person
    if turn.enrolment is not None:
        person.state = State.PAUSED
        person.pause_until = None
        if step.days > 0:
            day = hours.local_date(turn.now, person.zone) + timedelta(days=min(step.days, LONGEST_PAUSE) + 1)
            person.pause_until = hours.instant_of(day, time(0), person.zone)
        await turn.keys.mark(person.chat_id, What.PAUSED, turn.now, person.pause_until)
        await plan.cancel_pending(turn.session, person.id, turn.now, "paused")
        await plan.plan_ahead(turn)
    return Paused(at=ShowToday(), until=person.pause_until, zone=person.zone)


async def resume(turn: Turn, step: Resume) -> Screen:
    """Go on where it stopped."""
    await wake(turn)
    return Resumed(at=ShowToday(), next_due=await plan.next_due(turn, Kind.PAGE), zone=turn.person.zone)


async def stop(turn: Turn) -> Screen:
    """A stop word: no answer. Everything folds, and nothing comes until a tap or a command."""
    if turn.enrolment is not None:
        turn.person.state, turn.person.pause_until = State.STOPPED, None
        locking.shut(turn)
        await turn.keys.mark(turn.person.chat_id, What.PAUSED, turn.now)
        await plan.cancel_pending(turn.session, turn.person.id, turn.now, "stopped")
    at = card_step(turn.person)
    return cover_of(turn.person, at, turn.now) if turn.person.card_id else Nothing(at=at)


async def wake(turn: Turn) -> None:
    """Back from a pause, a stop, a silence, or from having blocked the bot: what should be pending is planned."""
    person = turn.person
    if person.state is State.QUIET:  # the line that would have come is not needed any more
        await plan.cancel_pending(turn.session, person.id, turn.now, "returned")
    person.state = State.ACTIVE if turn.enrolment else State.ARRIVING
    person.pause_until = person.unreachable_since = None
    await turn.keys.lift(person.chat_id, What.PAUSED, What.BLOCKED)
    await plan.replan(turn)

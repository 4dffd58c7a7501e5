"""Settings: the person's own hours, zone and fold time. Each wish moves what is pending, and nothing else."""

from datetime import date, datetime, time, timedelta

from bot.journey import hours, plan
from bot.journey.packing import Slot
from bot.journey.screens import FoldQuestion, HourQuestion, OutsideWindow, Screen, Settings
from bot.journey.steps import AskFold, AskHour, ChooseFold, ChooseHour, ConfirmHour, ShowSettings, SwitchCheckinOff
from bot.journey.turns import Turn

ANY_DAY = date(2000, 1, 1)
EVERY_DAY = 127  # a bit for each weekday


async def show_settings(turn: Turn, step: ShowSettings | None = None) -> Screen:
    """All settings at a glance."""
    person = turn.person
    return Settings(
        at=step or ShowSettings(),
        page_time=person.page_time,
        checkin_time=person.checkin_time,
        now=turn.now,
        zone=person.zone,
        fold_minutes=person.fold_minutes,
        pace=person.pace,
        prompt_time=person.prompt_time,
        space=person.space,
        look_back_day=person.look_back_day,
        has_languages=bool(turn.library.translations),
    )


async def ask_hour(turn: Turn, step: AskHour) -> Screen:
    """At which hour should it come?"""
    person = turn.person
    chosen = {Slot.PAGE: person.page_time, Slot.CHECKIN: person.checkin_time, Slot.PROMPT: person.prompt_time}
    return HourQuestion(at=step, slot=step.slot, chosen=chosen[step.slot])


async def choose_hour(turn: Turn, step: ChooseHour) -> Screen:
    """This hour from now on. One outside the window is asked about first, because a phone may buzz then."""
    person = turn.person
    if not fits_window(step.at, person.window_start, person.window_end):
        return OutsideWindow(
            at=AskHour(step.slot),
            slot=step.slot,
            hour=step.at,
            start=person.window_start,
            end=person.window_end,
        )
    return await _set(turn, step.slot, step.at)


async def confirm_hour(turn: Turn, step: ConfirmHour) -> Screen:
    """The hour outside the window is meant: the window grows, on the nearer side, until it holds it."""
    person = turn.person
    if not fits_window(step.at, person.window_start, person.window_end):
        earlier = _minutes(person.window_start) - _minutes(step.at)
        later = _minutes(step.at) + hours.SPREAD_MINUTES - _minutes(person.window_end)
        if earlier % (24 * 60) <= later % (24 * 60):
            person.window_start = step.at
        else:
            person.window_end = _later(step.at)
    return await _set(turn, step.slot, step.at)


async def switch_checkin_off(turn: Turn, step: SwitchCheckinOff) -> Screen:
    """No check-in comes by itself; it can still be opened at any time."""
    turn.person.checkin_time = None
    await plan.replan(turn)
    return await show_settings(turn)


async def ask_fold(turn: Turn, step: AskFold) -> Screen:
    """After how long should an open card close by itself?"""
    return FoldQuestion(at=step, chosen=turn.person.fold_minutes)


async def choose_fold(turn: Turn, step: ChooseFold) -> Screen:
    """Minutes, or 0 for never."""
    turn.person.fold_minutes = min(step.minutes, 24 * 60) if step.minutes > 0 else None
    return await show_settings(turn)


async def _set(turn: Turn, slot: Slot, at: time) -> Screen:
    if slot is Slot.PAGE:
        turn.person.page_time = at
    elif slot is Slot.CHECKIN:
        turn.person.checkin_time = at
        turn.person.checkin_days = turn.person.checkin_days or EVERY_DAY
    else:
        turn.person.prompt_time = at
    await plan.replan(turn)
    return await show_settings(turn)


def fits_window(at: time, start: time, end: time) -> bool:
    """Whether the hour, with the few minutes of spread after it, lies in the window."""
    length = (_minutes(end) - _minutes(start)) % (24 * 60) or 24 * 60
    into = (_minutes(at) - _minutes(start)) % (24 * 60)
    return into + hours.SPREAD_MINUTES <= length


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _later(at: time) -> time:
    return (datetime.combine(ANY_DAY, at) + timedelta(minutes=hours.SPREAD_MINUTES)).time()

"""The lock: four digits by choice, asked for before anything opens, or only before what is private.

Help, hiding and erasing are never behind it, and a wrong digit shows nothing: the keypad looks the same to everybody.
"""

import asyncio
import re
from datetime import timedelta

from bot.crypto import fits, stretch
from bot.journey import cards
from bot.journey.packing import Step
from bot.journey.screens import KindAnswer, Screen
from bot.journey.screens_safety import Keypad, LockPage
from bot.journey.steps import (
    AskCountry,
    AskForget,
    ChooseCountry,
    Fold,
    Forget,
    HideAll,
    ShowHelp,
    ShowPrivacy,
    ShowToday,
)
from bot.journey.steps_own import DeleteNoted, DeleteWritten
from bot.journey.steps_safety import Breathe, ChooseGuard, Pad, PressKey, SayForgotten, ShowLock, TakeLockOff
from bot.journey.turns import Turn

AWAY = timedelta(minutes=20)  # so long after the last tap the digits are asked for again
FREE_TRIES = 3
LONGEST_WAIT = 60  # minutes
ERASED_AFTER = timedelta(days=1)
DIGITS = 4
NEVER_LOCKED = (
    ShowHelp,
    AskCountry,
    ChooseCountry,
    Breathe,
    Fold,
    HideAll,
    ShowPrivacy,
    AskForget,
    Forget,
    SayForgotten,
    DeleteWritten,
    DeleteNoted,
)


def is_before(turn: Turn, step: Step) -> bool:
    """Whether the digits are asked for before this step."""
    person = turn.person
    if person.pin is None or isinstance(step, NEVER_LOCKED):
        return False
    if person.pin_passed_at is not None and turn.now - person.pin_passed_at < AWAY:
        return False
    if isinstance(step, PressKey):
        return step.pad is not Pad.OPEN  # choosing other digits takes the old ones first
    return person.pin_guards == "all" or step.private


def stay_open(turn: Turn) -> None:
    """The person is here: the digits are asked for later."""
    if turn.person.pin_passed_at is not None and turn.now - turn.person.pin_passed_at < AWAY:
        turn.person.pin_passed_at = turn.now


def shut(turn: Turn) -> None:
    """The digits are asked for from now on, whenever they were given last."""
    turn.person.pin_passed_at = None


def keypad(turn: Turn, wanted: Step, *, typed: str = "", wrong: bool = False) -> Keypad:
    """The keypad before the step that was wanted."""
    person = turn.person
    waits = person.pin_waits_until
    return Keypad(
        at=wanted,
        pad=Pad.OPEN,
        typed=typed,
        wrong=wrong,
        wait_minutes=-(-int((waits - turn.now).total_seconds()) // 60) if waits and waits > turn.now else 0,
        erased_at=person.pin_forgotten_at + ERASED_AFTER if person.pin_forgotten_at else None,
        zone=person.zone,
    )


async def press_key(turn: Turn, step: PressKey) -> Screen | None:
    """One more digit. None: the lock is open, and the card goes on to where it stood."""
    if not re.fullmatch(rf"[0-9]{{0,{2 * DIGITS}}}", step.typed):
        return KindAnswer(at=ShowToday(), text_key="error.old_button")
    if step.pad is not Pad.OPEN:
        return await _choose(turn, step)
    wanted = cards.card_step(turn.person)
    if turn.person.pin is None or len(step.typed) >= DIGITS:
        return await try_digits(turn, step.typed, wanted)
    return keypad(turn, wanted, typed=step.typed)


async def try_digits(turn: Turn, digits: str, wanted: Step) -> Screen | None:
    """None where these are the digits; else the keypad again. After three wrong ones it closes for growing times."""
    person = turn.person
    if person.pin is None:
        return None
    if person.pin_waits_until is not None and person.pin_waits_until > turn.now:
        return keypad(turn, wanted)
    # Stretching takes processor time, and others must not wait for it on the loop.
    if await asyncio.to_thread(fits, digits, turn.keys.pepper_of(person.chat_id), person.pin):
        person.pin_failures, person.pin_waits_until, person.pin_forgotten_at = 0, None, None
        person.pin_passed_at = turn.now
        return None
    person.pin_failures += 1
    if person.pin_failures >= FREE_TRIES:
        minutes = min(2 ** min(person.pin_failures - FREE_TRIES, 10), LONGEST_WAIT)
        person.pin_waits_until = turn.now + timedelta(minutes=minutes)
    return keypad(turn, wanted, wrong=True)


async def _choose(turn: Turn, step: PressKey) -> Screen:
    """Choosing digits, and choosing them once more, so that a slip locks nobody out."""
    typed, at = step.typed, ShowLock()
    if step.pad is Pad.CHOOSE and len(typed) < DIGITS:
        return Keypad(at=at, pad=Pad.CHOOSE, typed=typed)
    first, again = typed[:DIGITS], typed[DIGITS:]
    if len(again) < DIGITS:
        return Keypad(at=at, pad=Pad.REPEAT, first=first, typed=again)
    if first != again:
        return Keypad(at=at, pad=Pad.CHOOSE, wrong=True)
    person = turn.person
    person.pin = await asyncio.to_thread(stretch, first, turn.keys.pepper_of(person.chat_id))
    person.pin_failures, person.pin_waits_until, person.pin_forgotten_at = 0, None, None
    person.pin_passed_at = turn.now
    return await show_lock(turn, at)


async def show_lock(turn: Turn, step: ShowLock) -> Screen:
    """Whether there is a lock, and before what it stands."""
    return LockPage(at=step, locked=turn.person.pin is not None, everything=turn.person.pin_guards == "all")


async def take_lock_off(turn: Turn, step: TakeLockOff) -> Screen:
    """No digits any more."""
    turn.person.pin = turn.person.pin_passed_at = turn.person.pin_forgotten_at = None
    turn.person.pin_failures, turn.person.pin_waits_until = 0, None
    return await show_lock(turn, ShowLock())


async def choose_guard(turn: Turn, step: ChooseGuard) -> Screen:
    """Before everything, or only before what is private."""
    turn.person.pin_guards = "all" if step.everything else "some"
    return await show_lock(turn, ShowLock())


async def say_forgotten(turn: Turn, step: SayForgotten) -> Screen:
    """In a day everything is erased, and the person can begin anew; the right digits stop that, and so does this."""
    person = turn.person
    if person.pin is not None:
        person.pin_forgotten_at = (person.pin_forgotten_at or turn.now) if step.really else None
    return keypad(turn, cards.card_step(person))

"""Small offers in the days after first contact: one a day at most, each once, at the foot of a card."""

from dataclasses import replace
from datetime import timedelta

from bot.db.tables import State
from bot.journey import hours
from bot.journey.screens import Offer, PageFinished, Screen, Today
from bot.journey.turns import Turn

FIRST_AFTER = timedelta(hours=12)  # the first evening belongs to the first page
ORDER = (Offer.MUTE, Offer.LOCK, Offer.TIMER, Offer.VANISH, Offer.BUZZ, Offer.FOLD, Offer.WINDOW)


def with_offer(turn: Turn, screen: Screen) -> Screen:
    """The screen, and at the foot of a quiet moment the next thing that was not offered yet."""
    if not isinstance(screen, Today | PageFinished) or screen.offer is not None:
        return screen
    person = turn.person
    today = hours.local_date(turn.now, person.zone)
    quiet = person.state is State.ACTIVE and turn.enrolment is not None
    if not quiet or turn.again or turn.now - person.joined_at < FIRST_AFTER or person.offered_on == today:
        return screen
    offer = next((each for each in ORDER if not _made(turn, each) and not _settled(turn, each)), None)
    if offer is None:
        return screen
    person.offered |= _bit(offer)
    person.offered_on = today
    return replace(screen, offer=offer)


def _bit(offer: Offer) -> int:
    return 1 << list(Offer).index(offer)


def _made(turn: Turn, offer: Offer) -> bool:
    return bool(turn.person.offered & _bit(offer))


def _settled(turn: Turn, offer: Offer) -> bool:
    """The person has done it by themselves already."""
    person = turn.person
    return {
        Offer.TIMER: bool(person.timer_seconds),
        Offer.BUZZ: not person.buzz,
        Offer.LOCK: person.pin is not None,
        Offer.MUTE: not person.buzz,
        Offer.WINDOW: not person.buzz,
    }.get(offer, False)

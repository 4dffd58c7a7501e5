"""The one card: which message is live, what it shows, when it folds; and the record of every message in the chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Message, Person
from bot.db.upsert import insert_new
from bot.journey import hours
from bot.journey.packing import Step, UnknownStep
from bot.journey.screens import Cover, Nothing, Screen
from bot.journey.steps import ShowToday, unpack
from bot.journey.turns import Turn, wait_for

MESSAGES = cast(Table, Message.__table__)
DELETABLE = timedelta(hours=48)  # Telegram lets a bot delete nothing older
SAFELY_DELETABLE = timedelta(hours=47)


@dataclass(frozen=True)
class Folding:
    """An open card that is to become its cover."""

    chat_id: int
    message_id: int
    cover: Cover


@dataclass(frozen=True)
class Showing:
    """What is to be seen in a chat once the turn is committed.

    `message_id` is the card to edit; where there is none, or it turns out to be gone, `cover` is sent.
    Without a cover nothing is sent.
    """

    chat_id: int
    screen: Screen
    message_id: int | None
    cover: Cover | None = None
    fold: Folding | None = None


def cover_of(person: Person, at: Step, now: datetime, *, can_wait: str = "") -> Cover:
    """The closed card that stands for the step `at` today; `can_wait`: the page that may be put off."""
    day = hours.local_date(now, person.zone)
    return Cover(at=at, person_id=person.id, day=day, can_wait=can_wait, language=person.language)


def card_step(person: Person) -> Step:
    """Where the person's card stands; today's overview if that is no longer known."""
    try:
        return unpack(person.card_at)
    except UnknownStep:
        return ShowToday()


async def put(turn: Turn, screen: Screen, tapped: int | None = None) -> Showing:
    """Let the card stand at `screen`. `tapped` is the message whose button was pressed; it becomes the live card."""
    person = turn.person
    screen = replace(screen, language=person.language)
    if isinstance(screen, Nothing):
        await wait_for(turn, None)
        person.card_id, person.card_open, person.card_at = None, False, screen.at.pack()
        person.card_folds_at = None
        return Showing(person.chat_id, screen, None)
    fold = None
    if tapped is not None and person.card_id not in (None, tapped) and person.card_open:
        fold = Folding(person.chat_id, person.card_id, cover_of(person, card_step(person), turn.now))
    if tapped is not None:
        await record(turn.session, person, tapped, turn.now)
        person.card_id = tapped
    await wait_for(turn, screen.waiting)
    person.card_at = screen.at.pack()
    person.card_open = person.card_id is not None and not isinstance(screen, Cover)
    touch(person, turn.now)
    if person.card_id is not None and person.vanish_hours is not None:
        await _postpone_vanishing(turn, person.card_id, person.vanish_hours)
    return Showing(person.chat_id, screen, person.card_id, cover_of(person, screen.at, turn.now), fold)


def again(person: Person, screen: Screen, now: datetime) -> Showing:
    """What stands on the card already, to be shown once more."""
    shown = replace(screen, language=person.language)
    return Showing(person.chat_id, shown, person.card_id, cover_of(person, card_step(person), now))


def touch(person: Person, now: datetime) -> None:
    """The person is here: the card folds later."""
    person.card_touched_at = now
    fold = person.fold_minutes
    person.card_folds_at = now + timedelta(minutes=fold) if fold is not None and person.card_open else None


def new_card(person: Person, message_id: int, at: Step, now: datetime) -> Folding | None:
    """The message just sent is the live card, closed; what lay open before is returned for folding.

    Unless it was tapped sooner than we could write down that it came, or a later one has followed it: that one stays.
    """
    if person.card_id is not None and person.card_id >= message_id:
        return None
    before = None
    if person.card_open and person.card_id is not None:
        before = Folding(person.chat_id, person.card_id, cover_of(person, card_step(person), now))
    person.card_id, person.card_open, person.card_at = message_id, False, at.pack()
    person.card_folds_at = None
    return before


async def record(session: AsyncSession, person: Person, message_id: int, sent_at: datetime) -> None:
    """Keep the id of a message of ours; it vanishes by the person's rule."""
    await record_all(session, [row_of(person, message_id, sent_at)])


def row_of(person: Person, message_id: int, sent_at: datetime) -> dict[str, Any]:
    """The row that keeps the id of a message of ours."""
    return {
        "chat_id": person.chat_id,
        "message_id": message_id,
        "outgoing": True,
        "sent_at": sent_at,
        "delete_at": vanishes_at(person, sent_at),
    }


async def record_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the ids of these messages; one that is known already stays as it is."""
    await insert_new(session, MESSAGES, rows)


def vanishes_at(person: Person, since: datetime) -> datetime | None:
    """When a message goes by the person's rule; None: they keep it."""
    return None if person.vanish_hours is None else since + timedelta(hours=person.vanish_hours)


async def record_theirs(session: AsyncSession, chat_id: int, message_id: int, sent_at: datetime, now: datetime) -> None:
    """Keep the id of what a person wrote: it is to go at once, whatever Telegram's clock says about `sent_at`."""
    row = {"chat_id": chat_id, "message_id": message_id, "outgoing": False, "sent_at": sent_at, "delete_at": now}
    await record_all(session, [row])


async def _postpone_vanishing(turn: Turn, message_id: int, vanish_hours: int) -> None:
    row = await turn.session.get(Message, (turn.person.chat_id, message_id))
    if row is not None:
        row.delete_at = min(turn.now + timedelta(hours=vanish_hours), row.sent_at + SAFELY_DELETABLE)


async def forget_messages(session: AsyncSession, chat_id: int, message_ids: list[int]) -> None:
    """These messages stand in the chat no longer."""
    await session.execute(delete(Message).where(Message.chat_id == chat_id, Message.message_id.in_(message_ids)))


async def clear_chat(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """Everything in the chat, in both directions, is to go now."""
    await session.execute(update(Message).where(Message.chat_id == chat_id).values(delete_at=now))


async def clear_message(session: AsyncSession, chat_id: int, message_id: int, at: datetime) -> None:
    """This one message is to go at that instant."""
    await session.execute(
        update(Message).where(Message.chat_id == chat_id, Message.message_id == message_id).values(delete_at=at)
    )


async def count_out_of_reach(session: AsyncSession, chat_id: int, now: datetime) -> int:
    """How many messages of the person are too old for the bot to delete."""
    found = await session.scalar(
        select(func.count())
        .select_from(Message)
        .where(Message.chat_id == chat_id, ~Message.outgoing, Message.sent_at < now - DELETABLE)
    )
    return found or 0

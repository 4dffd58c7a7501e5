"""The chat as it stands: messages that were shown, removed, lost, or are still to be cleared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.course import ENGLISH
from bot.db.keystore import What
from bot.db.tables import Message, Person, State
from bot.journey import cards, plan
from bot.journey.cards import Folding
from bot.journey.screens import Cover, KindAnswer
from bot.journey.screens_helping import CountryQuestion, ForgetQuestion, HelpCard, Privacy
from bot.journey.screens_safety import Breath, Keypad
from bot.journey.turns import Turns

PAUSE_BETWEEN_TRIES = timedelta(seconds=30)
WHILE_HIDDEN = (Cover, HelpCard, CountryQuestion, ForgetQuestion, Privacy, Breath, Keypad, KindAnswer)


@dataclass(frozen=True)
class Clearing:
    """Messages of one chat that are to go: by deletion, by covering them up, or not by us at all."""

    deletable: list[int]
    too_old: list[int]  # ours: may still be edited
    out_of_reach: list[int]  # the person's, older than Telegram lets a bot delete
    language: str = ENGLISH  # in which what is covered up is to read

    def __bool__(self) -> bool:
        return bool(self.deletable or self.too_old or self.out_of_reach)


async def due_for_clearing(turns: Turns, chat_id: int, now: datetime, most: int) -> Clearing:
    """Up to `most` messages of the chat whose time has come, newest first."""
    async with turns.begin() as session:
        rows = await session.scalars(
            select(Message)
            .where(Message.chat_id == chat_id, Message.delete_at <= now)
            .order_by(Message.message_id.desc())
            .limit(most)
        )
        clearing = Clearing([], [], [])
        for row in rows:
            if now - row.sent_at < cards.DELETABLE:
                clearing.deletable.append(row.message_id)
            elif row.outgoing:
                clearing.too_old.append(row.message_id)
            else:
                clearing.out_of_reach.append(row.message_id)
        if clearing.too_old:
            language = await session.scalar(select(Person.language).where(Person.chat_id == chat_id))
            clearing = replace(clearing, language=language or ENGLISH)
        return clearing


async def chats_to_clear(turns: Turns, now: datetime, most: int) -> Sequence[int]:
    """Chats in which something is due for clearing."""
    async with turns.begin() as session:
        found = await session.scalars(select(Message.chat_id).where(Message.delete_at <= now).distinct().limit(most))
        return found.all()


async def removed(turns: Turns, chat_id: int, message_ids: list[int]) -> int:
    """These stand in the chat no longer; if one of them was the card, there is no card now. Returns how many."""
    if not message_ids:
        return 0
    async with turns.begin() as session:
        await cards.forget_messages(session, chat_id, message_ids)
        await session.execute(
            update(Person)
            .where(Person.chat_id == chat_id, Person.card_id.in_(message_ids))
            .values(card_id=None, card_open=False, card_folds_at=None)
        )
    return len(message_ids)


async def try_again_later(
    turns: Turns, chat_id: int, message_ids: list[int], now: datetime, pause: timedelta = PAUSE_BETWEEN_TRIES
) -> None:
    """They could not be cleared now; not before that pause is over they are tried again."""
    async with turns.begin() as session:
        await session.execute(
            update(Message)
            .where(Message.chat_id == chat_id, Message.message_id.in_(message_ids))
            .values(delete_at=now + pause, tries=Message.tries + 1)
        )


async def sent(turns: Turns, showing: cards.Showing, message_id: int, now: datetime) -> None:
    """The cover that was sent is the live card; if its person is gone or has hidden meanwhile, it goes at once."""
    async with turns.begin() as session:
        person = await session.scalar(select(Person).where(Person.chat_id == showing.chat_id).with_for_update())
        if person is None or (person.hidden_since is not None and not _may_show_while_hidden(showing)):
            await cards.record_theirs(session, showing.chat_id, message_id, now, now)
        else:
            await cards.record(session, person, message_id, now)
            cards.new_card(person, message_id, showing.screen.at, now)


def _may_show_while_hidden(showing: cards.Showing) -> bool:
    """The one ordinary cover, and what works in any state: help, the lock, privacy, erasing."""
    return isinstance(showing.screen, WHILE_HIDDEN)


async def swept(turns: Turns, chat_id: int, message_id: int, sent_at: datetime, now: datetime) -> None:
    """One message that is to go at once: of a flood, or a card of ours that is nobody's any more."""
    async with turns.begin() as session:
        await cards.record_theirs(session, chat_id, message_id, sent_at, now)
        await cards.clear_message(session, chat_id, message_id, now)  # it may have been there, to go later


async def shows(turns: Turns, showing: cards.Showing) -> bool:
    """Whether this is still what the person's card shows."""
    async with turns.read() as session:
        found = await session.execute(
            select(Person.card_id, Person.card_open, Person.card_at).where(Person.chat_id == showing.chat_id)
        )
        open_ = not isinstance(showing.screen, Cover)
        return found.one_or_none() == (showing.message_id, open_, showing.screen.at.pack())


async def unfolded(turns: Turns, folding: Folding, now: datetime) -> None:
    """Folding failed: the live card is folded again soon; one that is no longer live is deleted instead."""
    async with turns.begin() as session:
        person = await session.scalar(select(Person).where(Person.chat_id == folding.chat_id).with_for_update())
        if person is not None and person.card_id == folding.message_id:
            person.card_open, person.card_folds_at = True, now + timedelta(minutes=1)
        else:
            await cards.clear_message(session, folding.chat_id, folding.message_id, now)


async def due_for_folding(turns: Turns, now: datetime, most: int) -> list[Folding]:
    """Cards whose time after the last tap is over; they count as folded from now on."""
    async with turns.begin() as session:
        people = await session.scalars(
            select(Person)
            .where(Person.card_folds_at <= now, Person.card_open)
            .order_by(Person.card_folds_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        due = []
        for person in people:
            if person.card_id is not None:
                cover = cards.cover_of(person, cards.card_step(person), now)
                due.append(Folding(person.chat_id, person.card_id, cover))
            person.card_open, person.card_folds_at = False, None
        return due


async def unreachable(turns: Turns, chat_id: int, now: datetime) -> None:
    """The person has blocked the bot or is gone: nothing that is planned goes out."""
    async with turns.begin() as session:
        person = await session.scalar(select(Person).where(Person.chat_id == chat_id).with_for_update())
        if person is not None:
            person.state, person.unreachable_since = State.UNREACHABLE, now
            await turns.keys.mark(chat_id, What.BLOCKED, now)
            await plan.cancel_pending(session, person.id, now, "unreachable")

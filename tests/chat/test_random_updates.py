"""Anything that Telegram could send, and much that it would not: no fault, nobody locked out, no word in the logs.

`RANDOM_UPDATES` sets how many are sent: few by default, 20,000 before a release. The seed is fixed, so that a failure
can be looked at again.
"""

import os
import random
from dataclasses import fields
from datetime import date, time, timedelta
from typing import Any, get_type_hints

import pytest
from sqlalchemy import select
from telegram import Update

from bot.course.telling import telling_words
from bot.db.tables import Person
from bot.journey import packing
from bot.journey.packing import Step
from bot.journey.steps import Forget, HideAll
from bot.journey.table import COMMANDS
from bot.logs import set_up_logging
from bot.views.messenger import Flooded, Gone, MessengerError, Refused, Unavailable, Unknown, Unreachable
from jobs.runner import JOBS, run_job
from tests.chat.conftest import Room

UPDATES = int(os.environ.get("RANDOM_UPDATES", "400"))
DAYS = ("2026-11-23", "0001-01-01", "9999-12-31", "2199-12-31", "2000-01-01")
PEOPLE = range(101, 109)
MARK = "quillfeather"  # stands in every word that is written, and must be found nowhere
WORDS = ("he said he would kill me", "stop", "Leeds", "no contact", "2749", "", "ü" * 4096, "🌧️" * 300, "‮abc", "שלום")
FAULTS: tuple[MessengerError, ...] = (
    Gone("message to edit not found"),
    Refused("bad request"),
    Unavailable("away"),
    Unknown("no answer"),
    Unreachable("403"),
    Flooded(timedelta(seconds=0.01)),
)


class Chaos:
    """Makes updates, by one seed."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room = room
        self.chance = random.Random(seed)
        self.before: list[Update] = []

    def update(self) -> Update:
        """One update of some kind; now and then one that came before."""
        chance, chat = self.chance, self.chance.choice(PEOPLE)
        if self.before and chance.random() < 0.03:
            return chance.choice(self.before[-20:])
        kind = chance.choices((self._tap, self._text, self._command, self._thing, self._odd), (45, 20, 15, 10, 10))[0]
        made = kind(chat)
        self.before.append(made)
        return made

    def _tap(self, chat: int) -> Update:
        cards = [shown for shown in self.room.phone.chat(chat) if shown.card and shown.card.steps]
        if cards and self.chance.random() < 0.8:
            return self.room.tapped(chat, self.chance.choice(self.chance.choice(cards).card.steps).pack())  # type: ignore[union-attr]
        return self.room.tapped(chat, self._forged(), self.chance.choice((None, 1, 10**9)))

    def _forged(self) -> str:
        code = self.chance.choice(sorted(Step.kinds))
        parts = [
            self.chance.choice(("0", "1", "-1", "99999999999999999999", "why-letting-go-feels-hard", *DAYS))
            if self.chance.random() < 0.7
            else self.chance.choice(("0900", "heavy", "page", "o", "c", "r", "1234", "\x00", "٣", "x" * 40, ""))
            for _ in range(self.chance.randrange(4))
        ]
        return ":".join([self.chance.choice(("1", "1", "1", "0", "")) + code, *parts])[:64]

    def _text(self, chat: int) -> Update:
        text = f"{self.chance.choice(WORDS)} {MARK}"[-4096:]
        return self.room.written(chat, self.chance.choice(WORDS) or text if self.chance.random() < 0.3 else text)

    def _command(self, chat: int) -> Update:
        name = self.chance.choice((*COMMANDS, "stats", "announce", "reload", "", "nosuch", "today@somebot", "TODAY"))
        return self.room.written(chat, f"/{name} {MARK if self.chance.random() < 0.3 else ''}".rstrip())

    def _thing(self, chat: int) -> Update:
        number = self.room.phone.write(chat, MARK)
        file = {"file_id": "f", "file_unique_id": "u"}
        things: tuple[dict[str, Any], ...] = (
            {"photo": [{**file, "width": 1, "height": 1}], "caption": MARK},
            {"voice": {**file, "duration": 1}},
            {"document": {**file, "file_name": MARK}},
            {"sticker": {**file, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
            {"contact": {"phone_number": "1", "first_name": MARK}},
            {"location": {"latitude": 1.0, "longitude": 1.0}},
            {"text": MARK, "forward_origin": {"type": "hidden_user", "sender_user_name": MARK, "date": 1}},
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
            {"pinned_message": {**self.room.head(chat, 1), "text": MARK}},
            {"dice": {"emoji": "🎲", "value": 3}},
            {"poll": _poll()},
            {},
        )
        body = {**self.room.head(chat, number), **self.chance.choice(things)}
        return self.room.update(**{self.chance.choice(("message", "message", "edited_message")): body})

    def _odd(self, chat: int) -> Update:
        group = {"id": -chat, "type": "supergroup", "title": MARK}
        who = {"id": chat, "is_bot": False, "first_name": MARK}
        member = {"user": {"id": 1, "is_bot": True, "first_name": "b"}}
        change = {
            "chat": {"id": chat, "type": "private"},
            "from": who,
            "date": 1,
            "old_chat_member": {**member, "status": "member"},
        }
        kinds: tuple[dict[str, Any], ...] = (
            {},
            {"message": {"message_id": 1, "date": 1, "chat": group, "from": who, "text": f"/start {MARK}"}},
            {"channel_post": {"message_id": 1, "date": 1, "chat": {**group, "type": "channel"}, "text": MARK}},
            {"my_chat_member": {**change, "new_chat_member": {**member, "status": "kicked", "until_date": 0}}},
            {"my_chat_member": {**change, "new_chat_member": {**member, "status": "member"}}},
            {"inline_query": {"id": "1", "from": who, "query": MARK, "offset": ""}},
            {"poll": _poll()},
            {"callback_query": {"id": "1", "from": who, "chat_instance": "1", "data": "1td"}},
            {"callback_query": {"id": "1", "from": who, "chat_instance": "1", "inline_message_id": "1"}},
        )
        return self.room.update(**self.chance.choice(kinds))


@pytest.mark.parametrize("seed", [6])
async def test_random_updates_do_no_harm(room: Room, capsys: pytest.CaptureFixture[str], seed: int) -> None:
    set_up_logging("DEBUG", "json")
    chaos = Chaos(room, seed)

    async def faulty(call: str, chat_id: int) -> None:
        if chaos.chance.random() < 0.01:
            raise chaos.chance.choice(FAULTS)

    room.phone.before = faulty
    for number in range(UPDATES):
        await room.handler.handle(chaos.update())
        room.clock.move_by(timedelta(seconds=chaos.chance.choice((1, 5, 60, 600) if number % 50 else (40_000,))))
        if number % 25 == 0:
            for job in JOBS:
                assert "failed" not in await run_job(job, room.deps, room.clock.now())
    logged = capsys.readouterr()
    assert MARK not in logged.out + logged.err
    faults = [
        line for line in logged.err.splitlines() if '"level": "error"' in line and "could not be shown" not in line
    ]
    assert not faults, "\n".join(faults)
    assert not any(MARK in line for line in room.phone.locked_screens)
    for line in {*room.phone.locked_screens, *room.phone.rows}:
        assert telling_words(line) == [], line
    room.phone.before = None
    for chat in PEOPLE:
        await _is_not_locked_out(room, chat)


ODD: dict[object, tuple[object, ...]] = {
    str: ("0", "why-letting-go-feels-hard", "x" * 30),
    int: (0, -1, 1, packing.LARGEST, -packing.LARGEST),
    bool: (True, False),
    date: (date(packing.FIRST_YEAR, 1, 1), date(packing.LAST_YEAR, 12, 31), date(2026, 11, 23)),
    time: (time(0), time(23, 59)),
}


async def test_every_button_takes_odd_arguments_without_a_fault(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("DEBUG", "json")
    ana = await room.arrived()
    for code, kind in sorted(Step.kinds.items()):
        if kind in (Forget, HideAll):
            continue
        hints = get_type_hints(kind)
        sorts = [ODD.get(hints[each.name]) or tuple(hints[each.name]) for each in fields(kind)]
        for number in range(max((len(sort) for sort in sorts), default=1)):
            data = _packed(kind(*(sort[number % len(sort)] for sort in sorts)))
            await room.taps(ana, data)
            assert '"level": "error"' not in (logged := capsys.readouterr().err), f"{code} {number}\n{logged[-3000:]}"
    await _is_not_locked_out(room, ana)


def _packed(step: Step) -> str:
    """The step as button data; what is too long for a button can still be forged, as far as Telegram carries it."""
    try:
        return step.pack()
    except ValueError:
        parts = (getattr(step, each.name) for each in fields(step))
        return ":".join([packing.VERSION + step.code, *map(str, parts)])[: packing.LIMIT]


async def _is_not_locked_out(room: Room, chat: int) -> None:
    """Help and erasing work in whatever state the person was left, and a new beginning does."""
    room.clock.move_by(timedelta(minutes=30))
    await room.says(chat, "/help")
    if "danger" not in room.card(chat).text:
        await _opens(room, chat)
    assert "danger" in room.card(chat).text, room.card(chat).text
    await room.says(chat, "/forget")
    await room.taps(chat, "1fy")
    assert "It is done." in room.card(chat).text
    async with room.turns.begin() as session:
        assert await session.scalar(select(Person.id).where(Person.chat_id == chat)) is None
    await room.says(chat, "/start")
    await _opens(room, chat)
    assert "Who may see this phone?" in room.card(chat).text


async def _opens(room: Room, chat: int) -> None:
    card = room.card(chat).card
    assert card is not None
    await room.taps(chat, card.steps[0].pack())


def _poll() -> dict[str, Any]:
    names = ("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only")
    flags = dict.fromkeys(names, False)
    return {"id": "1", "question": MARK, "options": [], "total_voter_count": 0, "type": "regular", **flags}

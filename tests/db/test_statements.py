"""What a delivered page and an erased person cost the database: counted in statements, for little and for much."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import event, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bench import crowd
from bot.crypto import Ring, Sealed, new_key
from bot.db.keystore import KeyStore
from bot.db.tables import Delivery, Entry, Message, Outcome, Person
from bot.journey import table
from bot.journey.library import Library
from bot.journey.screens_helping import Forgotten
from bot.journey.steps import Forget
from bot.journey.turns import Turns
from bot.views import Card
from bot.views.messenger import Refused
from jobs import deliver_due
from jobs.deps import Deps
from jobs.under_way import UnderWay
from tests.lives.conftest import Post

PEOPLE = 51


@dataclass
class Count:
    """How often the database was asked for something."""

    statements: int = 0
    writes: int = 0
    commits: int = 0


@contextmanager
def _counting(engine: AsyncEngine) -> Iterator[Count]:
    count = Count()

    def asked(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            count.statements += 1
            count.writes += statement.startswith(("INSERT", "UPDATE", "DELETE"))

    def committed(_connection: object) -> None:
        count.commits += 1

    event.listen(engine.sync_engine, "before_cursor_execute", asked)
    event.listen(engine.sync_engine, "commit", committed)
    yield count
    event.remove(engine.sync_engine, "before_cursor_execute", asked)
    event.remove(engine.sync_engine, "commit", committed)


async def test_fifty_pages_cost_no_more_statements_than_one(engines: dict[str, AsyncEngine], library: Library) -> None:
    turns = Turns(engines["main"], await KeyStore.open(engines["keys"], Ring([new_key()])), library)
    await crowd.fill(engines["main"], library.content, PEOPLE, due=PEOPLE, days_behind=2)
    counts = []
    for batch, later in ((1, timedelta()), (50, timedelta(seconds=1))):
        deps = Deps(
            turns,
            Post(crowd.NOW, numbers=itertools.count(crowd.CARD + 1)),
            rate=1000,
            batch=batch,
            under_way=UnderWay(most=1),
        )
        with _counting(engines["main"]) as count:
            await deliver_due.run(deps, crowd.NOW + later)
            await deps.under_way.finish()
        counts.append(count)
    async with turns.begin() as session:
        sent = select(func.count()).where(Delivery.state == Outcome.SENT, Delivery.settled_at >= crowd.NOW)
        assert await session.scalar(sent) == PEOPLE
    one, fifty = counts
    # The first of all also makes the purse. Two of the commits end transactions that only read.
    assert (one.statements, one.writes, one.commits) == (27, 9, 4)
    assert (fifty.statements, fifty.writes, fifty.commits) == (25, 8, 4)


class _Refusing(Post):
    """Telegram takes nothing."""

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        raise Refused("bad request")


async def test_what_telegram_refuses_is_counted_and_no_fault_of_the_job(
    engines: dict[str, AsyncEngine], library: Library
) -> None:
    turns = Turns(engines["main"], await KeyStore.open(engines["keys"], Ring([new_key()])), library)
    await crowd.fill(engines["main"], library.content, 3, due=3, days_behind=2)
    deps = Deps(turns, _Refusing(crowd.NOW), rate=1000)
    assert await deliver_due.run(deps, crowd.NOW) == {"claimed": 3}
    await deps.under_way.finish()
    assert await deliver_due.run(deps, crowd.NOW) == {"refused": 3}


async def test_erasing_a_long_life_asks_the_database_no_more_often_than_a_short_one(
    engines: dict[str, AsyncEngine], library: Library
) -> None:
    turns = Turns(engines["main"], await KeyStore.open(engines["keys"], Ring([new_key()])), library)
    await crowd.fill(engines["main"], library.content, 2, due=2, days_behind=2)
    async with turns.begin() as session:
        short, long = (await session.scalars(select(Person).order_by(Person.id))).all()
        entry = {"person_id": long.id, "prompt": "p", "text": Sealed(b"token"), "messages": 1, "written_at": crowd.NOW}
        message = {"chat_id": long.chat_id, "outgoing": True, "sent_at": crowd.NOW}
        await session.execute(insert(Entry), [entry] * 2000)
        await session.execute(insert(Message), [message | {"message_id": 10_000 + n} for n in range(2000)])
    counts = []
    for number, person in enumerate((short, long)):
        with _counting(engines["main"]) as count:
            async with turns.take(person.chat_id, 1000 + number, crowd.NOW) as turn:
                assert turn is not None
                screen = await table.perform(turn, Forget())
        counts.append(count)
        assert isinstance(screen, Forgotten)
        assert screen.erased["entries"] == 2000 * number
    assert counts[0] == counts[1]

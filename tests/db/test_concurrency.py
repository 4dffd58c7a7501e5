"""Many at once: no update is lost, and no delivery is claimed twice."""

import asyncio
import itertools
import random
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.crypto import Ring, new_key
from bot.db.keystore import KeyStore
from bot.db.tables import Delivery, Kind, Outcome, Person
from bot.journey.claiming import claim_due
from bot.journey.library import Library
from bot.journey.turns import Turns
from tests.db.test_schema import NOW, a_person


async def test_concurrent_turns_of_one_person_lose_nothing(engines: dict[str, AsyncEngine], library: Library) -> None:
    turns = Turns(engines["main"], await KeyStore.open(engines["keys"], Ring([new_key()])), library)

    async def one_more(update_id: int) -> None:
        async with turns.take(7, update_id, NOW) as turn:
            assert turn is not None
            turn.person.fold_minutes = (turn.person.fold_minutes or 0) + 1

    await asyncio.gather(*(one_more(n) for n in range(100)))
    async with turns.begin() as session:
        assert await session.scalar(select(Person.fold_minutes)) == 20 + 100
        assert await session.scalar(select(func.count()).select_from(Person)) == 1


async def test_six_workers_claim_each_delivery_once(engines: dict[str, AsyncEngine], library: Library) -> None:
    turns = Turns(engines["main"], await KeyStore.open(engines["keys"], Ring([new_key()])), library)
    async with async_sessionmaker(engines["main"]).begin() as session:
        for number in range(200):
            person = a_person(number)
            session.add(person)
            await session.flush()
            session.add(
                Delivery(
                    person_id=person.id,
                    kind=Kind.PAGE,
                    run=1,
                    subject="signs",
                    local_date=NOW.date(),
                    due_at=NOW - timedelta(minutes=1),
                )
            )

    async def works() -> list[int]:
        mine: list[int] = []
        while claims := await claim_due(turns, NOW, batch=7, rate=2000, lease=timedelta(minutes=2)):
            mine += [claim.id for claim in claims]
        return mine

    claimed = [one for mine in await asyncio.gather(*(works() for _ in range(6))) for one in mine]
    assert len(claimed) == 200
    assert len(set(claimed)) == 200


async def test_all_workers_together_keep_the_send_rate(engines: dict[str, AsyncEngine], library: Library) -> None:
    turns = Turns(engines["main"], await KeyStore.open(engines["keys"], Ring([new_key()])), library)
    async with async_sessionmaker(engines["main"]).begin() as session:
        person = a_person()
        session.add(person)
        await session.flush()
        for number in range(100):
            session.add(
                Delivery(
                    person_id=person.id,
                    kind=Kind.PAGE,
                    run=1,
                    subject=f"page-{number}",
                    local_date=NOW.date(),
                    due_at=NOW,
                )
            )
    instants: list[float] = []
    chance, at = random.Random(7), 0.0
    while at < 3:  # some worker or other looks, now sooner, now later
        claims = await claim_due(turns, NOW + timedelta(seconds=at), batch=50, rate=10, lease=timedelta(minutes=2))
        instants += [at + claim.wait for claim in claims]
        at += chance.uniform(0.0, 0.3)
    assert len(instants) >= 3 * 10, "never less than the rate"
    assert instants == sorted(instants)
    for one, later in itertools.pairwise(instants):
        assert later - one > 0.0999, "and never two at once"
    async with turns.begin() as session:
        left = await session.scalar(select(func.count()).select_from(Delivery).where(Delivery.state == Outcome.PLANNED))
    assert left == 100 - len(instants)


async def test_processes_that_start_together_on_a_new_store_share_its_secret(engines: dict[str, AsyncEngine]) -> None:
    ring = Ring([new_key()])
    stores = await asyncio.gather(*(KeyStore.open(engines["keys"], ring) for _ in range(6)))
    assert len({store.name_of(7) for store in stores}) == 1

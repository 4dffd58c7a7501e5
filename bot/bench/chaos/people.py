"""The people of a scenario: a crowd whose page or evening is due, some of them outside their window or soon to be."""

from datetime import UTC, time, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bench import crowd
from bot.bench.crowd import CARD, DAYS_BEHIND, NOW
from bot.course import Content
from bot.db.tables import Delivery, Kind, Person
from bot.sandbox.people import Person as Phone
from bot.sandbox.records import Notification
from bot.sandbox.world import World

DUE = NOW - timedelta(seconds=1)
LATE_RISERS = time(15, 0)
WINDOW_ENDS = NOW + timedelta(minutes=15)  # for those with a short window


def is_evening(number: int) -> bool:
    """Their check-in is due; everybody else's page."""
    return number % 3 == 0


def is_asleep(number: int) -> bool:
    """Their window opens in the afternoon: nothing may come."""
    return number % 20 == 7


def is_early(number: int) -> bool:
    """Their window ends soon: what is late for it may not come any more."""
    return number % 20 == 13


async def fill(engine: AsyncEngine, content: Content, people: int) -> None:
    """So many people, each with exactly one delivery that fell due just now. Chat ids are 1 and on."""
    await crowd.fill(engine, content, people, due=people, days_behind=DAYS_BEHIND)
    evening = Delivery.person_id % 3 == 0
    tomorrow = DUE + timedelta(days=1)
    async with engine.begin() as connection:
        await connection.execute(
            update(Delivery)
            .where(evening, Delivery.kind == Kind.PAGE, Delivery.due_at == DUE)
            .values(due_at=tomorrow, not_before=tomorrow, local_date=tomorrow.date())
        )
        await connection.execute(
            update(Delivery).where(evening, Delivery.kind == Kind.CHECKIN).values(due_at=DUE, not_before=DUE)
        )
        await connection.execute(update(Person).where(Person.id % 3 == 0).values(checkin_time=time(8, 30)))
        await connection.execute(update(Person).where(Person.id % 20 == 7).values(window_start=LATE_RISERS))
        await connection.execute(
            update(Person).where(Person.id % 20 == 13).values(window_end=WINDOW_ENDS.astimezone(UTC).time())
        )


def settle_in(world: World, people: int) -> dict[int, Phone]:
    """The same people with their phones, who have all pressed Start."""
    world.bot.go_on_after(CARD, 0)
    phones = {}
    for number in range(1, people + 1):
        phone = world.admit(Phone(world, number, f"Person {number}", "en"))
        phone.private_chat.started = True
        phones[number] = phone
    return phones


def unasked(phone: Phone) -> list[Notification]:
    """What came unasked; answers come without a sound."""
    return [note for note in phone.notifications if not note.silent]

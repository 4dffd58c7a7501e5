"""The operator's figures, in the chat and on the command line."""

import asyncio
import json
import re
from datetime import datetime, timedelta

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from typer.testing import CliRunner

from bot.chat.backstage import COUNTED_FOR
from bot.cli.main import cli
from bot.course.telling import telling_words
from bot.crypto import Sealed
from bot.db.engines import for_reading, make_engine
from bot.db.tables import Checkin, Delivery, Enrolment, Kind, Outcome, PageProgress, Person, Rating, State
from bot.journey.counting import count
from bot.sandbox.driver import Participant
from tests.conftest import Life


async def _operator(life: Life) -> Participant:
    operator = life.person("Op")
    await operator.starts()
    assert life.app is not None
    life.app.turns.office.admins = frozenset({operator.person_id})
    return operator


async def _crowd(life: Life, number: int, *, days: int, seen: int) -> None:
    """People who began `days` ago, and in the first `seen` days read every page and answered every evening."""
    assert life.app is not None
    began = life.now - timedelta(days=days)
    async with life.app.turns.begin() as session:
        for each in range(number):
            person = Person(
                chat_id=1000 * days + each,
                state=State.ACTIVE,
                language="en",
                joined_at=began,
                seen_at=began + timedelta(days=seen),
                card_at="1td",
            )
            session.add(person)
            await session.flush()
            enrolment = Enrolment(person_id=person.id, course=life.content.course.id, run=1, started_at=began)
            session.add(enrolment)
            await session.flush()
            evenings = [began + timedelta(days=day) for day in range(days)]
            session.add_all(_question(person.id, at, Outcome.SENT) for at in evenings)
            session.add(_question(person.id, life.now + timedelta(hours=3), Outcome.PLANNED))
            for at, page in zip(evenings[:seen], life.content.course.days, strict=False):
                answers = Sealed(b"sealed")
                session.add(Checkin(person_id=person.id, local_date=at.date(), answers=answers, answered_at=at))
                session.add(_read(enrolment.id, page, at))


def _question(person_id: int, at: datetime, state: Outcome) -> Delivery:
    return Delivery(
        person_id=person_id,
        kind=Kind.CHECKIN,
        run=1,
        subject=at.date().isoformat(),
        local_date=at.date(),
        due_at=at,
        not_before=at,
        state=state,
        message_id=1 if state is Outcome.SENT else None,
    )


def _read(enrolment_id: int, page: str, at: datetime) -> PageProgress:
    return PageProgress(
        enrolment_id=enrolment_id, page=page, local_date=at.date(), delivered_at=at, opened_at=at, finished_at=at
    )


async def test_few_people_are_no_numbers(life: Life) -> None:
    operator = await _operator(life)
    ana = await life.arrived()
    await ana.taps("Open")
    await operator.says("/stats")
    operator.sees("Began: fewer than 5")
    operator.sees("Day 1: came to fewer than 5, read to the end by fewer than 5")
    assert telling_words(operator.chat_row) == []


async def test_a_crowd_in_steps_of_five(life: Life) -> None:
    operator = await _operator(life)
    await _crowd(life, 17, days=16, seen=8)
    await _crowd(life, 6, days=35, seen=35)
    await _crowd(life, 4, days=3, seen=2)
    assert life.app is not None
    async with life.app.turns.begin() as session:
        session.add(Rating(page="grounding", value="helped", times=12))
        session.add(Rating(page="grounding", value="too_much", times=2))
    await operator.says("/stats")
    for line in (
        "Began: 25",
        "Day 1: came to 25, read to the end by 25",
        "Day 8: came to 20, read",
        "Day 9: came to 5, read",
        "Week 1: 170 came, 97 % answered",
        "Week 2: 160 came, 34 % answered",
        "Day 7: 100 % of 20",
        "Day 15: 25 % of 20",
        "Day 30: 100 % of 5",
        "First evening answered: 100 %; four: 100 %.",
        "Days used of the first 21: 14",
        "25 messages are planned",
    ):
        operator.sees(line)
    await operator.taps("Page by page")
    operator.sees(f"{life.content.pages['grounding'].title}: helped 10, not for me fewer than 5, too much fewer than 5")
    await operator.taps("Back")
    operator.sees("Began: 25")


async def test_counting_takes_eight_statements_whatever_the_number(life: Life) -> None:
    await _crowd(life, 5, days=22, seen=9)
    statements: list[str] = []
    engine = make_engine(life.settings.database_url)
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    async with AsyncSession(for_reading(engine)) as session:
        await count(session, life.content.course, 25, life.now)
    await engine.dispose()
    assert len([each for each in statements if each.startswith("SELECT") and "FROM" in each]) == 8


async def test_they_are_counted_anew_only_after_a_while(life: Life) -> None:
    operator = await _operator(life)
    await operator.says("/stats")
    assert life.app is not None
    before = life.app.turns.office.figures
    await operator.taps("Page by page")
    await operator.taps("Back")
    assert life.app.turns.office.figures is before
    life.clock.move_by(COUNTED_FOR)
    await operator.taps("Page by page")
    assert life.app.turns.office.figures is not before


async def test_for_anybody_else_there_are_none(life: Life) -> None:
    await _operator(life)
    ana = await life.arrived()
    await ana.says("/nonsense")
    answer = ana.card.text
    await ana.says("/stats")
    assert ana.card.text == answer
    for data in ("1xs:0", "1xs:1"):
        await ana.taps_data(data, on=ana.card)
        ana.sees(life.content.texts.plain("error.old_button"))
    assert life.app is not None
    assert life.app.turns.office.figures is None


async def test_the_command_line_says_the_same(life: Life) -> None:
    await _crowd(life, 7, days=9, seen=9)
    told = await _stats(life)
    assert "Began: 5" in told
    assert "Day 9: came to 5" in told
    found = json.loads(await _stats(life, "--json"))
    assert found["began"] == 5
    assert found["finished"] is None
    assert found["days"][8] == {"page": life.content.course.days[8], "reached": 5, "finished": 5}
    assert found["demand"]["rate"] == life.settings.send_rate
    # Nothing between nothing and five stands anywhere but where a day, a week or a rate is named.
    small = re.sub(r'"(day|week|one_in|wait|rate|days_used)": [^,}]+', "", json.dumps(found))
    assert not re.search(r": [1-4]\b", small)


async def _stats(life: Life, *options: str) -> str:
    def run() -> str:
        environment = {
            "TELEGRAM_TOKEN": life.settings.telegram_token,
            "TELEGRAM_API_URL": life.settings.telegram_api_url,
            "DATABASE_URL": life.settings.database_url,
            "SEND_RATE": str(life.settings.send_rate),
        }
        result = CliRunner().invoke(cli, ["stats", *options], env=environment)
        assert result.exit_code == 0, result.output
        return result.output

    return await asyncio.to_thread(run)

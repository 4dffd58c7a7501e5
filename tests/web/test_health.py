"""`/healthz` and `/readyz`: what is wrong is said in words, and gives no secret away."""

from dataclasses import replace
from typing import cast

import pytest
from sqlalchemy import text
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot import app as wiring
from bot.chat.handler import Handler
from bot.chat.polling import Poller
from bot.db.engines import make_engine
from bot.db.readiness import database_fault
from bot.web.health import Health
from tests.conftest import Databases, Life
from tests.web.conftest import get


async def test_a_program_that_starts_lives_and_is_not_ready() -> None:
    routes = Health().routes
    assert (await get(routes, "/healthz")).status_code == 200
    answer = await get(routes, "/readyz")
    assert answer.status_code == 503
    assert "starting" in answer.text


async def test_it_is_ready_once_it_has_looked_for_what_is_due(life: Life) -> None:
    assert life.app is not None
    health = Health()
    health.watch(life.app.checks)
    before = await get(health.routes, "/readyz")
    assert (before.status_code, before.text) == (503, "nothing has looked yet for what is due\n")
    await life.passes()
    after = await get(health.routes, "/readyz")
    assert (after.status_code, after.text) == (200, "ok\n")


async def test_a_tick_that_is_old_is_said(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    assert life.app is not None
    await life.passes()
    monkeypatch.setattr(wiring, "TICK_IS_OLD", -1.0)
    health = Health()
    health.watch(life.app.checks)
    answer = await get(health.routes, "/readyz")
    assert answer.status_code == 503
    assert "seconds for what is due" in answer.text


async def test_a_database_that_is_behind_or_ahead(databases: Databases) -> None:
    engine = make_engine(databases.main)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
        kept = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        await connection.execute(text("DELETE FROM alembic_version"))
    try:
        assert "bot db upgrade" in await database_fault(engine, "main")
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
        assert await database_fault(engine, "main") == "", "a newer version has been here; this one goes on meanwhile"
    finally:
        async with engine.begin() as connection:
            await connection.execute(text("DELETE FROM alembic_version"))
            if kept:
                await connection.execute(text("INSERT INTO alembic_version VALUES (:kept)"), {"kept": kept})
        await engine.dispose()


async def test_a_database_that_is_away_is_said_without_its_password() -> None:
    engine = make_engine("postgresql://somebody:secret-word@127.0.0.1:1/nowhere")
    said = await database_fault(engine, "keys")
    await engine.dispose()
    assert said == "the key store cannot be reached"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (InvalidToken(), "refuses the token"),
        (NetworkError("no way there"), "cannot be reached"),
        (Conflict("somebody else"), "another program"),
    ],
)
async def test_what_telegram_refuses_is_said(life: Life, error: TelegramError, says: str) -> None:
    assert life.app is not None
    await life.passes()

    class Refusing:
        async def get_updates(self, **_: object) -> None:
            poller.stop()
            raise error

    poller = Poller(cast(Bot, Refusing()), cast(Handler, None))
    await poller.run()
    health = Health()
    health.watch(replace(life.app, poller=poller).checks)
    answer = await get(health.routes, "/readyz")
    assert answer.status_code == 503
    assert says in answer.text

"""The scenarios of `bench chaos`, each with few people: real processes, real kills, and the same books at the end."""

import pytest

from bot.bench.chaos.report import table
from bot.bench.chaos.scenarios import SCENARIOS, Played, Scenario, play
from bot.bench.programs import Missing
from tests.processes.conftest import PATIENCE

DELIVERIES = 200
KILLS = 3
SPEED = 10
RATE = 40  # a second of the clock: so few that there is time to leave
PLAYED = [(scenario, database) for scenario in SCENARIOS for database in scenario.databases]


@pytest.mark.parametrize(("scenario", "database"), PLAYED, ids=[f"{each.name}-{name}" for each, name in PLAYED])
async def test_nothing_is_lost_and_nothing_doubled(scenario: Scenario, database: str) -> None:
    try:
        played = await play(
            scenario, database, deliveries=DELIVERIES, kills=KILLS, speed=SPEED, patience=PATIENCE * 2, rate=RATE
        )
    except Missing as error:
        pytest.skip(str(error))
    assert played.books.violations == [], table([played])
    assert played.books.sent > DELIVERIES * 0.8
    assert _has_happened(played), table([played])


def _has_happened(played: Played) -> bool:
    """Whether what the scenario is about took place at all."""
    if played.scenario == "workers killed":
        return played.kills >= KILLS
    if played.scenario == "Telegram stumbles":
        return played.refused > 0 and played.tries > DELIVERIES
    if played.scenario == "people leave":
        return {"hidden", "unreachable", "planned anew"} <= played.books.held.keys()
    return played.faults > 0

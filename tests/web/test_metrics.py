"""The figures of one process, as a scraper reads them."""

from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from bot.web.sight import metrics_routes
from jobs import measure_backlog
from tests.conftest import Life
from tests.web.conftest import get


def _figure(life: Life, name: str, **labels: str) -> float | None:
    assert life.app is not None
    return life.app.deps.metrics.registry.get_sample_value(name, labels)


async def test_the_exposition_is_what_prometheus_reads(life: Life) -> None:
    await life.arrived()
    await life.passes()
    assert life.app is not None
    answer = await get(metrics_routes(life.app.deps.metrics), "/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert {"homeward_deliveries_due", "homeward_telegram_calls", "homeward_update_lag_seconds"} <= set(families)
    labels = {label for family in families.values() for sample in family.samples for label in sample.labels}
    assert labels <= {"method", "outcome", "code", "name", "result", "state", "le"}, "nothing that tells of one person"
    values = {
        value for family in families.values() for s in family.samples for n, value in s.labels.items() if n != "le"
    }
    assert not any(char.isdigit() for value in values for char in value), values


async def test_calls_are_counted_by_method_and_outcome(life: Life) -> None:
    ana = await life.arrived()
    sent = _figure(life, "homeward_telegram_calls_total", method="sendMessage", outcome="ok")
    assert sent is not None
    assert sent > 0
    life.world.faults.once("error", "editMessageText")
    await ana.says("/progress")
    assert _figure(life, "homeward_telegram_calls_total", method="editMessageText", outcome="unavailable") == 1


async def test_what_waits_is_measured_each_minute(life: Life) -> None:
    await life.arrived()
    await life.passes()
    assert _figure(life, "homeward_deliveries_due") == 0
    assert life.app is not None
    # At half past eight the evening is due since about eight, and nobody has sent it.
    life.clock.move_by(timedelta(hours=3, minutes=30))
    await measure_backlog.run(life.app.deps, life.now)
    assert _figure(life, "homeward_deliveries_due") == 1
    assert _figure(life, "homeward_deliveries_overdue") == 1
    oldest = _figure(life, "homeward_oldest_due_seconds")
    assert oldest is not None
    assert 20 * 60 <= oldest <= 30 * 60
    await life.passes()
    assert _figure(life, "homeward_deliveries_due") == 0
    assert _figure(life, "homeward_oldest_due_seconds") == 0


async def test_people_are_counted_where_there_are_five(life: Life) -> None:
    for number in range(4):
        await life.person(f"Person {number}").starts()
    await life.passes()
    assert _figure(life, "homeward_people", state="arriving") is None
    await life.person("One more").starts()
    await life.passes()
    assert _figure(life, "homeward_people", state="arriving") == 5


def test_a_state_that_has_become_small_is_shown_no_more() -> None:
    metrics = Metrics()
    metrics.people({"active": 5})
    metrics.people({})
    assert metrics.registry.get_sample_value("homeward_people", {"state": "active"}) is None

"""The clock of a demonstration, with the real application living by it."""

from datetime import timedelta

from bot.cli.demo_clock import DemoClock
from tests.conftest import Life


async def test_next_message_jumps_to_what_comes_next(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    hours = []
    for _ in range(4):
        for button in ("Open", "✕ Close"):
            await ana.taps(button)
        assert await panel.next_message(ana.person_id)
        hours.append(ana.notifications[-1].at.astimezone(life.zone).strftime("%a %H"))
    assert hours == ["Mon 20", "Tue 08", "Tue 20", "Wed 08"]


async def test_nothing_is_planned_before_somebody_begins(life: Life, panel: DemoClock) -> None:
    ben = life.person("Ben")
    before = life.now
    assert not await panel.next_message(ben.person_id)
    await ben.starts()
    assert not await panel.next_message(ben.person_id)
    assert life.now == before


async def test_an_hour_brings_only_what_falls_into_it(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    before = len(ana.notifications)
    await panel.move_by(timedelta(hours=1))
    assert life.now.astimezone(life.zone).hour == 18
    assert len(ana.notifications) == before
    await panel.move_by(timedelta(hours=3))
    assert len(ana.notifications) == before + 1
    assert ana.notifications[-1].at < life.now - timedelta(minutes=30), "it came at its own hour, not after the jump"


async def test_the_next_morning_is_that_of_the_person(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await panel.next_morning(ana.person_id)
    local = life.now.astimezone(life.zone)
    assert (local.strftime("%a"), local.hour, local.minute) == ("Tue", 9, 0)


async def test_it_stands_still_while_somebody_reads(life: Life, panel: DemoClock) -> None:
    await panel.run_at(60)
    ana = await life.arrived()
    await panel.look()
    assert (panel.state().reading, panel.state().running) == (False, 60)
    assert panel.state().zones == {ana.person_id: "Europe/London"}
    await ana.taps("Open")
    await panel.look()
    assert (panel.state().reading, panel.state().running) == (True, 0)
    await panel.hold(False)
    assert panel.state().running == 60
    await panel.hold(True)
    await ana.taps("✕ Close")
    await panel.look()
    assert panel.state().running == 60


async def test_a_card_folds_when_time_is_made_to_pass(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    assert len(ana.buttons) > 2
    await panel.move_by(timedelta(hours=1))
    assert ana.buttons[0] == "Open"

"""The made-up person of `--filled`, lived for some days only."""

from datetime import timedelta

from bot.cli import demo_filled
from bot.cli.demo_clock import DemoClock
from tests.conftest import Life


async def test_days_are_lived_with_the_real_bot(life: Life, panel: DemoClock) -> None:
    until = life.now + timedelta(days=7)
    await demo_filled.play(life.world, panel, life.content, until)
    (mia,) = life.world.people.values()
    assert mia.name == "Mia"
    assert until <= life.now < until + timedelta(minutes=1)
    assert 10 <= len(mia.notifications) <= 16
    ana = life.driver.person("Ana")
    assert ana.person_id != mia.person_id

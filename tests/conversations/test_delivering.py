"""Deliveries when Telegram is slow, absent, full or unsure: nothing lost, and doubled only where nobody can know."""

from sqlalchemy import text

from bot.db.engines import make_engine
from bot.sandbox.driver import Participant
from bot.sandbox.limits import Flood
from tests.conftest import Life


async def _readers(life: Life, *names: str) -> list[Participant]:
    """People who have opened day 1 and get no evening questions, with an hour to go until day 2."""
    people = []
    for name in names:
        person = await life.arrived(name)
        await person.taps("Open")
        await person.says("/settings")
        await person.taps("Evening hour")
        await person.taps("No evening questions")
        people.append(person)
    await life.lives_until(7, 30)
    return people


async def _deliveries(life: Life) -> list[tuple[str, str, int, str | None]]:
    engine = make_engine(life.settings.database_url)
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT subject, state, attempts, reason FROM delivery ORDER BY id"))
        found = [(str(row[0]), str(row[1]), int(row[2]), row[3]) for row in rows]
    await engine.dispose()
    return found


async def test_a_server_error_is_tried_again_and_the_page_comes_once(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    fault = life.world.faults.add("error", "sendMessage", times=3)
    before = len(ana.notifications)
    await life.lives_until(9, 30)
    assert fault.struck == 3
    assert len(ana.notifications) == before + 1


async def test_a_connection_that_breaks_before_is_tried_again(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    life.world.faults.once("reset_before", "sendMessage")
    before = len(ana.notifications)
    await life.lives_until(9, 30)
    # From outside a cut connection looks the same, whether the call was carried out or not.
    assert len(ana.notifications) == before + 1


async def test_a_page_of_unknown_fate_is_sent_once_more_and_not_again(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    fault = life.world.faults.add("reset_after", "sendMessage")
    before = len(ana.notifications)
    await life.lives_until(12, 0)
    assert fault.struck == 2
    assert len(ana.notifications) == before + 2
    assert ("what-is-a-trauma-bond", "sent", 2, "unknown") in await _deliveries(life)
    life.world.faults.clear()
    await ana.taps("Open", on=ana.chat[-1])
    ana.sees("(1/4)")


async def test_an_evening_of_unknown_fate_counts_as_sent(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(19, 0)
    fault = life.world.faults.add("reset_after", "sendMessage")
    before = len(ana.notifications)
    await life.lives_until(23, 0)
    assert fault.struck == 1
    assert len(ana.notifications) == before + 1


async def test_a_429_puts_off_that_row_alone_and_it_comes_later_once(life: Life) -> None:
    ana, bo = await _readers(life, "Ana", "Bo")
    # One message in a thousand seconds, by the moved clock: whoever is second is refused.
    life.world.flood = Flood(per_second=0.001, clock=lambda: life.now.timestamp())
    before = len(ana.notifications), len(bo.notifications)
    await life.lives_until(8, 45)
    assert life.world.flood.refused == 1
    came = len(ana.notifications) - before[0], len(bo.notifications) - before[1]
    assert sorted(came) == [0, 1]
    for person in (ana, bo):
        await person.says("/topics")
        person.sees("Pick a shelf")
    await life.lives_until(9, 30)
    assert (len(ana.notifications) - before[0], len(bo.notifications) - before[1]) == (1, 1)


async def test_a_block_that_shows_only_when_sending_stops_everything(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    ana.private_chat.blocked = True  # Telegram has told nobody
    await life.lives_until(12, 0, days=3)
    assert [row[1] for row in await _deliveries(life)].count("planned") == 0
    assert ("what-is-a-trauma-bond", "skipped", 1, "unreachable") in await _deliveries(life)


async def test_one_persons_fault_does_not_touch_the_next(life: Life) -> None:
    ana, bo = await _readers(life, "Ana", "Bo")
    ana.private_chat.blocked = True
    before = len(bo.notifications)
    await life.lives_until(9, 0)
    assert len(bo.notifications) == before + 1


async def test_after_an_outage_of_a_night_the_page_waits_for_the_window(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    await ana.says("/settings")
    before = len(ana.notifications)
    await life.moves_by(hours=19)  # back at half past two in the night
    assert len(ana.notifications) == before
    await life.lives_until(8, 5)
    assert len(ana.notifications) == before + 1


async def test_after_an_outage_of_a_week_one_page_comes_not_seven(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    before = len(ana.notifications)
    await life.moves_by(days=7, hours=3)
    await life.lives_until(23, 0)
    assert len(ana.notifications) == before + 1


async def test_what_is_missing_is_found_and_planned(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    engine = make_engine(life.settings.database_url)
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM delivery WHERE state = 'planned'"))
    await engine.dispose()
    assert life.app is not None
    assert (await life.app.tick())["healed"] == 1
    before = len(ana.notifications)
    await life.lives_until(9, 0, days=1)
    assert len(ana.notifications) == before + 1


async def test_an_update_that_comes_twice_is_answered_once(life: Life) -> None:
    """The process ends after an update was handled and before Telegram heard of it."""
    ana = await life.arrived()
    await ana.says("/write")
    life.world.faults.add("reset_after", "getUpdates", times=1)
    await ana.says("a single sentence")
    ana.sees("One message is kept.")
    await ana.says("/progress")
    ana.sees("You wrote one text.")


async def test_an_answer_is_tried_again_while_telegram_stumbles(life: Life) -> None:
    ana = await life.arrived()
    life.world.faults.add("error", "editMessageText", times=2)
    await ana.taps("Open")
    ana.sees("On (1/4)")


async def test_deletions_that_fail_are_tried_again(life: Life) -> None:
    ana = await life.arrived()
    fault = life.world.faults.add("error", "deleteMessages", times=1)
    await ana.says("words that must not stay")
    assert fault.struck == 1
    assert any("words that" in message.text for message in ana.chat)
    await life.moves_by(minutes=6)
    ana.sees_not("words that must not stay")


async def test_after_an_outage_what_is_late_keeps_its_distance(life: Life) -> None:
    """Back in the evening with the page and the questions due: the questions first, the page not right behind them."""
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(7, 30)
    before = len(ana.notifications)
    await life.moves_by(hours=11, minutes=50)  # 19:20; the evening comes within the hour
    assert len(ana.notifications) == before
    await life.lives_until(20, 15)
    assert len(ana.notifications) == before + 1
    await life.lives_until(21, 20)
    assert len(ana.notifications) == before + 2


async def test_after_an_outage_into_the_evening_the_page_waits_for_the_morning(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(7, 30)
    before = len(ana.notifications)
    await life.moves_by(hours=13, minutes=15)  # 20:45: both are due, and an hour later the window is closed
    assert len(ana.notifications) == before + 1
    await life.lives_until(7, 50)
    assert len(ana.notifications) == before + 1
    await life.lives_until(8, 10)
    assert len(ana.notifications) == before + 2


async def test_a_token_that_is_revoked_for_a_while_costs_nobody_a_page(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(23)
    before = len(ana.notifications)
    bot = life.world.bots.pop(life.world.bot.token)
    await life.lives_until(9)
    assert len(ana.notifications) == before
    life.world.bots[bot.token] = bot
    await life.lives_until(11)
    assert len(ana.notifications) == before + 1

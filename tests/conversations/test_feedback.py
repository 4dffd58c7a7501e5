"""What somebody thinks of a page, and a line to whoever runs this."""

import asyncio

from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.db.engines import make_engine
from bot.sandbox.driver import Participant
from tests.conftest import Life


async def _finishes_the_page(ana: Participant) -> None:
    await ana.taps("Open")
    while any(label.startswith("On (") for label in ana.buttons):
        await ana.taps(next(label for label in ana.buttons if label.startswith("On (")))
    await ana.taps("Done for today")


async def _ratings(life: Life) -> list[tuple[str, str, int]]:
    engine = make_engine(life.settings.database_url)
    async with engine.connect() as connection:
        rows = (await connection.execute(text("SELECT page, value, times FROM rating ORDER BY value"))).all()
    await engine.dispose()
    return [(row[0], row[1], row[2]) for row in rows]


async def test_a_verdict_is_counted_once_and_without_the_person(life: Life) -> None:
    ana, bo = await life.arrived(), await life.arrived("Bo")
    for person in (ana, bo):
        await _finishes_the_page(person)
        button = next(each for each in person.card.buttons if each.label == "This helped")
        await person.taps("This helped")
        person.sees(life.content.texts.plain("rated.thanks"))
        await person.taps_data(button.data, on=person.card)
    assert await _ratings(life) == [(life.content.course.days[0], "helped", 2)]
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    assert await _ratings(life) == [(life.content.course.days[0], "helped", 2)]


async def test_too_much_offers_gentler_ways(life: Life) -> None:
    ana = await life.arrived()
    await _finishes_the_page(ana)
    await ana.taps("Too much")
    ana.sees(life.content.texts.plain("rated.too_much"))
    assert {"A rest", "Slower pages", "I am not safe", life.content.pages["grounding"].title} <= set(ana.buttons)
    slower = next(button.data for button in ana.card.buttons if button.label == "Slower pages")
    await ana.taps("A rest")
    ana.sees(life.content.texts.plain("pause.body"))
    await ana.taps_data(slower, on=ana.card)
    ana.sees("How often should a page come?")


async def test_a_topic_is_rated_on_its_last_part(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/topic grounding")
    while any(label.startswith("On (") for label in ana.buttons):
        await ana.taps(next(label for label in ana.buttons if label.startswith("On (")))
    await ana.taps("Not for me")
    assert await _ratings(life) == [("grounding", "not_for_me", 1)]


async def test_an_old_or_forged_verdict_counts_nothing(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/today")
    for data in ("1rp:1:grounding", "1rp:7:grounding", "1rp:1:no-such-page"):
        await ana.taps_data(data, on=ana.card)
    assert await _ratings(life) == []


async def test_a_line_goes_only_after_it_was_shown(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/feedback")
    await ana.says("The page about tea was lovely.")
    ana.sees(life.content.texts.plain("feedback.draft"))
    ana.sees("The page about tea was lovely.")
    draft = ana.card
    await ana.taps(life.content.texts.plain("button.do_not_send"))
    ana.sees(life.content.texts.plain("feedback.ask"))
    await ana.taps_data(draft.buttons[0].data, on=ana.card)  # "Send it", from the card as it was
    assert await _sent(life) == []
    await ana.says("/feedback")
    await ana.says("Fewer cats, please. " * 150)
    ana.sees(life.content.texts.plain("feedback.cut"))
    await ana.taps("Close")
    await ana.taps("Open")
    ana.sees("Fewer cats, please.")
    await ana.taps("Send it")
    ana.sees(life.content.texts.plain("feedback.sent"))
    lines = await _sent(life)
    assert len(lines) == 1
    assert lines[0].startswith("2026-11-23  Fewer cats, please.")
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    assert await _sent(life) == []


async def test_drafts_are_dropped_after_a_day(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/feedback")
    await ana.says("never sent")
    engine = make_engine(life.settings.database_url)
    await life.lives_until(12, days=2)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM feedback"))).scalar_one() == 0
    await engine.dispose()


async def _sent(life: Life) -> list[str]:
    """What `stats --feedback` prints, as the operator would run it."""

    def run() -> str:
        environment = {
            "TELEGRAM_TOKEN": life.settings.telegram_token,
            "TELEGRAM_API_URL": life.settings.telegram_api_url,
            "DATABASE_URL": life.settings.database_url,
            "KEYS_DATABASE_URL": life.settings.keys_database_url,
            "ENCRYPTION_KEYS": life.settings.encryption_keys,
        }
        result = CliRunner().invoke(cli, ["stats", "--feedback"], env=environment)
        assert result.exit_code == 0, result.output
        return result.output

    return [line for line in (await asyncio.to_thread(run)).split("\n\n") if line.strip()]

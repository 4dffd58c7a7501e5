"""`python -m bot run` as a process: living through days, ending in time, being killed, and starting again."""

import asyncio
import re
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.sandbox.driver import Participant
from tests.conftest import START
from tests.processes.conftest import PATIENCE, ROOT, Town, a_free_port

on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # it is not about what is stored
PATIENT_ANSWER = 30.0  # seconds that Telegram takes to answer: longer than the program lives


async def arrives(town: Town, *, evenings: bool = True) -> Participant:
    """Somebody in London who has opened day 1 and lets no card close by itself."""
    ana = town.driver.person("Ana", "en-GB")
    await ana.starts()
    await ana.taps("Open")
    await ana.taps("Only I see this phone")
    await ana.taps("Name a city")
    await ana.says("I live in Leeds")
    await ana.taps("Like Leeds")
    await ana.taps("Start")
    await ana.taps("Open")
    await ana.says("/settings")
    await ana.taps("Closing")
    await ana.taps("Never")
    if not evenings:
        await ana.taps("Evening hour")
        await ana.taps("No evening questions")
    return ana


async def test_days_pass_by_themselves_and_sigterm_ends_it_in_time(town: Town) -> None:
    program = await town.starts(TOPIC_MODEL="on")
    ana = await arrives(town)
    await program.ends(signal.SIGTERM)
    seen = len(ana.notifications)

    program = await town.starts(**town.moves_to(START + timedelta(hours=14), 3600))  # seven in the morning
    await town.until(lambda: len(ana.notifications) >= seen + 2, "a page and an evening do not come")
    began = time.monotonic()
    status, logged = await program.ends(signal.SIGTERM)
    assert status == 0, logged
    assert time.monotonic() - began < 10
    came = [shown.at - START for shown in ana.notifications[seen : seen + 2]]
    for instant, due in zip(came, (timedelta(hours=15.5), timedelta(hours=27)), strict=True):
        assert abs(instant - due) < timedelta(hours=3), came
    assert town.world.complaints == []


async def test_killed_while_a_page_is_being_sent_the_person_gets_it(town: Town) -> None:
    program = await town.starts()
    ana = await arrives(town, evenings=False)
    await program.ends(signal.SIGTERM)
    before = len(ana.notifications)

    fault = town.world.faults.once("slow", "sendMessage", seconds=PATIENT_ANSWER)
    program = await town.starts(**town.moves_to(START + timedelta(hours=15, minutes=40), 1))
    await town.until(lambda: fault.struck == 1 and len(ana.notifications) > before, "the page is not being sent")
    await program.ends(signal.SIGKILL)

    program = await town.starts(**town.moves_to(START + timedelta(hours=16), 20))
    await town.until(lambda: len(ana.notifications) >= before + 2, "the page does not come again")
    await ana.taps("Open")
    ana.sees("On (1/4)")
    status, _ = await program.ends(signal.SIGTERM)
    assert status == 0
    assert len(ana.notifications) == before + 2, "once more, because nobody could know, and not again"


async def test_killed_before_telegram_heard_of_it_an_update_is_not_handled_twice(town: Town) -> None:
    program = await town.starts()
    ana = await arrives(town)
    await ana.says("/write")
    await ana.says("the kettle was on")
    await program.ends(signal.SIGKILL)
    program = await town.starts()
    await ana.says("/progress")
    ana.sees("You wrote one text.")
    await program.ends(signal.SIGTERM)


async def test_what_is_written_while_nobody_runs_is_answered_later(town: Town) -> None:
    program = await town.starts()
    ana = await arrives(town)
    await program.ends(signal.SIGTERM)
    ana.write("/topics")
    await town.starts()
    await town.driver.settled()
    ana.sees("Pick a shelf")
    assert len(ana.chat) == 1


@on_sqlite
async def test_a_scraper_and_whoever_restarts_it_find_what_they_ask_for(town: Town) -> None:
    health, metrics = a_free_port(), a_free_port()
    await town.starts(LISTEN=f"127.0.0.1:{health}", METRICS_LISTEN=f"127.0.0.1:{metrics}")

    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        assert (await client.get(f"http://127.0.0.1:{health}/healthz")).text == "ok\n"
        async with asyncio.timeout(PATIENCE):
            while (ready := await client.get(f"http://127.0.0.1:{health}/readyz")).status_code != 200:
                assert ready.text == "nothing has looked yet for what is due\n"
        shown = await client.get(f"http://127.0.0.1:{metrics}/metrics")
    assert 'homeward_job_runs_total{name="deliver_due"}' in shown.text


@on_sqlite
async def test_a_clock_that_differs_from_telegrams_is_said_in_words(town: Town) -> None:
    del town.settings["CLOCK_START"], town.settings["CLOCK_SPEED"]
    program = await town.starts()  # on this machine's clock, in a world whose time is another
    status, logged = await program.ends(signal.SIGTERM)
    assert status == 0
    assert "this machine's clock is" in logged


@on_sqlite
async def test_the_same_clock_is_no_word_worth(town: Town) -> None:
    town.clock.move_to(max(datetime.now(UTC), town.clock.now()))
    del town.settings["CLOCK_START"], town.settings["CLOCK_SPEED"]
    status, logged = await (await town.starts()).ends(signal.SIGTERM)
    assert status == 0
    assert "this machine's clock is" not in logged


@on_sqlite
async def test_sighup_lets_it_read_the_content_again_and_faulty_content_changes_nothing(
    town: Town, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    texts = content / "en" / "ui.po"
    program = await town.starts(CONTENT_DIR=str(content))
    ana = town.driver.person("Ana", "en-GB")
    await ana.starts()
    before = texts.read_text(encoding="utf-8")
    for words, said in (("Good day", "the content was read again"), ("Good {day}", "the content on disk is faulty")):
        texts.write_text(re.sub('(msgid "welcome.title"\nmsgstr ).*', rf'\1"{words}"', before), encoding="utf-8")
        program.process.send_signal(signal.SIGHUP)
        await program.says(said)
        await ana.says("/start")
        ana.sees("Good day")
    status, _ = await program.ends(signal.SIGTERM)
    assert status == 0

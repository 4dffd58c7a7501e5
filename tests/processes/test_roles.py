"""Polling and webhook, one process and several behind one address: what arrives, in which order, and how it ends."""

import asyncio
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest

from bot.sandbox.bots import Webhook
from bot.web.webhook import SECRET_HEADER
from tests.conftest import START
from tests.processes.conftest import ROOT, Program, Town, a_free_port
from tests.processes.test_run import arrives

SECRET = "letters-and-digits-1"
on_postgresql = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # it is not about what is stored


class Front:
    """A reverse proxy for TCP: each connection goes to the next of `ports` that takes it."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.went = Counter[int]()
        self._turn = count()
        self.url = ""

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            for _ in self.ports:
                port = self.ports[next(self._turn) % len(self.ports)]
                with suppress(ConnectionRefusedError):
                    there, back = await asyncio.open_connection("127.0.0.1", port)
                    self.went[port] += 1
                    await asyncio.gather(_pour(reader, back), _pour(there, writer))
                    break
        writer.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    front = Front()
    async with await asyncio.start_server(front.carry, "127.0.0.1", 0) as server:
        front.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/telegram"
        yield front


async def starts_posted(town: Town, front: Front, **more: str) -> Program:
    """Start a process that is posted to, and wait until it is ready."""
    port = a_free_port()
    front.ports.append(port)
    hook = {"WEBHOOK_URL": front.url, "WEBHOOK_SECRET": SECRET}
    return await town.starts_ready(port, **{**hook, **more})


@on_postgresql
async def test_two_webs_and_two_workers_are_one_bot(town: Town, front: Front) -> None:
    webs = await asyncio.gather(*(starts_posted(town, front, ROLE="web") for _ in range(2)))
    ana = await arrives(town, evenings=False)
    await ana.says("/write")
    chat = {"id": ana.person_id, "type": "private", "first_name": "Ana"}
    message = {"message_id": 9000, "date": int(START.timestamp()), "chat": chat, "from": {**chat, "is_bot": False}}
    update = {"update_id": 900_000_000, "message": {**message, "text": "the kettle was on"}}
    async with httpx.AsyncClient(headers={SECRET_HEADER: SECRET}, timeout=60) as telegram:
        urls = [f"http://127.0.0.1:{port}/telegram" for port in front.ports] * 5
        answers = await asyncio.gather(*(telegram.post(url, json=update) for url in urls))
    assert {answer.status_code for answer in answers} == {200}
    await ana.says("/progress")
    ana.sees("You wrote one text.")
    assert len(front.went) == 2, "both were posted to"
    assert [(await web.ends(signal.SIGTERM))[0] for web in webs] == [0, 0]

    seen = len(ana.notifications)
    later = {**town.moves_to(START + timedelta(hours=15, minutes=20), 60), "ROLE": "worker"}
    workers = await asyncio.gather(*(town.starts_ready(a_free_port(), **later) for _ in range(2)))
    await town.until(lambda: len(ana.notifications) > seen, "the page does not come")
    assert [(await worker.ends(signal.SIGTERM))[0] for worker in workers] == [0, 0]
    assert len(ana.notifications) == seen + 1, "one of the two has sent it"
    assert town.world.bot.polls == 0


@on_postgresql
async def test_what_one_process_is_told_to_read_again_all_read_again(town: Town, front: Front, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    operator = town.driver.person("Op", "en-GB")
    shared = {"ADMIN_IDS": str(operator.person_id), "CONTENT_DIR": str(content)}
    webs = await asyncio.gather(*(starts_posted(town, front, ROLE="web", **shared) for _ in range(2)))
    worker = await town.starts_ready(a_free_port(), ROLE="worker", **shared)
    await operator.starts()
    texts = content / "en" / "ui.po"
    before = texts.read_text(encoding="utf-8")
    changed = re.sub('(msgid "welcome.title"\nmsgstr ).*', r'\1"Good day"', before)
    texts.write_text(changed, encoding="utf-8")
    await operator.says("/reload")
    for program in (*webs, worker):
        await program.says("the content was read again")
    for port in tuple(front.ports):  # each of the two answers
        front.ports[:] = [port]
        await operator.says("/start")
        operator.sees("Good day")
    assert [(await each.ends(signal.SIGTERM))[0] for each in (*webs, worker)] == [0, 0, 0]


@on_sqlite
async def test_the_webhook_is_set_only_where_something_changed(town: Town, front: Front) -> None:
    program = await starts_posted(town, front)
    ana = town.driver.person("Ana", "en-GB")
    await ana.starts()
    ana.sees("Open")
    assert town.world.bot.webhook is not None
    assert town.world.bot.webhook.secret == SECRET
    assert SECRET not in town.world.bot.webhook.url
    await program.ends(signal.SIGTERM)
    await (await starts_posted(town, front)).ends(signal.SIGTERM)
    assert town.world.calls["setWebhook"] == 1
    front.ports.clear()
    program = await starts_posted(town, front, WEBHOOK_SECRET="letters-and-digits-2")
    assert town.world.calls["setWebhook"] == 2
    await ana.taps("Open")
    await ana.taps("Only I see this phone")
    status, _ = await program.ends(signal.SIGTERM)
    assert status == 0


@on_sqlite
async def test_who_polls_says_that_a_webhook_was_left_and_loses_nothing(town: Town) -> None:
    town.world.bot.webhook = Webhook("http://127.0.0.1:9/left", "another-secret-of-old")
    ana = town.driver.person("Ana", "en-GB")
    ana.start()
    program = await town.starts()
    await town.driver.settled()
    ana.sees("Open")
    assert town.world.bot.webhook is None
    _, logged = await program.ends(signal.SIGTERM)
    assert "a webhook was set for this token" in logged


@pytest.mark.parametrize("posted", [False, True])
async def test_sigterm_finishes_what_is_in_flight_and_takes_no_more(town: Town, front: Front, posted: bool) -> None:
    program = await (starts_posted(town, front) if posted else town.starts())
    ana = town.driver.person("Ana", "en-GB")
    await ana.starts()
    fault = town.world.faults.once("slow", "editMessageText", seconds=2)
    button = ana.card.buttons[0]
    ana.press(button, ana.card)
    await town.until(lambda: fault.struck == 1, "the tap is not answered")
    began = time.monotonic()
    program.process.send_signal(signal.SIGTERM)
    ana.write("/help")  # nobody takes this any more
    status, logged = await program.ends(signal.SIGTERM)
    assert status == 0, logged
    assert time.monotonic() - began < 10
    assert town.world.bot.pending, "what came after is left for the next one"
    assert "Only I see this phone" in ana.transcript(), "the tap was answered to its end"
    await (starts_posted(town, front) if posted else town.starts())
    await town.driver.settled()

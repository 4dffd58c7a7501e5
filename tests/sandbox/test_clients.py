"""python-telegram-bot against the stand-in, and the stand-in as a program of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from io import BytesIO

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.sandbox.limits import Flood
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer, serve
from bot.sandbox.world import DEFAULT_TOKEN, World


def telegram_bot(server: SandboxServer, token: str = DEFAULT_TOKEN) -> Bot:
    return Bot(token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot")


async def test_a_library_reads_and_writes(server: SandboxServer, world: World, ana: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Open", callback_data="o")]])
    async with telegram_bot(server) as bot:
        (update,) = await bot.get_updates(timeout=0)
        assert update.message is not None
        assert update.message.from_user is not None
        assert update.message.from_user.first_name == "Ana"
        entities = [MessageEntity("bold", 0, 4)]
        sent = await bot.send_message(ana.person_id, "Your page", entities=entities, reply_markup=keyboard)
        assert sent.entities == tuple(entities)
        ana.press(ana.chat[-1].buttons[0], ana.chat[-1])
        query = (await bot.get_updates(offset=update.update_id + 1))[0].callback_query
        assert query is not None
        await query.answer("one moment")
        await query.edit_message_text("Page one")
        document = await bot.send_document(ana.person_id, BytesIO(b"{}"), filename="notes.json")
        assert document.document is not None
        file = await document.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"{}"
        await bot.set_my_commands([BotCommand("today", "Today")])
        assert (await bot.get_my_commands())[0].command == "today"
        assert (await bot.get_chat(ana.person_id)).first_name == "Ana"
        await bot.delete_messages(ana.person_id, [message.message_id for message in ana.chat])
        ana.block()
        member = (await bot.get_updates(offset=-1))[0].my_chat_member
        assert member is not None
        assert member.new_chat_member.status == "kicked"
    assert ana.chat == []
    assert not world.complaints


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_library_raises_its_own_errors(server: SandboxServer, world: World, ana: Person) -> None:
    async with telegram_bot(server) as bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(5, "x")
        ana.block()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(ana.person_id, "x")
        ana.unblock()
        world.faults.once("reset_after", "sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(ana.person_id, "x")
        world.flood = Flood(per_chat_per_second=0.1)
        await bot.send_message(ana.person_id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(ana.person_id, "x")
        await bot.set_webhook("http://127.0.0.1:9/")
        with pytest.raises(Conflict):
            await bot.get_updates()
    with pytest.raises(InvalidToken):
        await telegram_bot(server, "1:wrong").initialize()


async def test_a_taken_port_is_an_oserror(server: SandboxServer, world: World) -> None:
    with pytest.raises(OSError, match="in use"):
        async with serve(world, server.port):
            pass


async def test_it_listens_on_loopback_only(server: SandboxServer) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}"
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", server.port)) != 0


def test_it_runs_alone_and_ends_on_sigterm() -> None:
    command = [
        sys.executable,
        "-m",
        "bot.sandbox",
        "--port",
        "0",
        "--speed",
        "60",
        "--start",
        "2027-03-01T09:00",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert DEFAULT_TOKEN in line
        url = line.split()[0]
        assert httpx.get(f"{url}/bot{DEFAULT_TOKEN}/getMe").json()["result"]["is_bot"]
        running.send_signal(signal.SIGTERM)
        assert running.stdout.read() == ""
        assert running.wait(10) == 0


async def test_a_taken_port_is_one_line_and_status_2(server: SandboxServer) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.sandbox",
        "--port",
        str(server.port),
        stderr=asyncio.subprocess.PIPE,
        env=os.environ,
    )
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert f"port {server.port} cannot be used" in errors.decode().splitlines()[-1]

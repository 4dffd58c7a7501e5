"""The way to Telegram, with everything that goes wrong on it, as the messenger's words say it."""

import asyncio
import io
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import NeverSent, NoAnswer, Transport, proxy_for
from bot.course import RichText
from bot.errors import SettingError
from bot.sandbox.faults import FaultKind
from bot.sandbox.limits import Flood
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer, serve
from bot.sandbox.world import DEFAULT_TOKEN, World
from bot.views import Card
from bot.views.messenger import Flooded, MessengerError, Refused, Unavailable, Unknown, Unreachable

CARD = Card(RichText("A page is here for you."))


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with serve(World(lambda: datetime.now(UTC))) as running:
        yield running


@pytest.fixture
def ana(server: SandboxServer) -> Person:
    person = server.world.person("Ana")
    person.start()
    return person


@asynccontextmanager
async def a_bot(url: str, transport: Transport) -> AsyncIterator[Bot]:
    """PTB's Bot over `transport`."""
    async with transport:
        yield Bot(DEFAULT_TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=transport)


async def nothing_under_way(world: World) -> None:
    await world.until(lambda: not world.in_flight.total(), "a call hangs")


@pytest.mark.parametrize(
    ("kind", "outcome", "arrives"),
    [
        ("error", Unavailable, False),
        ("reset_before", Unknown, False),
        ("reset_after", Unknown, True),
        ("slow", Unknown, True),
    ],
)
async def test_what_may_have_been_carried_out_is_unknown(
    server: SandboxServer, ana: Person, kind: FaultKind, outcome: type[MessengerError], arrives: bool
) -> None:
    async with a_bot(server.url, Transport(4, read=0.3)) as bot:
        messenger = TelegramMessenger(bot)
        await messenger.send(ana.person_id, CARD, silent=True)  # so the next call finds a connection that was kept
        server.world.faults.once(kind, "sendMessage", seconds=60)
        with pytest.raises(outcome):
            await messenger.send(ana.person_id, CARD, silent=True)
        await nothing_under_way(server.world)
        assert len(ana.notifications) == 1 + arrives
        await messenger.send(ana.person_id, CARD, silent=True)
        assert len(ana.notifications) == 2 + arrives
    assert server.world.calls["sendMessage"] == 3  # nothing was tried again behind our back


async def test_what_telegram_refuses(server: SandboxServer, ana: Person) -> None:
    async with a_bot(server.url, Transport(4)) as bot:
        messenger = TelegramMessenger(bot)
        server.world.flood = Flood(per_chat_per_second=0.1)
        await messenger.send(ana.person_id, CARD, silent=True)
        with pytest.raises(Flooded) as flooded:
            await messenger.send(ana.person_id, CARD, silent=True)
        assert timedelta(seconds=8) <= flooded.value.retry_after <= timedelta(seconds=10)
        server.world.flood = None
        with pytest.raises(Refused):
            await messenger.send(ana.person_id, Card(RichText("")), silent=True)
        ana.block()
        with pytest.raises(Unreachable):
            await messenger.send(ana.person_id, CARD, silent=True)


async def test_no_connection_no_name_and_no_room_were_never_sent(server: SandboxServer, ana: Person) -> None:
    for url in ("http://127.0.0.1:9", "http://nowhere.invalid"):
        async with a_bot(url, Transport(4)) as bot:
            with pytest.raises(Unavailable):
                await TelegramMessenger(bot).send(ana.person_id, CARD, silent=True)
    async with a_bot(server.url, Transport(1, pool=0.1, connect=0.1)) as bot:
        messenger = TelegramMessenger(bot)
        server.world.faults.once("slow", "sendMessage", seconds=60)
        first = asyncio.create_task(messenger.send(ana.person_id, CARD, silent=True))
        await server.world.until(lambda: server.world.in_flight.total() == 1, "nothing is under way")
        with pytest.raises(Unavailable):
            await messenger.send(ana.person_id, CARD, silent=True)
        first.cancel()
        await asyncio.wait({first})
        await messenger.send(ana.person_id, CARD, silent=True)  # a call that was given up makes room
    assert len(ana.notifications) == 2


async def test_each_call_may_have_its_own_patience(server: SandboxServer, ana: Person) -> None:
    async with a_bot(server.url, Transport(4, read=0.1)) as bot:
        assert bot.request.read_timeout == 0.1
        server.world.faults.add("slow", "sendMessage", seconds=0.3)
        with pytest.raises(NoAnswer):
            await bot.send_message(ana.person_id, "x")
        await bot.send_message(ana.person_id, "x", read_timeout=5)
        await bot.send_message(ana.person_id, "x", read_timeout=None)


async def test_no_error_quotes_the_token(server: SandboxServer, ana: Person) -> None:
    async def told(bot: Bot) -> str:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(ana.person_id, "x")
        return "".join(traceback.format_exception(raised.value)) + repr(raised.value)

    async with a_bot("http://127.0.0.1:9", Transport(1)) as bot:
        texts = [await told(bot)]
    async with a_bot(server.url, Transport(1, read=0.1, pool=0.05, connect=0.05)) as bot:
        for kind in ("error", "reset_before", "slow"):
            server.world.faults.once(kind, "sendMessage", seconds=60)
            texts.append(await told(bot))
        server.world.faults.once("slow", "sendMessage", seconds=60)
        holding = asyncio.create_task(bot.send_message(ana.person_id, "x", read_timeout=30))
        await server.world.until(lambda: server.world.in_flight.total() == 1, "nothing is under way")
        texts.append(await told(bot))
        holding.cancel()
        await asyncio.wait({holding})
    assert len(texts) == 5
    assert not [text for text in texts if DEFAULT_TOKEN.partition(":")[2] in text]


async def test_pictures_and_files_arrive_byte_by_byte(server: SandboxServer, ana: Person) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (1200, 700), "navy").save(picture, "PNG")
    export = bytes(range(256)) * 8192  # 2 MB
    async with a_bot(server.url, Transport(4)) as bot:
        messenger = TelegramMessenger(bot)
        await messenger.send_photo(ana.person_id, "weeks.png", picture.getvalue())
        await messenger.send_document(ana.person_id, "notes.html", export)
        stream = InputFile(io.BytesIO(export), filename="a é.txt", read_file_handle=False)
        await bot.send_document(ana.person_id, stream, caption="a “file”")
    photo, document, streamed = server.world.files.values()
    assert (photo.data, photo.width) == (picture.getvalue(), 1200)
    assert (document.data, document.name, document.mime) == (export, "notes.html", "text/html")
    assert (streamed.data, streamed.name) == (export, "a é.txt")
    assert server.world.complaints == []


async def test_words_of_every_script_arrive_as_they_are(server: SandboxServer, ana: Person) -> None:
    text = '“Ça va?” שלום 🕊 <b>&amp;+%20 \\ " \n end'
    async with a_bot(server.url, Transport(4)) as bot:
        message = await bot.send_message(ana.person_id, text)
    assert message.text == text


async def test_connections_are_kept_and_the_transport_can_be_opened_again(server: SandboxServer, ana: Person) -> None:
    transport = Transport(8)
    async with a_bot(server.url, transport) as bot:
        for _ in range(20):
            await bot.send_message(ana.person_id, "x")
        await asyncio.gather(*(bot.send_message(ana.person_id, "x") for _ in range(40)))
    with pytest.raises(NeverSent):
        await bot.send_message(ana.person_id, "x")
    async with a_bot(server.url, transport) as bot:
        await transport.initialize()
        await bot.send_message(ana.person_id, "x")
    assert len(ana.notifications) == 61


Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def a_server(answer: bytes, heads: list[str]) -> AsyncIterator[str]:
    """A server that gives `answer` to every request and notes their first lines."""

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode().partition("\r\n")[0])
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve_one, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_redirection_is_not_followed_because_it_would_carry_the_token_along() -> None:
    heads: list[str] = []
    async with a_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", heads) as elsewhere:
        moved = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}/bot1/x\r\nContent-Length: 0\r\n\r\n".encode()
        async with a_server(moved, []) as url, a_bot(url, Transport(1)) as bot:
            with pytest.raises(TelegramError):
                await bot.send_message(1, "x")
    assert heads == []


async def test_half_an_answer_is_no_answer() -> None:
    async with a_server(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", []) as url, a_bot(url, Transport(1)) as bot:
        with pytest.raises(NoAnswer):
            await bot.send_message(1, "x")


async def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[str] = []
    refused = b'{"ok":false,"error_code":400,"description":"no"}'
    refusal = b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%b" % (len(refused), refused)
    async with a_server(refusal, heads) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "localhost")
        url = "http://telegram.invalid"
        async with a_bot(url, Transport(1, proxy=proxy_for(url))) as bot:
            with pytest.raises(BadRequest):
                await bot.send_message(1, "x")
    assert heads == [f"POST {url}/bot{DEFAULT_TOKEN}/sendMessage HTTP/1.1"]


def test_which_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert proxy_for("https://api.telegram.org") is None
    monkeypatch.setenv("all_proxy", "proxy.example:3128")
    assert proxy_for("https://api.telegram.org") == "http://proxy.example:3128"
    monkeypatch.setenv("https_proxy", "http://me:secret@other.example")
    assert proxy_for("https://api.telegram.org") == "http://me:secret@other.example"
    monkeypatch.setenv("no_proxy", "127.0.0.1,telegram.org")
    assert proxy_for("https://api.telegram.org") is None
    assert proxy_for("http://127.0.0.1:8081") is None
    monkeypatch.setenv("https_proxy", "socks5://me:secret@other.example")
    with pytest.raises(SettingError, match=r"^HTTPS_PROXY .*neither") as refused:
        proxy_for("https://elsewhere.example")
    assert "secret" not in str(refused.value)

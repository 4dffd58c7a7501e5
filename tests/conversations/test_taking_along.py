"""Taking along: after a second tap, as a page to read and as JSON, and gone from the chat after ten minutes."""

import json

from bot.course.telling import telling_words
from bot.sandbox.records import Message
from tests.conftest import Life


async def test_everything_is_sent_after_a_second_tap_and_goes_again(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("it rained <on> the pear tree")
    await ana.says("/checkin")
    for answer in ("Heavy", "Strong", "None"):
        await ana.taps(answer)
    await ana.says("/export")
    files = [message for message in ana.chat if "document" in message.content]
    assert files == []
    await ana.taps("Send me the files")
    await life.passes()
    files = [message for message in ana.chat if "document" in message.content]
    assert sorted(_name(message) for message in files) == ["notes.html", "notes.json"]
    assert not any(message.protected for message in files), "they are the person's to keep"
    data = {_name(message): _bytes(life, message) for message in files}
    facts = json.loads(data["notes.json"])
    assert facts["texts"][0]["text"] == "it rained <on> the pear tree"
    assert facts["evenings"][0]["mood"] == "heavy"
    assert facts["settings"]["time zone"] == "Europe/London"
    page = data["notes.html"].decode()
    assert "it rained &lt;on&gt; the pear tree" in page
    assert not any(mark in page for mark in ("<script", "src=", "http:", "https:", "@import"))
    assert all(telling_words(shown.text) == [] for shown in ana.notifications)
    assert telling_words(ana.chat_row) == []
    await life.moves_by(minutes=11)
    assert [message for message in ana.chat if "document" in message.content] == []


async def test_hiding_keeps_files_from_coming(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/export")
    await ana.taps("Send me the files")
    await ana.says("/hide")
    await life.passes()
    assert ana.chat == []


def _name(message: Message) -> str:
    return str(message.content["document"]["file_name"])


def _bytes(life: Life, message: Message) -> bytes:
    return life.world.files[str(message.content["document"]["file_id"])].data

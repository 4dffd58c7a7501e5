"""A walk over everything that can be sent or stand in a first line: no telling word, in any state."""

import random

import pytest

from bot.chat.profile import MENU
from bot.course.telling import telling_words
from bot.journey.library import Library
from bot.journey.table import COMMANDS
from bot.sandbox.driver import Participant
from tests.conftest import Life

SAYINGS = (
    "i keep going back and i dont know why",
    "he said he would kill me",
    "i dont want to be alive",
    "how do i leave",
    "what is a trauma bond",
    "hola, necesito ayuda por favor con mi pareja",
    "Leeds",
    "stop",
    "…",
)


@pytest.mark.parametrize(
    ("databases", "seed"), [("sqlite", 0), ("postgresql", 1), ("sqlite", 2), ("postgresql", 3)], indirect=["databases"]
)
async def test_a_wanderer_never_leaves_a_telling_word_where_others_may_see_it(life: Life, seed: int) -> None:
    """Random taps, words and commands, with hours passing in between."""
    chance = random.Random(seed)
    ana = await life.arrived()
    for _ in range(110):
        what = chance.random()
        if what < 0.75 and ana.chat and any(message.buttons for message in ana.chat):
            message = chance.choice([message for message in ana.chat if message.buttons])
            button = chance.choice(message.buttons)
            if button.data:
                await ana.taps_data(button.data, on=message)
        elif what < 0.85:
            await ana.says(chance.choice(SAYINGS))
        elif what < 0.95:
            await ana.says("/" + chance.choice(sorted(COMMANDS)))
        else:
            await life.moves_by(hours=chance.choice((1, 5, 14)))
        _look(ana)
    assert life.world.complaints == []


def _look(ana: Participant) -> None:
    assert telling_words(ana.chat_row) == [], ana.chat_row
    for shown in ana.notifications:
        assert telling_words(shown.text) == [], shown.text
    for message in ana.chat:
        assert telling_words(message.text.splitlines()[0]) == [], message.text
    open_cards = [message for message in ana.chat if len(message.text.splitlines()) > 1 and message.buttons]
    assert len(open_cards) <= 1, ana.transcript()
    assert not any(not message.from_bot for message in ana.chat), ana.transcript()


async def test_the_menu_and_the_profile_are_neutral(life: Life) -> None:
    commands = [command for shown in life.world.bot.commands.values() for command in shown]
    assert [command["command"] for command in commands] == list(MENU)
    for command in commands:
        assert telling_words(command["description"]) == []


def test_every_cover_title_and_first_line_in_the_content_is_neutral(library: Library) -> None:
    content = library.content
    seen = [*content.covers, *(page.cover_title for page in content.pages.values())]
    seen += [said.title for said in (content.triage.self_harm, content.triage.danger, content.triage.not_english)]
    seen += [content.texts.plain(key) for key in content.texts.keys if key.endswith(".title")]
    assert len(seen) > 120
    for line in seen:
        assert telling_words(line) == [], line

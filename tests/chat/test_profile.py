"""What Telegram shows of the bot outside the chat: set once, and again only where the words have changed."""

import pytest

from bot.chat.client import make_bot
from bot.chat.profile import put_profile
from bot.course.telling import telling_words
from tests.conftest import Databases, Life

SETS = ("setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription", "setChatMenuButton")


@pytest.fixture(params=["sqlite"])
def databases(request: pytest.FixtureRequest, databases: Databases) -> Databases:
    """The profile stands at Telegram, and in no database."""
    return databases


async def _puts(life: Life) -> int:
    async with make_bot(life.settings, life.clock) as bot:
        return await put_profile(bot, (life.content,))


def _set(life: Life) -> dict[str, int]:
    return {method: life.world.calls[method] for method in SETS}


async def test_it_is_set_at_the_start_in_neutral_words(life: Life) -> None:
    texts, profile = life.content.texts, life.world.bot.profile
    for what, key in (("name", "name"), ("short_description", "short"), ("description", "description")):
        assert profile[what, ""] == texts.plain(f"profile.{key}")
        assert telling_words(profile[what, ""]) == []
    assert life.world.bot.shown_name == texts.plain("profile.name")


async def test_it_is_set_again_only_where_something_changed(life: Life) -> None:
    before = _set(life)
    assert await _puts(life) == 0
    assert _set(life) == before
    life.world.bot.profile["description", ""] = "Another one's words"
    life.world.bot.menu_buttons[0] = {"type": "default"}
    assert await _puts(life) == 2
    assert life.world.bot.profile["description", ""] == life.content.texts.plain("profile.description")
    changed = {method: times - before[method] for method, times in _set(life).items()}
    assert changed == {**dict.fromkeys(SETS, 0), "setMyDescription": 1, "setChatMenuButton": 1}


async def test_a_part_that_telegram_does_not_take_now_holds_up_nothing(life: Life) -> None:
    life.world.bot.profile.clear()
    life.world.faults.add("error", "setMyName")
    assert await _puts(life) == 2
    assert ("description", "") in life.world.bot.profile
    life.world.faults.clear()
    assert await _puts(life) == 1

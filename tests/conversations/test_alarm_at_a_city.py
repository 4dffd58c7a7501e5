"""A city's name, which the model may take for anything, is no alarm where a city was asked for."""

import pytest

from bot.care import Risk
from bot.chat import handler
from bot.journey.listening import Heard
from bot.places import names_city
from bot.sandbox.driver import Participant
from tests.conftest import Life


@pytest.fixture(autouse=True)
def always_alarmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is said sounds like self-harm."""
    monkeypatch.setattr(handler, "listen", lambda library, words: Heard(words, Risk.SELF_HARM))


async def _is_asked_for_a_city(life: Life) -> Participant:
    ana = await life.arrived()
    await ana.taps("Open")
    for button in ("/settings", "My time", "Name a city"):
        await (ana.says(button) if button.startswith("/") else ana.taps(button))
    return ana


@pytest.mark.parametrize("words", ["Kolkata", "i live in Kolkata"])
async def test_a_citys_name_is_an_answer(life: Life, words: str) -> None:
    ana = await _is_asked_for_a_city(life)
    await ana.says(words)
    await ana.taps("Like Kolkata")


@pytest.mark.parametrize("words", ["i want to be gone", "Kolkata or my grave", "here"])
async def test_everything_else_there_is_heard(life: Life, words: str) -> None:
    ana = await _is_asked_for_a_city(life)
    await ana.says(words)
    assert any("999" in label for label in ana.buttons)


async def test_a_city_that_nobody_asked_for_is_heard(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("Kolkata")
    assert any("999" in label for label in ana.buttons)


def test_what_names_a_city() -> None:
    assert all(map(names_city, ("Kolkata", "KOLKATA!", "i live in Kolkata", "Москва", "Auckland")))
    assert not any(map(names_city, ("", "near", "i want to be gone", "kolkata or my grave", "\U0001f327")))

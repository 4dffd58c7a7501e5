"""A question that sounds like danger: help comes first, and what was asked about is one tap away."""

import pytest

from bot.care import Risk
from bot.chat import handler
from bot.journey.library import Library
from bot.journey.listening import Heard, listen
from tests.conftest import Life

ASKED = "What I asked about"
DIGITS = "2749"
CLEAR, OPEN, NOTHING = "i keep going back idk why", "help with my ex", "what is the price of fish"


@pytest.fixture(autouse=True)
def always_alarmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is said sounds like danger, and answers what it answers."""

    def hear(library: Library, words: str) -> Heard:
        return Heard(words, Risk.DANGER, listen(library, words).found)

    monkeypatch.setattr(handler, "listen", hear)


async def test_a_clear_page_opens(life: Life) -> None:
    ana = await life.arrived()
    await ana.says(CLEAR)
    assert any("999" in label for label in ana.buttons)
    await ana.taps(ASKED)
    ana.sees(life.content.pages["breaking-the-cycle"].cover_title)


async def test_of_several_that_may_fit_one_is_chosen(life: Life) -> None:
    found = listen(life.library, OPEN).found_in("en")
    assert not found.clear
    ana = await life.arrived()
    await ana.says(OPEN)
    await ana.taps(ASKED)
    await ana.taps(life.content.pages[found.ids[0]].title)
    ana.sees(life.content.pages[found.ids[0]].cover_title)


async def test_where_nothing_fits_nothing_is_offered(life: Life) -> None:
    ana = await life.arrived()
    await ana.says(NOTHING)
    assert any("999" in label for label in ana.buttons)
    assert ASKED not in ana.buttons


async def test_what_was_written_is_no_question(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(CLEAR)
    assert "Go on writing" in ana.buttons
    assert ASKED not in ana.buttons


async def test_before_first_contact_is_through_and_while_all_is_hidden_help_stands_alone(life: Life) -> None:
    ana = life.person()
    await ana.starts()
    await ana.says(CLEAR)
    ana.sees("in danger now")
    assert ASKED not in ana.buttons
    bo = await life.arrived("Bo")
    await bo.says("/hide")
    await bo.says(CLEAR)
    await bo.taps("Open")
    bo.sees("in danger now")
    assert ASKED not in bo.buttons


async def test_behind_the_lock_help_stands_alone(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    for label in ("What shows", "Digits", "Choose four digits", *DIGITS, *DIGITS):
        await ana.taps(label)
    await life.moves_by(hours=2)
    await ana.says(CLEAR)
    assert any("999" in label for label in ana.buttons)
    assert ASKED not in ana.buttons

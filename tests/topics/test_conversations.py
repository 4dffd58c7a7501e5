"""Asking in the chat: what opens, what is offered, what is kept, and what words belong to."""

import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.embedding import Reading
from bot.journey.library import Library
from bot.topics import Found, TopicIndex
from tests.conftest import Databases, Life, a_life

CLEAR = Found(("grounding", "nervous-system", "missing-them"), clear=True)
OPEN = Found(("grief", "missing-them", "not-forgetting"))
ANSWERS = {"steady me": CLEAR, "something sad": OPEN, "the price of fish": Found()}


class Oracle(TopicIndex):
    """Answers what it was told to, and remembers on which threads it was asked."""

    def __init__(self) -> None:
        self.threads: set[int] = set()

    def ask(self, question: str, reading: Reading | None = None) -> Found:
        self.threads.add(threading.get_ident())
        return ANSWERS.get(question, Found())


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
async def life(library: Library, databases: Databases, oracle: Oracle) -> AsyncIterator[Life]:
    asked = replace(library, english=replace(library.english, topics=oracle))
    async with a_life(asked, databases) as life, life.running():
        yield life
        assert life.world.complaints == []


def _cover(life: Life, page: str) -> str:
    return life.content.pages[page].cover_title


async def test_a_clear_best_page_opens_and_the_others_are_one_tap_away(life: Life, oracle: Oracle) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("steady me")
    ana.sees(_cover(life, "grounding"))
    assert len(ana.chat) == 1, "in the one card, and her words are gone"
    await ana.taps("Not what I meant")
    titles = [life.content.pages[page].title for page in CLEAR.ids[1:]]
    assert ana.buttons[:2] == titles
    assert "None of these" in ana.buttons
    await ana.taps(titles[1])
    ana.sees(_cover(life, "missing-them"))
    assert oracle.threads.isdisjoint({threading.get_ident()}), "never on the event loop"


async def test_when_none_stands_out_there_are_three_to_choose_from_even_after_folding(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("something sad")
    titles = [life.content.pages[page].title for page in OPEN.ids]
    assert ana.buttons[:3] == titles
    await ana.taps("Close")
    assert ana.buttons == ["Open"]
    await ana.taps("Open")
    assert ana.buttons[:3] == titles
    await ana.taps("None of these")
    ana.sees("Pick a shelf")


async def test_when_nothing_fits_it_is_said_with_the_menu_and_help(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("the price of fish")
    ana.sees("Nothing here fits those words well")
    assert ana.buttons[:2] == ["All shelves", "Help"]


async def test_the_command_asks_too_and_a_name_or_title_opens_the_page(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/topic something sad")
    assert life.content.pages["grief"].title in ana.buttons
    await ana.says("/topic no contact")
    ana.sees(_cover(life, "no-contact"))
    await ana.says(f"/topic {life.content.pages['grief'].title}")
    ana.sees(_cover(life, "grief"))
    await ana.says("/topic")
    ana.sees("Pick a shelf")


async def test_reading_on_demand_never_moves_the_course(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/topic grief")
    ana.sees(_cover(life, "grief"))
    for part in range(1, len(life.content.pages["grief"].parts)):
        await ana.taps(f"On ({part}/")
    assert "Done for today" not in ana.buttons, "it is the page of a later day"
    await ana.says("/progress")
    ana.sees("You have opened one page of 14.")
    await life.lives_until(8, 50)
    await ana.taps("Open")
    ana.sees(_cover(life, life.content.course.days[1]))


async def test_remembered_pages_stand_on_a_list_of_ones_own(life: Life) -> None:
    ana = await life.arrived()
    bea = await life.arrived("Bea")
    await ana.taps("Open")
    await ana.says("/topics")
    assert "Pages I remembered" not in ana.buttons
    for page in ("grief", "boundaries"):
        await ana.says(f"/topic {page}")
        for part in range(1, len(life.content.pages[page].parts)):
            await ana.taps(f"On ({part}/")
        await ana.taps("Remember this page")
        assert "Take off my list" in ana.buttons
        life.clock.move_by(timedelta(minutes=1))
    await ana.says("/topics")
    await ana.taps("Pages I remembered")
    titles = [life.content.pages[page].title for page in ("boundaries", "grief")]
    assert ana.buttons[:2] == titles, "the newest first"
    await ana.taps(titles[0])
    for part in range(1, len(life.content.pages["boundaries"].parts)):
        await ana.taps(f"On ({part}/")
    await ana.taps("Take off my list")
    assert "Remember this page" in ana.buttons
    await ana.says("/topics")
    await ana.taps("Pages I remembered")
    assert ana.buttons[0] == titles[1]
    await bea.says("/topics")
    assert "Pages I remembered" not in bea.buttons


async def test_what_was_remembered_is_forgotten_with_the_person(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/topic grief")
    for part in range(1, len(life.content.pages["grief"].parts)):
        await ana.taps(f"On ({part}/")
    await ana.taps("Remember this page")
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    await life.passes()
    ana = await life.arrived("Ana")
    await ana.taps("Open")
    await ana.says("/topics")
    assert "Pages I remembered" not in ana.buttons


async def test_the_pages_that_a_part_names_are_one_tap_away(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    page = life.content.pages["when-contact-cannot-stop"]
    assert "safety-planning" in page.links[0]
    await ana.says(f"/topic {page.id}")
    assert life.content.pages["safety-planning"].title in ana.buttons
    await ana.taps(life.content.pages["safety-planning"].title)
    ana.sees(_cover(life, "safety-planning"))


async def test_while_writing_words_belong_to_that_and_asking_is_one_tap_away(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/write")
    await ana.says("something sad")
    assert life.content.pages["grief"].title not in ana.buttons, "it was an entry"
    await ana.taps("Look something up")
    ana.sees("Pick a shelf")
    await ana.says("something sad")
    assert life.content.pages["grief"].title in ana.buttons

"""Another course: an article that was imported is played from its first day to its last."""

from pathlib import Path

from bot.cli.demo_clock import DemoClock
from bot.course import load
from bot.course.draft import import_article
from bot.journey.library import Library, Operator
from bot.sandbox.driver import Participant
from tests.conftest import Databases, a_life

ARTICLE = """# How a garden begins

A bed is dug in autumn. The frost does the rest.

# What grows first

Radishes, and after them the lettuce. Neither asks for much.

# What comes back

The mint does, every year, and nobody knows how to stop it.
"""


async def read(person: Participant) -> str:
    """Open what has come and go through it; gives the page's words, or nothing if it was an evening."""
    await person.taps("Open")
    words = ""
    if "Done for today" in person.buttons or any(each.startswith("On (") for each in person.buttons):
        words = person.card.text if person.card else ""
        while on := [each for each in person.buttons if each.startswith("On (")]:
            await person.taps(on[0])
        await person.taps("Done for today")
    await person.taps("✕ Close")
    return words


async def test_an_article_plays_by_next_message_alone(databases: Databases, tmp_path: Path) -> None:
    (tmp_path / "garden.md").write_text(ARTICLE)
    import_article(tmp_path / "garden.md", tmp_path / "course")
    content = load(tmp_path / "course", drafts=True, base=Path("content"))
    async with a_life(Library.of(content, Operator("", "")), databases) as life, life.running() as app:
        panel = DemoClock(life.world, life.clock)
        panel.drive(app)
        ana = await life.arrived()
        pages = [await read(ana)]
        while len(pages) < len(content.course.days):
            assert await panel.next_message(ana.person_id)
            if words := await read(ana):
                pages.append(words)
        for page, said in zip(pages, ("A bed is dug", "Radishes", "The mint"), strict=True):
            assert said in page
        await ana.says("/today")
        await ana.taps("Open") if "Open" in ana.buttons else None
        ana.sees("You have come to the end of the pages.")

"""The content changes while people read it: `/reload`, and buttons of what was there before."""

import random
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.course import Content
from bot.journey.library import Library, Shelf
from bot.journey.packing import Step, UnknownStep
from bot.journey.steps import OpenPage, unpack
from bot.sandbox.driver import Driver, Participant
from bot.topics import TopicIndex
from tests.conftest import Databases, Life, a_life

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
async def life(library: Library, databases: Databases, tmp_path: Path) -> AsyncIterator[Life]:
    """A life whose content lies in a folder of its own, so that it can be changed."""
    copy = tmp_path / "content"
    shutil.copytree(ROOT / "content", copy)
    async with a_life(library, databases, content_dir=copy) as life, life.running():
        life.driver = Driver(life.world, timeout=60)  # all the content is checked and indexed meanwhile
        yield life
        assert life.world.complaints == []


def _change(life: Life, file: str, old: str, new: str) -> None:
    path = life.settings.content_dir / file
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text), (file, old)
    path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")


async def _operator(life: Life) -> Participant:
    operator = life.person("Op")
    await operator.starts()
    assert life.app is not None
    life.app.turns.office.admins = frozenset({operator.person_id})
    return operator


async def _reloads(operator: Participant) -> None:
    """Let the content be read again, and look at the card until that is through."""
    await operator.says("/reload")
    while "Look again" in operator.buttons:
        await operator.taps("Look again")


async def test_changed_content_is_read_by_those_in_the_middle_of_it(life: Life) -> None:
    first, second, third = life.content.course.days[:3]
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.taps("On (1/4)")
    await ana.taps("On (2/4)")
    on = next(button.data for button in ana.card.buttons if button.label.startswith("On ("))
    # Their page loses a part, day 2 leaves the days, and days 3 and 4 change places.
    page = life.settings.content_dir / "en" / "pages" / f"{first}.md"
    parts = page.read_text(encoding="utf-8").split("\n---\n")
    page.write_text("\n---\n".join([*parts[:3], parts[-1]]), encoding="utf-8")
    _change(life, "en/course.yaml", f"  - {second}\n  - {third}\n  - ([a-z-]+)\n", rf"  - \1\n  - {third}\n")
    _change(life, "en/ui.po", 'msgstr "The shelf"', 'msgstr "The bookshelf"')

    operator = await _operator(life)
    await _reloads(operator)
    operator.sees("The bookshelf")
    operator.sees("Read again, and sound: 33 pages, 13 of them by day.")

    await ana.taps_data(on, on=ana.card)
    assert "Done for today" in ana.buttons
    await ana.taps("Done for today")
    await life.lives_until(12, days=2)
    await ana.taps("Open")
    ana.sees(life.content.pages[life.content.course.days[3]].cover_title)
    assert life.app is not None
    assert life.app.content.course.days[1:3] == (life.content.course.days[3], third)


async def test_who_has_read_all_that_is_left_of_the_course_has_come_to_its_end(life: Life) -> None:
    first, *others = life.content.course.days
    ana = await life.arrived()
    await ana.taps("Open")
    while "Done for today" not in ana.buttons:
        await ana.taps(next(label for label in ana.buttons if label.startswith("On (")))
    await ana.taps("Done for today")
    _change(life, "en/course.yaml", f"  - {first}\n" + "".join(f"  - {page}\n" for page in others), f"  - {first}\n")
    await _reloads(await _operator(life))
    await life.lives_until(12)
    await ana.says("/today")
    ana.sees("You have come to the end of the pages.")
    before = len(ana.notifications)
    await life.lives_until(23, days=7)
    evenings = len(ana.notifications)
    assert evenings > before
    await life.lives_until(23, days=7)
    assert len(ana.notifications) == evenings


async def test_faulty_content_is_named_and_not_taken(life: Life) -> None:
    ana = await life.arrived()
    operator = await _operator(life)
    _change(life, "en/pages/signs.md", "minutes: 4", "minuets: 4")
    _change(life, "en/covers.yaml", r"  - .*\n", '  - "A toxic tea"\n')
    await _reloads(operator)
    operator.sees("things are wrong with what lies on disk")
    operator.sees("content/en/pages/signs.md:")
    operator.sees("content/en/covers.yaml:")
    await ana.says("/topic signs")
    ana.sees(life.content.pages["signs"].cover_title)


async def test_another_course_or_a_text_that_is_gone_wants_a_restart(life: Life) -> None:
    operator = await _operator(life)
    _change(life, "en/course.yaml", "id: homeward", "id: elsewhere")
    _change(life, "en/ui.po", r'msgid "today.title"\nmsgstr .*\n', "")
    _change(life, "en/ui.po", r'(msgid "pause.body"\nmsgstr )".*"\n', r'\1"Until {never}"\n')
    await _reloads(operator)
    operator.sees("3 things are wrong")
    operator.sees("is another course than homeward")
    operator.sees("today.title")
    operator.sees("asks for {never}")


async def test_for_anybody_else_the_command_is_an_unknown_one(life: Life) -> None:
    await _operator(life)
    ana = await life.arrived()
    _change(life, "en/ui.po", 'msgstr "The shelf"', 'msgstr "The bookshelf"')
    before = life.app and life.app.turns.library
    await ana.says("/nonsense")
    answer = ana.card.text
    await ana.says("/reload")
    assert ana.card.text == answer
    await ana.taps_data("1xr", on=ana.card)
    ana.sees(life.content.texts.plain("error.old_button"))
    assert life.app is not None
    assert life.app.turns.library is before


@pytest.mark.parametrize(("databases", "seed"), [("sqlite", 0), ("postgresql", 1)], indirect=["databases"])
async def test_no_button_of_the_old_content_strands_anybody(
    life: Life, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """All buttons that a wander has seen are tapped when most of the content has gone."""
    chance = random.Random(seed)
    ana = await life.arrived()
    seen: dict[str, None] = {}
    commands = ("/today", "/topics", "/write", "/checkin", "/topic signs", "/progress", "/settings")
    for _ in range(40):
        if chance.random() < 0.25:
            await ana.says(chance.choice(commands))
        elif data := [button.data for button in ana.card.buttons if button.data and not _gives_up(button.data)]:
            seen.update(dict.fromkeys(data))
            await ana.taps_data(chance.choice(data), on=ana.card)
    assert life.app is not None
    library = life.app.turns.library
    small = _small(library.content)
    life.app.turns.library = replace(library, english=Shelf(small, TopicIndex.build(())))
    waiting = list(seen)
    chance.shuffle(waiting)
    for each in waiting:
        await ana.taps_data(each, on=ana.card)
        assert ana.buttons, ana.transcript()
    await life.lives_until(12, days=3)
    await ana.says("/today")
    assert "an update failed" not in "".join(capsys.readouterr())


def _small(content: Content) -> Content:
    """Two pages of one part each, in the other order, one prompt a group, one theme, one answer an evening."""
    days = content.course.days[4:2:-1]
    pages = {
        page: content.pages[page].model_copy(update={"parts": content.pages[page].parts[:1], "see_also": ()})
        for page in days
    }
    theme = content.course.themes[0].model_copy(update={"pages": days})
    groups = tuple(group.model_copy(update={"prompts": group.prompts[:1]}) for group in content.deck.groups[:2])
    evenings = tuple(
        evening.model_copy(update={"answers": evening.answers[:1], "pages": ()})
        for evening in content.checkin.evenings[-1:]
    )
    return replace(
        content,
        course=content.course.model_copy(update={"days": days, "themes": (theme,)}),
        pages=pages,
        deck=content.deck.model_copy(update={"groups": groups}),
        checkin=content.checkin.model_copy(update={"evenings": evenings}),
    )


def _gives_up(data: str) -> bool:
    """Whether this ends the wander: hiding and erasing are tested elsewhere."""
    try:
        step: Step = unpack(data)
    except UnknownStep:
        return True
    return not isinstance(step, OpenPage) and type(step).__name__ in ("HideAll", "Forget", "Pause", "RefuseForNow")

"""Living through the bot in a second language: no English word is seen that does not come from its content."""

import random
import re
from collections.abc import Iterator

import pytest
from babel import Locale

from bot.course import Content
from bot.journey.library import Library
from bot.journey.table import COMMANDS
from bot.sandbox.driver import Participant
from tests.conftest import Life
from tests.languages.pseudo import LANGUAGE, OWN_ASKS, outside_brackets

SAYINGS = (
    "i keep going back and i dont know why",
    "he said he would kill me",
    "i dont want to be alive",
    "hola, necesito ayuda por favor con mi pareja",
    "Kraków",
    "stop",
    OWN_ASKS[0],
)
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="session")
def known(bilingual: Library) -> re.Pattern[str]:
    """What comes from no translator: help lines as their sources name them, countries, days, languages, cities."""
    names = sorted(set(_names(bilingual.in_language(LANGUAGE))), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _names(content: Content) -> Iterator[str]:
    for country in content.helplines.values():
        for line in country.lines:
            yield from (str(fact) for fact in line.model_dump().values() if fact)
            yield from (line.name[:end] for end in range(8, len(line.name)))  # a button shows the beginning
    locale = Locale.parse(LANGUAGE)
    yield from locale.territories.values()
    for width in ("wide", "abbreviated"):
        yield from locale.months["format"][width].values()
        yield from locale.days["format"][width].values()
    yield from ("Polski", "English", "Kraków", *SAYINGS, *COMMANDS)


def _look(person: Participant, known: re.Pattern[str]) -> None:
    for message in person.chat:
        seen = [message.text, *(button.label for button in message.buttons)]
        for text in seen if message.from_bot else ():
            strange = WORD.findall(known.sub(" ", outside_brackets(text)))
            assert strange == [], person.transcript()


async def _arrived(life: Life) -> Participant:
    jan = life.person("Jan", "pl-PL")
    await jan.starts()
    for words in ("Open", "Only I see this phone", "Name a city"):
        await jan.taps(f"⟦{words}⟧")
    await jan.says("Kraków")
    await jan.taps("Kraków")
    await jan.taps("⟦Start⟧")
    return jan


@pytest.mark.parametrize(("databases", "seed"), [("sqlite", 0), ("postgresql", 1)], indirect=["databases"])
async def test_a_wanderer_reads_only_what_stands_in_the_content(life: Life, known: re.Pattern[str], seed: int) -> None:
    """Random taps, words and commands, with hours passing in between."""
    chance = random.Random(seed)
    jan = await _arrived(life)
    for _ in range(70):
        what = chance.random()
        if what < 0.7 and any(message.buttons for message in jan.chat):
            message = chance.choice([message for message in jan.chat if message.buttons])
            button = chance.choice(message.buttons)
            if button.data and not button.data.startswith("1lc:"):
                await jan.taps_data(button.data, on=message)
        elif what < 0.8:
            await jan.says(chance.choice(SAYINGS))
        elif what < 0.93:
            await jan.says("/" + chance.choice(sorted(COMMANDS)))
        else:
            await life.moves_by(hours=chance.choice((1, 5, 14)))
        _look(jan, known)
    notified = [outside_brackets(shown.text) for shown in jan.notifications if not shown.text.startswith("📎")]
    assert [text for text in notified if WORD.search(text)] == []


async def test_the_language_can_be_chosen_and_taken_back(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("Language")
    ana.sees("Polski")
    await ana.taps("Polski")
    ana.sees("⟦")
    await life.lives_until(20, 15)
    assert ana.notifications[-1].text.startswith("⟦")
    await ana.says("/settings")
    await ana.taps("⟦Language⟧")
    await ana.taps("English")
    assert "⟦" not in ana.card.text


async def test_a_question_is_answered_in_the_language_that_was_chosen(life: Life) -> None:
    jan = await _arrived(life)
    await jan.says(OWN_ASKS[0])
    jan.sees(life.library.in_language(LANGUAGE).pages["grounding"].cover_title)


async def test_the_menu_and_the_profile_are_there_in_each_language(life: Life) -> None:
    for language, mark in (("", False), (LANGUAGE, True)):
        shown = [
            command["description"]
            for key, found in life.world.bot.commands.items()
            for command in found
            if key[1] == language
        ]
        assert shown
        assert all(text.startswith("⟦") is mark for text in shown)


async def test_with_one_language_there_is_nothing_to_choose(life: Life, library: Library) -> None:
    assert life.app is not None
    life.app.turns.library = library
    ana = await life.arrived()
    await ana.says("/settings")
    ana.sees_not("Language")

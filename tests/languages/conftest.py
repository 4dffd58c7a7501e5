"""Lives in which the course is there in a second language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.course.translation import load_all
from bot.journey.library import Library, Operator
from tests.conftest import Databases, Life, a_life
from tests.languages.pseudo import make_pseudo


@pytest.fixture(scope="session")
def two_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with English and the bracketed language."""
    return make_pseudo(Path("content"), tmp_path_factory.mktemp("languages") / "content")


@pytest.fixture(scope="session")
def bilingual(two_languages: Path) -> Library:
    """Both languages, their questions compared by letters only."""
    english, *others = load_all(two_languages)
    return Library.of(english, Operator("⟦The test⟧", "⟦test@example.org⟧"), model=False, translations=others)


@pytest.fixture
async def life(bilingual: Library, databases: Databases) -> AsyncIterator[Life]:
    async with a_life(bilingual, databases) as life, life.running():
        yield life
        assert life.world.complaints == []

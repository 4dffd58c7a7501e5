"""A small shelf of topics, for tests of the search."""

import pytest

from bot.topics import Topic


@pytest.fixture
def shelf() -> list[Topic]:
    return [
        Topic(
            "tea",
            "Making tea",
            (
                "how do i make tea",
                "how long does green tea steep",
                "my tea is always bitter",
                "which kettle is good for tea",
                "teh best teapot",
                "can i drink tea at night",
            ),
        ),
        Topic(
            "bicycles",
            "Mending a bicycle",
            (
                "my bike has a flat tyre",
                "how do i mend a puncture",
                "the bicycle chain fell off",
                "which pump fits my bike",
                "brakes squeak when i ride",
                "how often do i oil a bicycle chain",
            ),
        ),
        Topic(
            "choirs",
            "Singing in a choir",
            (
                "i want to join a choir",
                "am i too old to sing",
                "how do i sing high notes",
                "our choir has no tenor",
                "my voice is hoarse after singing",
                "is singing from notes hard",
            ),
        ),
    ]


@pytest.fixture
def elsewhere() -> list[str]:
    return [
        "who won the election",
        "what is the weather tomorrow",
        "write me a poem about winter",
        "is my landlord allowed to do that",
        "how many planets are there",
        "book a flight for monday",
    ]

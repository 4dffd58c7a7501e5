"""The benchmark of the topics tells its figures; how large they are is no matter of tests."""

from pathlib import Path

from bot.bench.figures import table
from bot.bench.topics import MEDIUM, SHORT, measure, questions
from bot.journey.turns import Library


async def test_it_tells_what_is_held_against_what() -> None:
    figures = await measure(Path("content"), rounds=1)
    told = table(figures)
    assert all(figure.what in told for figure in figures)
    wanted = [figure.wanted for figure in figures if figure.wanted]
    assert wanted == ["at most 15 ms"] * 3 + ["at most 10 ms", "at most 150 MB"]


def test_its_questions_are_of_three_lengths_and_the_same_each_time(library: Library) -> None:
    asked = questions(library.content, 40)
    assert [len(some) for some in asked.values()] == [40, 40, 40]
    assert max(map(len, asked["short"])) <= SHORT < min(map(len, asked["medium"]))
    assert sum(map(len, asked["long"])) / 40 > MEDIUM
    assert asked == questions(library.content, 40)

"""The benchmark of the topics tells its figures; how large they are is no matter of tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.bench.figures import table
from bot.bench.topics import MEDIUM, SHORT, measure, questions
from bot.journey.library import Library


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


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted by Linux's own list")
def test_the_arithmetic_of_a_question_stays_on_one_thread() -> None:
    count = "import bot.topics, numpy, os; a = numpy.ones((600, 600)); a @ a; print(len(os.listdir('/proc/self/task')))"
    ran = subprocess.run([sys.executable, "-c", count], capture_output=True, check=True, env={"PATH": ""}, text=True)
    assert ran.stdout.strip() == "1"

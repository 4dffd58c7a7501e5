"""Listening: triage and search share what the model read."""

from dataclasses import replace

import pytest

from bot.care import Risk, assess
from bot.journey.library import Library, topics_of
from bot.journey.listening import listen
from bot.topics import TopicIndex
from bot.topics.index import LONGEST_READ
from tests.embedding.conftest import CountingModel

SHORT = "why do i always go bakc to him"
LONG = "He says that he is sorry and brings flowers, and for a while all is well. " * 3


@pytest.fixture
def model() -> CountingModel:
    return CountingModel()


@pytest.fixture
def counted(library: Library, model: CountingModel) -> Library:
    return replace(library, embedder=model)


def test_a_text_goes_through_the_model_once_for_triage_and_search(counted: Library, model: CountingModel) -> None:
    heard = listen(counted, SHORT)
    assert model.texts == [SHORT]
    assert heard.risk is Risk.NONE
    assert heard.found_in("en").ids == counted.english.topics.ask(SHORT).ids != ()


def test_of_a_long_text_no_piece_goes_through_twice_and_the_search_adds_none(
    counted: Library, model: CountingModel
) -> None:
    assess(LONG, counted.embedder)
    for_triage = list(dict.fromkeys(model.texts))
    model.texts.clear()
    listen(counted, LONG)
    assert model.texts == for_triage
    assert for_triage[0] == LONG
    assert len(for_triage) > 1


def test_by_itself_the_search_reads_no_more_than_the_two_ends(counted: Library, model: CountingModel) -> None:
    index = TopicIndex.build(topics_of(counted.content), counted.content.elsewhere, model)
    model.texts.clear()
    index.ask(LONG)
    (read,) = model.texts
    first, last = read.split(" … ")
    assert LONG.startswith(first)
    assert LONG.endswith(last)
    assert len(first + last) <= LONGEST_READ


def test_what_was_heard_is_not_kept_for_the_next_turn(counted: Library, model: CountingModel) -> None:
    listen(counted, SHORT)
    listen(counted, SHORT)
    assert model.texts == [SHORT, SHORT]

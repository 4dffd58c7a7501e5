"""Listening: triage and search share what the model read."""

from dataclasses import replace

import pytest

from bot.care import Risk
from bot.journey.library import Library
from bot.journey.listening import listen
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


def test_of_a_long_text_no_piece_goes_through_twice_and_the_search_adds_only_its_beginning(
    counted: Library, model: CountingModel
) -> None:
    listen(counted, LONG)
    assert len(model.texts) == len(set(model.texts))
    assert model.texts[0] == LONG
    assert LONG.startswith(model.texts[-1])
    assert len(model.texts[-1]) <= LONGEST_READ


def test_what_was_heard_is_not_kept_for_the_next_turn(counted: Library, model: CountingModel) -> None:
    listen(counted, SHORT)
    listen(counted, SHORT)
    assert model.texts == [SHORT, SHORT]

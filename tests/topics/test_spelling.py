"""Putting questions right towards the words of the examples."""

import pytest

from bot.topics.spelling import Speller, ordinary_words

EXAMPLES = ["how do i mend a puncture", "gaslighting, what is that", "i can't decide about my bicycle"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("puncure", "puncture"),
        ("my bicylce", "my bicycle"),
        ("Gaslighitng?", "gaslighting?"),
        ("bicyclee and punccture", "bicycle and puncture"),
        ("u r mean, idk", "you are mean, i dont know"),
        ("cant decdie", "cant decide"),
    ],
)
def test_what_was_meant_is_read(written: str, meant: str) -> None:
    assert Speller(EXAMPLES).put_right(written) == meant


@pytest.mark.parametrize("kept", ["mint", "a planet", "bicycles", "Ωμέγα ξψξψ", "123 punct", "", "didn't", "🌧️"])
def test_ordinary_short_and_foreign_words_stay(kept: str) -> None:
    assert Speller(EXAMPLES).put_right(kept) == kept


def test_ordinary_words_come_with_the_model() -> None:
    assert {"planet", "kettle"} <= ordinary_words()
    assert "bicylce" not in ordinary_words()

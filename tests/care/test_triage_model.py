"""Rules and the sentence model together, and that the committed weights are what the examples make."""

from collections import Counter

import numpy as np
import pytest

from bot.care import Risk, assess
from bot.care.classifier import WEIGHTS_FILE
from bot.care.train import packed, read_examples, solved
from bot.embedding import Embedder


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("honestly i think everybody's life would be simpler with me six feet under", Risk.SELF_HARM),
        ("all my tablets are lined up on the duvet", Risk.SELF_HARM),
        ("he grabbed me by the neck again yesterday", Risk.DANGER),
        ("my partner has taken my keys and I am shut in the flat", Risk.DANGER),
        ("what does no contact mean?", Risk.NONE),
        ("this headache is killing me", Risk.NONE),
        ("i miss her laugh", Risk.NONE),
    ],
)
def test_meaning_is_heard_beside_the_words(embedder: Embedder, text: str, risk: Risk) -> None:
    assert assess(text, embedder) is risk


def test_one_cry_in_a_long_calm_entry_is_heard(embedder: Embedder) -> None:
    calm = "The morning was slow and I read a page with my tea. Then I watered the plants and wrote to my aunt. " * 6
    assert assess(calm, embedder) is Risk.NONE
    assert assess(calm + "Nobody knows that I plan to end my life on Sunday. " + calm, embedder) is Risk.SELF_HARM


@pytest.mark.parametrize("text", ["", "   ", "\n", "🙂", "?!", "x" * 5000])
def test_odd_texts_are_no_risk_and_no_fault(embedder: Embedder, text: str) -> None:
    assert assess(text, embedder) is Risk.NONE


def test_there_are_enough_examples_of_each_kind_and_none_twice() -> None:
    examples = read_examples()
    count = Counter(example.label for example in examples)
    assert len(examples) >= 1200
    assert min(count[Risk.SELF_HARM], count[Risk.DANGER]) >= 400
    assert count[Risk.NONE] >= 600
    assert len({example.text.casefold() for example in examples}) == len(examples)


def test_the_committed_weights_are_a_fresh_training(embedder: Embedder) -> None:
    examples = read_examples()
    with np.load(WEIGHTS_FILE) as kept:
        steps, coefficients, centre, spread = (kept[name] for name in ("steps", "coefficients", "centre", "spread"))
    assert len(steps) == len(examples)
    fresh = solved(steps, [example.label for example in examples])
    np.testing.assert_allclose(coefficients, fresh, atol=0.02)

    # Every 25th text goes through the model again: the stored bytes are its vector, in these standard deviations.
    rows = range(0, len(examples), 25)
    vectors = embedder.embed_deep([examples[row].text for row in rows])
    again = np.clip(np.rint((vectors - centre) / spread * 127 / 4), -127, 127)
    assert np.abs(again - steps[list(rows)]).mean() < 1.5


def test_packing_gives_standard_deviations_in_bytes(embedder: Embedder) -> None:
    vectors = embedder.embed_deep(["tea", "rain", "a long walk home", "the kettle"])
    centre, spread, steps = packed(vectors)
    assert steps.dtype == np.int8
    back = steps.astype(np.float32) * 4 / 127 * spread + centre
    np.testing.assert_allclose(back, vectors, atol=0.01)

"""Rules and the sentence model together, and that the committed weights are what the examples make."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.care import Risk, assess
from bot.care.classifier import RIDGE, WEIGHTS_FILE, kernel, load_classifier
from bot.care.letters import letter_vectors
from bot.care.train import packed, read_examples, targets
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


@pytest.mark.parametrize(
    "cry",
    [
        "he choked me until i passed out.",
        "I have the sleeping pills here and I am going to take them all.",
        "he has locked me in the flat again and taken the phone.",
        "everyone would be better off if I were dead.",
    ],
)
def test_a_cry_among_the_quiet_lines_of_an_entry_is_heard(embedder: Embedder, cry: str) -> None:
    lines = (Path(__file__).parent / "quiet_lines.txt").read_text(encoding="utf-8").splitlines()[2:12]
    assert assess(" ".join(lines), embedder) is Risk.NONE
    assert assess(" ".join([*lines[:5], cry, *lines[5:]]), embedder) is not Risk.NONE


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
    examples, classifier = read_examples(), load_classifier()
    texts = [example.text for example in examples]
    assert len(classifier.examples) == len(examples)
    # What kernel ridge regression comes to: an example's score falls short of its target by the ridge's part.
    near = kernel(classifier.examples, classifier.examples) @ classifier.coefficients
    scores = near + letter_vectors(texts, classifier.rarity) @ classifier.letters
    np.testing.assert_allclose(scores + RIDGE * classifier.coefficients, targets(examples), atol=0.02)

    # Every 25th text goes through the model again: the stored bytes are its vector, in these standard deviations.
    with np.load(WEIGHTS_FILE) as kept:
        steps, centre, spread = (kept[name] for name in ("steps", "centre", "spread"))
    rows = range(0, len(examples), 25)
    again = np.clip(np.rint((embedder.embed_deep([texts[row] for row in rows]) - centre) / spread * 127 / 4), -127, 127)
    assert np.abs(again - steps[list(rows)]).mean() < 1.5


@pytest.mark.parametrize(
    ("file", "most"), [("quiet_lines.txt", 0.03), ("small_words.txt", 0.03), ("questions.txt", 0.13)]
)
def test_what_is_said_every_day_raises_no_alarm(embedder: Embedder, file: str, most: float) -> None:
    """Answers to the course's own prompts; cities and a word or two; questions to the topics, many of them close to
    danger. None is among the examples."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 50
    assert not {line.casefold() for line in lines} & {example.text.casefold() for example in read_examples()}
    alarmed = [line for line in lines if assess(line, embedder) is not Risk.NONE]
    assert len(alarmed) <= most * len(lines), alarmed


def test_quiet_lines_raise_no_alarm_by_the_rules_alone() -> None:
    lines = (Path(__file__).parent / "quiet_lines.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if assess(line) is not Risk.NONE] == []


def test_packing_gives_standard_deviations_in_bytes(embedder: Embedder) -> None:
    vectors = embedder.embed_deep(["tea", "rain", "a long walk home", "the kettle"])
    centre, spread, steps = packed(vectors)
    assert steps.dtype == np.int8
    back = steps.astype(np.float32) * 4 / 127 * spread + centre
    np.testing.assert_allclose(back, vectors, atol=0.01)

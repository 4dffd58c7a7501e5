"""The shipped asks: what was prepared belongs to them, and left out one by one they find their page again."""

from pathlib import Path

import numpy as np
import pytest

from bot.course import Content, load
from bot.embedding import load_embedder
from bot.journey.library import topics_of
from bot.topics import Topic, held_out
from bot.topics.examples import gather
from bot.topics.prepared import read, text_hash
from bot.topics.ridge import EMPTY_SHARE, above_none


@pytest.fixture(scope="module")
def content() -> Content:
    return load(Path("content"))


@pytest.fixture(scope="module")
def topics(content: Content) -> list[Topic]:
    return list(topics_of(content))


def test_what_is_prepared_belongs_to_the_asks_of_now(content: Content, topics: list[Topic]) -> None:
    same = read().digest == gather(topics, content.elsewhere).digest()
    assert same, "the asks have changed: run `python -m bot content index`"


def test_the_kept_vectors_are_the_models(topics: list[Topic]) -> None:
    texts = [topic.asks[0] for topic in topics]
    kept = read().vectors
    fresh = load_embedder().embed(texts)
    assert all(float(np.dot(kept[text_hash(text)], vector)) > 0.995 for text, vector in zip(texts, fresh, strict=True))


def test_no_page_is_short_of_asks_and_much_is_known_to_lie_elsewhere(content: Content, topics: list[Topic]) -> None:
    assert min(len(topic.asks) for topic in topics) >= 50
    assert len(content.elsewhere) >= 400


def test_left_out_asks_find_their_page(content: Content, topics: list[Topic]) -> None:
    examples, scored = held_out(topics, content.elsewhere, load_embedder())
    owner = np.array(examples.owners)
    known = owner < len(topics)
    place = (-scored[known, :-1]).argsort(axis=1)
    # Many asks would suit a second page as well, which counts as wrong here.
    assert (place[:, 0] == owner[known]).mean() > 0.52
    assert (place[:, :3] == owner[known][:, None]).any(axis=1).mean() > 0.74
    floor = np.quantile(above_none(scored[known]), EMPTY_SHARE)
    assert (above_none(scored[~known]) < floor).mean() > 0.88

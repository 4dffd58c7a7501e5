"""The index over a small shelf: ranking, emptiness, and what is worked out beforehand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.embedding import load_embedder
from bot.topics import Found, Topic, TopicIndex, prepare
from tests.embedding.conftest import CountingModel

NOWHERE = Path("no-such-file.npz")
MESSY = [Topic("one", "One", ("a b c", "one two")), Topic("two", "Two", ("d e f", "two three"))]


@pytest.fixture(params=[False, True], ids=["letters", "meaning"])
def index(request: pytest.FixtureRequest, shelf: list[Topic], elsewhere: list[str]) -> TopicIndex:
    return TopicIndex.build(shelf, elsewhere, load_embedder() if request.param else None, NOWHERE)


def test_the_topic_that_a_question_is_about_comes_first(index: TopicIndex) -> None:
    assert index.ask("how do you mend a flat tyre on a bike").ids[0] == "bicycles"
    assert index.ask("MY TEA WAS SO BITTER!!").ids[0] == "tea"
    assert index.ask("i would like to sing in a choir").ids[0] == "choirs"


def test_spelling_is_forgiven(index: TopicIndex) -> None:
    assert index.ask("bycicle chian fell of").ids[0] == "bicycles"


def test_meaning_finds_what_letters_cannot(shelf: list[Topic], elsewhere: list[str]) -> None:
    index = TopicIndex.build(shelf, elsewhere, load_embedder(), NOWHERE)
    assert index.ask("cycling home i ran over some glass").ids[0] == "bicycles"
    assert index.by_meaning


@pytest.mark.parametrize("nothing", ["", "   ", "?!", "🌧️", "..."])
def test_what_has_no_words_has_no_answer(index: TopicIndex, nothing: str) -> None:
    assert index.ask(nothing) == Found()


def test_what_is_known_to_have_no_answer_here_has_none(index: TopicIndex) -> None:
    assert index.ask("what is the weather tomorrow").ids == ()


def test_at_most_three_topics_each_once(shelf: list[Topic]) -> None:
    topics = [replace(topic, id=f"{topic.id}-{copy}") for topic in shelf for copy in range(3)]
    found = TopicIndex.build(topics, (), None, NOWHERE).ask("tea for the choir on a bicycle")
    assert len(found.ids) == len(set(found.ids)) == 3


def test_twins_are_never_a_clear_best(shelf: list[Topic]) -> None:
    twins = [shelf[0], replace(shelf[0], id="tea-again"), shelf[1]]
    found = TopicIndex.build(twins, (), None, NOWHERE).ask("my tea is bitter")
    assert set(found.ids[:2]) == {"tea", "tea-again"}
    assert not found.clear


def test_a_page_without_asks_is_found_by_its_own_sentences(shelf: list[Topic]) -> None:
    draft = Topic("gardens", "A garden", (), ("Roses want pruning in March.", "Beans climb up a string."))
    index = TopicIndex.build([*shelf, draft], (), None, NOWHERE)
    assert index.ask("when are roses pruned").ids[0] == "gardens"
    asked = replace(draft, asks=("where do i put the shed",))
    assert TopicIndex.build([*shelf, asked], (), None, NOWHERE).ask("beans climb up a string").ids[0] != "gardens"


def test_a_shelf_of_one_or_none_is_no_trouble(shelf: list[Topic]) -> None:
    assert TopicIndex.build([], (), None, NOWHERE).ask("tea") == Found()
    assert TopicIndex.build(shelf[:1], (), None, NOWHERE).ask("tea").ids == ("tea",)


@given(st.text(max_size=700))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    found = TopicIndex.build(MESSY, ("g h i",), None, NOWHERE).ask(text)
    assert set(found.ids) <= {"one", "two"}


def test_what_was_prepared_answers_alike_and_needs_no_model_at_start(
    shelf: list[Topic], elsewhere: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "prepared.npz"
    assert prepare(shelf, elsewhere, load_embedder(), file) == 3 * 7 + 6
    questions = ["flat tyre", "can i sing", "is tea good at night", "planets", "chain and tenor"]
    for embedder in (CountingModel(), None):
        ready = TopicIndex.build(shelf, elsewhere, embedder, file)
        if embedder:
            assert embedder.texts == []
        anew = TopicIndex.build(shelf, elsewhere, embedder, NOWHERE)
        assert [ready.ask(q) for q in questions] == [anew.ask(q) for q in questions]


def test_after_a_change_only_new_texts_are_read_and_they_count(
    shelf: list[Topic], elsewhere: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "prepared.npz"
    prepare(shelf, elsewhere, load_embedder(), file)
    changed = [replace(shelf[0], asks=(*shelf[0].asks, "do you have a samovar")), *shelf[1:]]
    embedder = CountingModel()
    index = TopicIndex.build(changed, elsewhere, embedder, file)
    assert embedder.texts == ["do you have a samovar"]
    assert index.ask("a samovar").ids[0] == "tea"


def test_kept_vectors_are_near_the_fresh_ones(shelf: list[Topic], tmp_path: Path) -> None:
    from bot.topics import prepared

    file = tmp_path / "prepared.npz"
    prepare(shelf, (), load_embedder(), file)
    kept = prepared.read(file).vectors[prepared.text_hash("am i too old to sing")]
    assert float(np.dot(kept, load_embedder().embed(["am i too old to sing"])[0])) > 0.999

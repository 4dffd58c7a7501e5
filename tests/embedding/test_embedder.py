"""The sentence model through its public door: shape, length, meaning, and that a vector depends on its text alone."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

import bot.embedding
from bot.embedding import DIMENSIONS, Reading, SentenceModel, load_embedder
from tests.embedding.conftest import CountingModel

MODEL = Path(bot.embedding.__file__).parent / "model"


@pytest.fixture(scope="module")
def embedder() -> SentenceModel:
    return load_embedder()


def test_vectors_have_the_promised_shape_kind_and_length(embedder: SentenceModel) -> None:
    vectors = embedder.embed(["I keep going back", "tea", "", "😭", "x " * 2000])
    assert vectors.shape == (5, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_make_no_vectors(embedder: SentenceModel) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("why do i always go back to him", "I keep returning to my ex", "How do I bake bread?"),
        ("setting limits with my mother", "boundaries with a parent", "the train leaves at noon"),
        ("i miss her so much", "I can't stop longing for her", "how to renew a passport"),
    ],
)
def test_near_meanings_are_nearer_than_far_ones(embedder: SentenceModel, text: str, near: str, far: str) -> None:
    one, close, distant = embedder.embed([text, near, far])
    assert one @ close > one @ distant + 0.2


def test_a_vector_does_not_depend_on_the_texts_beside_it(embedder: SentenceModel) -> None:
    alone = embedder.embed(["a quiet evening"])[0]
    among = embedder.embed(["short", "a quiet evening", "a much longer text " * 30])[1]
    np.testing.assert_array_equal(alone, among)


def test_deep_vectors_hold_both_layers_at_unit_length(embedder: SentenceModel) -> None:
    texts = ["he shouts at me", "I shout at him"]
    deep = embedder.embed_deep(texts)
    assert deep.shape == (2, 2 * DIMENSIONS)
    np.testing.assert_array_equal(deep[:, DIMENSIONS:], embedder.embed(texts))
    np.testing.assert_allclose(np.linalg.norm(deep[:, :DIMENSIONS], axis=1), 1.0, atol=1e-5)


def test_a_reading_gives_the_models_vectors_and_reads_each_text_once(embedder: SentenceModel) -> None:
    counting = CountingModel()
    reading = Reading(counting)
    texts = ["he shouts at me", "tea"]
    np.testing.assert_array_equal(reading.embed_deep(texts), embedder.embed_deep(texts))
    np.testing.assert_array_equal(reading.embed(texts), embedder.embed(texts))
    np.testing.assert_array_equal(reading.embed_deep(["tea"]), embedder.embed_deep(["tea"]))
    np.testing.assert_array_equal(reading.embed(["rain"]), embedder.embed(["rain"]))
    assert counting.texts == ["he shouts at me", "tea", "rain"]


def test_what_lies_beyond_256_tokens_is_not_read(embedder: SentenceModel) -> None:
    start = "tea " * 300
    first, second = embedder.embed([start, start + "and then a storm came over the hills"])
    np.testing.assert_array_equal(first, second)


def test_there_is_one_embedder_in_a_process() -> None:
    assert load_embedder() is load_embedder()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    embedder = SentenceModel(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"tokenizer\.json"):
        embedder.embed(["hello"])


def test_the_files_are_those_that_the_provenance_names() -> None:
    provenance = (MODEL / "PROVENANCE.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\S+)` \| `([0-9a-f]{64})` \|$", provenance, re.MULTILINE))
    assert set(listed) == {"lower.onnx", "upper.onnx", "tokenizer.json"}
    for name, digest in listed.items():
        assert hashlib.sha256((MODEL / name).read_bytes()).hexdigest() == digest
    assert "Apache License" in (MODEL / "LICENSE").read_text(encoding="utf-8")

"""The one embedder that the tests of triage share."""

import pytest

from bot.embedding import Embedder, load_embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()

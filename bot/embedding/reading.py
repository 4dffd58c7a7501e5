"""What the model makes of one person's words, for as long as one turn lasts."""

from collections.abc import Sequence

import numpy as np

from bot.embedding.embedder import DIMENSIONS, Embedder, Vectors


class Reading:
    """An embedder that puts no text through the model twice, however many ask.

    It keeps texts in memory: make one a turn, and let it go with the turn. Who asks for deep vectors goes first, since
    they hold the others. For one thread.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._deep: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder` promises; what was read deeply is not read again."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            deep = self._deep.get(text)
            vectors[row] = self._embedder.embed([text])[0] if deep is None else deep[DIMENSIONS:]
        return vectors

    def embed_deep(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder` promises."""
        vectors = np.zeros((len(texts), 2 * DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            if text not in self._deep:
                self._deep[text] = self._embedder.embed_deep([text])[0]
            vectors[row] = self._deep[text]
        return vectors

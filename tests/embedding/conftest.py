"""The sentence model, with an eye on how often it runs."""

from collections.abc import Sequence

from bot.embedding import SentenceModel
from bot.embedding.embedder import Vectors


class CountingModel(SentenceModel):
    """The real model, counting the texts that it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed(texts)

    def embed_deep(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed_deep(texts)

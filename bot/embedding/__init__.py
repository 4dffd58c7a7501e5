"""The sentence model: texts in, vectors out, on this machine, without a download."""

from bot.embedding.embedder import DIMENSIONS, Embedder, load_embedder

__all__ = ["DIMENSIONS", "Embedder", "load_embedder"]

"""The sentence model: texts in, vectors out, on this machine, without a download."""

import os

# ONNX Runtime reports to its makers when it starts, and keeps an id of the machine for that, unless this is set before
# it is imported. Nobody may learn from us that this runs.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from bot.embedding.embedder import DIMENSIONS, Embedder, SentenceModel, load_embedder
from bot.embedding.reading import Reading

__all__ = ["DIMENSIONS", "Embedder", "Reading", "SentenceModel", "load_embedder"]

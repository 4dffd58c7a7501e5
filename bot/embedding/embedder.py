"""all-MiniLM-L6-v2 in 8-bit ONNX, one pair of sessions a process."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
LONGEST_TOKENS = 256
_FOLDER = Path(__file__).resolve().parent / "model"

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near their meanings are: the model, or a reading by it."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the fourth layer, shape (len(texts), 384), float32."""

    def embed_deep(self, texts: Sequence[str]) -> Vectors:
        """The last layer's vectors and, beside them, those of `embed`; shape (len(texts), 768), float32.

        Both halves have unit length. The fourth layer tells better who does what to whom, and what is denied.
        """


@dataclass(frozen=True)
class _Opened:
    tokenizer: Tokenizer
    lower: onnxruntime.InferenceSession
    upper: onnxruntime.InferenceSession


class SentenceModel:
    """The model itself. What is beyond 256 tokens of a text is not read.

    The files are opened at the first call, or by `warm_up`, and once. Calls from several threads are safe; a call holds
    its thread, on one core of 2 GHz, for about half a millisecond a token, and `embed_deep` for half as long again, but
    frees the interpreter lock for nearly all of it.
    Texts go through one by one: in a batch, the 8-bit ranges and so the vectors would depend on the others.
    Raises FileNotFoundError where the model's files are not there.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder
        self._lock = Lock()
        self._opened: _Opened | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder` promises."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = _pooled(self._middle(self._open(), text))
        return vectors

    def embed_deep(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder` promises."""
        vectors = np.zeros((len(texts), 2 * DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            opened = self._open()
            middle = self._middle(opened, text)
            (last,) = opened.upper.run(["hidden"], {"middle": middle})
            vectors[row] = np.concatenate([_pooled(last), _pooled(middle)])
        return vectors

    def warm_up(self) -> None:
        """Open the files and run once, so that the first person does not wait for it."""
        self.embed_deep(["a page, a cup of tea"])

    def _middle(self, opened: _Opened, text: str) -> Vectors:
        """The fourth layer's state of each token, shape (1, tokens, 384)."""
        ids = np.array([opened.tokenizer.encode(text).ids], dtype=np.int64)
        (middle,) = opened.lower.run(["middle"], {"input_ids": ids})
        return np.asarray(middle, dtype=np.float32)

    def _open(self) -> _Opened:
        with self._lock:
            if self._opened is None:
                self._opened = _Opened(
                    _tokenizer(self._folder / "tokenizer.json"),
                    _session(self._folder / "lower.onnx"),
                    _session(self._folder / "upper.onnx"),
                )
            return self._opened


@lru_cache(maxsize=1)
def load_embedder() -> SentenceModel:
    """The process's one model. It reads nothing yet: the first text, or `warm_up`, opens the files."""
    return SentenceModel()


def _pooled(state: Vectors) -> Vectors:
    """The mean over the tokens, (1, tokens, 384) -> (384,), at unit length."""
    mean = state[0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _tokenizer(file: Path) -> Tokenizer:
    if not file.is_file():
        raise FileNotFoundError(f"the sentence model is incomplete: {file.name} is missing")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(max_length=LONGEST_TOKENS)
    return tokenizer


def _session(file: Path) -> onnxruntime.InferenceSession:
    if not file.is_file():
        raise FileNotFoundError(f"the sentence model is incomplete: {file.name} is missing")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena would keep the memory of the longest text ever seen.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

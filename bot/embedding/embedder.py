"""all-MiniLM-L6-v2 in 8-bit ONNX, one session a process."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
LONGEST_TOKENS = 256
_FOLDER = Path(__file__).resolve().parent / "model"

Vectors = npt.NDArray[np.float32]


class Embedder:
    """Turns texts into vectors whose dot product says how near their meanings are.

    The files are opened at the first call, or by `warm_up`, and once. Calls from several threads are safe; a call holds
    its thread for about 3 ms a short text (and up to about 60 ms a text of 256 tokens), but frees the interpreter
    lock for nearly all of it.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder
        self._lock = Lock()
        self._opened: tuple[Tokenizer, onnxruntime.InferenceSession] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 384), float32; what is beyond 256 tokens of a text is not read.

        Texts go through one by one: in a batch, the 8-bit ranges and so the vectors would depend on the others.
        Raises FileNotFoundError where the model's files are not there.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._run(text, ["hidden"])[0]
        return vectors

    def embed_deep(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `embed` and, beside them, those of the middle layer; shape (len(texts), 768), float32.

        Both halves have unit length. The middle layer tells better who does what to whom, and what is denied.
        Raises FileNotFoundError where the model's files are not there.
        """
        vectors = np.zeros((len(texts), 2 * DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = np.concatenate(self._run(text, ["hidden", "middle"]))
        return vectors

    def warm_up(self) -> None:
        """Open the files and run once, so that the first person does not wait for it."""
        self._run("a page, a cup of tea", ["hidden"])

    def _run(self, text: str, outputs: list[str]) -> list[Vectors]:
        tokenizer, session = self._open()
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        states = session.run(outputs, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return [_pooled(np.asarray(state[0], dtype=np.float32)) for state in states]

    def _open(self) -> tuple[Tokenizer, onnxruntime.InferenceSession]:
        with self._lock:
            if self._opened is None:
                self._opened = (_tokenizer(self._folder / "tokenizer.json"), _session(self._folder / "model.onnx"))
            return self._opened


@lru_cache(maxsize=1)
def load_embedder() -> Embedder:
    """The process's one embedder. It reads nothing yet: the first text, or `warm_up`, opens the files."""
    return Embedder()


def _pooled(state: Vectors) -> Vectors:
    """The mean over the tokens, (tokens, 384) -> (384,), at unit length."""
    mean = state.mean(axis=0)
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

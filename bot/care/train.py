"""Make `weights.npz` out of `examples.jsonl`: `python -m bot.care.train`. Takes about half a minute.

To add examples: write lines into `examples.jsonl` ({"t": text, "label": none|self_harm|danger, "sub": kind}), run
this, look at what it prints (eight-fold cross-validation: false alarms and recall around the chosen point), and commit
both files.
The examples are written for this purpose; no text of a person is ever among them.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.care.classifier import CLASSES, RIDGE, STEP, WEIGHTS_FILE, Classifier, Floats, kernel, shaped, standardised
from bot.care.risk import Risk
from bot.care.triage import ALARM_ABOVE, RULE_WEIGHT, assess
from bot.embedding import Embedder, load_embedder

EXAMPLES_FILE = Path(__file__).parent / "examples.jsonl"
FOLDS = 8


@dataclass(frozen=True)
class Example:
    """One written example: what somebody might type, what it speaks of, and which kind it is."""

    text: str
    label: Risk
    kind: str


def read_examples() -> tuple[Example, ...]:
    """All examples, in the file's order."""
    lines = EXAMPLES_FILE.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return tuple(Example(row["t"], Risk(row["label"]), row["sub"]) for row in rows)


def packed(vectors: Floats) -> tuple[Floats, Floats, npt.NDArray[np.int8]]:
    """(mean, standard deviation, the standardised vectors in bytes) of what `Embedder.embed_deep` gave."""
    centre, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
    steps = np.clip(np.rint(standardised(vectors, centre, spread) / STEP), -127, 127).astype(np.int8)
    return centre, spread, steps


def solved(steps: npt.NDArray[np.int8], labels: list[Risk]) -> Floats:
    """The coefficients, (n, 3), of kernel ridge regression onto +1 for an example's class and -1 for the others."""
    near = kernel(examples := shaped(steps.astype(np.float32) * np.float32(STEP)), examples).astype(np.float64)
    wanted = np.array([[1.0 if label is each else -1.0 for each in CLASSES] for label in labels])
    return np.linalg.solve(near + RIDGE * np.eye(len(labels)), wanted).astype(np.float32)


def train(embedder: Embedder) -> None:
    """Write the weights and print the curve."""
    examples = read_examples()
    labels = [example.label for example in examples]
    vectors = embedder.embed_deep([example.text for example in examples])
    centre, spread, steps = packed(vectors)
    np.savez_compressed(WEIGHTS_FILE, centre=centre, spread=spread, steps=steps, coefficients=solved(steps, labels))
    ruled = [assess(example.text) for example in examples]
    margins = _left_out_margins(centre, spread, steps, vectors, labels, ruled)
    risky = np.array([label is not Risk.NONE for label in labels])
    for above in sorted({ALARM_ABOVE, *(ALARM_ABOVE + step / 10 for step in range(-4, 5))}):
        false, noticed = (margins[~risky] > above).mean(), (margins[risky] > above).mean()
        chosen = " (chosen)" if above == ALARM_ABOVE else ""
        sys.stdout.write(f"alarm above {above:+.2f}: false alarms {false:.1%}, recall {noticed:.1%}{chosen}\n")


def _left_out_margins(
    centre: Floats,
    spread: Floats,
    steps: npt.NDArray[np.int8],
    vectors: Floats,
    labels: list[Risk],
    ruled: list[Risk],
) -> npt.NDArray[np.float64]:
    """For each example, risk's score less that of none, by a classifier that has not seen its fold; (n,)."""
    fold = np.random.default_rng(0).permutation(len(labels)) % FOLDS
    margins = np.zeros(len(labels))
    for held in range(FOLDS):
        inside, outside = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        coefficients = solved(steps[inside], [labels[row] for row in inside])
        known = shaped(steps[inside].astype(np.float32) * np.float32(STEP))
        scores = Classifier(centre, spread, known, coefficients).scores(vectors[outside])
        for row, (danger, none, self_harm) in zip(outside, scores, strict=True):
            danger += RULE_WEIGHT * (ruled[row] is Risk.DANGER)
            self_harm += RULE_WEIGHT * (ruled[row] is Risk.SELF_HARM)
            margins[row] = max(danger, self_harm) - none
    return margins


if __name__ == "__main__":
    train(load_embedder())

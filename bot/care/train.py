"""Make `weights.npz` out of `examples.jsonl`: `python -m bot.care.train`. Takes some minutes.

To add examples: write lines into `examples.jsonl` ({"t": text, "label": none|self_harm|danger, "sub": kind}), run
this, look at what it prints (each example left out in turn: false alarms and recall around the chosen point, and the
alarms by kind), and commit both files.
The examples are written for this purpose; no text of a person is ever among them.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.care.classifier import CLASSES, LETTERS, RIDGE, STEP, WEIGHTS_FILE, kernel, shaped, standardised
from bot.care.letters import Floats, letter_vectors, rarity_of
from bot.care.risk import Risk
from bot.care.triage import ALARM_ABOVE, RULE_WEIGHT, assess
from bot.embedding import Embedder, load_embedder

EXAMPLES_FILE = Path(__file__).parent / "examples.jsonl"


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


@dataclass(frozen=True)
class Trained:
    """What `weights.npz` holds, and what each example scores where it alone is left out, (n, 3)."""

    centre: Floats
    spread: Floats
    steps: npt.NDArray[np.int8]
    coefficients: Floats
    rarity: Floats
    letters: npt.NDArray[np.float16]
    left_out: Floats


def packed(vectors: Floats) -> tuple[Floats, Floats, npt.NDArray[np.int8]]:
    """(mean, standard deviation, the standardised vectors in bytes) of what `Embedder.embed_deep` gave."""
    centre, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
    steps = np.clip(np.rint(standardised(vectors, centre, spread) / STEP), -127, 127).astype(np.int8)
    return centre, spread, steps


def targets(examples: tuple[Example, ...]) -> Floats:
    """What each example should score, (n, 3): +1 for its class and -1 for the others."""
    wanted = [[1.0 if example.label is each else -1.0 for each in CLASSES] for example in examples]
    return np.array(wanted, dtype=np.float32)


def solved(examples: tuple[Example, ...], vectors: Floats) -> Trained:
    """Kernel ridge regression onto `targets`, by one inverse.

    Its diagonal gives what each example would score without itself: the exact figure, without training once for each.
    """
    texts = [example.text for example in examples]
    centre, spread, steps = packed(vectors)
    meanings = shaped(steps.astype(np.float32) * np.float32(STEP))
    letters = letter_vectors(texts, rarity := rarity_of(texts))
    near = kernel(meanings, meanings) + np.float32(LETTERS) * (letters @ letters.T)
    inverse = np.linalg.inv(near.astype(np.float64) + RIDGE * np.eye(len(examples)))
    wanted = targets(examples)
    coefficients = inverse @ wanted
    return Trained(
        centre=centre,
        spread=spread,
        steps=steps,
        coefficients=coefficients.astype(np.float32),
        rarity=rarity,
        letters=(LETTERS * (letters.T @ coefficients)).astype(np.float16),
        left_out=(wanted - coefficients / np.diag(inverse)[:, None]).astype(np.float32),
    )


def train(embedder: Embedder) -> None:
    """Write the weights and print the curve."""
    examples = read_examples()
    trained = solved(examples, embedder.embed_deep([example.text for example in examples]))
    kept = ("centre", "spread", "steps", "coefficients", "rarity", "letters")
    np.savez_compressed(WEIGHTS_FILE, allow_pickle=False, **{name: getattr(trained, name) for name in kept})
    margins = _margins(examples, trained.left_out)
    risky = np.array([example.label is not Risk.NONE for example in examples])
    for above in sorted({ALARM_ABOVE, *(ALARM_ABOVE + step / 10 for step in range(-4, 5))}):
        false, noticed = (margins[~risky] > above).mean(), (margins[risky] > above).mean()
        chosen = " (chosen)" if above == ALARM_ABOVE else ""
        sys.stdout.write(f"alarm above {above:+.2f}: false alarms {false:.1%}, recall {noticed:.1%}{chosen}\n")
    for kind in sorted({(example.label, example.kind) for example in examples}):
        alarms = [m > ALARM_ABOVE for m, e in zip(margins, examples, strict=True) if (e.label, e.kind) == kind]
        sys.stdout.write(f"{'/'.join(kind):<30} alarms {np.mean(alarms):4.0%} of {len(alarms)}\n")


def _margins(examples: tuple[Example, ...], left_out: Floats) -> npt.NDArray[np.float64]:
    """For each example, risk's score less that of none, by a classifier that has not seen it, and the rules; (n,)."""
    margins = np.zeros(len(examples))
    for row, (danger, none, self_harm) in enumerate(left_out):
        ruled = assess(examples[row].text)
        danger += RULE_WEIGHT * (ruled is Risk.DANGER)
        self_harm += RULE_WEIGHT * (ruled is Risk.SELF_HARM)
        margins[row] = max(danger, self_harm) - none
    return margins


if __name__ == "__main__":
    train(load_embedder())

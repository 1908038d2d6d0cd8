"""Looks at a published folder as those do who get it: signature, models, card."""

import json
import pathlib
import subprocess
import sys

import numpy
import onnx
import onnxruntime
from huggingface_hub import ModelCard

folder, key = pathlib.Path(sys.argv[1]), sys.argv[2]

command = [
    sys.executable,
    "-m",
    "model_signing",
    "verify",
    "key",
    "--public_key",
    key,
    "--signature",
    str(folder / "model.sig"),
    str(folder),
]
result = subprocess.run(command, capture_output=True, text=True, check=False)
assert result.returncode == 0, result.stdout + result.stderr

models = sorted(folder.glob("*.onnx"))
assert len(models) == 2, models
for path in models:
    onnx.checker.check_model(str(path), full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    outputs = session.run(None, {given.name: numpy.full(given.shape, 0.5, numpy.float32)})
    assert outputs and all(numpy.isfinite(output).all() for output in outputs)

card = ModelCard.load(folder / "README.md")
assert card.data.pipeline_tag == "object-detection", card.data.pipeline_tag
results = card.data.eval_results
assert results, "the card has no results"
record = json.loads((folder / f"{models[0].name}.provenance.json").read_text())
assert any(m["kind"] == "evaluate" for m in record["measurements"])

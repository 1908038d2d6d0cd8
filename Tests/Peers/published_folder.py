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
kinds = [(result.dataset_name, result.metric_type) for result in results]
assert len(set(kinds)) == len(kinds), kinds
assert all(result.metric_value == round(result.metric_value, 4) for result in results)
assert {result.metric_type for result in results} == set(card.data.metrics), card.data.metrics

# What browsers and runtimes of the hub look for, where it was asked for.
if (folder / "config.json").exists():
    config = json.loads((folder / "config.json").read_text())
    assert config["num_labels"] == len(config["id2label"]) == len(config["label2id"])
    for path, name in [(models[1], "model"), (models[0], "model_quantized")]:
        hub = folder / "onnx" / f"{name}.onnx"
        assert hub.read_bytes() == path.read_bytes(), hub
        session = onnxruntime.InferenceSession(str(hub), providers=["CPUExecutionProvider"])
        labels = json.loads(session.get_modelmeta().custom_metadata_map["darkroom.labels"])
        assert [config["id2label"][str(i)] for i in range(len(labels))] == labels
        assert list(session.get_inputs()[0].shape[2:]) == config["image_size"]
record = json.loads((folder / f"{models[0].name}.provenance.json").read_text())
assert any(m["kind"] == "evaluate" for m in record["measurements"])

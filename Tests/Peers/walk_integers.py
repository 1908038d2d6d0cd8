"""Walks quantized ONNX models, and writes every stored tensor as ONNX Runtime computes it.

usage: walk_integers.py FOLDER...

Each FOLDER holds model.onnx and input_0.f32. Every tensor of 8-, 16- or 32-bit integers that a
node computes is written as integers/NUMBER.f32, with its name on line NUMBER (from 0) of
integers/names.txt, and facts.json says:

  floats       nodes that compute on float tensors and give something that is stored again, which
               nothing between the quantization of the input and the outputs should do
  operators    the operators as DOMAIN.NAME
  integers     how many integer tensors nodes compute
  activations  their types, but for int32
  weight       the largest magnitude of an int8 constant of more than one axis
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

STORED = ("uint8", "int8", "uint16", "int16", "int32")


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # Fusions would change what is between the tensors that are looked at.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def with_all_outputs(model):
    model = onnx.ModelProto.FromString(model.SerializeToString())
    known = {value.name for value in model.graph.output}
    for node in model.graph.node:
        for name in node.output:
            if name and name not in known:
                model.graph.output.append(onnx.ValueInfoProto(name=name))
    return model


def islands(model, types):
    """Nodes that read float tensors, and that stored tensors depend on."""
    inputs = {value.name for value in model.graph.input}
    needed, found = set(), []
    for node in reversed(model.graph.node):
        # int64 tensors are shapes and indices.
        stores = any(types[name] in STORED for name in node.output)
        if not stores and not needed.intersection(node.output):
            continue
        floats = [n for n in node.input if types.get(n) == "float" and n not in inputs]
        if floats:
            found.append(node.name)
            needed.update(floats)
    return found[::-1]


def walk(folder):
    model = onnx.load(folder / "model.onnx")
    runner = session(with_all_outputs(model))
    types = {value.name: value.type[len("tensor(") : -1] for value in runner.get_outputs()}
    names = [name for name, kind in types.items() if kind in STORED]
    feed = runner.get_inputs()[0]
    shape = [extent if isinstance(extent, int) else 1 for extent in feed.shape]
    data = np.fromfile(folder / "input_0.f32", dtype=np.float32).reshape(shape)
    target = folder / "integers"
    target.mkdir()
    for number, array in enumerate(runner.run(names, {feed.name: data})):
        array.astype(np.float32).tofile(target / f"{number}.f32")
    (target / "names.txt").write_text("".join(f"{name}\n" for name in names))
    weights = [numpy_helper.to_array(tensor) for tensor in model.graph.initializer]
    facts = {
        "floats": islands(model, types),
        "operators": sorted({f"{node.domain}.{node.op_type}" for node in model.graph.node}),
        "integers": len(names),
        "activations": sorted({types[name] for name in names} - {"int32"}),
        "weight": max(
            int(np.abs(w.astype(int)).max()) for w in weights if w.dtype == np.int8 and w.ndim > 1
        ),
    }
    (folder / "facts.json").write_text(json.dumps(facts) + "\n")


def main():
    for name in sys.argv[1:]:
        walk(pathlib.Path(name))


if __name__ == "__main__":
    main()

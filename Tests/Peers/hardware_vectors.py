"""Compares the vectors of `darkroom hardware` with ONNX Runtime, or changes one with its checksum.

usage: hardware_vectors.py compare FOLDER MODEL.onnx
       hardware_vectors.py change FOLDER FILE

compare: every tensor that the model has by its name, from the first image's quantized input on, is
that of ONNX Runtime bit for bit; prints how many there are. change: flips a bit of the last element
of a vector, and writes checksums.txt as if it had always been so.
"""

import hashlib
import json
import pathlib
import sys
import zlib

import numpy as np
import onnx
import onnxruntime


def main():
    mode, folder, name = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    if mode == "compare":
        compare(folder, name)
    else:
        change(folder, name)


def elements(record, folder):
    """A tensor in the order of its axes."""
    places = 0
    for number, axis in enumerate(record["axes"]):
        i = np.arange(axis["size"])
        offsets = i // axis["block"] * axis["stride"] + i % axis["block"] * axis["within"]
        places = places + offsets.reshape(
            [-1 if a == number else 1 for a in range(len(record["axes"]))]
        )
    return np.load(folder / record["file"]).ravel()[places]


def compare(folder, path):
    network = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    model = onnx.load(path)
    outputs = {output.name for output in model.graph.output}
    for name in sorted({o for node in model.graph.node for o in node.output} - outputs):
        model.graph.output.append(onnx.ValueInfoProto(name=name))
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    names = [output.name for output in session.get_outputs()]
    for image in network["images"]:
        vectors = folder / image["folder"]
        tensors = [elements(t, vectors) for t in network["tensors"]]
        port = network["inputs"][0]
        record = network["tensors"][port["tensor"]]
        whole = tensors[port["tensor"]].astype(np.float32) - np.float32(record["zeroPoint"])
        found = session.run(names, {port["name"]: whole * np.float32(record["scale"])})
        expected = dict(zip(names, found, strict=True))
        count = 0
        for record, values in zip(network["tensors"], tensors, strict=True):
            if record["name"] in expected:
                count += 1
                if not np.array_equal(expected[record["name"]], values):
                    sys.exit(f"{image['folder']}: {record['name']} is another in ONNX Runtime")
        print(count, "of", len(tensors))


def change(folder, name):
    path = folder / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    lines = []
    for line in (folder / "checksums.txt").read_text(encoding="utf-8").splitlines()[:-1]:
        crc = f"{zlib.crc32(content):08x}"
        changed = f"{hashlib.sha256(content).hexdigest()} {crc} {len(content)} {name}"
        lines.append(changed if line.endswith(f" {name}") else line)
    text = "".join(f"{line}\n" for line in lines)
    last = f"{zlib.crc32(text.encode()):08x} {len(lines)} lines above\n"
    (folder / "checksums.txt").write_text(text + last, encoding="utf-8")


if __name__ == "__main__":
    main()

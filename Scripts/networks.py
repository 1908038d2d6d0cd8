"""Converts every cfg of darknet with random weights, and compares what ONNX Runtime and the engine
compute.

usage: networks.py DARKROOM [--only PATTERN] [--folder CFGS]

For each cfg in ../shared/darknet-cfg (or the folder given): random weights (and a random tree of
classes, where it names one) that keep numbers of a
usual size through the network, a float ONNX file, the ONNX checker, one random input through ONNX
Runtime and through the engine, and the largest difference of all outputs, as a part of the largest
number of the output. A network with a memory is run three times, what it remembers handed on.
Prints Markdown; exit status 1 if anything fails or differs by more than 1e-4.
"""

import argparse
import fnmatch
import json
import math
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOLERANCE = 1e-4
STEPS = 3


class Failure(Exception):
    """Something that a network must not do."""


def run(*command):
    outcome = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if outcome.returncode:
        lines = outcome.stderr.strip().splitlines() or [f"status {outcome.returncode}"]
        errors = [line for line in lines if "warning:" not in line]
        raise Failure((errors or lines)[0])
    return outcome.stdout


def normalized(cfg):
    """The lines of the sections that ask for batch normalization."""
    found, section = set(), 0
    for number, line in enumerate(cfg.read_text(errors="replace").splitlines(), 1):
        if line.strip().startswith("["):
            section = number
        elif re.fullmatch(r"\s*(batch_normalize|cbn)\s*=\s*[1-9]\s*(#.*)?", line):
            found.add(section)
    return found


def numbers(layer, is_normalized, generator):
    """The weights of a layer: of convolutions so that what they give is a little less than what
    they read, or else roundings grow from layer to layer until ONNX Runtime with and without its
    optimizations disagree; of others positive, as one of them may be a variance."""
    count = layer["weights"]["length"] // 4
    if layer["type"] not in ("convolutional", "depthwise_convolutional"):
        return (0.05 + 0.02 * generator.random(count)).astype(numpy.float32)
    filters = layer["output"]["channels"]
    stored = count - filters * (4 if is_normalized else 1)
    kernels = generator.standard_normal(stored) * math.sqrt(filters / stored)
    biases = 0.1 * generator.standard_normal(filters)
    parts = [biases]
    if is_normalized:
        parts += [0.8 + 0.4 * generator.random(filters), 0.1 * generator.standard_normal(filters)]
        parts += [0.8 + 0.4 * generator.random(filters)]
    return numpy.concatenate([*parts, kernels]).astype(numpy.float32)


def write_weights(path, cfg, description):
    generator = numpy.random.default_rng(7)
    lines = normalized(cfg)
    with path.open("wb") as file:
        file.write(struct.pack("<iiiQ", 0, 2, 5, 0))
        for layer in description["layers"]:
            if layer.get("weights"):
                assert file.tell() == layer["weights"]["offset"]
                file.write(numbers(layer, layer["line"] in lines, generator).tobytes())


def tree(cfg, folder):
    """Arguments that give a random tree of the classes, where the cfg names one."""
    text = cfg.read_text(errors="replace")
    if not re.search(r"^\s*tree\s*=", text, re.MULTILINE):
        return []
    count = int(re.findall(r"^\s*classes\s*=\s*(\d+)", text, re.MULTILINE)[-1])
    generator = numpy.random.default_rng(5)
    parents = [-1] * 3
    while len(parents) < count:
        # Kinds of a class that has none so far.
        parent = int(generator.integers(parents[-1] + 1, len(parents)))
        parents += [parent] * int(generator.integers(1, 30))
    path = folder / "classes.tree"
    path.write_text("".join(f"class{index} {p}\n" for index, p in enumerate(parents[:count])))
    return ["--tree", path]


def theirs(model, steps):
    """What ONNX Runtime gives after each step."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    states = json.loads(metadata.get("darkroom.states", "[]"))
    remembered = {state["input"]: numpy.zeros(state["shape"], numpy.float32) for state in states}
    handed_on = {state["output"]: state["input"] for state in states}
    [image] = [node for node in session.get_inputs() if node.name not in remembered]
    for step in steps:
        results = session.run(None, {image.name: step.reshape(image.shape), **remembered})
        outputs = []
        for node, result in zip(session.get_outputs(), results, strict=True):
            if node.name in handed_on:
                remembered[handed_on[node.name]] = result
            else:
                outputs.append(result)
        yield outputs


def difference(darkroom, cfg, folder):
    """The largest difference, and what was seen on the way."""
    description = json.loads(run(darkroom, "inspect", cfg, "--json"))
    weights, model = folder / "random.weights", folder / "model.onnx"
    write_weights(weights, cfg, description)
    start = time.perf_counter()
    run(darkroom, "convert", cfg, weights, "-o", model, "--quiet", *tree(cfg, folder))
    seconds = time.perf_counter() - start
    onnx.checker.check_model(str(model), full_check=True)
    interface = onnx.load(model, load_external_data=False).graph.input[0]
    size = math.prod(extent.dim_value for extent in interface.type.tensor_type.shape.dim)
    has_states = b"darkroom.states" in model.read_bytes()
    count = STEPS if has_states else 1
    steps = numpy.random.default_rng(3).random((count, size), dtype=numpy.float32)
    (folder / "input.f32").write_bytes(steps.tobytes())
    outputs = folder / "outputs"
    run(darkroom, "run", model, "-i", folder / "input.f32", "-o", outputs, "--steps", count)
    worst = 0.0
    for number, results in enumerate(theirs(model, steps)):
        for index, expected in enumerate(results):
            found = numpy.fromfile(outputs / f"step_{number}/output_{index}.f32", numpy.float32)
            largest = float(numpy.abs(expected).max())
            if not math.isfinite(largest) or largest == 0 or numpy.ptp(expected) == 0:
                raise Failure(f"output {index} is {largest} everywhere, which tells nothing")
            worst = max(worst, float(numpy.abs(found - expected.ravel()).max()) / largest)
    return worst, len(description["layers"]), model.stat().st_size, seconds, has_states


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("darkroom", type=pathlib.Path)
    parser.add_argument("--only", default="*", help="names of cfgs, as a shell matches them")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT.parent / "shared/darknet-cfg")
    options = parser.parse_args()
    cfgs = sorted(options.folder.glob("*.cfg"))
    cfgs = [cfg for cfg in cfgs if fnmatch.fnmatch(cfg.stem, options.only)]
    if not cfgs:
        parser.error(f"there is no cfg called {options.only} in {options.folder}")
    print("| cfg | layers | ONNX, MB | converted in, s | remembers | largest difference |")
    print("|---|---|---|---|---|---|")
    wrong = []
    for cfg in cfgs:
        with tempfile.TemporaryDirectory() as folder:
            try:
                worst, layers, size, seconds, has_states = difference(
                    options.darkroom.resolve(), cfg, pathlib.Path(folder)
                )
            except (Failure, onnx.checker.ValidationError, RuntimeError) as failure:
                message = str(failure).replace(f"{cfg.parent}/", "").replace(f"{folder}/", "")
                wrong.append(f"{cfg.stem}: {message.splitlines()[0]}")
                continue
            print(
                f"| {cfg.stem} | {layers} | {size / 1e6:.1f} | {seconds:.2f} "
                f"| {'yes' if has_states else ''} | {worst:.1e} |",
                flush=True,
            )
            if worst > TOLERANCE:
                wrong.append(f"{cfg.stem}: differs by {worst:.1e} of the largest number")
    print(f"\n{len(cfgs) - len(wrong)} of {len(cfgs)} networks are converted and agree")
    for problem in wrong:
        print(f"- {problem}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

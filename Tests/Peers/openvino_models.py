"""Runs ONNX models with OpenVINO, in float32 where they are not quantized.

usage: openvino_models.py FOLDER...

Each FOLDER holds model.onnx and input_0.f32, input_1.f32, ...: raw float32, in the order of the
model's inputs. Outputs are written beside them as openvino_0.f32, ... Prints what fails; exit
status 1 if anything does.
"""

import pathlib
import sys

import numpy
import openvino


def run(core, folder):
    model = core.read_model(folder / "model.onnx")
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
    compiled = core.compile_model(model, "CPU", settings)
    feeds = [
        numpy.fromfile(folder / f"input_{index}.f32", numpy.float32).reshape(node.shape)
        for index, node in enumerate(compiled.inputs)
    ]
    results = compiled(feeds)
    for index, node in enumerate(compiled.outputs):
        results[node].astype(numpy.float32).tofile(folder / f"openvino_{index}.f32")


def main():
    core = openvino.Core()
    status = 0
    for name in sys.argv[1:]:
        try:
            run(core, pathlib.Path(name))
        except Exception as error:  # a refusal is a finding, whatever its type
            print(f"{name}: {type(error).__name__}: {' '.join(str(error).split())}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

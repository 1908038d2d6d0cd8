"""Checks ONNX models and runs them with ONNX Runtime.

usage: check_model.py FOLDER...

Each FOLDER holds model.onnx and input_0.f32, input_1.f32, ...: raw float32, in the order of the
model's inputs; a batch that is free follows from the size. Outputs are written beside them as
output_0.f32, ... and their shapes as shapes.txt. Prints what fails; exit status 1 if anything does.
"""

import pathlib
import sys

import numpy
import onnx
import onnxruntime


def load(path, shape):
    data = numpy.fromfile(path, dtype=numpy.float32)
    return data.reshape([extent if isinstance(extent, int) else -1 for extent in shape])


def check(folder):
    path = folder / "model.onnx"
    onnx.checker.check_model(str(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    feeds = {
        node.name: load(folder / f"input_{index}.f32", node.shape)
        for index, node in enumerate(session.get_inputs())
    }
    outputs = session.run(None, feeds)
    for index, output in enumerate(outputs):
        output.astype(numpy.float32).tofile(folder / f"output_{index}.f32")
    shapes = ["x".join(map(str, output.shape)) or "scalar" for output in outputs]
    (folder / "shapes.txt").write_text("\n".join(shapes) + "\n")


def main():
    status = 0
    for name in sys.argv[1:]:
        try:
            check(pathlib.Path(name))
        except Exception as error:  # every peer's refusal is a finding, whatever its type
            print(f"{name}: {type(error).__name__}: {error}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

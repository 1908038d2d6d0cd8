"""Runs recurrent models step after step with ONNX Runtime, by nothing but what their metadata say.

usage: recurrent_models.py FOLDER...

Each FOLDER holds model.onnx and steps.f32: inputs one after the other, raw float32. What the model
remembers begins with zeros and is handed on from each step to the next. The outputs that are no
states are written as step_K/output_J.f32. Prints what fails; exit status 1 if anything does.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime


def run(folder):
    path = folder / "model.onnx"
    onnx.checker.check_model(str(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    states = json.loads(session.get_modelmeta().custom_metadata_map["darkroom.states"])
    remembered = {state["input"]: numpy.zeros(state["shape"], numpy.float32) for state in states}
    handed_on = {state["output"]: state["input"] for state in states}
    [image] = [node for node in session.get_inputs() if node.name not in remembered]
    shape = [extent if isinstance(extent, int) else 1 for extent in image.shape]
    steps = numpy.fromfile(folder / "steps.f32", dtype=numpy.float32).reshape([-1, *shape])
    for number, values in enumerate(steps):
        results = session.run(None, {image.name: values, **remembered})
        place = folder / f"step_{number}"
        place.mkdir(exist_ok=True)
        outputs = []
        for node, result in zip(session.get_outputs(), results, strict=True):
            if node.name in handed_on:
                remembered[handed_on[node.name]] = result
            else:
                outputs.append(result)
        for index, output in enumerate(outputs):
            output.astype(numpy.float32).tofile(place / f"output_{index}.f32")


def main():
    status = 0
    for name in sys.argv[1:]:
        try:
            run(pathlib.Path(name))
        except Exception as error:  # every peer's refusal is a finding, whatever its type
            print(f"{name}: {type(error).__name__}: {error}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

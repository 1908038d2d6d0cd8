"""Makes models that say nothing of themselves, with the one output that some programs read.

usage: sidecar_models.py DECODED.onnx FOLDER
DECODED.onnx gives boxes and scores. Writes FOLDER/rows.onnx, whose output is [N, B, 6] as
DeepStream-Yolo reads it (its last two numbers are scores, which do for the shape), and
FOLDER/columns.onnx, whose output is [N, 4 + classes, B] in pixels of the input, as Ultralytics
reads it.
"""

import pathlib
import sys

import numpy
import onnx
from onnx import helper, numpy_helper

source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(exist_ok=True)
for kind in ("rows", "columns"):
    model = onnx.load(source)
    graph = model.graph
    _, _, height, width = (d.dim_value for d in graph.input[0].type.tensor_type.shape.dim)
    batch, boxes, _ = (d.dim_value for d in graph.output[0].type.tensor_type.shape.dim)
    classes = graph.output[1].type.tensor_type.shape.dim[2].dim_value
    size = numpy.array([width, height, width, height], numpy.float32)
    graph.initializer.append(numpy_helper.from_array(size, "size"))
    graph.node.append(helper.make_node("Mul", ["boxes", "size"], ["pixels"], "pixels"))
    if kind == "rows":
        for name, value in (("first", 0), ("last", 2), ("axis", 2)):
            constant = numpy_helper.from_array(numpy.array([value], numpy.int64), name)
            graph.initializer.append(constant)
        graph.node.append(
            helper.make_node("Slice", ["scores", "first", "last", "axis"], ["two"], "two")
        )
        graph.node.append(helper.make_node("Concat", ["pixels", "two"], ["output"], "all", axis=2))
        shape = [batch, boxes, 6]
    else:
        graph.node.append(
            helper.make_node("Concat", ["pixels", "scores"], ["joined"], "all", axis=2)
        )
        graph.node.append(
            helper.make_node("Transpose", ["joined"], ["output"], "turned", perm=[0, 2, 1])
        )
        shape = [batch, 4 + classes, boxes]
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("output", onnx.TensorProto.FLOAT, shape))
    del model.metadata_props[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, folder / f"{kind}.onnx")

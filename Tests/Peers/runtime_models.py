"""Writes small models whose inputs and outputs are not all float32.

usage: runtime_models.py FOLDER
"""

import pathlib
import sys

import onnx
from onnx import TensorProto, helper


def write(path, nodes, inputs, outputs):
    graph = helper.make_graph(
        nodes,
        path.stem,
        [helper.make_tensor_value_info(*value) for value in inputs],
        [helper.make_tensor_value_info(*value) for value in outputs],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, path)


folder = pathlib.Path(sys.argv[1])
single = TensorProto.FLOAT

types = {
    "int8": TensorProto.INT8,
    "uint8": TensorProto.UINT8,
    "int32": TensorProto.INT32,
    "int64": TensorProto.INT64,
}
write(
    folder / "types.onnx",
    [helper.make_node("Cast", ["x"], [name], to=type) for name, type in types.items()],
    [("x", single, [3])],
    [(name, type, [3]) for name, type in types.items()],
)
write(
    folder / "difference.onnx",
    [helper.make_node("Sub", ["left", "right"], ["difference"])],
    [("left", single, ["rows", 2]), ("right", single, ["rows", 2])],
    [("difference", single, ["rows", 2])],
)
write(
    folder / "double.onnx",
    [helper.make_node("Cast", ["x"], ["wide"], to=TensorProto.DOUBLE)],
    [("x", single, [3])],
    [("wide", TensorProto.DOUBLE, [3])],
)
write(
    folder / "whole.onnx",
    [helper.make_node("Cast", ["count"], ["y"], to=single)],
    [("count", TensorProto.INT64, [3])],
    [("y", single, [3])],
)
write(
    folder / "scalar.onnx",
    [helper.make_node("ReduceSum", ["x"], ["sum"], keepdims=0)],
    [("x", single, [3])],
    [("sum", single, [])],
)
write(
    folder / "reshape.onnx",
    [
        helper.make_node(
            "Constant",
            [],
            ["shape"],
            value=helper.make_tensor("four", TensorProto.INT64, [2], [2, 2]),
        ),
        helper.make_node("Reshape", ["x", "shape"], ["square"]),
    ],
    [("x", single, ["n"])],
    [("square", single, ["a", "b"])],
)

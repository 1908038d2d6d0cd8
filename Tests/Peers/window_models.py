"""Models whose windows are drawn from all that ONNX allows, and what ONNX Runtime makes of them.

usage: window_models.py FOLDER SEED COUNT

FOLDER/NUMBER-OPERATOR/ gets model.onnx, input_0.f32 and output_0.f32. Kernels are 1 to 7, dilations
to 6, strides to 4 and beyond the map, paddings on each side to beyond the reach of the kernel, maps
smaller than that reach. The first convolution is one that made a reader look beyond a buffer.
"""

import pathlib
import random
import sys

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def axis(draw, pooling):
    """extent, kernel, stride, dilation, padding before and after."""
    while True:
        extent = draw.randint(1, 14)
        kernel = draw.randint(1, draw.choice([3, 7]))
        stride = draw.choice([1, 1, 2, 3, 4, 9])
        dilation = 1 if pooling else draw.choice([1, 1, 2, 3, 5, 6])
        reach = (kernel - 1) * dilation + 1
        # ONNX Runtime wants the padding of a pooling to be smaller than its kernel.
        most = kernel - 1 if pooling else reach + 2
        before, after = draw.choice([(0, 0), (draw.randint(0, most), draw.randint(0, most))])
        if extent + before + after < reach:
            continue
        positions = (extent + before + after - reach) // stride
        if pooling and positions * stride >= extent + before:
            continue
        return extent, kernel, stride, dilation, before, after


def array(name, values):
    return numpy_helper.from_array(values, name)


def build(operator, rows, columns, draw, numbers):
    """The model and its input."""
    is_pool = operator in ("MaxPool", "AveragePool")
    attributes = {
        "kernel_shape": [rows[1], columns[1]],
        "strides": [rows[2], columns[2]],
        "pads": [rows[4], columns[4], rows[5], columns[5]],
    }
    groups = draw.choice([1, 1, 3])
    group_in, group_out = draw.choice([(1, 1), (1, 5), (3, 6), (7, 11), (16, 16), (16, 32)])
    channels = group_in * groups
    constants = []
    if is_pool:
        nodes = [helper.make_node(operator, ["x"], ["y"], **attributes)]
    else:
        attributes |= {"dilations": [rows[3], columns[3]], "group": groups}
        shape = (group_out * groups, group_in, rows[1], columns[1])
        if operator == "Conv":
            constants += [
                array("w", numbers.uniform(-1, 1, shape).astype(np.float32)),
                array("b", numbers.uniform(-1, 1, shape[0]).astype(np.float32)),
            ]
            nodes = [helper.make_node("Conv", ["x", "w", "b"], ["y"], **attributes)]
        else:
            constants += [
                array("w", numbers.integers(-63, 64, shape).astype(np.int8)),
                array("b", numbers.integers(-2000, 2000, shape[0]).astype(np.int32)),
                array("s", np.float32(1 / 64)),
                array("z", np.uint8(113)),
                array("ws", np.float32(1 / 128)),
                array("wz", np.int8(0)),
                array("t", np.float32(1 / 16)),
            ]
            convolution = ["q", "s", "z", "w", "ws", "wz", "t", "z", "b"]
            nodes = [
                helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"]),
                helper.make_node("QLinearConv", convolution, ["r"], **attributes),
                helper.make_node("DequantizeLinear", ["r", "t", "z"], ["y"]),
            ]
    shape = (draw.choice([1, 2]), channels, rows[0], columns[0])
    graph = helper.make_graph(
        nodes,
        "window",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model, numbers.uniform(-1, 1, shape).astype(np.float32)


def main():
    folder, seed, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    draw, numbers = random.Random(seed), np.random.default_rng(seed)
    for index in range(count):
        operator = ["Conv", "QLinearConv", "Conv", "MaxPool", "AveragePool"][index % 5]
        is_pool = operator.endswith("Pool")
        rows, columns = axis(draw, is_pool), axis(draw, is_pool)
        if index == 0:
            rows, columns = (10, 3, 1, 5, 1, 1), (12, 3, 1, 1, 1, 1)
        model, x = build(operator, rows, columns, draw, numbers)
        content = model.SerializeToString()
        session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
        place = folder / f"{index:03}-{operator}"
        place.mkdir()
        (place / "model.onnx").write_bytes(content)
        (place / "input_0.f32").write_bytes(x.tobytes())
        (place / "output_0.f32").write_bytes(session.run(None, {"x": x})[0].tobytes())


if __name__ == "__main__":
    main()

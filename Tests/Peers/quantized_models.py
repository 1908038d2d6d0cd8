"""Writes small quantized models with random numbers and what ONNX Runtime computes from them.

usage: quantized_models.py FOLDER COUNT

For every operator and number there is FOLDER/NAME_NUMBER with model.onnx, input_0.f32 (and
input_1.f32) and output_0.f32. Scales are such that sums often fall half way between two steps and
that some results are clamped. The same arguments give the same files.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

MS = "com.microsoft"


class Model:
    """A graph in the making, whose inputs and outputs are real numbers."""

    def __init__(self, rng, kind):
        self.rng, self.kind = rng, kind
        self.nodes, self.constants, self.inputs, self.arrays = [], [], [], []

    def constant(self, array):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def node(self, op, inputs, domain="", **attributes):
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], domain=domain, **attributes))
        return name

    def quantization(self):
        """A scale that is often a power of two, so that ties happen, and a zero point."""
        low, high = (0, 255) if self.kind == np.uint8 else (-128, 127)
        scale = self.rng.choice([2.0 ** -self.rng.integers(2, 7), self.rng.uniform(0.01, 0.2)])
        zero = self.kind(self.rng.integers(low + 60, high - 60))
        return self.constant(np.float32(scale)), self.constant(np.array(zero))

    def input(self, *shape):
        """A random input, quantized."""
        name = f"x{len(self.inputs)}"
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        self.arrays.append(self.rng.normal(0, 3, shape).astype(np.float32))
        scale, zero = self.quantization()
        return self.node("QuantizeLinear", [name, scale, zero]), scale, zero

    def real(self, value, scale, zero):
        return self.node("DequantizeLinear", [value, scale, zero])

    def save(self, folder, output):
        graph = helper.make_graph(
            self.nodes,
            "quantized",
            self.inputs,
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
            self.constants,
        )
        sets = [helper.make_opsetid("", 13), helper.make_opsetid(MS, 1)]
        model = onnx.shape_inference.infer_shapes(
            helper.make_model(graph, opset_imports=sets, ir_version=8)
        )
        folder.mkdir(parents=True)
        feeds = {v.name: a for v, a in zip(self.inputs, self.arrays, strict=True)}
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        result = session.run(None, feeds)[0]
        # The reader wants the shape of an output, which shape inference cannot know in this domain.
        del model.graph.output[0].type.tensor_type.shape.dim[:]
        for extent in result.shape:
            model.graph.output[0].type.tensor_type.shape.dim.add().dim_value = extent
        onnx.save(model, folder / "model.onnx")
        for i, array in enumerate(self.arrays):
            array.tofile(folder / f"input_{i}.f32")
        result.astype(np.float32).tofile(folder / "output_0.f32")


def convolution(m):
    """A QLinearConv of random geometry."""
    rng = m.rng
    groups = int(rng.choice([1, 1, 2, 3]))
    per_group, per_out = int(rng.integers(1, 9)), int(rng.integers(1, 20))
    if rng.integers(4) == 0:
        groups, per_group, per_out = int(rng.integers(2, 40)), 1, 1
    kernel = [int(k) for k in rng.integers(1, 4, 2)]
    x, xs, xz = m.input(1, groups * per_group, int(rng.integers(7, 15)), int(rng.integers(7, 15)))
    count = groups * per_out
    w = rng.integers(-127, 128, (count, per_group, *kernel)).astype(np.int8)
    each = count if rng.integers(2) else 1
    ws = rng.uniform(0.001, 0.02, each).astype(np.float32)
    if rng.integers(2):
        ws = np.full(each, 2.0**-7, np.float32)
    shape = [each] if each > 1 else []
    ys, yz = m.quantization()
    inputs = [
        x,
        xs,
        xz,
        m.constant(w),
        m.constant(ws.reshape(shape)),
        m.constant(np.zeros(shape, np.int8)),
        ys,
        yz,
    ]
    if rng.integers(4):
        inputs.append(m.constant(rng.integers(-2000, 2000, count).astype(np.int32)))
    y = m.node(
        "QLinearConv",
        inputs,
        kernel_shape=kernel,
        group=groups,
        strides=[int(s) for s in rng.integers(1, 3, 2)],
        dilations=[int(d) for d in rng.integers(1, 3, 2)],
        pads=[int(p) for p in rng.integers(0, 3, 4)],
    )
    return y, ys, yz


def qlinear_conv(m):
    return m.real(*convolution(m))


def conv_leaky(m):
    y, s, z = convolution(m)
    t, u = m.quantization()
    return m.real(m.node("QLinearLeakyRelu", [y, s, z, t, u], MS, alpha=0.1), t, u)


def conv_sigmoid(m):
    y, s, z = convolution(m)
    t, u = m.quantization()
    return m.real(m.node("QLinearSigmoid", [y, s, z, t, u], MS), t, u)


def binary(m, op):
    shape = [1, int(m.rng.integers(1, 20)), int(m.rng.integers(1, 9)), int(m.rng.integers(1, 9))]
    a = m.input(*shape)
    b = m.input(*(shape if m.rng.integers(2) else [1, shape[1], 1, 1]))
    s, z = m.quantization()
    return m.real(m.node(op, [*a, *b, s, z], MS), s, z)


def qlinear_add(m):
    return binary(m, "QLinearAdd")


def qlinear_mul(m):
    return binary(m, "QLinearMul")


def qlinear_concat(m):
    height, width = int(m.rng.integers(1, 9)), int(m.rng.integers(1, 9))
    parts = [m.input(1, int(m.rng.integers(1, 20)), height, width) for _ in range(2)]
    s, z = m.quantization() if m.rng.integers(2) else parts[0][1:]
    return m.real(m.node("QLinearConcat", [s, z, *parts[0], *parts[1]], MS, axis=1), s, z)


def global_average_pool(m):
    x = m.input(1, int(m.rng.integers(1, 20)), int(m.rng.integers(1, 9)), int(m.rng.integers(1, 9)))
    s, z = m.quantization()
    y = m.node("QLinearGlobalAveragePool", [*x, s, z], MS, channels_last=0)
    return m.real(y, s, z)


def average_pool(m):
    x = m.input(1, int(m.rng.integers(1, 20)), int(m.rng.integers(5, 9)), int(m.rng.integers(5, 9)))
    s, z = m.quantization()
    y = m.node(
        "QLinearAveragePool",
        [*x, s, z],
        MS,
        kernel_shape=[3, 2],
        strides=[2, 1],
        pads=[1, 0, 1, 1],
        channels_last=0,
    )
    return m.real(y, s, z)


def moves(m):
    """What keeps the scale: pooling, resizing, splitting, transposing bytes."""
    x, s, z = m.input(1, 6, int(m.rng.integers(5, 9)), int(m.rng.integers(5, 9)))
    if m.kind == np.uint8:
        x = m.node("MaxPool", [x], kernel_shape=[2, 2], strides=[1, 1], pads=[0, 0, 1, 1])
    scales = m.constant(np.array([1, 1, 2, 2], np.float32))
    x = m.node(
        "Resize",
        [x, "", scales],
        mode="nearest",
        nearest_mode="floor",
        coordinate_transformation_mode="asymmetric",
    )
    x = m.node(
        "Slice",
        [
            x,
            m.constant(np.array([2], np.int64)),
            m.constant(np.array([5], np.int64)),
            m.constant(np.array([1], np.int64)),
        ],
    )
    x = m.node("Transpose", [x], perm=[0, 2, 3, 1])
    return m.real(x, s, z)


def conv_integer(m):
    """Integer sums, a bias, and a scale for each channel."""
    x, _, z = m.input(1, 5, 7, 6)
    w = m.constant(m.rng.integers(-127, 128, (9, 5, 3, 3)).astype(np.int8))
    y = m.node("ConvInteger", [x, w, z], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    y = m.node("Add", [y, m.constant(m.rng.integers(-999, 999, (1, 9, 1, 1)).astype(np.int32))])
    scales = m.constant(m.rng.uniform(1e-4, 1e-2, 9).astype(np.float32))
    return m.node("DequantizeLinear", [y, scales], axis=1)


def per_channel(m):
    """QuantizeLinear and DequantizeLinear along the channels."""
    x, s, z = m.input(1, 7, 5, 4)
    real = m.real(x, s, z)
    low = 0 if m.kind == np.uint8 else -128
    scales = m.constant(m.rng.uniform(0.01, 0.2, 7).astype(np.float32))
    zeros = m.constant(m.rng.integers(low + 60, low + 190, 7).astype(m.kind))
    q = m.node("QuantizeLinear", [real, scales, zeros], axis=1)
    return m.node("DequantizeLinear", [q, scales, zeros], axis=1)


def real_conv_leaky(m):
    """A convolution and leaky ReLU between dequantization and quantization: computed in real
    numbers, since only the activation's result is quantized."""
    x, s, z = m.input(1, 12, 16, 17)
    w = m.constant(m.rng.integers(-127, 128, (24, 12, 3, 3)).astype(np.int8))
    ws = m.constant(m.rng.uniform(0.001, 0.02, 24).astype(np.float32))
    weights = m.node("DequantizeLinear", [w, ws, m.constant(np.zeros(24, np.int8))], axis=0)
    bias = m.constant(m.rng.normal(0, 1, 24).astype(np.float32))
    y = m.node("Conv", [m.real(x, s, z), weights, bias], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    y = m.node("LeakyRelu", [y], alpha=0.1)
    scale, zero = m.constant(np.float32(0.0625)), m.constant(np.array(m.kind(100)))
    return m.real(m.node("QuantizeLinear", [y, scale, zero]), scale, zero)


OPERATORS = [
    qlinear_conv,
    conv_leaky,
    conv_sigmoid,
    qlinear_add,
    qlinear_mul,
    qlinear_concat,
    global_average_pool,
    average_pool,
    moves,
    conv_integer,
    per_channel,
    real_conv_leaky,
]


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for index, operator in enumerate(OPERATORS):
        for number in range(count):
            rng = np.random.default_rng([index, number])
            # ONNX Runtime's ConvInteger takes uint8 only.
            signed = number % 2 == 1 and operator is not conv_integer
            m = Model(rng, np.int8 if signed else np.uint8)
            m.save(folder / f"{operator.__name__}_{number}", operator(m))


if __name__ == "__main__":
    main()

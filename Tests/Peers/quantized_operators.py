"""Runs quantized operators in ONNX Runtime on random numbers, many of them ties and near ties.

usage: quantized_operators.py SEED CASES

Prints a JSON object for each case: the operator, the inputs and what ONNX Runtime made of them.
Maps are interleaved (N, H, W, C).
"""

import json
import sys

import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

random = numpy.random.default_rng(int(sys.argv[1]))
float32 = numpy.float32
options = onnxruntime.SessionOptions()
options.log_severity_level = 4
options.intra_op_num_threads = 1
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL


def run(operator, inputs, output_type, constants=(), **attributes):
    """The output of one node; scalars and inputs named by index are initializers."""
    domain = "com.microsoft" if operator.startswith("QLinear") and operator != "QLinearConv" else ""
    names = [f"input{i}" for i in range(len(inputs))]
    fixed = [i in constants or x.ndim == 0 for i, x in enumerate(inputs)]
    graph = helper.make_graph(
        [helper.make_node(operator, names, ["output"], domain=domain, **attributes)],
        "graph",
        [
            helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(x.dtype), x.shape)
            for n, x, is_fixed in zip(names, inputs, fixed, strict=True)
            if not is_fixed
        ],
        [helper.make_tensor_value_info("output", output_type, None)],
        [
            numpy_helper.from_array(x, n)
            for n, x, is_fixed in zip(names, inputs, fixed, strict=True)
            if is_fixed
        ],
    )
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    feeds = {n: x for n, x, is_fixed in zip(names, inputs, fixed, strict=True) if not is_fixed}
    return session.run(None, feeds)[0]


def scale():
    kind = random.integers(0, 3)
    if kind == 0:
        return float32(2.0 ** random.integers(-6, 1))
    if kind == 1:
        return float32(float32(random.choice([0.1, 0.01, 0.007])) * float32(random.integers(1, 7)))
    return float32(random.uniform(0.01, 0.5))


def show(operator, signed, scales=(), zeros=(), sizes=(), a=(), b=(), x=(), y=()):
    def whole(values):
        return [int(v) for v in numpy.ravel(values)]

    print(
        json.dumps(
            {
                "operator": operator,
                "signed": signed,
                "scales": [float(v) for v in scales],
                "zeros": whole(zeros),
                "sizes": whole(sizes),
                "a": whole(a),
                "b": whole(b),
                "x": [float(v) for v in numpy.ravel(x)],
                "y": [float(v) for v in numpy.ravel(y)],
            }
        )
    )


def interleaved(x):
    return x.transpose(0, 2, 3, 1)


def numbers(dtype, *shape):
    """Any values of a type."""
    low, high = numpy.iinfo(dtype).min, numpy.iinfo(dtype).max + 1
    return random.integers(low, high, shape).astype(dtype)


for case in range(int(sys.argv[2])):
    signed = bool(case % 2)
    dtype, kind = (numpy.int8, TensorProto.INT8) if signed else (numpy.uint8, TensorProto.UINT8)
    low, high = numpy.iinfo(dtype).min, numpy.iinfo(dtype).max + 1

    scales = [scale() for _ in range(3)]
    zeros = [dtype(random.integers(low, high)) for _ in range(3)]
    (sa, sb, sy), (za, zb, zy) = scales, zeros
    count = int(random.integers(2, 300))

    for operator in ("QLinearAdd", "QLinearMul"):
        a = numbers(dtype, 1 if random.integers(0, 4) == 0 else count)
        b = numbers(dtype, 1 if len(a) > 1 and random.integers(0, 4) == 0 else count)
        y = run(operator, [a, sa, za, b, sb, zb, sy, zy], kind)
        show(operator, signed, scales, zeros, a=a, b=b, y=y)

    every = numpy.arange(low, high).astype(dtype)
    y = run("QLinearConcat", [sy, zy, every, sa, za], kind, axis=0)
    show("QLinearConcat", signed, [sa, sy], [za, zy], a=every, y=y)
    y = run("QLinearLeakyRelu", [every, sa, za, sy, zy], kind, alpha=0.1)
    show("QLinearLeakyRelu", signed, [sa, sy], [za, zy], a=every, y=y)
    y = run("QLinearSigmoid", [every, sa, za, float32(1 / 256), dtype(low)], kind)
    show("QLinearSigmoid", signed, [sa, 1 / 256], [za, low], a=every, y=y)

    # Sizes: batch, height, width, channels.
    sizes = [int(random.integers(1, 3)), *(int(v) for v in random.integers(3, 12, 3))]
    x = random.integers(low, high, (sizes[0], sizes[3], sizes[1], sizes[2])).astype(dtype)
    try:
        y = run("QLinearGlobalAveragePool", [x, sa, za, sy, zy], kind)
    except Exception as error:  # it refuses quotients of scales beyond a range
        if "range" not in str(error):
            raise
    else:
        show("QLinearGlobalAveragePool", signed, [sa, sy], [za, zy], sizes, interleaved(x), y=y)
    kernel, stride = random.integers(1, 4, 2), random.integers(1, 3, 2)
    pads = [int(random.integers(0, kernel[0])), int(random.integers(0, kernel[1]))]
    counts = int(random.integers(0, 2))
    window = {"kernel_shape": kernel.tolist(), "strides": stride.tolist(), "pads": pads + pads}
    y = run("QLinearAveragePool", [x, sa, za, sy, zy], kind, count_include_pad=counts, **window)
    more = [*kernel, *stride, *pads, y.shape[2], y.shape[3], counts]
    show(
        "QLinearAveragePool",
        signed,
        [sa, sy],
        [za, zy],
        sizes + more,
        interleaved(x),
        y=interleaved(y),
    )
    y = run("MaxPool", [x], kind, **window)
    show("MaxPool", signed, [], [], sizes + more, interleaved(x), y=interleaved(y))

    x = float32(random.integers(-700, 700, count)) * float32(0.5) * sa
    x[random.integers(0, count, 3)] = [numpy.inf, -numpy.inf, 3e38]
    y = run("QuantizeLinear", [x, sa, za], kind)
    show("QuantizeLinear", signed, [sa], [za], x=numpy.clip(x, -3e38, 3e38), y=y)
    a = numbers(dtype, count)
    show(
        "DequantizeLinear",
        signed,
        [sa],
        [za],
        a=a,
        y=run("DequantizeLinear", [a, sa, za], TensorProto.FLOAT),
    )
    a = random.integers(-(2**31), 2**31, count).astype(numpy.int32)
    y = run("DequantizeLinear", [a, sa, numpy.int32(0)], TensorProto.FLOAT)
    show("DequantizeLinear32", signed, [sa], [0], a=a, y=y)

    # Sizes: height, width, input channels, output channels, kernel, stride, padding, output size.
    inputs, outputs = (int(v) for v in random.integers(1, 40, 2))
    height, width = (int(v) for v in random.integers(3, 9, 2))
    kernel, stride = int(random.integers(1, 4)), int(random.integers(1, 3))
    x = numbers(dtype, 1, inputs, height, width)
    w = random.integers(-128, 128, (outputs, inputs, kernel, kernel)).astype(numpy.int8)
    bias = random.integers(-20000, 20000, outputs).astype(numpy.int32)
    per_channel = bool(random.integers(0, 2))
    sw = numpy.array([scale() for _ in range(outputs)], float32) if per_channel else scale()
    zw = numpy.zeros(sw.shape, numpy.int8)
    sy = float32(sy * 64)
    window = {
        "strides": [stride] * 2,
        "pads": [kernel // 2] * 4,
        "kernel_shape": [kernel] * 2,
    }
    y = run("QLinearConv", [x, sa, za, w, sw, zw, sy, zy, bias], kind, (3, 4, 5, 8), **window)
    sizes = [height, width, inputs, outputs, kernel, stride, kernel // 2, y.shape[2], y.shape[3]]
    factors = float32(sa * sw) / sy
    show(
        "QLinearConv",
        signed,
        numpy.broadcast_to(factors, outputs),
        [za, zy],
        sizes,
        interleaved(x),
        w,
        bias,
        interleaved(y),
    )
    if not signed:
        y = run("ConvInteger", [x, w, za], TensorProto.INT32, (1,), **window)
        show("ConvInteger", signed, [], [za], sizes, interleaved(x), w, y=interleaved(y))

"""Writes models the way other programs do, sound and unsound, for the reader's tests.

usage: foreign_models.py FOLDER

NAME.onnx is written for every function below whose name starts with "good_" or "bad_".
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT = TensorProto.FLOAT
MICROSOFT = "com.microsoft"


def value(name, shape, kind=FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def model(nodes, inputs, outputs, initializers=(), opset=17, ir=8, **options):
    graph = helper.make_graph(nodes, "foreign", inputs, outputs, list(initializers))
    imports = [helper.make_opsetid("", opset)] if opset else []
    if any(node.domain == MICROSOFT for node in nodes):
        imports.append(helper.make_opsetid(MICROSOFT, 1))
    return helper.make_model(graph, opset_imports=imports, ir_version=ir, **options)


def node(kind, inputs, outputs, **attributes):
    return helper.make_node(kind, inputs, outputs, **attributes)


def array(name, values, kind=np.float32):
    return numpy_helper.from_array(np.array(values, dtype=kind), name)


def weights(name, *shape):
    count = int(np.prod(shape))
    return array(name, (np.arange(count, dtype=np.float32) - count / 2).reshape(shape) / count)


# Sound: input "x", output "y".


def good_typed_fields():
    """Numbers in float_data and int64_data instead of raw_data; nodes without names."""
    scale = helper.make_tensor("scale", FLOAT, [1, 2, 1, 1], [2.0, 3.0])
    shape = helper.make_tensor("shape", TensorProto.INT64, [2], [0, -1])
    nodes = [node("Mul", ["x", "scale"], ["t"]), node("Reshape", ["t", "shape"], ["y"])]
    return model(nodes, [value("x", [1, 2, 2, 2])], [value("y", [1, 8])], [scale, shape])


def good_constants():
    """Constant nodes in their several forms, Identity and Dropout."""
    nodes = [
        node("Constant", [], ["c"], value=array("", [[1, 2, 3]])),
        node("Constant", [], ["two"], value_float=2.0),
        node("Constant", [], ["shape"], value_ints=[3, 1]),
        node("Identity", ["two"], ["also_two"]),
        node("Add", ["x", "c"], ["a"]),
        node("Dropout", ["a"], ["b"]),
        node("Mul", ["b", "also_two"], ["d"]),
        node("Reshape", ["d", "shape"], ["e"]),
        node("Identity", ["e"], ["y"]),
    ]
    return model(nodes, [value("x", [1, 3])], [value("y", [3, 1])])


def good_same_padding():
    nodes = [
        node("Conv", ["x", "w"], ["t"], auto_pad="SAME_UPPER", strides=[2, 2]),
        node("MaxPool", ["t"], ["y"], auto_pad="SAME_LOWER", kernel_shape=[2, 2]),
    ]
    return model(
        nodes, [value("x", [1, 2, 5, 6])], [value("y", [1, 3, 3, 3])], [weights("w", 3, 2, 3, 3)]
    )


def good_gemm():
    nodes = [
        node("Flatten", ["x"], ["f"]),
        node("Gemm", ["f", "w", "b"], ["g"]),
        node("Gemm", ["g", "v", "c"], ["y"], transB=1),
    ]
    tensors = [weights("w", 4, 3), weights("b", 3), weights("v", 2, 3), weights("c", 1, 2)]
    return model(nodes, [value("x", [1, 4])], [value("y", [1, 2])], tensors)


def good_old():
    """Operator set 9 and IR 3: weights are inputs too, Clip and Slice have attributes."""
    nodes = [
        node("Conv", ["x", "w"], ["a"], pads=[1, 1, 1, 1]),
        node("Clip", ["a"], ["b"], min=0.0, max=6.0),
        node("Slice", ["b"], ["c"], starts=[1, 0], ends=[100, -1], axes=[1, 3]),
        node("Pad", ["c"], ["d"], pads=[0, 0, 0, 0, 0, 0, 1, 0], value=1.5),
        node("ReduceMax", ["d"], ["e"], axes=[2, 3]),
        node("Softmax", ["e"], ["y"], axis=3),
    ]
    tensors = [weights("w", 3, 2, 3, 3)]
    inputs = [value("x", [1, 2, 4, 4]), value("w", [3, 2, 3, 3])]
    return model(nodes, inputs, [value("y", [1, 2, 1, 1])], tensors, opset=9, ir=3)


def good_resize():
    nodes = [
        node("Resize", ["x", "", "s"], ["a"], mode="nearest"),
        node(
            "Resize",
            ["a", "", "", "z"],
            ["y"],
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        ),
    ]
    tensors = [array("s", [1, 1, 3, 2]), array("z", [1, 2, 12, 8], np.int64)]
    return model(nodes, [value("x", [1, 2, 2, 2])], [value("y", [1, 2, 12, 8])], tensors)


def good_split():
    nodes = [
        node("Split", ["x"], ["a", "b", "c"], axis=1),
        node("Concat", ["c", "a"], ["d"], axis=1),
        node("ReduceSum", ["d", "axes"], ["e"]),
        node("Transpose", ["e"], ["y"]),
    ]
    return model(
        nodes, [value("x", [1, 6, 2])], [value("y", [1, 1, 1])], [array("axes", [1, 2], np.int64)]
    )


def good_free_batch():
    nodes = [
        node("AveragePool", ["x"], ["a"], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
        node("Sigmoid", ["a"], ["s"]),
        node("Mul", ["s", "a"], ["y"]),
    ]
    return model(nodes, [value("x", ["batch", 2, 4, 4])], [value("y", ["batch", 2, 2, 2])])


def good_shape_selection():
    """A shape taken apart and put together: Gather, Slice, Squeeze, Unsqueeze, Range, Size."""
    nodes = [
        node("Shape", ["x"], ["s"]),
        node("Gather", ["s", "second"], ["channels"]),
        node("Gather", ["s", "last"], ["width"]),
        node("Slice", ["s", "two", "end"], ["sides"]),
        node("ReduceProd", ["sides"], ["area"], keepdims=1),
        node("Size", ["x"], ["size"]),
        node("Unsqueeze", ["width", "zero_list"], ["width_list"]),
        node("Squeeze", ["width_list"], ["width_again"]),
        node("Div", ["size", "width_again"], ["rest"]),
        node("Reshape", ["rest", "one_list"], ["rest_list"]),
        node("Concat", ["rest_list", "width_list"], ["flat"], axis=0),
        node("Reshape", ["x", "flat"], ["a"]),
        node("Range", ["zero", "width", "one"], ["places"]),
        node("Gather", ["s", "places"], ["front"]),
        node("Concat", ["front", "area"], ["target"], axis=0),
        node("Reshape", ["a", "target"], ["y"]),
    ]
    constants = [
        array("second", [1], np.int64),
        array("last", -1, np.int64),
        array("two", [2], np.int64),
        array("end", [2**62], np.int64),
        array("zero_list", [0], np.int64),
        array("one_list", [1], np.int64),
        array("zero", 0, np.int64),
        array("one", 1, np.int64),
    ]
    return model(nodes, [value("x", [1, 6, 4, 2])], [value("y", [1, 6, 8])], constants)


def good_shape_arithmetic():
    """Extents computed with whole numbers, and with floats that are rounded."""
    nodes = [
        node("Shape", ["x"], ["s"], start=1, end=4),
        node("Cast", ["s"], ["f"], to=FLOAT),
        node("Mul", ["f", "half"], ["halves"]),
        node("Ceil", ["halves"], ["up"]),
        node("Floor", ["halves"], ["down"]),
        node("Round", ["halves"], ["near"]),
        node("Add", ["up", "down"], ["sum"]),
        node("Sub", ["sum", "near"], ["difference"]),
        node("Add", ["difference", "near"], ["whole"]),
        node("Neg", ["whole"], ["negative"]),
        node("Div", ["negative", "minus"], ["positive"]),
        node("Cast", ["positive"], ["extents"], to=TensorProto.INT64),
        node("Identity", ["extents"], ["same"]),
        node("ReduceProd", ["same"], ["product"], keepdims=0),
        node("Neg", ["product"], ["below_zero"]),
        node("Sub", ["below_zero", "one"], ["less"]),
        node("Add", ["less", "one"], ["again"]),
        node("Mul", ["again", "minus_one"], ["count"]),
        node("Reshape", ["count", "minus_list"], ["list"]),
        node("Cast", ["list"], ["target"], to=TensorProto.INT32),
        node("Cast", ["target"], ["wide"], to=TensorProto.INT64),
        node("Reshape", ["x", "wide"], ["y"]),
    ]
    constants = [
        array("half", 0.5),
        array("minus", -1.0),
        array("one", 1, np.int64),
        array("minus_one", -1, np.int64),
        array("minus_list", [-1], np.int64),
    ]
    return model(nodes, [value("x", [1, 3, 4, 2])], [value("y", [24])], constants)


def good_shape_column():
    """A list from a shape that becomes a column, by which rows are multiplied."""
    nodes = [
        node("Shape", ["x"], ["s"]),
        node("Cast", ["s"], ["f"], to=FLOAT),
        node("Unsqueeze", ["f", "axes"], ["column"]),
        node("Mul", ["x", "column"], ["y"]),
    ]
    inputs, outputs = [value("x", [1, 2, 4, 4])], [value("y", [1, 2, 4, 4])]
    return model(nodes, inputs, outputs, [array("axes", [1], np.int64)])


def good_half():
    """All of it float16, the input and output too."""
    half = TensorProto.FLOAT16
    nodes = [node("Mul", ["x", "w"], ["y"])]
    tensors = [
        array("w", [0.5, 0.25], np.float16),
    ]
    return model(nodes, [value("x", [1, 2], half)], [value("y", [1, 2], half)], tensors)


def good_zero_points():
    """Zero points that are absent: 0, of uint8 where no operand tells.

    ONNX Runtime's own schema has them optional in sums, products and pools too, but it refuses
    those without, and it reads beyond the end where a node lacks the empty name of the last one.
    """
    nodes = [
        node("QuantizeLinear", ["x", "s"], ["a"]),
        node("QLinearLeakyRelu", ["a", "s", "", "s", ""], ["b"], domain=MICROSOFT, alpha=0.5),
        node("QLinearSigmoid", ["b", "s", "", "t", ""], ["c"], domain=MICROSOFT),
        node("QLinearAdd", ["c", "t", "z", "a", "s", "z", "s", "z"], ["d"], domain=MICROSOFT),
        node("QLinearMul", ["d", "s", "z", "c", "t", "z", "s", "z"], ["e"], domain=MICROSOFT),
        node(
            "QLinearAveragePool",
            ["e", "s", "z", "s", "z"],
            ["f"],
            domain=MICROSOFT,
            kernel_shape=[2, 2],
            count_include_pad=1,
            ceil_mode=1,
        ),
        node(
            "QLinearGlobalAveragePool",
            ["f", "s", "z", "s", "z"],
            ["g"],
            domain=MICROSOFT,
            channels_last=0,
        ),
        node("DequantizeLinear", ["g", "s"], ["y"]),
    ]
    tensors = [array("s", 0.03125), array("t", 0.0078125), array("z", 0, np.uint8)]
    return model(nodes, [value("x", [1, 2, 5, 6])], [value("y", [1, 2, 1, 1])], tensors)


def good_quantized_padding():
    """auto_pad of quantized convolutions; a zero point of the filters alone."""
    nodes = [
        node("QuantizeLinear", ["x", "s", "z"], ["a"]),
        node(
            "QLinearConv",
            ["a", "s", "z", "w", "ws", "wz", "t", "z"],
            ["b"],
            auto_pad="SAME_UPPER",
            strides=[2, 2],
        ),
        node("ConvInteger", ["b", "w", "", "wz"], ["c"], auto_pad="SAME_LOWER"),
        node("DequantizeLinear", ["c", "s"], ["y"]),
    ]
    filters = np.arange(-40, 41).reshape(3, 3, 3, 3)
    tensors = [
        array("s", [0.03125]),
        array("t", 0.5),
        array("z", [3], np.uint8),
        array("ws", 0.0625),
        array("w", filters, np.int8),
        array("wz", 5, np.int8),
    ]
    return model(nodes, [value("x", [1, 3, 5, 6])], [value("y", [1, 3, 3, 3])], tensors)


def good_quantized_types():
    """Operator set 21: the types named by attributes."""
    nodes = [
        node("QuantizeLinear", ["x", "s"], ["a"], output_dtype=TensorProto.INT8, saturate=1),
        node("DequantizeLinear", ["a", "s"], ["y"], axis=-1, block_size=0),
    ]
    return model(
        nodes, [value("x", [2, 3])], [value("y", [2, 3])], [array("s", 0.125)], opset=21, ir=10
    )


def good_quantized_old():
    """Operator set 10, without axes."""
    nodes = [
        node("QuantizeLinear", ["x", "s", "z"], ["a"]),
        node("DequantizeLinear", ["a", "s", "z"], ["y"]),
    ]
    tensors = [array("s", 0.125), array("z", -3, np.int8)]
    return model(nodes, [value("x", [2, 3])], [value("y", [2, 3])], tensors, opset=10, ir=5)


def good_table():
    """Tables looked up by 8-bit numbers, which int64 and negative axes can do too."""
    nodes = [
        node("QuantizeLinear", ["x", "s", "z"], ["a"]),
        node("Cast", ["a"], ["wide"], to=TensorProto.INT64),
        node("Gather", ["down", "wide"], ["b"], axis=-1),
        node("Cast", ["b"], ["narrow"], to=TensorProto.INT32),
        node("Gather", ["up", "narrow"], ["c"]),
        node("DequantizeLinear", ["c", "s", "z"], ["y"]),
    ]
    tensors = [
        array("s", 0.03125),
        array("z", -3, np.int8),
        array("down", 255 - np.arange(256), np.uint8),
        array("up", np.arange(256) // 3 - 60, np.int8),
    ]
    return model(nodes, [value("x", [1, 2, 5, 7])], [value("y", [1, 2, 5, 7])], tensors)


# Unsound, or more than is known.


def quantized(nodes, *tensors):
    """A model of bytes."""
    tensors = [array("s", 0.125), array("z", 3, np.uint8), *tensors]
    byte = TensorProto.UINT8
    return model(nodes, [value("x", [1, 2, 4, 4], byte)], [value("y", [1, 2, 4, 4], byte)], tensors)


def bad_float_filters():
    operands = ["x", "s", "z", "w", "s", "z", "s", "z"]
    return quantized([node("QLinearConv", operands, ["y"], name="conv")], weights("w", 2, 2, 1, 1))


def bad_zero_point_type():
    nodes = [node("QLinearSigmoid", ["x", "s", "i", "s", "i"], ["y"], name="n", domain=MICROSOFT)]
    return quantized(nodes, array("i", 3, np.int8))


def bad_indices():
    nodes = [
        node("Cast", ["x"], ["i"], to=TensorProto.INT32),
        node("Add", ["i", "i"], ["y"], name="n"),
    ]
    return quantized(nodes)


def bad_table_by_numbers():
    return quantized([node("Gather", ["t", "x"], ["y"], name="n")], array("t", np.arange(256)))


def bad_table_size():
    nodes = [
        node("Cast", ["x"], ["i"], to=TensorProto.INT32),
        node("Gather", ["t", "i"], ["y"], name="n"),
    ]
    return quantized(nodes, array("t", np.arange(255), np.uint8))


def bad_zero_point_count():
    nodes = [node("DequantizeLinear", ["x", "s", "zs"], ["y"], name="n")]
    return quantized(nodes, array("zs", [1, 2, 3], np.uint8))


def bad_float8():
    float8 = TensorProto.FLOAT8E4M3FN
    nodes = [node("QuantizeLinear", ["x", "s"], ["y"], name="n", output_dtype=float8)]
    return model(
        nodes,
        [value("x", [2])],
        [value("y", [2], float8)],
        [array("s", 1)],
        opset=21,
        ir=10,
    )


def bad_blocks():
    nodes = [node("DequantizeLinear", ["x", "s", "z"], ["y"], name="n", block_size=2)]
    return quantized(nodes)


def bad_channels_last():
    nodes = [
        node(
            "QLinearGlobalAveragePool",
            ["x", "s", "z", "s", "z"],
            ["y"],
            name="n",
            domain=MICROSOFT,
            channels_last=1,
        )
    ]
    return quantized(nodes)


def bad_operand_count():
    nodes = [
        node("QLinearSigmoid", ["x", "s", "z", "s", "z", "z"], ["y"], name="n", domain=MICROSOFT)
    ]
    return quantized(nodes)


def bad_operators():
    nodes = [
        node("Sin", ["x"], ["a"], name="first"),
        node("Sin", ["a"], ["b"]),
        node("Inverse", ["b"], ["y"], domain="com.microsoft", name="third"),
    ]
    return model(nodes, [value("x", [2, 2])], [value("y", [2, 2])])


def bad_external():
    tensor = weights("w", 2)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "weights.bin"
    return model([node("Add", ["x", "w"], ["y"])], [value("x", [2])], [value("y", [2])], [tensor])


def bad_dangling():
    return model([node("Add", ["x", "z"], ["y"], name="n")], [value("x", [2])], [value("y", [2])])


def bad_order():
    nodes = [node("Relu", ["a"], ["y"], name="late"), node("Relu", ["x"], ["a"], name="early")]
    return model(nodes, [value("x", [2])], [value("y", [2])])


def bad_cycle():
    nodes = [node("Add", ["x", "b"], ["a"], name="one"), node("Relu", ["a"], ["b"], name="two")]
    return model(nodes, [value("x", [2])], [value("b", [2])])


def bad_tensor_size():
    tensor = weights("w", 2)
    tensor.raw_data = tensor.raw_data[:-1]
    return model([node("Add", ["x", "w"], ["y"])], [value("x", [2])], [value("y", [2])], [tensor])


def bad_element_type():
    nodes = [node("Add", ["x", "w"], ["y"])]
    return model(nodes, [value("x", [2])], [value("y", [2])], [array("w", [1, 2], np.float64)])


def bad_huge_shape():
    tensor = TensorProto(name="w", dims=[1 << 40, 1 << 40], data_type=FLOAT)
    return model([node("Add", ["x", "w"], ["y"])], [value("x", [2])], [value("y", [2])], [tensor])


def bad_empty_extents():
    """Extents whose product is 0 and whose sum overflows."""
    tensor = TensorProto(name="w", dims=[0, (1 << 63) - 1], data_type=FLOAT)
    nodes = [node("Concat", ["w", "w"], ["y"], axis=1)]
    return model(nodes, [value("x", [2])], [value("y", [2])], [tensor])


def bad_shape():
    nodes = [node("Conv", ["x", "w"], ["y"], name="conv")]
    return model(
        nodes, [value("x", [1, 5, 4, 4])], [value("y", [1, 3, 2, 2])], [weights("w", 3, 2, 3, 3)]
    )


def bad_output_shape():
    return model([node("Relu", ["x"], ["y"])], [value("x", [1, 2])], [value("y", [1, 3])])


def bad_free_extent():
    return model([node("Relu", ["x"], ["y"])], [value("x", [1, "w"])], [value("y", [1, "w"])])


def bad_attribute_value():
    nodes = [node("MaxPool", ["x"], ["y"], auto_pad="SOME", kernel_shape=[2, 2], name="pool")]
    return model(nodes, [value("x", [1, 1, 4, 4])], [value("y", [1, 1, 4, 4])])


def bad_attribute_type():
    nodes = [node("Softmax", ["x"], ["y"], axis=[1], name="soft")]
    return model(nodes, [value("x", [1, 4])], [value("y", [1, 4])])


def bad_attribute_name():
    nodes = [node("Relu", ["x"], ["y"], slope=0.1, name="relu")]
    return model(nodes, [value("x", [1, 4])], [value("y", [1, 4])])


def bad_parameter():
    nodes = [node("Reshape", ["x", "s"], ["y"], name="reshape")]
    inputs = [value("x", [1, 4]), value("s", [2], TensorProto.INT64)]
    return model(nodes, inputs, [value("y", [2, 2])])


def bad_resize():
    nodes = [node("Resize", ["x", "", "s"], ["y"], mode="linear")]
    return model(
        nodes, [value("x", [1, 1, 2, 2])], [value("y", [1, 1, 4, 4])], [array("s", [1, 1, 2, 2])]
    )


def bad_duplicate():
    nodes = [node("Relu", ["x"], ["y"]), node("Sigmoid", ["x"], ["y"])]
    return model(nodes, [value("x", [1, 4])], [value("y", [1, 4])])


def bad_output():
    return model([node("Relu", ["x"], ["y"])], [value("x", [1, 4])], [value("z", [1, 4])])


def bad_opset():
    return model([node("Relu", ["x"], ["y"])], [value("x", [1, 4])], [value("y", [1, 4])], opset=6)


def bad_missing_opset():
    return model(
        [node("Relu", ["x"], ["y"])], [value("x", [1, 4])], [value("y", [1, 4])], opset=None
    )


def bad_ir():
    return model([node("Relu", ["x"], ["y"])], [value("x", [1, 4])], [value("y", [1, 4])], ir=2)


def bad_metadata():
    result = model([node("Relu", ["x"], ["y"])], [value("x", [1, 4])], [value("y", [1, 4])])
    helper.set_model_props(result, {"darkroom.heads": '[{"kind": "yolo"}]'})
    return result


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, make in list(globals().items()):
        if name.startswith("good_"):
            (folder / name).mkdir()
            made = make()
            onnx.checker.check_model(made, full_check=True)
            onnx.save(made, folder / name / "model.onnx")
        elif name.startswith("bad_"):
            # onnx.save would look for external data.
            (folder / f"{name}.onnx").write_bytes(make().SerializeToString())


if __name__ == "__main__":
    main()

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


def value(name, shape, kind=FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def model(nodes, inputs, outputs, initializers=(), opset=17, ir=8, **options):
    graph = helper.make_graph(nodes, "foreign", inputs, outputs, list(initializers))
    imports = [helper.make_opsetid("", opset)] if opset else []
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
        node("Resize", ["a", "", "", "z"], ["y"], mode="nearest",
             coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
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


def good_half():
    """All of it float16, the input and output too."""
    half = TensorProto.FLOAT16
    nodes = [node("Mul", ["x", "w"], ["y"])]
    tensors = [
        array("w", [0.5, 0.25], np.float16),
    ]
    return model(nodes, [value("x", [1, 2], half)], [value("y", [1, 2], half)], tensors)


# Unsound, or more than is known.


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
    return model([node("Relu", ["x"], ["y"])], [value("x", [1, 4])], [value("y", [1, 4])], ir=99)


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

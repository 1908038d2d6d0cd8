"""Breaks ONNX files on purpose, each in one way that a runtime minds.

usage: broken_models.py MODEL EDIT OUTPUT

Prints nothing; exit status 1 with a message where MODEL has nothing that EDIT could break.
"""

import pathlib
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper


class Model:
    """A model with what is needed to change it."""

    def __init__(self, path):
        self.proto = onnx.load(path)
        self.graph = self.proto.graph
        self.constants = {tensor.name: tensor for tensor in self.graph.initializer}
        self.producers = {name: node for node in self.graph.node for name in node.output}

    def array(self, name):
        return numpy_helper.to_array(self.constants[name])

    def replace(self, node, index, array):
        """Gives a node an operand of its own."""
        name = f"{node.name}_broken_{index}"
        self.graph.initializer.append(numpy_helper.from_array(array, name))
        node.input[index] = name

    def nodes(self, kind):
        return [node for node in self.graph.node if node.op_type == kind]

    def dequantizers(self, operand):
        """DequantizeLinear of operand 1 (weights) or 2 (biases) of convolutions."""
        names = [node.input[operand] for node in self.nodes("Conv") if len(node.input) > operand]
        found = [self.producers[name] for name in names if name in self.producers]
        return [node for node in found if node.op_type == "DequantizeLinear"]

    def activations(self, kind="QuantizeLinear"):
        return [node for node in self.nodes(kind) if node.input[0] not in self.constants]

    def append(self, kind, inputs, output, **attributes):
        node = helper.make_node(kind, inputs, [output], name=output, **attributes)
        self.graph.node.append(node)
        return output


def weights_axis(model):
    for attribute in model.dequantizers(1)[0].attribute:
        if attribute.name == "axis":
            attribute.i = 1


def channel_scales(model):
    model.replace(model.activations()[0], 1, numpy.float32([0.5, 0.25]))


def uint8_weights(model):
    node = model.dequantizers(1)[0]
    model.replace(node, 0, (model.array(node.input[0]).astype(int) + 128).astype(numpy.uint8))
    zeros = model.array(node.input[2])
    model.replace(node, 2, numpy.full(zeros.shape, 128, numpy.uint8))


def zero_scale(model):
    node = model.activations()[1]
    model.replace(node, 1, numpy.zeros_like(model.array(node.input[1])))


def no_zero_points(model):
    del model.dequantizers(2)[0].input[2]


def ir_version(model):
    model.proto.ir_version = 15


def opset(model):
    model.proto.opset_import[0].version = 29


def unknown_operator(model):
    model.nodes("LeakyRelu")[0].op_type = "ThresholdedRelu"


def round_operator(model):
    model.nodes("LeakyRelu")[0].op_type = "Round"


def no_output_shape(model):
    model.graph.output[0].type.tensor_type.ClearField("shape")


def float_input(model):
    node = model.nodes("Conv")[3]
    node.input[0] = model.producers[model.producers[node.input[0]].input[0]].input[0]


def float_branches(model):
    first, second = (node.output[0] for node in model.nodes("LeakyRelu")[:2])
    model.append("Add", [first, second], "broken_sum")
    quantizer = model.activations()[0]
    model.append("QuantizeLinear", ["broken_sum", *quantizer.input[1:]], "broken_stored")


def long(model):
    """20000 more convolutions with quantized filters and biases, each behind the one before."""
    encoding = model.activations()[0].input[1:]
    for name, shape in ("filters", (3, 3, 1, 1)), ("offsets", (3,)):
        model.graph.initializer.append(
            numpy_helper.from_array(numpy.ones(shape, numpy.uint8), f"long_{name}")
        )
        model.append("DequantizeLinear", [f"long_{name}", *encoding], f"long_{name}_real")
    value = next(
        node for node in model.nodes("DequantizeLinear") if node.input[0] in model.producers
    )
    value = value.output[0]
    for index in range(20000):
        operands = [value, "long_filters_real", "long_offsets_real"]
        value = model.append("Conv", operands, f"long_{index}")


def unsorted(model):
    """The nodes in a circle: the first reads what the last computes."""
    model.graph.node[0].input[0] = model.graph.output[0].name


def wrong_shape(model):
    """A filter that reads one channel more than there are."""
    convolution = next(node for node in model.graph.node if node.op_type.endswith("Conv"))
    index = 3 if convolution.op_type == "QLinearConv" else 1
    name = convolution.input[index]
    if name in model.producers:
        name = model.producers[name].input[0]
    filters = model.constants[name]
    array = numpy_helper.to_array(filters)
    wider = numpy.concatenate([array, array[:, :1]], axis=1)
    filters.CopyFrom(numpy_helper.from_array(wider, name))


def padding(model):
    for node in model.activations("DequantizeLinear"):
        if model.array(node.input[2]) != 0:
            model.append("Pad", [node.output[0]], "broken_pad")
            return
    raise ValueError("every zero point is 0")


def scaled_weights(model):
    node = model.dequantizers(1)[0]
    model.replace(node, 1, model.array(node.input[1]) * numpy.float32(2.0**-20))


def scaled_bias(model):
    node = model.dequantizers(2)[0]
    model.replace(node, 1, model.array(node.input[1]) * numpy.float32(2.0**-30))


def distant_operands(model):
    first, second = model.activations("DequantizeLinear")[:2]
    model.replace(first, 1, numpy.float32(2.0**-20))
    model.append("Add", [first.output[0], second.output[0]], "broken_sum")


def unaligned_pool(model):
    readers = {node.input[0]: node for node in model.activations()}
    for pool in model.nodes("MaxPool"):
        quantizer = readers.get(pool.output[0])
        if quantizer is not None:
            model.replace(quantizer, 1, model.array(quantizer.input[1]) * numpy.float32(2))
            return
    raise ValueError("no pooling between pairs")


def empty(model):
    del model.graph.node[:]


EDITS = {
    edit.__name__.replace("_", "-"): edit
    for edit in (
        weights_axis, channel_scales, uint8_weights, zero_scale, no_zero_points, ir_version, opset,
        unknown_operator, round_operator, no_output_shape, float_input, float_branches, padding,
        scaled_weights, scaled_bias, distant_operands, unaligned_pool, empty, unsorted, wrong_shape,
        long,
    )
}  # fmt: skip


def tag(number, payload_size):
    """The start of a field with a payload of bytes."""
    head = bytearray([number << 3 | 2])
    while payload_size > 127:
        head.append(payload_size & 127 | 128)
        payload_size >>= 7
    return bytes(head) + bytes([payload_size])


def write_huge(model, output):
    """A model with a constant of 2 GiB that nothing reads; the file has a hole in its place."""
    size = 1 << 31
    tensor = TensorProto(name="huge", data_type=TensorProto.UINT8, dims=[size])
    head = tensor.SerializeToString() + tag(9, size)
    graph = model.graph.SerializeToString()
    model.proto.ClearField("graph")
    initializer = tag(5, len(head) + size)
    start = model.proto.SerializeToString()
    start += tag(7, len(graph) + len(initializer) + len(head) + size)
    start += graph + initializer + head
    with pathlib.Path(output).open("wb") as file:
        file.write(start)
        file.truncate(len(start) + size)


def main():
    source, edit, output = sys.argv[1:]
    model = Model(source)
    if edit == "huge":
        write_huge(model, output)
        return 0
    try:
        EDITS[edit](model)
    except (IndexError, ValueError) as error:
        print(f"{source}: {edit}: {error}", file=sys.stderr)
        return 1
    pathlib.Path(output).write_bytes(model.proto.SerializeToString())
    return 0


if __name__ == "__main__":
    sys.exit(main())

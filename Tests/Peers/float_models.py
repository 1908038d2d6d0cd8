"""Writes small float networks that take images, the way other programs write them.

usage: float_models.py FOLDER

Each becomes FOLDER/NAME/model.onnx, with one image of noise as input_0.f32. The same arguments
give the same files.
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Net:
    """A graph in the making; the input is "x", 1 x 3 x 32 x 32 or with a free batch."""

    def __init__(self, name):
        self.rng = np.random.default_rng([ord(letter) for letter in name])
        self.nodes, self.constants = [], []

    def constant(self, array):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def random(self, *shape):
        deviation = 1 / np.sqrt(max(np.prod(shape[1:]), 1))
        return self.constant(self.rng.normal(0, deviation, shape).astype(np.float32))

    def add(self, kind, *inputs, **attributes):
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def conv(self, x, channels, filters, size=3, groups=1, **attributes):
        weights = self.random(filters, channels // groups, size, size)
        return self.add(
            "Conv",
            x,
            weights,
            self.random(filters),
            group=groups,
            kernel_shape=[size, size],
            pads=[size // 2] * 4,
            **attributes,
        )

    def batch_norm(self, x, channels):
        near_one = (1 + self.rng.random(channels) / 2).astype(np.float32)
        return self.add(
            "BatchNormalization",
            x,
            self.constant(near_one),
            self.random(channels),
            self.random(channels),
            self.constant(near_one),
        )

    def save(self, folder, outputs, batch=1):
        x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, 3, 32, 32])
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, "net", [x], given, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        model = onnx.shape_inference.infer_shapes(model)
        folder.mkdir(parents=True)
        onnx.save(model, folder / "model.onnx")
        self.rng.random((1, 3, 32, 32), np.float32).tofile(folder / "input_0.f32")


def residual(net):
    """Residual blocks and ReLU, then a mean and a matrix product."""
    x = net.add("Relu", net.batch_norm(net.conv("x", 3, 8), 8))
    y = net.conv(net.add("Relu", net.conv(x, 8, 8)), 8, 8)
    x = net.add("Relu", net.add("Add", x, y))
    mean = net.add("Flatten", net.add("GlobalAveragePool", x))
    return [net.add("Gemm", mean, net.random(8, 5), net.random(5))], 1


def swish(net):
    """Sigmoid times its operand, two outputs."""
    x = net.conv("x", 3, 8, strides=[2, 2])
    x = net.add("Mul", x, net.add("Sigmoid", x))
    y = net.conv(x, 8, 8)
    y = net.add("Mul", y, net.add("Sigmoid", y))
    both = net.add("Concat", x, y, axis=1)
    return [net.conv(both, 16, 6, size=1), net.add("Sigmoid", net.conv(y, 8, 4, size=1))], 1


def depthwise(net):
    """Depthwise filters, ReLU6, and a free batch."""
    limits = [net.constant(np.float32(0)), net.constant(np.float32(6))]
    x = net.add("Clip", net.batch_norm(net.conv("x", 3, 12), 12), *limits)
    x = net.add("Clip", net.batch_norm(net.conv(x, 12, 12, groups=12), 12), *limits)
    return [net.conv(x, 12, 7, size=1)], "N"


def attention(net):
    """Channels weighed by what is in them, pooling, upsampling."""
    x = net.add("Elu", net.conv("x", 3, 8), alpha=0.5)
    x = net.add("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    weights = net.add("Relu", net.conv(net.add("GlobalAveragePool", x), 8, 4, size=1))
    x = net.add("Mul", x, net.add("Sigmoid", net.conv(weights, 4, 8, size=1)))
    scales = net.constant(np.array([1, 1, 2, 2], np.float32))
    x = net.add(
        "Resize",
        x,
        "",
        scales,
        mode="nearest",
        nearest_mode="floor",
        coordinate_transformation_mode="asymmetric",
    )
    return [net.conv(net.add("LeakyRelu", net.conv(x, 8, 8), alpha=0.1), 8, 3, size=1)], 1


def transposed(net):
    """A head that is reshaped and transposed behind the last convolution."""
    x = net.add("Relu", net.conv("x", 3, 8, strides=[4, 4]))
    x = net.conv(x, 8, 6, size=1)
    shape = net.constant(np.array([1, 2, 3, 64], np.int64))
    x = net.add("Transpose", net.add("Reshape", x, shape), perm=[0, 1, 3, 2])
    return [x], 1


def shared(net):
    """An output that other layers read, and one convolution's result read twice."""
    x = net.add("Relu", net.conv("x", 3, 8))
    y = net.conv(x, 8, 8)
    z = net.conv(net.add("Tanh", y), 8, 4)
    return [y, z, net.add("Relu", y)], 1


NETWORKS = [residual, swish, depthwise, attention, transposed, shared]


def main():
    for network in NETWORKS:
        net = Net(network.__name__)
        outputs, batch = network(net)
        net.save(pathlib.Path(sys.argv[1]) / network.__name__, outputs, batch)


if __name__ == "__main__":
    main()

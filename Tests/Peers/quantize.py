"""Quantizes a float ONNX model with ONNX Runtime's own tool, calibrated with noise.

usage: quantize.py MODEL OUTPUT [--format qoperator|qdq] [--per-channel] [--activation uint8|int8]
                   [--images N] [--seed N]

The noise is uniform between 0 and 1, as images are. The same arguments give the same file.
"""

import argparse
import pathlib
import tempfile

import numpy
import onnx
from onnxruntime import quantization
from onnxruntime.quantization import QuantFormat, QuantType
from onnxruntime.quantization.shape_inference import quant_pre_process

FORMATS = {"qoperator": QuantFormat.QOperator, "qdq": QuantFormat.QDQ}
TYPES = {"uint8": QuantType.QUInt8, "int8": QuantType.QInt8}


class Noise(quantization.CalibrationDataReader):
    """A number of random inputs."""

    def __init__(self, model, count, seed):
        generator = numpy.random.default_rng(seed)
        constants = {tensor.name for tensor in model.graph.initializer}
        shapes = {
            value.name: [extent.dim_value or 1 for extent in value.type.tensor_type.shape.dim]
            for value in model.graph.input
            if value.name not in constants
        }
        self.inputs = iter(
            [
                {name: generator.random(shape, numpy.float32) for name, shape in shapes.items()}
                for _ in range(count)
            ]
        )

    def get_next(self):
        return next(self.inputs, None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("output")
    parser.add_argument("--format", choices=FORMATS, default="qoperator")
    parser.add_argument("--per-channel", action="store_true")
    parser.add_argument("--activation", choices=TYPES, default="uint8")
    parser.add_argument("--images", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Folds what can be folded and adds the shapes that the tool needs.
        prepared = str(pathlib.Path(folder) / "prepared.onnx")
        quant_pre_process(arguments.model, prepared, skip_symbolic_shape=True)
        quantization.quantize_static(
            prepared,
            arguments.output,
            Noise(onnx.load(prepared), arguments.images, arguments.seed),
            quant_format=FORMATS[arguments.format],
            per_channel=arguments.per_channel,
            activation_type=TYPES[arguments.activation],
            weight_type=QuantType.QInt8,
        )


if __name__ == "__main__":
    main()

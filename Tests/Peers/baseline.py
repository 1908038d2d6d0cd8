"""Compares an INT8 model with what ONNX Runtime's own tool makes of the same model and images.

usage: baseline.py FLOAT.onnx INT8.onnx IMAGES.npy REPORT.json [SAVED.onnx]

IMAGES.npy has the calibration images, uint8 [N, H, W, C], 255 times the input of the network.
REPORT.json is what `darkroom quantize --report` wrote of the INT8 model: what its tensors held.
`quantize_static` (QOperator, per tensor, MinMax, uint8 activations, int8 weights) runs twice: with
the minima and maxima that ONNX Runtime finds (`own`), and with those of the report (`given`). For
each the differences are printed as JSON: tensor by tensor, of scales in units of the last place of
float32 and relative. `sqnr` has the ratio of signal to noise of all outputs, in dB, against the
float model, of the INT8 model (`model`) and of `own` (`peer`), both run by ONNX Runtime on the same
images. SAVED.onnx is where `own` is kept.
"""

import json
import logging
import pathlib
import shutil
import sys
import tempfile

import numpy
import onnx
import onnxruntime
from onnxruntime import quantization
from onnxruntime.quantization.calibrate import TensorData, load_tensors_data, save_tensors_data

# What gives elements of its first operand as they are. Darkroom writes Concat where all parts have
# the encoding of the result.
MOVING = ("Concat", "MaxPool", "Reshape", "Resize", "Split", "Transpose")


class Images(quantization.CalibrationDataReader):
    """Images as inputs, one after the other."""

    def __init__(self, name, images):
        self.inputs = iter([{name: image} for image in images])

    def get_next(self):
        return next(self.inputs, None)


def quantize(model, output, name, images, cache):
    quantization.quantize_static(
        model,
        output,
        Images(name, images),
        quant_format=quantization.QuantFormat.QOperator,
        per_channel=False,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
        calibrate_method=quantization.CalibrationMethod.MinMax,
        calibration_cache_path=cache,
    )


class Quantized:
    """What a file in the QOperator form stores: encodings of tensors, weights and biases, by the
    name of the tensor that is computed."""

    def __init__(self, path, limits):
        # What only limits a tensor is dropped behind it, and the tensor goes by either name.
        self.limits = limits
        model = onnx.load(path)
        self.constants = {
            tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer
        }
        self.encodings = {}
        self.filters = {}
        for node in model.graph.node:
            self.read(node)

    def base(self, tensor):
        """The name of the float tensor that a quantized one stands for; the tool's Split has no
        `_`."""
        name = tensor.removesuffix("quantized").removesuffix("_")
        return self.limits.get(name, name)

    def constant(self, name):
        return self.constants[name]

    def encode(self, tensor, scale, zero):
        pair = (self.constant(scale).item(), self.constant(zero).item())
        name = self.base(tensor)
        known = self.encodings.setdefault(name, pair)
        assert known == pair, f"{name} is read as {pair}, but stored as {known}"

    def read(self, node):
        inputs = list(node.input)
        if node.op_type == "QuantizeLinear":
            self.encode(node.output[0], *inputs[1:3])
        elif node.op_type == "DequantizeLinear":
            self.encode(*inputs[:3])
        elif node.op_type == "QLinearConv":
            self.encode(*inputs[:3])
            self.encode(node.output[0], *inputs[6:8])
            self.filters[self.base(node.output[0])] = {
                "weights": self.constant(inputs[3]),
                "scale": self.constant(inputs[4]),
                "zero": self.constant(inputs[5]),
                "bias": self.constant(inputs[8]) if len(inputs) > 8 else None,
            }
        elif node.op_type == "QLinearConcat":
            self.encode(node.output[0], *inputs[:2])
            for first in range(2, len(inputs), 3):
                self.encode(*inputs[first : first + 3])
        elif node.op_type in MOVING:
            # What is moved keeps its encoding; of float tensors there is none.
            for output in node.output:
                if self.base(inputs[0]) in self.encodings:
                    self.encodings[self.base(output)] = self.encodings[self.base(inputs[0])]
        elif node.op_type.startswith("QLinear"):
            for first in range(0, len(inputs) - 2, 3):
                self.encode(*inputs[first : first + 3])
            self.encode(node.output[0], *inputs[-2:])


def steps(first, second):
    """How many float32 numbers lie between two positive ones."""
    whole = [int(numpy.float32(value).view(numpy.int32)) for value in (first, second)]
    return abs(whole[0] - whole[1])


def differences(model, peer):
    shared = sorted(model.encodings.keys() & peer.encodings.keys())
    ulps = {name: steps(model.encodings[name][0], peer.encodings[name][0]) for name in shared}
    relative = {
        name: abs(model.encodings[name][0] / peer.encodings[name][0] - 1) for name in shared
    }
    layers = sorted(model.filters.keys() & peer.filters.keys())
    pairs = [(model.filters[name], peer.filters[name]) for name in layers]
    biases = [
        int(numpy.abs(one["bias"].astype(numpy.int64) - other["bias"].astype(numpy.int64)).max())
        for one, other in pairs
        if one["bias"] is not None and other["bias"] is not None
    ]
    return {
        "tensors": len(shared),
        "layers": len(layers),
        "onlyModel": sorted(
            (model.encodings.keys() ^ set(shared)) | (model.filters.keys() ^ set(layers))
        ),
        "onlyPeer": sorted(
            (peer.encodings.keys() ^ set(shared)) | (peer.filters.keys() ^ set(layers))
        ),
        "otherScales": sum(step > 0 for step in ulps.values()),
        "mostSteps": max(ulps.values(), default=0),
        "mostRelative": max(relative.values(), default=0),
        "otherZeroPoints": [
            name for name in shared if model.encodings[name][1] != peer.encodings[name][1]
        ],
        "otherWeights": sum(
            int((one["weights"] != other["weights"]).sum()) for one, other in pairs
        ),
        "otherWeightScales": sum(
            not numpy.array_equal(one["scale"].ravel(), other["scale"].ravel())
            or not numpy.array_equal(one["zero"].ravel(), other["zero"].ravel())
            for one, other in pairs
        ),
        "otherBiases": sum(
            int((one["bias"] != other["bias"]).sum())
            for one, other in pairs
            if one["bias"] is not None and other["bias"] is not None
        ),
        "mostBias": max(biases, default=0),
        "layersWithOneBias": sum(
            (one["bias"] is None) != (other["bias"] is None) for one, other in pairs
        ),
        "weights": sum(one["weights"].size for one, _ in pairs),
        "biases": sum(one["bias"].size for one, _ in pairs if one["bias"] is not None),
    }


def outputs(path, images):
    session = onnxruntime.InferenceSession(path)
    name = session.get_inputs()[0].name
    return [session.run(None, {name: image}) for image in images]


def ratio(reference, other):
    signal = noise = 0.0
    for expected, found in zip(reference, other, strict=True):
        for one, two in zip(expected, found, strict=True):
            signal += float((one.astype(numpy.float64) ** 2).sum())
            noise += float(((one.astype(numpy.float64) - two) ** 2).sum())
    return 10 * float(numpy.log10(signal / noise))


def main():
    model, quantized, images, report = sys.argv[1:5]
    # It warns of what is done here.
    logging.getLogger().setLevel(logging.ERROR)
    bytes_ = numpy.load(images).transpose(0, 3, 1, 2)
    inputs = [
        numpy.ascontiguousarray(image[None], numpy.float32) / numpy.float32(255) for image in bytes_
    ]
    graph = onnx.load(model).graph
    name = graph.input[0].name
    limits = {
        node.output[0]: node.input[0] for node in graph.node if node.op_type in ("Clip", "Relu")
    }
    seen = {
        tensor["name"]: (tensor["minimum"], tensor["maximum"])
        for tensor in json.loads(pathlib.Path(report).read_text(encoding="utf-8"))["quantization"][
            "tensors"
        ]
    }
    answer = {}
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        cache = folder / "ranges.json"
        ours = Quantized(quantized, limits)
        own = str(folder / "own.onnx")
        quantize(model, own, name, inputs, cache)
        answer["own"] = differences(ours, Quantized(own, limits))
        ranges = load_tensors_data(cache)
        for tensor, ends in seen.items():
            if tensor in ranges:
                ranges[tensor] = TensorData(
                    lowest=numpy.array([ends[0]], numpy.float32),
                    highest=numpy.array([ends[1]], numpy.float32),
                )
        answer["unseen"] = sorted(seen.keys() - set(ranges.keys()))
        save_tensors_data(ranges, cache)
        given = str(folder / "given.onnx")
        quantize(model, given, name, inputs, cache)
        answer["given"] = differences(ours, Quantized(given, limits))
        reference = outputs(model, inputs)
        answer["sqnr"] = {
            "model": ratio(reference, outputs(quantized, inputs)),
            "peer": ratio(reference, outputs(own, inputs)),
        }
        answer["operators"] = {
            key: sorted({node.op_type for node in onnx.load(path).graph.node})
            for key, path in (("model", quantized), ("peer", own))
        }
        if len(sys.argv) > 5:
            shutil.copy(own, sys.argv[5])
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()

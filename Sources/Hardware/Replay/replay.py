"""Computes every step of a network again and compares it with the test vectors, bit by bit.

usage: python3 replay.py [FOLDER]

It needs Python 3.10 and NumPy, and reads network.json, constants/ and vectors/. Each step is
computed from the files of its inputs. The exit status is 1 where something differs; the step that
is named is the first that does. Before, the SHA-256 of every file in checksums.txt is checked.

Tensors are held in the order of their axes: N, C, H, W for feature maps. In a file, element
(i, j, ...) lies at the sum over the axes of i // block * stride + i % block * within.
"""

import hashlib
import json
import pathlib
import sys
import zlib

import numpy as np

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")


def main():
    check_files()
    network = json.loads((FOLDER / "network.json").read_text(encoding="utf-8"))
    constants = [read_constant(c, network["packed"]["file"]) for c in network["constants"]]
    for image in network["images"]:
        tensors = [Tensor(t, FOLDER / image["folder"] / t["file"]) for t in network["tensors"]]
        for step in network["steps"]:
            replay(step, tensors, constants)
        print(f"{image['folder']}: all {len(network['steps'])} steps are equal")
    if not network["images"]:
        print("no image, nothing to compute; all files are whole")


# ---- Files


def check_files():
    """Lines of SHA-256, CRC-32, size and name; the last one has the CRC-32 of those before it."""
    *lines, last = (FOLDER / "checksums.txt").read_bytes().splitlines(keepends=True)
    expected = f"{zlib.crc32(b''.join(lines)):08x} {len(lines)} lines above\n".encode()
    if last != expected:
        sys.exit("checksums.txt: was changed")
    for line in lines:
        digest, crc, size, name = line.decode().rstrip("\n").split(" ", 3)
        content = (FOLDER / name).read_bytes()
        found = hashlib.sha256(content).hexdigest(), f"{zlib.crc32(content):08x}", str(len(content))
        if found != (digest, crc, size):
            sys.exit(f"{name}: was changed")


def places(axes):
    """Where each element lies, as an array of the shape of the axes."""
    total = np.zeros([1] * len(axes), np.int64)
    for number, axis in enumerate(axes):
        i = np.arange(axis["size"])
        offsets = i // axis["block"] * axis["stride"] + i % axis["block"] * axis["within"]
        total = total + offsets.reshape([-1 if a == number else 1 for a in range(len(axes))])
    return total


def read_constant(constant, packed):
    """A constant in the order of its axes; all three places that state it must agree."""
    stored = np.load(FOLDER / constant["file"])
    start, count = constant["offset"], constant["bytes"]
    if stored.tobytes() != (FOLDER / packed).read_bytes()[start : start + count]:
        sys.exit(f"{constant['file']}: differs from {packed}")
    elements = stored.ravel()[places(constant["axes"])]
    if "values" in constant and not np.array_equal(elements, np.float64(constant["values"])):
        sys.exit(f"{constant['file']}: differs from network.json")
    return elements


class Tensor:
    """A tensor with the values of its file."""

    def __init__(self, record, path):
        self.record, self.stored = record, np.load(path)
        self.scale, self.zero = np.float32(record.get("scale", 0)), record.get("zeroPoint", 0)
        self.low, self.high = (-128, 127) if record["type"] == "int8" else (0, 255)
        self.places = places(record["axes"])
        values = self.stored.ravel()[self.places]
        self.values = values if record["type"] == "float32" else values.astype(np.int32)
        self.shape = self.values.shape

    def compare(self, computed, step):
        packed = np.full(self.stored.size, self.zero, self.stored.dtype)  # what fills up blocks
        packed[self.places] = computed.reshape(self.shape)
        if packed.tobytes() != self.stored.tobytes():
            at = np.flatnonzero(packed != self.stored.ravel())[0]
            sys.exit(
                f"step {step['index']} {step['operation']} {step['node']}: element {at} of "
                f"{self.record['file']} is {self.stored.flat[at]}, where {packed[at]} is computed"
            )


# ---- Arithmetic: every function takes whole arrays


def times_power(x, shift):
    """x * 2^-shift: half up to the right, within 32 bits to the left."""
    left = np.clip(x << np.maximum(-shift, 0), -(2**31), 2**31 - 1)
    right = np.maximum(shift, 1)
    return np.where(shift > 0, (x + (1 << (right - 1))) >> right, left)


def times_fixed(x, multiplier, shift):
    """x * multiplier * 2^(-31 - shift): the high product, then a shift, half away from 0."""
    shift = np.int64(shift)
    high = times_power(
        times_power(np.int64(x), np.minimum(shift, 0)) * np.int64(multiplier), np.int64(31)
    )
    right = np.maximum(shift, 0)
    mask = (np.int64(1) << right) - 1
    return (high >> right) + ((high & mask) > (mask >> 1) + (high < 0))


def rounded(x, zero, y):
    """The nearest whole number, halves to the even one, plus `zero`, within 8 bits."""
    assert x.dtype == np.float32
    return (
        np.rint(np.clip(x, np.float32(y.low - zero), np.float32(y.high - zero))).astype(np.int32)
        + zero
    )


def multiply_add(a, b, c):
    """a * b + c, rounded once: a sum in double that is rounded to odd."""
    product, c = np.float64(a) * np.float64(b), np.float64(c)
    total = product + c
    back = total - product
    error = (product - (total - back)) + (c - back)
    bits = total.view(np.int64)
    odd = bits + np.where((error > 0) == (total > 0), 1, -1)
    return np.where((error != 0) & (bits & 1 == 0), odd, bits).view(np.float64).astype(np.float32)


def requantized(sums, multiplier, shift, y):
    """Sums to 8 bits by a factor: float32, fixed point, or a shift alone."""
    if shift is None:
        return rounded(sums.astype(np.float32) * multiplier, y.zero, y)
    sums, shift = np.int64(sums), np.int64(shift)
    scaled = (
        times_power(sums, shift) if multiplier is None else times_fixed(sums, multiplier, shift)
    )
    return np.clip(scaled + y.zero, y.low, y.high)


# ---- Steps


def windows(x, y, step, outside):
    """For each cell of a window: which it is, and its values at all places of y."""
    window = step["window"]
    top, left, bottom, right = window["padding"]
    padded = np.pad(
        x.values, ((0, 0), (0, 0), (top, bottom), (left, right)), constant_values=outside
    )
    for row in range(window["kernel"][0]):
        for column in range(window["kernel"][1]):
            first = row * window["dilation"][0], column * window["dilation"][1]
            rows = first[0] + np.arange(y.shape[2]) * window["stride"][0]
            columns = first[1] + np.arange(y.shape[3]) * window["stride"][1]
            yield row, column, padded[:, :, rows[:, None], columns]


def convolution(step, x, y, weights, bias, multiplier, shift):
    images, outs = y.shape[:2]
    groups, sums = step["groups"], 0
    for row, column, cells in windows(x, y, step, step["paddingValue"]):
        # In double, which holds all sums exactly: [images, groups, outs, ins] x [.., ins, cells].
        w = weights[:, :, row, column].reshape(groups, outs // groups, -1).astype(np.float64)
        columns = (cells - x.zero).reshape(images, groups, w.shape[2], -1).astype(np.float64)
        sums = sums + w @ columns
    sums = sums.reshape(y.shape) + bias.reshape(-1, 1, 1)
    assert step["accumulator"]["least"] <= sums.min() and sums.max() <= step["accumulator"]["most"]
    channel = [None if f is None else f.reshape(-1, 1, 1) for f in (multiplier, shift)]
    return requantized(sums.astype(np.int32), *channel, y)


def max_pool(step, x, y):
    return np.max([values for _, _, values in windows(x, y, step, x.low)], axis=0)


def average_pool(step, x, y, multiplier, shift):
    sums, cells, total = 0, 0, np.float32(0)
    for _, _, values in windows(x, y, step, np.iinfo(np.int32).max):
        inside = values != np.iinfo(np.int32).max
        part = np.where(inside, values - x.zero, 0)
        sums, cells = sums + part, cells + inside
        total = total + x.scale * part.astype(np.float32)
    if shift is None:
        return rounded(total / cells.astype(np.float32) / y.scale + np.float32(y.zero), 0, y)
    return requantized(sums, multiplier[cells - 1], shift[cells - 1], y)


def add(a, b, y, tables, multiplier, shift):
    if tables:  # with 14 bits behind the point
        sums = np.int64(tables[0][a.values & 255]) + tables[1][b.values & 255]
        return np.clip(times_power(sums, np.int64(14)), y.low, y.high)
    if shift is None:
        part = multiply_add(b.values.astype(np.float32), multiplier[1], multiplier[2])
        return rounded(multiply_add(a.values.astype(np.float32), multiplier[0], part), 0, y)
    sums = times_fixed((a.values - a.zero) << 20, multiplier[0], shift[0])
    sums = sums + times_fixed((b.values - b.zero) << 20, multiplier[1], shift[1])
    return np.clip(times_fixed(sums, multiplier[2], shift[2]) + y.zero, y.low, y.high)


def multiply(a, b, y, multiplier, shift):
    products = (a.values - a.zero) * (b.values - b.zero)
    if shift is None:
        return rounded(products.astype(np.float32) * multiplier + np.float32(y.zero), 0, y)
    return requantized(products, multiplier, shift, y)


def walk(start, strides, counts):
    """Places along the axes of a copy."""
    pairs = zip(counts, strides, strict=True)
    return start + places([{"size": n, "block": 1, "stride": s, "within": 0} for n, s in pairs])


def moved(step, tensors, constants):
    """The outputs of a step that copies elements, looked up in tables where there are some."""
    outputs = {
        o: np.zeros(tensors[o].values.size, tensors[o].values.dtype) for o in step["outputs"]
    }
    for move in step["moves"]:
        values = move.get("value")
        if "input" in move:
            source = tensors[move["input"]].values.ravel()
            values = source[walk(move["from"], move["fromStrides"], move["counts"])]
        if "table" in move:
            values = constants[move["table"]][values & 255]
        outputs[move["output"]][walk(move["to"], move["toStrides"], move["counts"])] = values
    return outputs


def replay(step, tensors, constants):
    """Computes a step, and compares what it gives with the files."""
    operation = step["operation"]
    if "moves" in step:
        for number, computed in moved(step, tensors, constants).items():
            tensors[number].compare(computed, step)
        return
    x, *others = (tensors[number] for number in step["inputs"])
    y = tensors[step["outputs"][0]]
    names = ("weights", "bias", "multiplier", "shift")
    weights, bias, *factors = (constants[step[n]] if n in step else None for n in names)
    if operation == "convolution":
        computed = convolution(step, x, y, weights, bias, *factors)
    elif operation == "maxPool":
        computed = max_pool(step, x, y)
    elif operation == "averagePool":
        computed = average_pool(step, x, y, *factors)
    elif operation == "globalAveragePool":
        computed = requantized((x.values - x.zero).sum((2, 3), np.int32), *factors, y)
    elif operation == "add":
        tables = [constants[number] for number in step.get("tables", [])]
        computed = add(x, others[0], y, tables, *factors)
    elif operation == "multiply":
        computed = multiply(x, others[0], y, *factors)
    elif operation == "dequantize":
        computed = (x.values - x.zero).astype(np.float32) * x.scale
    else:
        sys.exit(f"step {step['index']}: {operation} is not known")
    y.compare(computed, step)


if __name__ == "__main__":
    main()

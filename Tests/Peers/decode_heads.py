"""Decodes darknet's own head layers and compares boxes and scores with a model's.

usage: decode_heads.py CASE...

A CASE is FOLDER:CFG:LAYERS. FOLDER holds boxes [1, B, 4] and scores [1, B, classes] as
output_0.f32 and output_1.f32; LAYERS holds layer_NNN.f32, what darknet's head layers put out.
Prints the largest errors of each case, or why it cannot be compared; exit status 1 then.

Written from darknet's sources alone (yolo_layer.c, gaussian_yolo_layer.c, region_layer.c,
detection_layer.c), so that it shares nothing with the program it checks.
"""

import pathlib
import sys

import numpy as np

HEADS = ("yolo", "Gaussian_yolo", "region", "detection")


def sections(path):
    found = []
    for text in pathlib.Path(path).read_text().splitlines():
        line = text.split("#")[0].replace(" ", "").replace("\t", "")
        if line.startswith("["):
            found.append((line[1 : line.index("]")], {}))
        elif "=" in line:
            key, value = line.split("=", 1)
            found[-1][1].setdefault(key, value)
    return found[0][1], found[1:]


def numbers(text):
    return [float(part) for part in text.split(",") if part]


def grid(size, net):
    """Rows and columns of a head from the number of its cells and the network's proportions."""
    height = round((size * int(net["height"]) / int(net["width"])) ** 0.5)
    return height, size // height


def decode(kind, options, net, values):
    classes = int(options["classes"])
    width, height = int(net["width"]), int(net["height"])
    if kind == "detection":
        side, count = int(options["side"]), int(options["num"])
        cells = side * side
        scores = values[: cells * classes].reshape(cells, 1, classes)
        rest = values[cells * classes :]
        objectness = rest[: cells * count].reshape(cells, count, 1)
        raw = rest[cells * count :].reshape(cells, count, 4)
        index = np.arange(cells)
        x = (raw[..., 0] + (index % side)[:, None]) / side
        y = (raw[..., 1] + (index // side)[:, None]) / side
        power = 2 if int(options.get("sqrt", 0)) else 1
        boxes = np.stack([x, y, raw[..., 2] ** power, raw[..., 3] ** power], -1)
        return boxes.reshape(-1, 4), (objectness * scores).reshape(-1, classes)

    anchors = np.array(numbers(options["anchors"])).reshape(-1, 2)
    if kind == "region":
        anchors = anchors[: int(options["num"])]
        entries = 5 + classes
        cells = values.size // (len(anchors) * entries)
        rows, columns = grid(cells, net)
        # One cell after the other; x and y still without the logistic function.
        v = values.reshape(rows, columns, len(anchors), entries)
        xy = 1 / (1 + np.exp(-v[..., 0:2]))
        wh = np.exp(v[..., 2:4]) * anchors / [columns, rows]
        scores = v[..., 4:5] * v[..., 5:]
    else:
        mask = numbers(options["mask"]) if "mask" in options else range(len(anchors))
        anchors = anchors[[int(i) for i in mask]]
        entries = (9 if kind == "Gaussian_yolo" else 5) + classes
        cells = values.size // (len(anchors) * entries)
        rows, columns = grid(cells, net)
        v = values.reshape(len(anchors), entries, rows, columns).transpose(2, 3, 0, 1)
        if kind == "Gaussian_yolo":
            xy, wh = v[..., [0, 2]], np.exp(v[..., [4, 6]]) * anchors / [width, height]
            certainty = 1 - v[..., [1, 3, 5, 7]].mean(-1, keepdims=True)
            scores = v[..., 8:9] * v[..., 9:] * certainty
        elif int(options.get("new_coords", 0)):
            xy, wh = v[..., 0:2], (2 * v[..., 2:4]) ** 2 * anchors / [width, height]
            scores = v[..., 4:5] * v[..., 5:]
        else:
            xy, wh = v[..., 0:2], np.exp(v[..., 2:4]) * anchors / [width, height]
            scores = v[..., 4:5] * v[..., 5:]
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    xy = (xy + np.stack([column, row], -1)[:, :, None, :]) / [columns, rows]
    return np.concatenate([xy, wh], -1).reshape(-1, 4), scores.reshape(-1, classes)


def error(found, expected):
    return float(np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected))))


def compare(folder, cfg, layers):
    net, rest = sections(cfg)
    boxes, scores = [], []
    for index, (kind, options) in enumerate(rest):
        if kind in HEADS:
            values = np.fromfile(f"{layers}/layer_{index:03d}.f32", np.float32).astype(np.float64)
            decoded = decode(kind, options, net, values)
            boxes.append(decoded[0])
            scores.append(decoded[1])
    boxes, scores = np.concatenate(boxes), np.concatenate(scores)
    found = [np.fromfile(f"{folder}/output_{i}.f32", np.float32) for i in (0, 1)]
    return error(found[0].reshape(boxes.shape), boxes), error(
        found[1].reshape(scores.shape), scores
    )


def main():
    status = 0
    for case in sys.argv[1:]:
        try:
            box, score = compare(*case.split(":"))
            print(f"{case.split(':')[0]} {box:.3g} {score:.3g}")
        except Exception as problem:
            print(f"{case}: {type(problem).__name__}: {problem}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

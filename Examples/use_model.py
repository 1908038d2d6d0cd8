#!/usr/bin/env python3
"""Finds objects in images with a model that darkroom made, by the model's metadata alone.

usage: use_model.py MODEL.onnx IMAGE...  [--threshold 0.25] [--nms 0.45]

It needs numpy, onnxruntime and pillow, and no darkroom: take it as a starting point for a program
of your own. It prints JSON with the members of `darkroom detect --json`. Models may be float32,
float16 or INT8, their input floats or bytes, their outputs in any form of `convert --heads`. The
metadata are described in docs/formats.md of Darkroom.
"""

import argparse
import json

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

# --- From an image to the network's input -------------------------------------------------------


def taps(count, new_count, clamps):
    """For each position of a scaled line its two neighbours in the source, and their weights.

    These are the weights, of 2048, of OpenCV's `resize` with INTER_LINEAR: half-pixel centres, no
    antialiasing. Pillow's own BILINEAR averages over more pixels when it makes images smaller; that
    is another image than the one the model was calibrated and measured with. With OpenCV at hand,
    `cv2.resize(image, (width, height))` does the work of `taps` and `scaled`.
    """
    position = ((np.arange(new_count) + 0.5) * (1 / (new_count / count)) - 0.5).astype(np.float32)
    first = np.floor(position).astype(np.int64)
    fraction = position - first.astype(np.float32)
    if clamps:
        fraction[(first < 0) | (first >= count - 1)] = 0
        first = np.clip(first, 0, count - 1)
    weights = np.rint(np.stack([1 - fraction, fraction]) * 2048).astype(np.int64)
    return np.clip(np.stack([first, first + 1]), 0, count - 1), weights


def scaled(pixels, width, height):
    """Bytes [H, W, C] at another size."""
    (left, right), (left_weight, right_weight) = taps(pixels.shape[1], width, clamps=True)
    (upper, lower), (upper_weight, lower_weight) = taps(pixels.shape[0], height, clamps=False)
    pixels = pixels.astype(np.int64)
    rows = pixels[:, left] * left_weight[:, None] + pixels[:, right] * right_weight[:, None]
    rows >>= 4
    upper_part = rows[upper] * upper_weight[:, None, None] >> 16
    lower_part = rows[lower] * lower_weight[:, None, None] >> 16
    return (upper_part + lower_part + 2 >> 2).astype(np.uint8)


def prepared(image, contract):
    """An image as the network takes it, and how to bring boxes back: scale and offset.

    The image is made as large as fits with its aspect kept, and lies in the middle.
    """
    width, height = contract["width"], contract["height"]
    pixels = np.asarray(image)
    if contract["color"] == "GRAY":
        red, green, blue = np.moveaxis(pixels.astype(np.int64), 2, 0)
        pixels = (77 * red + 150 * green + 29 * blue >> 8).astype(np.uint8)[:, :, None]
    factor = min(width / image.width, height / image.height)
    covered = [max(1, round(side * factor)) for side in image.size]
    left, top = (width - covered[0]) // 2, (height - covered[1]) // 2
    canvas = np.full((height, width, pixels.shape[2]), contract["letterbox_value"], np.uint8)
    canvas[top : top + covered[1], left : left + covered[0]] = scaled(pixels, *covered)
    scale = np.array([covered[0] / image.width, covered[1] / image.height], np.float32)
    offset = np.array([left, top], np.float32)
    if contract["color"] == "BGR":
        canvas = canvas[:, :, ::-1]
    if contract["layout"] == "NCHW":
        canvas = canvas.transpose(2, 0, 1)
    if contract["type"] == "float32":
        canvas = canvas * np.float32(contract["scale"])
    return canvas, scale, offset


# --- From the outputs to boxes ------------------------------------------------------------------


def logistic(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def decoded(head, values, size):
    """Boxes [B, 4] (centre x, y, width, height in pixels of the input) and scores [B, classes] of a
    raw head of one image, darknet's formulas."""
    kind, classes = head["kind"], head["classes"]
    if kind == "detection":
        return decoded_detection(head, values.reshape(-1), size)
    # Channels are the anchors one after the other, of each: x, y, w, h, objectness, classes; with
    # Gaussian_yolo: x, its sigma, y, its sigma, w, its sigma, h, its sigma, objectness, classes.
    rows, columns = head["grid"]["height"], head["grid"]["width"]
    anchors = np.array(head["anchors"], np.float32).reshape(-1, 1, 1, 2)
    v = values.reshape(len(anchors), -1, rows, columns).transpose(0, 2, 3, 1)
    is_raw = not head.get("new_coords")
    before = 9 if kind == "gaussian_yolo" else 5
    xy, wh = (v[..., [0, 2]], v[..., [4, 6]]) if before == 9 else (v[..., 0:2], v[..., 2:4])
    objectness, shares = v[..., before - 1 : before], v[..., before:]
    if is_raw:
        xy, objectness, wh = logistic(xy), logistic(objectness), np.exp(wh) * anchors
    else:
        wh = (2 * wh) ** 2 * anchors
    if kind == "region":
        shares = softmax(shares) if head["softmax"] else shares
    elif is_raw:
        shares = logistic(shares)
    if kind != "region":
        xy = xy * head["scale_x_y"] - 0.5 * (head["scale_x_y"] - 1)
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    cell = np.stack([column, row], -1).astype(np.float32)
    xy = (xy + cell) / np.array([columns, rows], np.float32) * size
    scores = objectness * shares
    if kind == "gaussian_yolo":
        scores = scores * (1 - logistic(v[..., [1, 3, 5, 7]]).mean(-1, keepdims=True))
        xy = xy + {"center": 0, "left_top": 0.5, "right_bottom": -0.5}[head["yolo_point"]] * wh
    return np.concatenate([xy, wh], -1).reshape(-1, 4), scores.reshape(-1, classes)


def decoded_detection(head, values, size):
    """The same of a `[detection]` head (YOLOv1): class scores of the cells, objectness, boxes."""
    side, count, classes = head["side"], head["num"], head["classes"]
    cells = side * side
    shares, objectness, boxes = np.split(values, [cells * classes, cells * (classes + count)])
    shares = shares.reshape(cells, 1, classes)
    shares = softmax(shares) if head["softmax"] else shares
    boxes = boxes.reshape(cells, count, 4)
    index = np.arange(cells)
    cell = np.stack([index % side, index // side], -1)[:, None].astype(np.float32)
    wh = boxes[..., 2:] ** (2 if head["sqrt"] else 1) * size
    boxes = np.concatenate([(boxes[..., :2] + cell) / side * size, wh], -1).reshape(-1, 4)
    return boxes, (objectness.reshape(cells, count, 1) * shares).reshape(-1, classes)


def decoded_rows(columns, outputs, classes, size):
    """The same of outputs that hold decoded boxes, by `darkroom.boxes`: where which numbers are."""
    if "count" in columns:
        outputs = {
            name: values[:, : outputs[columns["count"]][0, 0]] for name, values in outputs.items()
        }

    def part(key, width):
        place = columns[key]
        values = outputs[place["output"]][0].astype(np.float32)
        values = values.T if columns["transposed"] else values.reshape(len(values), -1)
        return values[:, place["first"] : place["first"] + width]

    boxes = part("box", 4)
    if columns["coding"] == "corners":
        low, high = boxes[:, :2], boxes[:, 2:]
        boxes = np.concatenate([(low + high) / 2, high - low], -1)
    if columns["unit"] == "input":
        boxes = boxes * np.tile(size, 2)
    if "class" in columns:
        # The best class of each box and its score.
        scores = np.zeros((len(boxes), classes), np.float32)
        scores[np.arange(len(boxes)), part("class", 1)[:, 0].astype(int)] = part("score", 1)[:, 0]
        return boxes, scores
    factor = part("objectness", 1) if "objectness" in columns else 1
    return boxes, part("classes", classes) * factor


def suppressed(boxes, scores, most_overlap):
    """The indices of the boxes of one class to keep, the best first; boxes are left, top, w, h."""
    kept = []
    rest = np.argsort(-scores, kind="stable")
    while rest.size:
        best, rest = rest[0], rest[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, :2] + boxes[best, 2:], boxes[rest, :2] + boxes[rest, 2:])
        common = np.maximum(high - low, 0).prod(-1)
        union = boxes[best, 2:].prod() + boxes[rest, 2:].prod(-1) - common
        rest = rest[~(common > most_overlap * union)]
    return kept


# --- The model ----------------------------------------------------------------------------------


class Detector:
    """A model, ready to be run on images."""

    def __init__(self, path, threshold, most_overlap):
        self.threshold, self.most_overlap = threshold, most_overlap
        self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        metadata = self.session.get_modelmeta().custom_metadata_map
        if metadata.get("darkroom.schema") != "1" or "darkroom.heads" not in metadata:
            raise SystemExit(f"{path}: is no detector that darkroom made")
        self.contract = json.loads(metadata["darkroom.input"])
        self.heads = json.loads(metadata["darkroom.heads"])
        self.form = metadata["darkroom.output_form"]
        self.columns = json.loads(metadata.get("darkroom.boxes", "{}"))
        self.labels = json.loads(metadata.get("darkroom.labels", "[]"))
        self.size = np.array([self.contract["width"], self.contract["height"]], np.float32)

    def outputs(self, values):
        """The outputs by name, for one image."""
        entry = self.session.get_inputs()[0]
        batch = entry.shape[0] if isinstance(entry.shape[0], int) else 1
        values = np.repeat(values[None], batch, 0)
        names = [output.name for output in self.session.get_outputs()]
        return dict(zip(names, self.session.run(names, {entry.name: values}), strict=True))

    def candidates(self, outputs):
        """Boxes [B, 4] and scores [B, classes] before suppression."""
        if self.form == "raw":
            with np.errstate(over="ignore"):
                parts = [
                    decoded(head, outputs[head["output"]][0].astype(np.float32), self.size)
                    for head in self.heads
                ]
            return [np.concatenate(part) for part in zip(*parts, strict=True)]
        return decoded_rows(self.columns, outputs, self.heads[0]["classes"], self.size)

    def detect(self, path):
        """What `darkroom detect --json` says of an image."""
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        values, scale, offset = prepared(image, self.contract)
        outputs = self.outputs(values)
        boxes, scores = self.candidates(outputs)
        boxes[:, :2] = (boxes[:, :2] - boxes[:, 2:] / 2 - offset) / scale
        boxes[:, 2:] /= scale
        found = []
        if self.form == "nms":
            # The model has chosen: image, class, box.
            chosen = [(c, b) for n, c, b in list(outputs.values())[2] if n == 0]
        else:
            chosen = []
            for c in range(scores.shape[1]):
                able = np.flatnonzero((scores[:, c] > self.threshold) & np.isfinite(boxes).all(-1))
                kept = suppressed(boxes[able], scores[able, c], self.most_overlap)
                chosen += [(c, able[k]) for k in kept]
        for c, b in chosen:
            low = np.clip(boxes[b, :2], 0, image.size)
            high = np.clip(boxes[b, :2] + boxes[b, 2:], 0, image.size)
            if scores[b, c] > self.threshold and (high > low).all():
                label = self.labels[c] if self.labels else str(c)
                box = [float(x) for x in (*low, *(high - low))]
                found.append(
                    {"box": box, "class": int(c), "label": label, "score": float(scores[b, c])}
                )
        found.sort(key=lambda entry: -entry["score"])
        return {"detections": found, "height": image.height, "path": path, "width": image.width}


def main():
    parser = argparse.ArgumentParser(description="Finds objects with a model that darkroom made.")
    parser.add_argument("model")
    parser.add_argument("images", nargs="+")
    parser.add_argument("--threshold", type=float, default=0.25, help="the score to exceed")
    parser.add_argument("--nms", type=float, default=0.45, help="the overlap that is allowed")
    arguments = parser.parse_args()
    detector = Detector(arguments.model, arguments.threshold, arguments.nms)
    print(json.dumps({"images": [detector.detect(path) for path in arguments.images]}, indent=2))


if __name__ == "__main__":
    main()

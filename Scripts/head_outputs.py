"""Boxes and scores from the raw heads of a model that darkroom converted, and their suppression."""

import json
import pathlib
import sys

import numpy

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Peers"))
import decode_heads

OVERLAP = 0.45
BEST = 100


class Heads:
    """What the float model's metadata and the cfg say of the outputs."""

    def __init__(self, session, cfg):
        metadata = session.get_modelmeta().custom_metadata_map
        self.net, layers = decode_heads.sections(cfg)
        self.input = json.loads(metadata["darkroom.input"])
        self.heads = [
            (head["output"], *layers[head["layer"]])
            for head in json.loads(metadata["darkroom.heads"])
        ]
        self.names = [name for name, _, _ in self.heads]
        self.classes = int(self.heads[0][2]["classes"])

    def decode(self, outputs):
        """Boxes [B, 4] in input pixels and scores [B, classes]."""
        parts = [
            decode_heads.decode(kind, options, self.net, activate(kind, options, values[0]).ravel())
            for (_, kind, options), values in zip(self.heads, outputs, strict=True)
        ]
        boxes, scores = (numpy.concatenate(part) for part in zip(*parts, strict=True))
        size = [self.input["width"], self.input["height"]]
        return boxes * numpy.float32(size * 2), scores

    def cells(self, outputs):
        """What each head has in the place of each box: [boxes, entries], in the order of
        `decode`."""
        return [
            by_box(options, values[0])
            for (_, _, options), values in zip(self.heads, outputs, strict=True)
        ]


def by_box(options, values):
    """[C, H, W] as [boxes, entries], boxes by row, column and anchor."""
    entries = 5 + int(options["classes"])
    _, rows, columns = values.shape
    boxes = values.reshape(-1, entries, rows, columns).transpose(2, 3, 0, 1)
    return boxes.reshape(-1, entries)


def activate(kind, options, values):
    """What a head layer of darknet makes of its input [C, H, W], in the order of its output."""
    _, rows, columns = values.shape
    entries = 5 + int(options["classes"])
    v = values.reshape(-1, entries, rows, columns).copy()
    if kind == "yolo" and not int(options.get("new_coords", 0)):
        scale = numpy.float32(options.get("scale_x_y", 1))
        v[:, :2] = logistic(v[:, :2]) * scale - (scale - 1) / 2
        v[:, 4:] = logistic(v[:, 4:])
        return v
    if kind == "region" and int(options.get("softmax", 0)):
        v[:, 4] = logistic(v[:, 4])
        shares = numpy.exp(v[:, 5:] - v[:, 5:].max(axis=1, keepdims=True))
        v[:, 5:] = shares / shares.sum(axis=1, keepdims=True)
        return v.transpose(2, 3, 0, 1)
    sys.exit(f"cannot evaluate heads of kind {kind} with {options}")


def logistic(values):
    with numpy.errstate(over="ignore"):
        return 1 / (1 + numpy.exp(-values))


def suppress(boxes, scores, threshold):
    """The best detections of an image: boxes [N, 4] (left, top, width, height), scores, classes.

    Taken by descending score over all classes; each takes away its class's boxes that overlap it.
    """
    rows, classes = numpy.nonzero(scores > threshold)
    scores = scores[rows, classes]
    order = numpy.argsort(-scores, kind="stable")
    boxes, scores, classes = boxes[rows[order]], scores[order], classes[order]
    left, top, width, height = boxes.T
    right, bottom, area = left + width, top + height, width * height
    remains = numpy.isfinite(boxes).all(axis=1)
    kept = []
    while len(kept) < BEST and remains.any():
        best = int(remains.argmax())
        kept.append(best)
        remains[best] = False
        rivals = (
            best
            + 1
            + numpy.flatnonzero(remains[best + 1 :] & (classes[best + 1 :] == classes[best]))
        )
        across = numpy.minimum(right[best], right[rivals]) - numpy.maximum(left[best], left[rivals])
        down = numpy.minimum(bottom[best], bottom[rivals]) - numpy.maximum(top[best], top[rivals])
        shared = across.clip(0) * down.clip(0)
        overlap = shared / (area[best] + area[rivals] - shared)
        remains[rivals[overlap > OVERLAP]] = False
    return boxes[kept], scores[kept], classes[kept]

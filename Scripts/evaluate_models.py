"""Evaluates forms of one detector on the same images with ONNX Runtime and pycocotools.

usage: evaluate_models.py CFG IMAGES ANNOTATIONS LIMIT NAME=MODEL...

The published protocol: letterbox filled with 114, RGB / 255; score above 0.001; greedy suppression
in each class at an overlap of 0.45; the 100 best in an image; boxes clipped to the image. The
first model is the one that the others' heads are compared with. The models take turns at each
image, so that their times compare. LIMIT is a number of images, 0 for all. Prints JSON: for
each name AP figures (0 to 100), the signal-to-noise ratio of the heads in dB (null where nothing
differs), the median of milliseconds for an image with one thread.
"""

import contextlib
import io
import json
import math
import pathlib
import statistics
import sys
import time

import numpy
import onnxruntime
from letterbox import Letterbox
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Peers"))
import decode_heads

SCORE = 0.001
OVERLAP = 0.45
BEST = 100
FIGURES = {"ap": 0, "ap50": 1, "apSmall": 3, "apMedium": 4, "apLarge": 5}


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
        parts = []
        for (_, kind, options), values in zip(self.heads, outputs, strict=True):
            activated = activate(kind, options, values[0])
            parts.append(decode_heads.decode(kind, options, self.net, activated.ravel()))
        boxes, scores = (numpy.concatenate(part) for part in zip(*parts, strict=True))
        size = [self.input["width"], self.input["height"]]
        return boxes * numpy.float32(size * 2), scores


class Form:
    """One of the models and what has been found out about it."""

    def __init__(self, path, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(path, options)
        self.input = self.session.get_inputs()[0].name
        self.times = []
        self.detections = []
        self.noise = {}

    def run(self, names, values):
        start = time.perf_counter()
        outputs = self.session.run(names, {self.input: values})
        self.times.append(time.perf_counter() - start)
        return outputs

    def compare(self, names, outputs, reference):
        """Adds up the energies of the reference and of the difference, for each head."""
        for name, found, values in zip(names, outputs, reference, strict=True):
            signal, noise = self.noise.get(name, (0.0, 0.0))
            expected = values.astype(numpy.float64)
            signal += float(numpy.square(expected).sum())
            noise += float(numpy.square(expected - found).sum())
            self.noise[name] = (signal, noise)

    def record(self, truth, images):
        return {
            **figures(truth, self.detections, images),
            "sqnr": decibels(*map(sum, zip(*self.noise.values(), strict=True))),
            "headSQNR": {name: decibels(*energy) for name, energy in self.noise.items()},
            "milliseconds": statistics.median(self.times) * 1000,
        }


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


def decibels(signal, noise):
    return 10 * math.log10(signal / noise) if noise > 0 else None


def suppress(boxes, scores):
    """The best detections of an image: boxes [N, 4] (left, top, width, height), scores, classes.

    Taken by descending score over all classes; each takes away its class's boxes that overlap it.
    """
    rows, classes = numpy.nonzero(scores > SCORE)
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


def figures(truth, detections, images):
    """COCO's figures, 0 to 100; -100 where no object has that size."""
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(truth, truth.loadRes(detections), "bbox")
        evaluation.params.imgIds = images
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return {name: float(evaluation.stats[index]) * 100 for name, index in FIGURES.items()}


def main():
    cfg, folder, annotations, limit, *models = sys.argv[1:]
    forms = {name: Form(path, 1) for name, path in (model.split("=", 1) for model in models)}
    reference = next(iter(forms.values()))
    heads = Heads(reference.session, cfg)
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(annotations)
    categories = sorted(truth.getCatIds())
    if len(categories) != heads.classes:
        sys.exit(f"{cfg} has {heads.classes} classes, {annotations} has {len(categories)}")
    images = truth.loadImgs(sorted(truth.getImgIds()))[: int(limit) or None]
    for image in images:
        path = pathlib.Path(folder) / image["file_name"]
        network = heads.input
        letterbox = Letterbox(path, network["width"], network["height"], network["letterbox_value"])
        values = letterbox.values()
        expected = reference.run(heads.names, values)
        for form in forms.values():
            outputs = expected if form is reference else form.run(heads.names, values)
            form.compare(heads.names, outputs, expected)
            boxes, scores = heads.decode(outputs)
            boxes, scores, classes = suppress(letterbox.boxes(boxes), scores)
            form.detections += [
                {
                    "image_id": image["id"],
                    "category_id": categories[index],
                    "bbox": box.tolist(),
                    "score": float(score),
                }
                for box, score, index in zip(letterbox.clip(boxes), scores, classes, strict=True)
            ]
    identifiers = [image["id"] for image in images]
    print(json.dumps({name: form.record(truth, identifiers) for name, form in forms.items()}))


if __name__ == "__main__":
    main()

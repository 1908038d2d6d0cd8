"""Evaluates forms of one detector on the same images with ONNX Runtime and pycocotools.

usage: evaluate_models.py [--limit N] [--against NAME,...] [--agreement] -- CFG IMAGES ANNOTATIONS
                          NAME=MODEL...

The first model is the float model that all are compared with. The models take turns at each image,
so that their times compare. Preprocessing: letterbox filled with 114, RGB / 255; greedy suppression
in each class at an overlap of 0.45; the 100 best in an image; boxes clipped to the image.

Prints JSON, for each name: AP metrics (0 to 100) of detections above a score of 0.001, and their
difference to each model of --against (the first by default); the signal-to-noise ratio of the
heads in dB (null where nothing differs), of all cells and of those where the float model finds an
object; the median of milliseconds for an image with one thread. With --agreement, for a detector
of classes that nobody annotated: in place of AP how far its detections agree with the float
model's (0 to 1), as `darkroom compare` says it, on those images where people are annotated.
Intervals are those of bootstrap.py.
"""

import argparse
import contextlib
import io
import json
import math
import pathlib
import statistics
import sys
import time

import agreement
import bootstrap
import numpy
import onnxruntime
from head_outputs import Heads, suppress
from letterbox import Letterbox
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

AP_SCORE = 0.001
AGREEMENT_SCORE = 0.25
# A head finds an object where objectness times the best class's probability exceeds this.
OBJECT_SCORE = 0.1
METRICS = {"ap": 0, "ap50": 1, "apSmall": 3, "apMedium": 4, "apLarge": 5}


class Noise:
    """The energies of a signal and of what was found in its place."""

    def __init__(self):
        self.signal = self.noise = 0.0

    def add(self, expected, found):
        expected = expected.astype(numpy.float64)
        self.signal += float(numpy.square(expected).sum())
        self.noise += float(numpy.square(expected - found).sum())

    def __add__(self, other):
        total = Noise()
        total.signal, total.noise = self.signal + other.signal, self.noise + other.noise
        return total

    def decibels(self):
        return 10 * math.log10(self.signal / self.noise) if self.noise > 0 else None


class Form:
    """One of the models and what has been found out about it."""

    def __init__(self, path, heads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(path, options)
        self.input = self.session.get_inputs()[0].name
        self.times = []
        # Of each image boxes, scores and classes.
        self.detections = []
        self.noise = [Noise() for _ in heads]
        self.object_noise = [Noise() for _ in heads]

    def run(self, names, values):
        start = time.perf_counter()
        outputs = self.session.run(names, {self.input: values})
        self.times.append(time.perf_counter() - start)
        return outputs

    def compare(self, cells, reference, objects):
        """Adds up the noise of each head: its cells, those of the reference, which have objects."""
        for index, (expected, found) in enumerate(zip(reference, cells, strict=True)):
            self.noise[index].add(expected, found)
            self.object_noise[index].add(expected[objects[index]], found[objects[index]])

    def record(self, names):
        return {
            "sqnr": sum(self.noise, Noise()).decibels(),
            "headSQNR": dict(zip(names, (noise.decibels() for noise in self.noise), strict=True)),
            "objectSQNR": sum(self.object_noise, Noise()).decibels(),
            "milliseconds": statistics.median(self.times) * 1000,
        }


def look(forms, heads, images, folder, threshold):
    """Runs every form on every image."""
    network = heads.input
    for image in images:
        letterbox = Letterbox(
            pathlib.Path(folder) / image["file_name"], network["width"], network["height"],
            network["letterbox_value"],
        )  # fmt: skip
        values = letterbox.values()
        reference = objects = None
        for form in forms:
            outputs = form.run(heads.names, values)
            boxes, scores = heads.decode(outputs)
            cells = heads.cells(outputs)
            if reference is None:
                reference = cells
                ends = numpy.cumsum([len(part) for part in cells])[:-1]
                objects = numpy.split(scores.max(axis=1) > OBJECT_SCORE, ends)
            form.compare(cells, reference, objects)
            boxes, scores, classes = suppress(letterbox.boxes(boxes), scores, threshold)
            form.detections.append((letterbox.clip(boxes), scores, classes))


def precision_records(forms, truth, images, against):
    """COCO's metrics of each form, 0 to 100 (-100 where no object has that size), and intervals."""
    weights = bootstrap.draws(len(images))
    metrics, samples = {}, {}
    for name, form in forms.items():
        evaluation = evaluate(truth, images, form.detections)
        metrics[name] = {
            key: float(evaluation.stats[index]) * 100 for key, index in METRICS.items()
        }
        precision = bootstrap.AveragePrecision(evaluation)
        precision.check(evaluation.stats[0])
        samples[name] = precision.samples(weights) * 100
    return {
        name: {
            **metrics[name],
            "difference": {
                other: bootstrap.interval(
                    metrics[name]["ap"] - metrics[other]["ap"], samples[name] - samples[other]
                )
                for other in against
                if other != name
            },
        }
        for name in forms
    }


def evaluate(truth, images, detections):
    categories = sorted(truth.getCatIds())
    results = [
        {
            "image_id": image["id"],
            "category_id": categories[index],
            "bbox": box.tolist(),
            "score": float(score),
        }
        for image, found in zip(images, detections, strict=True)
        for box, score, index in zip(*found, strict=True)
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
        evaluation.params.imgIds = [image["id"] for image in images]
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation


def agreement_records(forms):
    """F1 with its interval, precision and recall of each form against the first, 0 to 1."""
    reference = [inside(found) for found in next(iter(forms.values())).detections]
    if not any(len(scores) for _, scores, _ in reference):
        sys.exit(f"the float model finds nothing above a score of {AGREEMENT_SCORE}")
    weights = bootstrap.draws(len(reference))
    records = {}
    for name, form in forms.items():
        found = [inside(detections) for detections in form.detections]
        counts = numpy.array(list(map(agreement.counts, reference, found)))
        matched, lost, gained = total = counts.sum(axis=0).tolist()
        records[name] = {
            "f1": bootstrap.interval(
                float(agreement.f1(total)), agreement.f1(weights @ counts), most=1
            ),
            "precision": matched / (matched + gained) if matched + gained else None,
            "recall": matched / (matched + lost),
            "matched": matched,
            "lost": lost,
            "gained": gained,
        }
    return records


def inside(detections):
    """Without those that lie beside the image."""
    seen = (detections[0][:, 2:] > 0).all(axis=1)
    return [part[seen] for part in detections]


def people(truth):
    [person] = truth.getCatIds(catNms=["person"])
    return truth.getImgIds(catIds=[person])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=0, help="images, 0 for all")
    parser.add_argument("--against", help="names of models that AP is compared with")
    parser.add_argument("--agreement", action="store_true")
    parser.add_argument("cfg")
    parser.add_argument("folder")
    parser.add_argument("annotations")
    parser.add_argument("models", nargs="+")
    options = parser.parse_args()
    models = dict(model.split("=", 1) for model in options.models)
    first = next(iter(models))
    heads = Heads(onnxruntime.InferenceSession(models[first]), options.cfg)
    forms = {name: Form(path, heads.names) for name, path in models.items()}
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(options.annotations)
    if not options.agreement and len(truth.getCatIds()) != heads.classes:
        sys.exit(
            f"{options.cfg} has {heads.classes} classes, {options.annotations} has "
            f"{len(truth.getCatIds())}"
        )
    images = sorted(people(truth) if options.agreement else truth.getImgIds())
    images = truth.loadImgs(images)[: options.limit or None]
    score = AGREEMENT_SCORE if options.agreement else AP_SCORE
    look(forms.values(), heads, images, options.folder, score)
    if options.agreement:
        records = agreement_records(forms)
    else:
        against = options.against.split(",") if options.against else [first]
        records = precision_records(forms, truth, images, against)
    for name, form in forms.items():
        records[name] |= form.record(heads.names) | {"images": len(images)}
    print(json.dumps(records))


if __name__ == "__main__":
    main()

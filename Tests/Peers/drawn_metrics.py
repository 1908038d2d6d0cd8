"""Compares the bootstrap of Scripts/bootstrap.py with pycocotools, and prints what it makes.

usage: drawn_metrics.py DRAWS (TRUTH RESULTS)...

Prints JSON, for each pair of files: how far the AP of the first DRAWS draws is from that of
pycocotools, which is given every image as many times as it was drawn, and so anew each time; the
interval of AP (0 to 1). Scores should differ, as the order of equal ones depends on which copy is
meant, and objects be numbered from 1, as pycocotools takes one of number 0 for not found.
"""

import contextlib
import io
import json
import pathlib
import sys

import numpy
from coco_metrics import load_results
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "Scripts"))
import bootstrap


def evaluate(dataset, results):
    truth = COCO()
    truth.dataset = dataset
    truth.createIndex()
    evaluation = COCOeval(truth, load_results(truth, results), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return evaluation


def drawn(dataset, results, weights):
    """The data set and results with every image as often as it was drawn, under other numbers."""
    images, objects, boxes = [], [], []
    for image, weight in zip(
        sorted(image["id"] for image in dataset["images"]), weights, strict=True
    ):
        for _ in range(weight):
            number = {"image_id": len(images) + 1}
            images.append({"id": len(images) + 1})
            for item in dataset["annotations"]:
                if item["image_id"] == image:
                    objects.append(item | number | {"id": len(objects) + 1})
            boxes += [box | number for box in results if box["image_id"] == image]
    return {"images": images, "annotations": objects, "categories": dataset["categories"]}, boxes


def examine(count, truth, results):
    dataset = json.loads(pathlib.Path(truth).read_text())
    results = json.loads(pathlib.Path(results).read_text())
    evaluation = evaluate(dataset, results)
    precision = bootstrap.AveragePrecision(evaluation)
    precision.check(evaluation.stats[0])
    weights = bootstrap.draws(len(dataset["images"]))
    samples = precision.samples(weights)
    # Of a draw without objects nothing is known, which pycocotools says by -1.
    found = numpy.nan_to_num(samples[:count], nan=-1)
    expected = [evaluate(*drawn(dataset, results, row)).stats[0] for row in weights[:count]]
    return {
        "differences": numpy.abs(found - expected).tolist(),
        "interval": bootstrap.interval(float(evaluation.stats[0]), samples),
    }


def main():
    count, *paths = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()):
        pairs = zip(paths[::2], paths[1::2], strict=True)
        records = [examine(int(count), *pair) for pair in pairs]
    print(json.dumps(records))


if __name__ == "__main__":
    main()

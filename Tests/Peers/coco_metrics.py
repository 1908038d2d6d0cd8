"""Prints what pycocotools computes, as JSON, one element for each pair of files.

usage: coco_metrics.py (TRUTH RESULTS)...

Of each pair: the twelve figures, the average precision of each category (-1 without objects), the
mean precision of the categories at each overlap and recall, and the seconds that computing took,
reading not included.
"""

import contextlib
import io
import json
import pathlib
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

ALL_AREAS, MOST_DETECTIONS = 0, 2


def load_results(truth, results):
    if results:
        return truth.loadRes(results)
    # loadRes wants at least one.
    empty = COCO()
    empty.dataset = {**truth.dataset, "annotations": []}
    empty.createIndex()
    return empty


def evaluate(truth_path, results_path):
    truth = COCO(truth_path)
    results = json.loads(pathlib.Path(results_path).read_text())
    evaluation = COCOeval(truth, load_results(truth, results), "bbox")
    start = time.perf_counter()
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    seconds = time.perf_counter() - start
    precision = evaluation.eval["precision"][:, :, :, ALL_AREAS, MOST_DETECTIONS]
    present = precision[0, 0] > -1
    return {
        "metrics": [float(figure) for figure in evaluation.stats],
        "perClass": [float(ap) for ap in precision.mean(axis=(0, 1))],
        "precision": precision[:, :, present].mean(axis=2).tolist() if present.any() else None,
        "seconds": seconds,
    }


def main():
    paths = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()):
        records = [evaluate(*pair) for pair in zip(paths[::2], paths[1::2], strict=True)]
    print(json.dumps(records))


if __name__ == "__main__":
    main()

"""Times evaluations: the metric against pycocotools, and models against pure inference.

usage: bench_evaluation.py DARKROOM

Needs ../shared and out/card (`make card`).
"""

import contextlib
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

COCO_FOLDER = pathlib.Path("../shared/coco")
ANNOTATIONS = COCO_FOLDER / "instances_evaluation.json"
RUNS = 5


def seconds(*command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def theirs(truth, detections):
    """pycocotools' figures alone, files read before."""
    start = time.perf_counter()
    evaluation = COCOeval(truth, detections, "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return time.perf_counter() - start


def metric(darkroom, results):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(ANNOTATIONS))
        detections = truth.loadRes(str(results))
        ours, others = [], []
        for _ in range(RUNS):
            others.append(theirs(truth, detections))
            ours.append(
                seconds(
                    darkroom,
                    "evaluate",
                    "--results",
                    results,
                    "--annotations",
                    ANNOTATIONS,
                    "--resamples",
                    "0",
                    "--json",
                )
            )
    a, b = statistics.median(ours), statistics.median(others)
    print(
        f"metric on 300 images: darkroom, files read and process started {a:.3f} s; "
        f"pycocotools, files read before {b:.3f} s; {b / a:.1f} times faster"
    )


def rate(darkroom, model):
    """Images in a second, against as many processes of pure inference as there are cores."""
    cores = os.cpu_count()
    evaluate = [
        darkroom,
        "evaluate",
        model,
        "--images",
        COCO_FOLDER / "evaluation",
        "--annotations",
        ANNOTATIONS,
        "--resamples",
        "0",
        "--json",
        "--quiet",
    ]
    ratios = []
    for _ in range(RUNS):
        profile = [
            darkroom,
            "inspect",
            model,
            "--profile",
            "--threads",
            "1",
            "--runs",
            "150",
            "--json",
        ]
        processes = [subprocess.Popen(profile, stdout=subprocess.PIPE) for _ in range(cores)]
        times = [json.loads(process.communicate()[0])["milliseconds"] for process in processes]
        pure = sum(1000 / milliseconds for milliseconds in times)
        # What is done once, however many images there are, is left out.
        few = seconds(*evaluate, "--limit", "30")
        ratios.append(270 / (seconds(*evaluate) - few) / pure)
    print(f"{model}: {statistics.median(ratios):.2f} of the rate of pure inference")


def main():
    darkroom = sys.argv[1]
    folder = pathlib.Path("out/card")
    results = folder / "detections.json"
    seconds(
        darkroom,
        "evaluate",
        folder / "float.onnx",
        "--images",
        COCO_FOLDER / "evaluation",
        "--annotations",
        ANNOTATIONS,
        "--detections",
        results,
    )
    metric(darkroom, results)
    rate(darkroom, folder / "float.onnx")
    rate(darkroom, folder / "int8.onnx")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Finds objects in images with a model that darkroom made, by the model's metadata alone.

usage: use_model.py MODEL.onnx IMAGE...  [--threshold 0.25] [--nms 0.45]

It prints JSON with the members of `darkroom detect --json`, and runs on ONNX Runtime: the program
darkroom is not needed, only its Python module with the extras `session` and `images`. Models may be
float32, float16 or INT8, their input floats or bytes, their outputs in any form of `convert
--heads`. What the module does is described in docs/formats.md of Darkroom, in
docs/guide/ship-to-a-runtime.md as a short program of its own.
"""

import argparse
import json

import darkroom


def members(found):
    """An image as `darkroom detect --json` has it."""
    objects = [
        {"box": each.box, "class": each.class_index, "label": each.label, "score": each.score}
        for each in found
    ]
    return {
        "detections": objects, "height": found.height, "path": found.path, "width": found.width,
    }  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description="Finds objects with a model that darkroom made.")
    parser.add_argument("model")
    parser.add_argument("images", nargs="+")
    parser.add_argument("--threshold", type=float, help="the score to exceed")
    parser.add_argument("--nms", type=float, help="the overlap that is allowed")
    arguments = parser.parse_args()
    try:
        session = darkroom.session(arguments.model)
    except darkroom.DarkroomError as error:
        raise SystemExit(str(error)) from error
    thresholds = {"threshold": arguments.threshold, "nms": arguments.nms}
    found = [members(session.detect(path, **thresholds)) for path in arguments.images]
    print(json.dumps({"images": found}, indent=2))


if __name__ == "__main__":
    main()

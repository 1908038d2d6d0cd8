"""Classifies images as darknet does, with ONNX Runtime.

usage: classify.py MODEL.onnx IMAGE...

Prints JSON: for each image its scores, by class. Images are fitted as darknet's `classifier
predict` does it (src/classifier.c, src/image.c of AlexeyAB/darknet): `resize_min` to the width of
the network, `resize_image` with the corners aligned on values of 0 to 1, `crop_image` of the
middle, which repeats the edge beside the image.
"""

import json
import sys

import numpy
import onnxruntime
from PIL import Image


def resized(image, width, height):
    """darknet's `resize_image` of [H, W, C], along x first, in float32."""
    for axis, size in ((1, width), (0, height)):
        count = image.shape[axis]
        scale = numpy.float32(count - 1) / numpy.float32(max(size - 1, 1))
        places = numpy.arange(size, dtype=numpy.float32) * scale
        first = numpy.minimum(places.astype(int), count - 1)
        fraction = places - first.astype(numpy.float32)
        if count == 1:
            fraction[:] = 0
        first[-1], fraction[-1] = count - 1, 0
        second = numpy.minimum(first + 1, count - 1)
        shape = [1, 1, 1]
        shape[axis] = size
        weight = fraction.reshape(shape)
        image = (1 - weight) * image.take(first, axis) + weight * image.take(second, axis)
    return image


def fitted(path, width, height):
    """The input [1, 3, height, width] of an image."""
    image = numpy.asarray(Image.open(path).convert("RGB"), numpy.float32) / numpy.float32(255)
    rows, columns = image.shape[:2]
    if columns < rows:
        rows, columns = rows * width // columns, width
    else:
        rows, columns = width, columns * width // rows
    if image.shape[:2] != (rows, columns):
        image = resized(image, columns, rows)
    # C divides towards 0.
    left, top = int((columns - width) / 2), int((rows - height) / 2)
    across = numpy.clip(numpy.arange(width) + left, 0, columns - 1)
    down = numpy.clip(numpy.arange(height) + top, 0, rows - 1)
    return image[down][:, across].transpose(2, 0, 1)[None].astype(numpy.float32)


def main():
    model, *paths = sys.argv[1:]
    session = onnxruntime.InferenceSession(model)
    entry = session.get_inputs()[0]
    height, width = entry.shape[2:]
    scores = [
        session.run(None, {entry.name: fitted(path, width, height)})[0].reshape(-1).tolist()
        for path in paths
    ]
    print(json.dumps(scores))


main()

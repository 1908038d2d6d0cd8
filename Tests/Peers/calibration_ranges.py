"""Prints the ranges that onnxruntime's calibration chooses for the float32 numbers in a file."""

import contextlib
import json
import sys

import numpy
from onnxruntime.quantization.calibrate import HistogramCollector

numbers = numpy.fromfile(sys.argv[1], dtype=numpy.float32)
largest = numpy.abs(numbers).max()
bins = 4096

histogram, edges = numpy.histogram(numbers, bins=bins, range=(-largest, largest))
entropy = HistogramCollector("entropy", False, bins, 255, 99.9, "same").get_entropy_threshold(
    (histogram, edges, numbers.min(), numbers.max(), largest), 255
)

collector = HistogramCollector("percentile", False, bins, 255, 99.9, "same")
with contextlib.redirect_stdout(sys.stderr):
    collector.collect({"x": [numbers]})
    percentile = collector.compute_percentile()["x"]

json.dump(
    {
        "entropy": [float(end) for end in entropy],
        "percentile": [float(end) for end in percentile[:2]],
    },
    sys.stdout,
)

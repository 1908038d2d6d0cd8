"""Quantizes a model with ONNX Runtime's own tool as it is mostly used.

usage: quantize_static.py MODEL OUTPUT IMAGES

QOperator form, uint8 activations with ranges from minima and maxima, int8 weights with one scale
for each tensor; calibrated on the JPEG images of a folder. Prints the seconds that
`quantize_static` alone has taken, without imports and preparation.
"""

import logging
import pathlib
import sys
import tempfile
import time

import onnxruntime
from letterbox import Letterbox
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process

LETTERBOX_FILL = 114


class Images(quantization.CalibrationDataReader):
    """The images of a folder, one in memory at a time."""

    def __init__(self, model, folder):
        [value] = onnxruntime.InferenceSession(model).get_inputs()
        self.name = value.name
        _, _, self.height, self.width = value.shape
        self.paths = iter(sorted(folder.glob("*.jpg")))

    def get_next(self):
        path = next(self.paths, None)
        if path is None:
            return None
        return {self.name: Letterbox(path, self.width, self.height, LETTERBOX_FILL).values()}


def main():
    model, output, folder = sys.argv[1:]
    # It warns of what is done here.
    logging.getLogger().setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as temporary:
        prepared = str(pathlib.Path(temporary) / "prepared.onnx")
        quant_pre_process(model, prepared, skip_symbolic_shape=True)
        start = time.perf_counter()
        quantization.quantize_static(
            prepared,
            output,
            Images(prepared, pathlib.Path(folder)),
            quant_format=quantization.QuantFormat.QOperator,
            per_channel=False,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
            calibrate_method=quantization.CalibrationMethod.MinMax,
        )
        print(time.perf_counter() - start)


if __name__ == "__main__":
    main()

"""From an image to the network's input, as the metadata `darkroom.input` say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


def taps(
    count: int, new_count: int, clamps: bool
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each position of a scaled line its two neighbours in the source, and their weights.

    These are the weights, of 2048, of OpenCV's `resize` with INTER_LINEAR: half-pixel centres, no
    antialiasing. Pillow's own BILINEAR averages over more pixels when it makes images smaller; that
    is another image than the one the model was calibrated and measured with. With OpenCV at hand,
    `cv2.resize(image, (width, height))` does the work of `taps` and `scaled`.
    """
    position = ((np.arange(new_count) + 0.5) * (1 / (new_count / count)) - 0.5).astype(np.float32)
    first = np.floor(position).astype(np.int64)
    fraction = position - first.astype(np.float32)
    if clamps:
        fraction[(first < 0) | (first >= count - 1)] = 0
        first = np.clip(first, 0, count - 1)
    weights = np.rint(np.stack([1 - fraction, fraction]) * 2048).astype(np.int64)
    return np.clip(np.stack([first, first + 1]), 0, count - 1), weights


def scaled(pixels: Bytes, width: int, height: int) -> Bytes:
    """Bytes [H, W, C] at another size."""
    (left, right), (left_weight, right_weight) = taps(pixels.shape[1], width, clamps=True)
    (upper, lower), (upper_weight, lower_weight) = taps(pixels.shape[0], height, clamps=False)
    wide = pixels.astype(np.int64)
    rows = wide[:, left] * left_weight[:, None] + wide[:, right] * right_weight[:, None]
    rows >>= 4
    upper_part = rows[upper] * upper_weight[:, None, None] >> 16
    lower_part = rows[lower] * lower_weight[:, None, None] >> 16
    return np.asarray((upper_part + lower_part + 2 >> 2).astype(np.uint8))


def prepared(pixels: Bytes, contract: Mapping[str, Any]) -> tuple[npt.NDArray[Any], Floats, Floats]:
    """An image [H, W, 3] in RGB as the network takes it, without the axis of the batch, and how to
    bring boxes back: scale and offset.

    The image is made as large as fits with its aspect kept, and lies in the middle.
    """
    width, height = contract["width"], contract["height"]
    image_height, image_width = pixels.shape[:2]
    if contract["color"] == "GRAY":
        red, green, blue = np.moveaxis(pixels.astype(np.int64), 2, 0)
        pixels = (77 * red + 150 * green + 29 * blue >> 8).astype(np.uint8)[:, :, None]
    factor = min(width / image_width, height / image_height)
    covered = [max(1, round(side * factor)) for side in (image_width, image_height)]
    left, top = (width - covered[0]) // 2, (height - covered[1]) // 2
    canvas = np.full((height, width, pixels.shape[2]), contract["letterbox_value"], np.uint8)
    canvas[top : top + covered[1], left : left + covered[0]] = scaled(pixels, *covered)
    scale = np.array([covered[0] / image_width, covered[1] / image_height], np.float32)
    offset = np.array([left, top], np.float32)
    if contract["color"] == "BGR":
        canvas = canvas[:, :, ::-1]
    if contract["layout"] == "NCHW":
        canvas = canvas.transpose(2, 0, 1)
    if contract.get("type", "float32") == "float32":
        return canvas * np.float32(contract["scale"]), scale, offset
    return canvas, scale, offset

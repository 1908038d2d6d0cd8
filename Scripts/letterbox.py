"""Images as the models take them, byte for byte as `darkroom detect` makes them.

Written from the formulas of OpenCV's `resize` (INTER_LINEAR on bytes: half-pixel centres, weights
out of 2048), which golden inputs of real models confirm.
"""

import numpy
from PIL import Image, ImageOps


class Letterbox:
    """An image in the middle of a network's input, its aspect kept, the rest filled."""

    def __init__(self, path, width, height, fill):
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        scale = min(width / image.width, height / image.height)
        covered_width = min(max(1, round(image.width * scale)), width)
        covered_height = min(max(1, round(image.height * scale)), height)
        self.image_size = image.size
        self.left = (width - covered_width) // 2
        self.top = (height - covered_height) // 2
        self.scale_x = covered_width / image.width
        self.scale_y = covered_height / image.height
        # The input in bytes, [H, W, 3].
        self.pixels = numpy.full((height, width, 3), fill, numpy.uint8)
        self.pixels[self.top : self.top + covered_height, self.left : self.left + covered_width] = (
            resize(numpy.asarray(image), covered_width, covered_height)
        )

    def values(self):
        """[1, 3, H, W], 0 to 1."""
        planes = self.pixels.transpose(2, 0, 1)[None]
        return numpy.ascontiguousarray(planes, numpy.float32) / numpy.float32(255)

    def boxes(self, boxes):
        """Boxes [N, 4] (centre x, y, width, height in input pixels) as left, top, width, height in
        pixels of the image, not clipped to it."""
        x, y, width, height = boxes.T
        return numpy.stack(
            [
                (x - width / 2 - self.left) / self.scale_x,
                (y - height / 2 - self.top) / self.scale_y,
                width / self.scale_x,
                height / self.scale_y,
            ],
            axis=1,
        )

    def clip(self, boxes):
        """The parts of such boxes that lie in the image."""
        first = boxes[:, :2].clip(0, self.image_size)
        last = (boxes[:, :2] + boxes[:, 2:]).clip(0, self.image_size)
        return numpy.hstack([first, last - first])


def resize(pixels, width, height):
    """[H, W, C] bytes in another size."""
    first, second, first_weight, second_weight = taps(pixels.shape[1], width, columns=True)
    wide = (
        pixels[:, first] * first_weight[None, :, None]
        + pixels[:, second] * second_weight[None, :, None]
    ) >> 4
    first, second, first_weight, second_weight = taps(pixels.shape[0], height, columns=False)
    upper = (wide[first] * first_weight[:, None, None]) >> 16
    lower = (wide[second] * second_weight[:, None, None]) >> 16
    return ((upper + lower + 2) >> 2).astype(numpy.uint8)


def taps(count, new_count, columns):
    """The two neighbours of each new position and their weights.

    Beyond the first and last centre OpenCV gives columns the edge pixel with full weight, and rows
    the edge row twice with both weights.
    """
    scale = 1 / (new_count / count)
    position = ((numpy.arange(new_count) + 0.5) * scale - 0.5).astype(numpy.float32)
    first = numpy.floor(position).astype(numpy.int64)
    fraction = position - first.astype(numpy.float32)
    if columns:
        fraction[(first < 0) | (first >= count - 1)] = 0
        first = first.clip(0, count - 1)
    weights = [numpy.rint(part * 2048).astype(numpy.uint32) for part in (1 - fraction, fraction)]
    return first.clip(0, count - 1), (first + 1).clip(0, count - 1), *weights

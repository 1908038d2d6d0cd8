#!/usr/bin/env python3
"""Draws images of one shape each, in a folder for each class. Equal counts give equal images.

usage: python3 generate.py OUT CALIBRATION_COUNT VALIDATION_COUNT   (needs NumPy and Pillow)

Counts are images of each class. What is drawn, and on what, is that of the detector's images.
"""

import importlib.util
import math
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

_spec = importlib.util.spec_from_file_location(
    "shapes_generate", Path(__file__).parent.parent / "shapes" / "generate.py"
)
shapes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(shapes)

CLASSES = shapes.CLASSES
# Images are drawn this many times as large and reduced, for smooth edges.
SCALE = 2
# Width and height in pixels: none of them is all of the network's input, 64 by 64.
SIZES = [(72, 72), (96, 64), (64, 88), (112, 80), (80, 100)]
# Where each set begins in the endless row of images.
CALIBRATION, VALIDATION, TRAINING = 30_000_000, 40_000_000, 50_000_000


def distinct(r, mean, distance):
    """A colour at least so far from another one, summed over red, green and blue."""
    while True:
        color = tuple(r.randrange(256) for _ in range(3))
        if abs(np.array(color) - mean).sum() > distance:
            return color


def clutter(r, draw, side, mean):
    """Lines and dots, which are no shapes."""
    for _ in range(r.randrange(5)):
        a, b = (np.array([r.uniform(0, n) for n in side]) for _ in range(2))
        color = distinct(r, mean, 40)
        if r.random() < 0.5:
            draw.line([*a, *b], fill=color, width=r.randrange(1, 4))
        else:
            draw.ellipse([*(a - 3), *(a + 3)], fill=color)


def image_of(kind, seed, width, height):
    """An image of a shape of class `kind`, within the square that a centre crop leaves."""
    r = random.Random(seed)
    image = shapes.background(r, width, height).resize((width * SCALE, height * SCALE))
    draw = ImageDraw.Draw(image)
    mean = np.array(image.resize((8, 8))).reshape(-1, 3).mean(0)
    clutter(r, draw, image.size, mean)
    side = min(width, height)
    size = side * math.exp(r.uniform(math.log(0.1), math.log(0.42)))
    reach = side / 2 - size * 0.9
    x = width / 2 + r.uniform(-reach, reach)
    y = height / 2 + r.uniform(-reach, reach)
    name = CLASSES[kind]
    rotation = 0 if name == "circle" else r.uniform(-math.pi, math.pi)
    corners = shapes.polygon(name, x * SCALE, y * SCALE, size * SCALE, rotation)
    draw.polygon(corners, fill=distinct(r, mean, 80))
    if r.random() < 0.4:
        edge = tuple(r.randrange(256) for _ in range(3))
        draw.line([*corners, corners[0]], fill=edge, width=max(1, int(size * SCALE * 0.06)))
    image = image.resize((width, height), Image.LANCZOS)
    if r.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(r.uniform(0.3, 1.2)))
    return image


def write_split(out, split, count, base):
    """Writes as many images of each class, under `split/CLASS`, and a list of them."""
    names = []
    for kind, name in enumerate(CLASSES):
        folder = out / split / name
        folder.mkdir(parents=True, exist_ok=True)
        for i in range(count):
            seed = base + i * len(CLASSES) + kind
            width, height = random.Random(seed).choice(SIZES)
            file = folder / f"{name}-{i:03d}.jpg"
            image_of(kind, seed, width, height).save(file, quality=90)
            names.append(str(file.relative_to(out)))
    # As darknet's `valid` has it: the class is in the path.
    (out / f"{split}.txt").write_text("\n".join(names) + "\n")


def main():
    """Draws both sets."""
    out = Path(sys.argv[1])
    write_split(out, "calibration", int(sys.argv[2]), CALIBRATION)
    write_split(out, "validation", int(sys.argv[3]), VALIDATION)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Draws the synthetic shapes set. Equal counts give equal images.

usage: python3 generate.py OUT TRAIN_COUNT VALIDATION_COUNT   (needs NumPy and Pillow)
"""

import json
import math
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

CLASSES = ["circle", "square", "triangle", "star", "cross"]
# Images are drawn this many times as large and reduced, for smooth edges.
SCALE = 2


def background(r, width, height):
    """A gradient, waves, tiles or clouds of two colours, with noise."""
    kind = r.randrange(4)
    first = np.array([r.randrange(256) for _ in range(3)], float)
    second = np.array([r.randrange(256) for _ in range(3)], float)
    yy, xx = np.mgrid[0:height, 0:width]
    angle = r.random() * 2 * math.pi
    mix = (xx * math.cos(angle) + yy * math.sin(angle)) / max(width, height)
    mix = (mix - mix.min()) / (mix.max() - mix.min() + 1e-9)
    if kind == 1:
        mix = (np.sin(mix * r.uniform(4, 40)) + 1) / 2
    if kind == 2:
        mix = (((xx // r.randrange(6, 30)) + (yy // r.randrange(6, 30))) % 2).astype(float)
    image = first + (second - first) * mix[..., None] * r.uniform(0.1, 0.8)
    seed = r.randrange(1 << 30)
    noise = np.random.default_rng(seed).normal(0, r.uniform(0, 22), (height, width, 3))
    if kind == 3:
        clouds = Image.fromarray(np.uint8(np.clip(noise * 4 + 128, 0, 255)))
        noise = np.array(clouds.filter(ImageFilter.GaussianBlur(r.uniform(1, 4))), float) - 128
    return Image.fromarray(np.uint8(np.clip(image + noise, 0, 255)))


def outline(kind):
    """The corners of a shape, within a circle or square of radius 1."""
    if kind == "square":
        return [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    if kind == "triangle":
        return [(math.cos(a), math.sin(a)) for a in (-math.pi / 2, math.pi / 6, 5 * math.pi / 6)]
    if kind == "star":
        radii = [1 if i % 2 == 0 else 0.42 for i in range(10)]
        angles = [-math.pi / 2 + i * math.pi / 5 for i in range(10)]
        return [(s * math.cos(a), s * math.sin(a)) for s, a in zip(radii, angles, strict=True)]
    if kind == "cross":
        t = 0.33
        quarter = [(-t, -1), (t, -1), (t, -t), (1, -t), (1, t), (t, t)]
        return quarter + [(-x, -y) for x, y in quarter]
    return [(math.cos(i * math.pi / 24), math.sin(i * math.pi / 24)) for i in range(48)]


def polygon(kind, center_x, center_y, size, rotation):
    """The corners of a shape in an image."""
    c, s = math.cos(rotation), math.sin(rotation)
    return [
        (center_x + size * (x * c - y * s), center_y + size * (x * s + y * c))
        for x, y in outline(kind)
    ]


def overlap(a, b):
    """The intersection of two boxes over the area of the smaller one."""
    width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return width * height / min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))


def place(r, boxes, width, height):
    """A shape that hides no other; None when 20 attempts found no place for one."""
    for _ in range(20):
        kind = r.randrange(5)
        size = math.exp(r.uniform(math.log(7), math.log(min(width, height) * 0.42)))
        center_x = r.uniform(size * 0.7, width - size * 0.7)
        center_y = r.uniform(size * 0.7, height - size * 0.7)
        rotation = 0 if CLASSES[kind] == "circle" else r.uniform(-0.35, 0.35)
        corners = polygon(CLASSES[kind], center_x * SCALE, center_y * SCALE, size * SCALE, rotation)
        box = (
            max(0, min(x for x, _ in corners) / SCALE),
            max(0, min(y for _, y in corners) / SCALE),
            min(width, max(x for x, _ in corners) / SCALE),
            min(height, max(y for _, y in corners) / SCALE),
        )
        if all(overlap(other, box) < 0.25 for _, other in boxes):
            return kind, size, corners, box
    return None


def scene(seed, width, height):
    """An image and its boxes: (class, (left, top, right, bottom))."""
    r = random.Random(seed)
    image = background(r, width, height).resize((width * SCALE, height * SCALE))
    draw = ImageDraw.Draw(image)
    boxes = []
    for _ in range(r.choice([1, 2, 2, 3, 3, 4, 5, 6])):
        placed = place(r, boxes, width, height)
        if placed is None:
            continue
        kind, size, corners, box = placed
        mean = np.array(image.resize((8, 8))).reshape(-1, 3).mean(0)
        while True:
            color = tuple(r.randrange(256) for _ in range(3))
            if abs(np.array(color) - mean).sum() > 130:
                break
        draw.polygon(corners, fill=color)
        if r.random() < 0.4:
            edge = tuple(r.randrange(256) for _ in range(3))
            draw.line([*corners, corners[0]], fill=edge, width=max(1, int(size * SCALE * 0.06)))
        boxes.append((kind, box))
    image = image.resize((width, height), Image.LANCZOS)
    if r.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(r.uniform(0.3, 1)))
    return image, boxes


def darknet_label(kind, box, width, height):
    """A line of a label file of darknet."""
    a, b, c, d = box
    numbers = ((a + c) / 2 / width, (b + d) / 2 / height, (c - a) / width, (d - b) / height)
    return f"{kind} " + " ".join(f"{n:.6f}" for n in numbers) + "\n"


def coco_annotation(identifier, image_id, kind, box):
    """An entry of the annotations of COCO."""
    a, b, c, d = box
    return {
        "id": identifier,
        "image_id": image_id,
        "category_id": kind + 1,
        "bbox": [round(n, 2) for n in (a, b, c - a, d - b)],
        "area": round((c - a) * (d - b), 2),
        "iscrowd": 0,
    }


def write_split(out, split, count, base):
    """Writes images, label files, a list of the images, and annotations in COCO's form."""
    (out / split).mkdir(parents=True, exist_ok=True)
    names = []
    coco = {
        "info": {"description": "synthetic shapes"},
        "licenses": [],
        "images": [],
        "annotations": [],
        "categories": [
            {"id": i + 1, "name": name, "supercategory": "shape"} for i, name in enumerate(CLASSES)
        ],
    }
    for i in range(count):
        sizes = [(160, 160), (208, 160), (160, 224), (240, 176)]
        width, height = sizes[0] if split == "train" else random.Random(base + i).choice(sizes)
        image, boxes = scene(base + i, width, height)
        file = out / split / f"{i:06d}.jpg"
        image.save(file, quality=92)
        labels = [darknet_label(kind, box, width, height) for kind, box in boxes]
        file.with_suffix(".txt").write_text("".join(labels))
        names.append(str(file))
        coco["images"].append(
            {"id": i + 1, "file_name": file.name, "width": width, "height": height}
        )
        for kind, box in boxes:
            identifier = len(coco["annotations"]) + 1
            coco["annotations"].append(coco_annotation(identifier, i + 1, kind, box))
    (out / f"{split}.txt").write_text("\n".join(names) + "\n")
    (out / f"{split}.json").write_text(json.dumps(coco))


def main():
    out = Path(sys.argv[1])
    write_split(out, "train", int(sys.argv[2]), 10_000_000)
    write_split(out, "val", int(sys.argv[3]), 20_000_000)
    (out / "shapes.names").write_text("\n".join(CLASSES) + "\n")


if __name__ == "__main__":
    main()

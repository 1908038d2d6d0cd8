#!/usr/bin/env python3
"""Trains the classifier of shapes and writes its weights as darknet stores them.

usage: python3 train.py OUT.weights [IMAGES [EPOCHS]]   (needs PyTorch, NumPy and Pillow)

Images are drawn on the way (generate.py), 20,000 of them when not told; on one core 24 epochs take
about a quarter of an hour. Other versions of PyTorch give other weights, as good.
"""

import random
import struct
import sys
from pathlib import Path

import generate
import numpy as np
import torch
from PIL import Image
from torch import nn

SIDE = 64
# Filters and size of the kernel; 0 for a maxpool. As in Cfg/shapes-classifier.cfg.
LAYERS = [(8, 3), 0, (16, 3), 0, (32, 3), 0, (48, 3), (24, 1), (48, 3)]


def network():
    """The layers up to the average, which gives the logits."""
    layers, channels = [], 3
    for layer in LAYERS:
        if layer == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        filters, size = layer
        layers += [
            nn.Conv2d(channels, filters, size, padding=size // 2, bias=False),
            # darknet adds 0.00001 inside the root as well.
            nn.BatchNorm2d(filters, eps=1e-5),
            nn.LeakyReLU(0.1),
        ]
        channels = filters
    head = nn.Conv2d(channels, len(generate.CLASSES), 1)
    return nn.Sequential(*layers, head, nn.AdaptiveAvgPool2d(1), nn.Flatten())


def fitted(image):
    """The shorter side made 64 pixels, and the middle of the longer one."""
    width, height = image.size
    scale = SIDE / min(width, height)
    image = image.resize((int(width * scale), int(height * scale)), Image.BILINEAR)
    left, top = (image.width - SIDE) // 2, (image.height - SIDE) // 2
    return np.array(image.crop((left, top, left + SIDE, top + SIDE)))


def drawn(base, count):
    """Images [count, 3, 64, 64] as bytes and their classes."""
    kinds = [i % len(generate.CLASSES) for i in range(count)]
    images = np.empty((count, SIDE, SIDE, 3), np.uint8)
    for i, kind in enumerate(kinds):
        width, height = random.Random(base + i).choice(generate.SIZES)
        images[i] = fitted(generate.image_of(kind, base + i, width, height))
    return torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(), torch.tensor(kinds)


def varied(images):
    """Mirrored, turned and brighter or darker."""
    images = images.float() / 255
    turned = torch.rot90(images, random.randrange(4), (2, 3))
    flips = torch.rand(len(images)) < 0.5
    turned[flips] = turned[flips].flip(3)
    gain = 1 + 0.3 * (torch.rand(len(images), 1, 1, 1) - 0.5)
    return (turned * gain).clamp(0, 1)


def accuracy(model, images, kinds):
    """The part of the images whose class comes first."""
    model.eval()
    with torch.no_grad():
        found = [model(part.float() / 255).argmax(1) for part in images.split(256)]
    model.train()
    return (torch.cat(found) == kinds).float().mean().item()


def write(model, seen, path):
    """The weights in the order of darknet's files, version 0.2.5."""
    parts = [struct.pack("<iiiQ", 0, 2, 5, seen)]
    modules = list(model)
    for module, following in zip(modules, [*modules[1:], None], strict=True):
        if not isinstance(module, nn.Conv2d):
            continue
        if isinstance(following, nn.BatchNorm2d):
            tensors = [
                following.bias,
                following.weight,
                following.running_mean,
                following.running_var,
            ]
        else:
            tensors = [module.bias]
        for tensor in [*tensors, module.weight]:
            parts.append(tensor.detach().numpy().astype("<f4").tobytes())
    Path(path).write_bytes(b"".join(parts))


def main():
    """Draws, trains and writes."""
    path = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 24
    torch.set_num_threads(1)
    torch.manual_seed(19)
    random.seed(19)
    images, kinds = drawn(generate.TRAINING, count)
    test = drawn(generate.TRAINING + 5_000_000, 1000)
    model = network()
    batch, seen = 64, 0
    steps = epochs * (count // batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for epoch in range(epochs):
        order, total = torch.randperm(count), 0.0
        for part in order[: count // batch * batch].split(batch):
            logits = model(varied(images[part]))
            loss = nn.functional.cross_entropy(logits, kinds[part], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            seen += len(part)
        print(epoch, total / (count // batch), accuracy(model, *test), flush=True)
        write(model.eval(), seen, path)
        model.train()


if __name__ == "__main__":
    main()

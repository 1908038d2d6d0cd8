"""How far the detections of two models agree, as `darkroom compare` defines it.

In each image and class the second model's detections, best first, take the detection of the first
model that they overlap most, by at least 0.5 (IoU), and that no better one has taken.
"""

import numpy

OVERLAP = 0.5


def counts(reference, found):
    """Matched, lost and gained of one image; both are boxes [N, 4] (left, top, width, height),
    scores [N], classes [N], best first."""
    boxes, _, classes = reference
    free = numpy.ones(len(boxes), bool)
    matched = 0
    for box, _, index in zip(*found, strict=True):
        overlaps = numpy.where(free & (classes == index), overlap(box, boxes), 0)
        if overlaps.size and overlaps.max() >= OVERLAP:
            free[overlaps.argmax()] = False
            matched += 1
    return matched, len(boxes) - matched, len(found[0]) - matched


def overlap(box, boxes):
    """The intersection over union of a box with others."""
    first = numpy.maximum(box[:2], boxes[:, :2])
    last = numpy.minimum(box[:2] + box[2:], boxes[:, :2] + boxes[:, 2:])
    shared = (last - first).clip(0).prod(axis=1)
    union = box[2:].prod() + boxes[:, 2:].prod(axis=1) - shared
    return numpy.divide(shared, union, out=numpy.zeros_like(shared), where=shared > 0)


def f1(counts):
    """Of [..., 3] matched, lost, gained; not a number where neither model found anything."""
    matched, lost, gained = numpy.moveaxis(numpy.asarray(counts, float), -1, 0)
    with numpy.errstate(invalid="ignore"):
        return 2 * matched / (2 * matched + lost + gained)

"""From the outputs to boxes, as the metadata `darkroom.heads` and `darkroom.boxes` say it.

Boxes are [B, 4]: centre x, y, width, height in pixels of the input. Scores are [B, classes].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Values = npt.NDArray[Any]


def logistic(x: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-x)))


def softmax(x: Values) -> Values:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


def decoded(
    head: Mapping[str, Any], values: Values, size: Floats, threshold: float = 0
) -> tuple[Values, Values]:
    """Boxes and scores of a raw head of one image, darknet's formulas.

    Where classes are a tree, the objectness has to exceed `threshold`, and is no factor of the
    score.
    """
    kind, classes = head["kind"], head["classes"]
    if kind == "detection":
        return decoded_detection(head, values.reshape(-1), size)
    # Channels are the anchors one after the other, of each: x, y, w, h, objectness, classes; with
    # Gaussian_yolo: x, its sigma, y, its sigma, w, its sigma, h, its sigma, objectness, classes.
    rows, columns = head["grid"]["height"], head["grid"]["width"]
    anchors = np.array(head["anchors"], np.float32).reshape(-1, 1, 1, 2)
    v = values.reshape(len(anchors), -1, rows, columns).transpose(0, 2, 3, 1)
    is_raw = not head.get("new_coords")
    before = 9 if kind == "gaussian_yolo" else 5
    xy, wh = (v[..., [0, 2]], v[..., [4, 6]]) if before == 9 else (v[..., 0:2], v[..., 2:4])
    objectness, shares = v[..., before - 1 : before], v[..., before:]
    if is_raw:
        xy, objectness, wh = logistic(xy), logistic(objectness), np.exp(wh) * anchors
    else:
        wh = (2 * wh) ** 2 * anchors
    if kind == "region":
        shares = softmax(shares) if head["softmax"] and "tree" not in head else shares
    elif is_raw:
        shares = logistic(shares)
    if kind != "region":
        xy = xy * head["scale_x_y"] - 0.5 * (head["scale_x_y"] - 1)
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    cell = np.stack([column, row], -1).astype(np.float32)
    xy = (xy + cell) / np.array([columns, rows], np.float32) * size
    if "tree" in head:
        scores = np.where(objectness > threshold, tree_scores(head["tree"], shares), 0)
    else:
        scores = objectness * shares
    if kind == "gaussian_yolo":
        scores = scores * (1 - logistic(v[..., [1, 3, 5, 7]]).mean(-1, keepdims=True))
        xy = xy + {"center": 0, "left_top": 0.5, "right_bottom": -0.5}[head["yolo_point"]] * wh
    return np.concatenate([xy, wh], -1).reshape(-1, 4), scores.reshape(-1, classes)


def tree_scores(parents: Sequence[int], shares: Values) -> Values:
    """The scores where classes are a tree: of each box that of the last class that is likelier than
    not, and 0 of the others.

    Classes with one parent that follow each other share a softmax; times the parent's probability.
    """
    probabilities = shares.copy()
    first = 0
    for last in range(1, len(parents) + 1):
        if last == len(parents) or parents[last] != parents[first]:
            probabilities[..., first:last] = softmax(shares[..., first:last])
            first = last
    for index, parent in enumerate(parents):
        if parent >= 0:
            probabilities[..., index] *= probabilities[..., parent]
    likely = probabilities > 0.5
    last_likely = len(parents) - 1 - likely[..., ::-1].argmax(-1)
    is_chosen = (np.arange(len(parents)) == last_likely[..., None]) & likely
    return np.where(is_chosen, probabilities, 0)


def decoded_detection(
    head: Mapping[str, Any], values: Values, size: Floats
) -> tuple[Values, Values]:
    """The same of a `[detection]` head (YOLOv1): class scores of the cells, objectness, boxes."""
    side, count, classes = head["side"], head["num"], head["classes"]
    cells = side * side
    shares, objectness, boxes = np.split(values, [cells * classes, cells * (classes + count)])
    shares = shares.reshape(cells, 1, classes)
    shares = softmax(shares) if head["softmax"] else shares
    boxes = boxes.reshape(cells, count, 4)
    index = np.arange(cells)
    cell = np.stack([index % side, index // side], -1)[:, None].astype(np.float32)
    wh = boxes[..., 2:] ** (2 if head["sqrt"] else 1) * size
    boxes = np.concatenate([(boxes[..., :2] + cell) / side * size, wh], -1).reshape(-1, 4)
    return boxes, (objectness.reshape(cells, count, 1) * shares).reshape(-1, classes)


def decoded_rows(
    columns: Mapping[str, Any], outputs: Mapping[str, Values], classes: int, size: Floats
) -> tuple[Values, Values]:
    """The same of outputs that hold decoded boxes, by `darkroom.boxes`: where which numbers are."""
    if "count" in columns:
        outputs = {
            name: values[:, : outputs[columns["count"]][0, 0]] for name, values in outputs.items()
        }

    def part(key: str, width: int) -> Floats:
        place = columns[key]
        values = outputs[place["output"]][0].astype(np.float32)
        values = values.T if columns["transposed"] else values.reshape(len(values), -1)
        return np.asarray(values[:, place["first"] : place["first"] + width])

    boxes = part("box", 4)
    if columns["coding"] == "corners":
        low, high = boxes[:, :2], boxes[:, 2:]
        boxes = np.concatenate([(low + high) / 2, high - low], -1)
    if columns["unit"] == "input":
        boxes = boxes * np.tile(size, 2)
    if "class" in columns:
        # The best class of each box and its score.
        scores = np.zeros((len(boxes), classes), np.float32)
        scores[np.arange(len(boxes)), part("class", 1)[:, 0].astype(int)] = part("score", 1)[:, 0]
        return boxes, scores
    factor = part("objectness", 1) if "objectness" in columns else 1
    return boxes, part("classes", classes) * factor


def suppressed(boxes: Values, scores: Values, most_overlap: float) -> list[int]:
    """The indices of the boxes of one class to keep, the best first; boxes are left, top, w, h."""
    kept = []
    rest = np.argsort(-scores, kind="stable")
    while rest.size:
        best, rest = rest[0], rest[1:]
        kept.append(int(best))
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, :2] + boxes[best, 2:], boxes[rest, :2] + boxes[rest, 2:])
        common = np.maximum(high - low, 0).prod(-1)
        union = boxes[best, 2:].prod() + boxes[rest, 2:].prod(-1) - common
        rest = rest[~(common > most_overlap * union)]
    return kept

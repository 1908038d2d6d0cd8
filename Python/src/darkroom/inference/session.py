"""A model on ONNX Runtime."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime

from ..errors import MalformedInput
from ..results import Detection, ImageDetections
from .boxes import decoded, decoded_rows, suppressed
from .letterbox import Bytes, Floats, prepared

Image: TypeAlias = "str | os.PathLike[str] | npt.NDArray[np.uint8] | Any"
"""A path, bytes [H, W, 3] in RGB or [H, W] of grey, or an image of Pillow."""


class Session:
    """A detector that Darkroom made, on ONNX Runtime; what to do is read from its metadata alone.

    Models may be float32, float16 or INT8, their input floats or bytes, their outputs in any form
    of `convert --heads`. A recurrent model sees each image by itself.

    Attributes:
        runtime: the session of ONNX Runtime.
        input: how an image becomes the input, `darkroom.input` of the metadata.
        heads: the detection heads, `darkroom.heads`.
        labels: the class names; empty where the model has none.
        threshold: the score that a detection has to exceed.
        nms: the overlap (IoU) above which the weaker of two boxes of a class goes.
    """

    def __init__(
        self,
        model: str | os.PathLike[str],
        *,
        providers: Sequence[Any] = ("CPUExecutionProvider",),
    ) -> None:
        self.runtime = onnxruntime.InferenceSession(os.fspath(model), providers=list(providers))
        metadata = self.runtime.get_modelmeta().custom_metadata_map
        needed = ("darkroom.heads", "darkroom.input", "darkroom.output_form")
        if metadata.get("darkroom.schema") != "1" or not all(key in metadata for key in needed):
            raise MalformedInput(
                [f"{os.fspath(model)}: is no detector that darkroom made"], status=65
            )
        self.input: Mapping[str, Any] = json.loads(metadata["darkroom.input"])
        self.heads: Sequence[Mapping[str, Any]] = json.loads(metadata["darkroom.heads"])
        self.labels: Sequence[str] = json.loads(metadata.get("darkroom.labels", "[]"))
        self.form: str = metadata["darkroom.output_form"]
        # Files of earlier versions do not say how boxes are suppressed.
        suppression = json.loads(metadata.get("darkroom.suppression", "{}"))
        self.threshold: float = suppression.get("score_threshold", 0.25)
        self.nms: float = suppression.get("iou_threshold", 0.45)
        self._columns = json.loads(metadata.get("darkroom.boxes", "{}"))
        self._size = np.array([self.input["width"], self.input["height"]], np.float32)
        self._states = json.loads(metadata.get("darkroom.states", "[]"))
        states = {state["input"] for state in self._states}
        (self._entry,) = (i for i in self.runtime.get_inputs() if i.name not in states)

    def prepare(self, image: Image) -> npt.NDArray[Any]:
        """An image as the model takes it, [1, C, H, W] or [1, H, W, C]."""
        return np.asarray(prepared(pixels(image), self.input)[0][None])

    def run(self, values: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
        """The outputs by name, for one prepared image."""
        batch = self._entry.shape[0] if isinstance(self._entry.shape[0], int) else 1
        given = {self._entry.name: np.repeat(values, batch, 0)}
        for state in self._states:
            shape = [batch, *state["shape"][1:]] if state["shape"][0] == 1 else state["shape"]
            given[state["input"]] = np.zeros(shape, np.float32)
        names = [output.name for output in self.runtime.get_outputs()]
        return dict(zip(names, self.runtime.run(names, given), strict=True))

    def detect(
        self, image: Image, *, threshold: float | None = None, nms: float | None = None
    ) -> ImageDetections:
        """What is in an image: what `darkroom.detect` finds with the same thresholds.

        Args:
            image: a path (needs Pillow), bytes [H, W, 3] in RGB or [H, W] of grey, or an image of
                Pillow.
            threshold: the score to exceed; that of the model when not given.
            nms: the overlap that is allowed; that of the model when not given.
        """
        array = pixels(image)
        values, scale, offset = prepared(array, self.input)
        found = self.decode(
            self.run(values[None]),
            (array.shape[1], array.shape[0]),
            scale=scale,
            offset=offset,
            threshold=threshold,
            nms=nms,
        )
        path = os.fspath(image) if isinstance(image, str | os.PathLike) else ""
        return ImageDetections(
            path=path,
            width=array.shape[1],
            height=array.shape[0],
            detections=tuple(found),
            pixels=None if path else array,
        )

    def decode(
        self,
        outputs: Mapping[str, npt.NDArray[Any]],
        size: tuple[int, int],
        *,
        scale: Floats | None = None,
        offset: Floats | None = None,
        threshold: float | None = None,
        nms: float | None = None,
    ) -> list[Detection]:
        """The detections in the outputs of a run, be it on this runtime or on another.

        Args:
            outputs: by name, of one image.
            size: width and height of the image.
            scale: how the image was scaled, and `offset` where it was put; where they are not
                given, as `prepare` does it.
        """
        if scale is None or offset is None:
            empty = np.zeros((size[1], size[0], 3), np.uint8)
            _, scale, offset = prepared(empty, self.input)
        least = self.threshold if threshold is None else threshold
        most = self.nms if nms is None else nms
        boxes, scores = self._candidates(outputs, least)
        boxes[:, :2] = (boxes[:, :2] - boxes[:, 2:] / 2 - offset) / scale
        boxes[:, 2:] /= scale
        found = []
        for index, box in self._chosen(outputs, boxes, scores, least, most):
            low = np.clip(boxes[box, :2], 0, size)
            high = np.clip(boxes[box, :2] + boxes[box, 2:], 0, size)
            if scores[box, index] > least and (high > low).all():
                left, top, width, height = (float(x) for x in (*low, *(high - low)))
                found.append(
                    Detection(
                        class_index=index,
                        label=self.labels[index] if self.labels else str(index),
                        score=float(scores[box, index]),
                        box=(left, top, width, height),
                    )
                )
        return sorted(found, key=lambda detection: -detection.score)

    def _candidates(
        self, outputs: Mapping[str, npt.NDArray[Any]], threshold: float
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Boxes [B, 4] and scores [B, classes] before suppression."""
        if self.form == "raw":
            with np.errstate(over="ignore"):
                parts = [
                    decoded(
                        head, outputs[head["output"]][0].astype(np.float32), self._size, threshold
                    )
                    for head in self.heads
                ]
            boxes, scores = (np.concatenate(part) for part in zip(*parts, strict=True))
            return boxes, scores
        return decoded_rows(self._columns, outputs, self.heads[0]["classes"], self._size)

    def _chosen(
        self,
        outputs: Mapping[str, npt.NDArray[Any]],
        boxes: npt.NDArray[Any],
        scores: npt.NDArray[Any],
        threshold: float,
        nms: float,
    ) -> list[tuple[int, int]]:
        """Class and box of what is kept."""
        if self.form == "nms":
            # The model has chosen: image, class, box, in the one output that is whole numbers.
            (selected,) = (v for v in outputs.values() if v.dtype.kind == "i")
            return [(int(c), int(b)) for n, c, b in selected if n == 0]
        chosen = []
        for index in range(scores.shape[1]):
            able = np.flatnonzero((scores[:, index] > threshold) & np.isfinite(boxes).all(-1))
            kept = suppressed(boxes[able], scores[able, index], nms)
            chosen += [(index, int(able[place])) for place in kept]
        return chosen


def pixels(image: Image) -> Bytes:
    """An image as bytes [H, W, 3] in RGB, the orientation stored in a file applied.

    Raises:
        ModuleNotFoundError: at a path, without Pillow.
        ValueError: at an array of another form.
    """
    if isinstance(image, str | os.PathLike):
        try:
            from PIL import Image as Pillow
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "images given by path need Pillow: pip install 'darkroom[images]'", name="PIL"
            ) from error
        with Pillow.open(image) as opened:
            return _converted(opened)
    if hasattr(image, "convert") and hasattr(image, "getexif"):
        return _converted(image)
    array = np.asarray(image)
    if array.dtype != np.uint8 or array.ndim not in (2, 3) or array.shape[2:] not in ((), (3,)):
        raise ValueError(
            f"an image is bytes [H, W, 3] in RGB or [H, W] of grey, not {array.dtype} "
            f"{list(array.shape)}"
        )
    if 0 in array.shape:
        raise ValueError("the image has no pixels")
    return np.repeat(array[:, :, None], 3, 2) if array.ndim == 2 else array


def _converted(image: Any) -> Bytes:
    """The bytes of an image of Pillow."""
    from PIL import ImageOps

    return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))

"""`detect`, and what `session` finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import _html
from .._reading import Result, named
from .common import Model


@dataclass(frozen=True, kw_only=True)
class Detection:
    """An object that was found."""

    class_index: int = named("class")
    """From 0."""
    label: str
    """The class name; the index as text where there is none."""
    score: float
    box: tuple[float, float, float, float]
    """Left, top, width and height, in pixels of the image."""

    def _repr_html_(self) -> str:
        return _html.detections([self])


@dataclass(frozen=True, kw_only=True)
class ImageDetections:
    """An image and the objects in it, the highest score first."""

    path: str
    """As it was given; empty where the image was none of a file."""
    width: int
    height: int
    """After the orientation stored in the file was applied."""
    detections: tuple[Detection, ...]
    pixels: Any = field(default=None, repr=False, compare=False, metadata={"json": "-"})
    """The image where it was none of a file: bytes [H, W, 3]."""

    def __iter__(self) -> Iterator[Detection]:
        return iter(self.detections)

    def __len__(self) -> int:
        return len(self.detections)

    def _repr_html_(self) -> str:
        return _html.image(self) + _html.detections(self.detections)


@dataclass(frozen=True, kw_only=True)
class Detections(Result):
    """What a model found in images, in the order they were given."""

    images: tuple[ImageDetections, ...]
    model: Model | None = None

    def __iter__(self) -> Iterator[ImageDetections]:
        return iter(self.images)

    def __len__(self) -> int:
        return len(self.images)

    def _repr_html_(self) -> str:
        return _html.gallery(self.images)

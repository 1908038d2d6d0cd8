"""Parts that several results have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FileDigest:
    """A file by its path and by what is in it."""

    sha256: str
    """Of a folder, that of the files in it that were read."""
    path: str | None = None
    """As it was given."""
    bytes: int | None = None


@dataclass(frozen=True, kw_only=True)
class WrittenModel:
    """A model that was written."""

    sha256: str
    path: str | None = None
    """As it was given."""
    bytes: int | None = None
    opset: int | None = None
    """The version of the ONNX operator set that it needs."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A model that something was measured of."""

    file: FileDigest
    """The .onnx or .cfg file."""
    bytes: int
    """The size of the .onnx file, or of the weights."""
    precision: str
    """`float32`, `float16` or `int8`."""
    sources: Mapping[str, str]
    """The SHA-256 of the files that it was made from, by role: cfg, weights."""


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """How detections were made of a model."""

    resize: str
    """`letterbox`, `stretch` or `crop`."""
    fill: int
    """The byte around an image in a letterbox."""
    score: float
    """The score above which detections count."""
    overlap: float
    """The IoU above which the weaker of two boxes of a class goes."""
    detections_per_picture: int
    """The most that are kept in an image, all classes together."""

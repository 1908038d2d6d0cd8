"""`inspect` and `convert`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .._reading import Result
from .common import WrittenModel


@dataclass(frozen=True, kw_only=True)
class Extents:
    """The extents of an image or feature map."""

    channels: int
    height: int
    width: int


@dataclass(frozen=True, kw_only=True)
class ByteRange:
    """A part of the weights file."""

    offset: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer of a cfg, or a node of an ONNX file."""

    index: int
    """The darknet layer index, or the node's position."""
    type: str
    detail: str
    """For people: filters, size, stride, referenced layers; of a node its name."""
    input: Extents
    output: Extents
    parameters: int
    """How many weights it owns."""
    multiply_adds: int
    """For one image."""
    weights: ByteRange | None = None
    """Where its weights are; None where it owns none, and for ONNX files."""
    line: int | None = None
    """The line in the cfg."""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over all layers."""

    parameters: int
    multiply_adds: int
    weights_bytes: int
    bflops: float | None = None
    """As darknet counts them; None for ONNX files."""
    activation_bytes: int | None = None
    """The memory for the activations of one run; None where it is not known."""


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """A mistake or a warning of a cfg."""

    severity: str
    """`error` or `warning`."""
    file: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Inspection(Result):
    """The layers of a model, what they cost, and where their weights are."""

    layers: tuple[Layer, ...]
    totals: Totals
    diagnostics: tuple[Diagnostic, ...]
    input: Extents | None = None
    """None where the input is no image."""


@dataclass(frozen=True, kw_only=True)
class Conversion(Result):
    """A model that was converted."""

    model: WrittenModel
    sources: Mapping[str, str]
    """The SHA-256 of the files that it was made from, by role: cfg, weights."""

"""`compare`."""

from __future__ import annotations

from dataclasses import dataclass

from .. import _html
from .._reading import Result, named
from .common import Model, Protocol


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How closely the detections of two models agree, matched by class and an IoU of 0.5."""

    matched: int
    lost: int
    """Detections of A that B lacks."""
    gained: int
    """Detections of B that A lacks."""
    f1: float | None = None
    """None where neither found anything."""
    mean_iou: float | None = named("meanIoU", default=None)
    score_shift: float | None = None
    """The mean of B's score less A's."""


@dataclass(frozen=True, kw_only=True)
class ComparedImage:
    """An image."""

    path: str
    detections: Agreement
    sqnr: float | None = None
    """Of all heads together, in dB. None where nothing differs."""


@dataclass(frozen=True, kw_only=True)
class ComparedHead:
    """A head."""

    name: str
    max_error: float
    sqnr: float | None = None
    """In dB. None where nothing differs."""
    cosine: float | None = None


@dataclass(frozen=True, kw_only=True)
class ComparedLayer(ComparedHead):
    """A darknet layer that both models have."""

    index: int


@dataclass(frozen=True, kw_only=True)
class ClassAgreement:
    """How well the classes that both rank first agree."""

    images: int
    top1: float
    top5: float
    score_shift: float | None = None


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A third model, held against A as B is."""

    model: Model
    heads: tuple[ComparedHead, ...]
    detections: Agreement
    heads_sqnr: float | None = named("headsSQNR", default=None)
    classification: ClassAgreement | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """What was asked of B."""

    name: str
    """`sqnr` (in dB), `f1`, `cosine`, `top1` or `top5`."""
    minimum: float
    passed: bool
    found: float | None = None
    """None where nothing differs, and where nothing was measured."""
    reason: str | None = None
    """Why nothing was measured."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether the models agree as closely as was asked for."""

    passed: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison(Result):
    """Two models on the same images; A, the first, is taken for right."""

    models: tuple[Model, ...]
    protocol: Protocol
    images: tuple[ComparedImage, ...]
    """The worst first."""
    heads: tuple[ComparedHead, ...]
    layers: tuple[ComparedLayer, ...]
    """The worst first."""
    layer_images: int
    detections: Agreement
    """In all images together."""
    verdict: Verdict
    findings: tuple[str, ...]
    """What may explain the differences: sentences, the likeliest first."""
    classification: ClassAgreement | None = None
    heads_sqnr: float | None = named("headsSQNR", default=None)
    """With `baseline` alone."""
    baseline: Baseline | None = None

    def _repr_html_(self) -> str:
        return _html.comparison(self)

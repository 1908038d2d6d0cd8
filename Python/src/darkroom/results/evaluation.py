"""`evaluate` of a detector: the metrics of COCO. A metric is -1 where there are no objects."""

from __future__ import annotations

from dataclasses import dataclass

from .._reading import Result, named
from .common import FileDigest, Model, Protocol


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """The twelve metrics of COCO."""

    ap: float
    ap50: float
    ap75: float
    ap_small: float
    ap_medium: float
    ap_large: float
    ar1: float
    ar10: float
    ar100: float
    ar_small: float
    ar_medium: float
    ar_large: float


@dataclass(frozen=True, kw_only=True)
class CategoryMetrics(Metrics):
    """Those of a category."""

    category: int
    """The id in the annotations."""
    name: str
    objects: int
    """How many are to be found."""


@dataclass(frozen=True, kw_only=True)
class PrecisionRecall:
    """The mean curves over the categories."""

    overlaps: tuple[float, ...]
    recalls: tuple[float, ...]
    precision: tuple[tuple[float, ...], ...]
    """For each overlap, for each recall."""


@dataclass(frozen=True, kw_only=True)
class Misclassified:
    """Objects that were found with another category."""

    category: int
    count: int


@dataclass(frozen=True, kw_only=True)
class CategoryConfusion:
    """What a category was taken for."""

    category: int
    name: str
    matched: int
    misclassified: tuple[Misclassified, ...]
    missed: int
    background: int
    """Detections of this category where there is no object."""


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Which categories were taken for which, at an IoU of 0.5."""

    score: float
    categories: tuple[CategoryConfusion, ...]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What was evaluated, and by what."""

    annotations: FileDigest
    model: Model | None = None
    """None where the detections came from a file."""
    results: FileDigest | None = None
    """None where a model was run."""
    runtime: str | None = None


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The bounds of a metric."""

    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A bootstrap interval: how far metrics would vary with other images."""

    level: float
    resamples: int
    seed: int
    ap: Bounds
    ap50: Bounds


@dataclass(frozen=True, kw_only=True)
class DarknetCategory:
    """What darknet's `detector map` has for a category."""

    category: int
    name: str
    area: float
    points11: float
    points101: float
    true_positives: int
    false_positives: int


@dataclass(frozen=True, kw_only=True)
class DarknetMetrics:
    """What darknet's `detector map` has, at an IoU of 0.5."""

    area: float
    points11: float
    points101: float
    score: float
    precision: float
    recall: float
    mean_iou: float = named("meanIoU")
    per_class: tuple[DarknetCategory, ...]


@dataclass(frozen=True, kw_only=True)
class Evaluation(Result):
    """A detector judged by annotations."""

    images: int
    metrics: Metrics
    """Over all categories."""
    per_class: tuple[CategoryMetrics, ...]
    precision_recall: PrecisionRecall
    confusion: Confusion
    subject: Subject | None = None
    interval: Interval | None = None
    protocol: Protocol | None = None
    darknet: DarknetMetrics | None = None
    """With `darknet_map` alone."""

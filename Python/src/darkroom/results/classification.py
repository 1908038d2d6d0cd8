"""`evaluate` of a classifier, by labels."""

from __future__ import annotations

from dataclasses import dataclass

from .._reading import Result, named
from .common import FileDigest, Model


@dataclass(frozen=True, kw_only=True)
class Proportion:
    """A part of the images, with the bounds of Wilson's interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class LabelSubject:
    """What was evaluated, and by which labels."""

    model: Model
    annotations: FileDigest
    runtime: str


@dataclass(frozen=True, kw_only=True)
class ClassAccuracy:
    """The accuracy in the images of a class."""

    class_index: int = named("class")
    name: str
    images: int
    top1: float | None = None
    top5: float | None = None


@dataclass(frozen=True, kw_only=True)
class Confused:
    """Images of one class that were taken for another."""

    class_index: int = named("class")
    found: int
    """The class that was ranked first."""
    images: int


@dataclass(frozen=True, kw_only=True)
class ClassifierEvaluation(Result):
    """A classifier judged by labels."""

    subject: LabelSubject
    preprocessing: str
    images: int
    top1: Proportion
    top5: Proportion
    level: float
    per_class: tuple[ClassAccuracy, ...]
    confusion: tuple[Confused, ...]

"""`zoo list`, `zoo build` and `zoo show`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .._reading import Result, named


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """The accuracy of a model."""

    model: str
    annotations: str
    images: int = named("pictures")
    ap: float | None = None
    ap50: float | None = None
    top1: float | None = None
    top5: float | None = None


@dataclass(frozen=True, kw_only=True)
class ModelAgreement:
    """How closely an INT8 model agrees with the float model."""

    models: tuple[str, ...]
    images: int = named("pictures")
    f1: float | None = None
    top1: float | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How many rules of a runtime a model was checked by, and how they are known."""

    model: str
    target: str
    title: str
    checked: int
    broken: int
    objections: tuple[str, ...]
    run: int
    simulator: int
    read: int


@dataclass(frozen=True, kw_only=True)
class TargetModel:
    """An INT8 model for a target."""

    target: str
    file: str
    bytes: int
    accuracy: Accuracy | None = None
    agreement: ModelAgreement | None = None
    rules: Rules | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured of a model."""

    float_bytes: int
    int8_bytes: int | None = None
    float_accuracy: Accuracy | None = field(default=None, metadata={"json": "float"})
    int8_accuracy: Accuracy | None = field(default=None, metadata={"json": "int8"})
    agreement: ModelAgreement | None = None
    rules: Rules | None = None
    targets: tuple[TargetModel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What must hold before a model is published."""

    name: str
    verdict: str
    """`passed`, `failed` or `unproven`."""
    found: str


@dataclass(frozen=True, kw_only=True)
class ZooSummary:
    """A model of the zoo."""

    name: str
    title: str
    state: str
    """`known`, `quarantined`, `pulled`, `built`, `verified` or `published`."""
    is_stale: bool
    """Whether the recipe was changed after it was built."""
    gates: tuple[Gate, ...]
    figures: Figures | None = None
    """None where it was not built."""


@dataclass(frozen=True, kw_only=True)
class ZooList(Result):
    """The models of the zoo."""

    models: tuple[ZooSummary, ...]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A file by its contents."""

    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file that a model is made from."""

    role: str
    file: str
    urls: tuple[str, ...]
    accepted: tuple[str, ...]
    license: str
    contents: Contents | None = None
    """None where it was not pulled."""
    first_use: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quarantined:
    """A file that is not the one asked for."""

    contents: Contents
    wanted: str
    accepted: tuple[str, ...]
    origin: str
    reason: str
    model: str | None = None


@dataclass(frozen=True, kw_only=True)
class ZooModel(Result):
    """All that is known of a model."""

    summary: ZooSummary
    description: str
    tags: tuple[str, ...]
    recipe: str
    sources: tuple[Source, ...]
    files: Mapping[str, Contents]
    quarantine: tuple[Quarantined, ...]

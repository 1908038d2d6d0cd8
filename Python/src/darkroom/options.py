"""The options of commands as keywords, by the names of the command line with `_` for `-`.

What each means, its unit and its default is in `darkroom COMMAND --help`. A keyword that is None is
not given. Options that name a file take a path; those of `ROLE=TEXT` a mapping.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, get_type_hints

Path = str | os.PathLike[str]
Roles = Mapping[str, str]


class ReadingOptions(TypedDict, total=False):
    """How a model is read."""

    weights: Path | None
    cfg: Path | None
    contract: Path | None
    quiet: bool


class InspectOptions(ReadingOptions, total=False):
    """Those of `inspect`."""

    prefix: bool


class RecordOptions(TypedDict, total=False):
    """What the record of a model is to say."""

    license: Roles | None
    attribution: Roles | None
    license_file: Mapping[str, Path] | None
    source: Roles | None
    title: str | None
    supplier: str | None


class InterfaceOptions(TypedDict, total=False):
    """Input and outputs of a model."""

    heads: str | None
    input: str | None
    input_order: str | None
    input_layout: str | None
    input_name: str | None
    output_names: Sequence[str] | None
    batch: int | str | None
    names: Path | None
    opset: int | None


class ConvertOptions(RecordOptions, InterfaceOptions, total=False):
    """Those of `convert`."""

    size: tuple[int, int] | str | None
    external_data: str | None
    tree: Path | None
    precision: str | None
    threshold: float | None
    nms: float | None
    limit: int | None
    force: bool
    allow_worthless: bool
    quiet: bool


class FittingOptions(TypedDict, total=False):
    """How images are fitted into the network."""

    resize: str | None
    fill: int | None
    strict: bool


class QuantizeOptions(RecordOptions, InterfaceOptions, FittingOptions, ReadingOptions, total=False):
    """Those of `quantize`."""

    sample: int | None
    seed: int | None
    save_table: Path | None
    table: Path | None
    merge: Sequence[Path] | None
    target: str | None
    format: str | None
    head: str | None
    qdq: str | None
    requantization: str | None
    activation_type: str | None
    symmetry: str | None
    scales: str | None
    bias: str | None
    granularity: str | None
    reduce_range: bool
    pointwise: str | None
    leaky_slope: str | None
    leaky: str | None
    domain: str | None
    effort: str | None
    ranges: str | None
    tensor_ranges: str | None
    percentile: float | None
    headroom: float | None
    activation_aware: bool | None
    weight_scales: str | None
    rounding: str | None
    bias_correction: bool | None
    equalization: str | None
    float_front: str | None
    float_layers: int | None
    w8a16_layers: int | None
    max_drop: float | None
    min_sqnr: float | None
    min_f1: float | None
    annotations: Path | None
    budget_images: Path | None
    threads: int | None
    allow_worthless: bool
    force: bool
    report: Path | None


class RuntimeOptions(TypedDict, total=False):
    """What runs a model."""

    threads: int | None
    runtime: str | None
    onnxruntime: Path | None


class DetectOptions(FittingOptions, ReadingOptions, RuntimeOptions, total=False):
    """Those of `detect`."""

    names: Path | None
    map: Path | None
    video: bool
    threshold: float | None
    nms: float | None
    nms_kind: str | None
    output: Path | None
    format: str | None
    force: bool
    exact: bool


class DatasetOptions(TypedDict, total=False):
    """What a measurement says in the record."""

    record: bool
    dataset: str | None
    dataset_license: str | None


class ClassifierOptions(
    FittingOptions, ReadingOptions, RuntimeOptions, DatasetOptions, total=False
):
    """Those of `evaluate` that a classifier knows."""

    names: Path | None
    limit: int | None


class EvaluateOptions(ClassifierOptions, total=False):
    """Those of `evaluate`."""

    images: Path | None
    results: Path | None
    threshold: float | None
    nms: float | None
    per_image: int | None
    resamples: int | None
    seed: int | None
    allow_missing: bool
    darknet_map: bool
    detections: Path | None


class CompareOptions(FittingOptions, ReadingOptions, DatasetOptions, total=False):
    """Those of `compare`."""

    weights_b: Path | None
    baseline: Path | None
    limit: int | None
    threshold: float | None
    nms: float | None
    min_f1: float | None
    min_sqnr: float | None
    min_top1: float | None
    threads: int | None


JOINED = {"output_names": ",", "size": "x"}
"""Options whose several values are one text, and what is between them."""

INVERTED = {"activation_aware", "bias_correction"}
"""Flags that have a `--no-` form."""


def encoded(options: Mapping[str, Any], known: type, command: str) -> list[str]:
    """The arguments of a command for its keywords.

    Raises:
        TypeError: at a keyword that the command does not have.
    """
    names = get_type_hints(known)
    arguments: list[str] = []
    for name, value in options.items():
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"{command} has no option {name!r}{hint}")
        arguments += _encoded(name, value)
    return arguments


def _encoded(name: str, value: Any) -> list[str]:
    option = "--" + name.replace("_", "-")
    if value is None:
        return []
    if isinstance(value, bool):
        if value:
            return [option]
        return [option.replace("--", "--no-", 1)] if name in INVERTED else []
    if isinstance(value, Mapping):
        return [f"{option}={role}={text(item)}" for role, item in value.items()]
    if isinstance(value, Iterable) and not isinstance(value, str | os.PathLike):
        items = [text(item) for item in value]
        if name in JOINED:
            return [f"{option}={JOINED[name].join(items)}"]
        return [f"{option}={item}" for item in items]
    return [f"{option}={text(value)}"]


def text(value: Any) -> str:
    """A value as an argument; a path as the system has it."""
    if isinstance(value, str | os.PathLike):
        return os.fsdecode(value)
    return str(value)

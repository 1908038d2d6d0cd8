"""`quantize`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .._reading import Result, named
from .common import FileDigest, WrittenModel


@dataclass(frozen=True, kw_only=True)
class Population:
    """What calibration images were drawn from."""

    count: int
    sha256: str
    """Of the names, sorted, each with a line feed behind it."""


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How calibration images were drawn."""

    method: str
    count: int
    seed: str
    """In decimal digits."""
    population: Population


@dataclass(frozen=True, kw_only=True)
class CalibrationImages:
    """The calibration images."""

    used: int
    skipped: int
    """Could not be read."""
    repeated: int
    """Left out because another one has the same contents."""
    sampling: Sampling | None = None


@dataclass(frozen=True, kw_only=True)
class QuantizedHead:
    """A head."""

    name: str
    sqnr: float | None = None
    """Against the float network, in dB. None where nothing differs, or nothing was measured."""


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """What calibration saw in a tensor."""

    lower: float
    upper: float
    counts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class QuantizedTensor:
    """A tensor that is stored in 8 bits."""

    name: str
    minimum: float
    maximum: float
    """What was seen."""
    lower: float
    upper: float
    """What can be stored."""
    scale: float
    zero_point: int
    clipped_fraction: float
    layer: int | None = None
    sqnr: float | None = None
    """Of storing this tensor alone in 8 bits, in dB. None where nothing differs."""
    histogram: Histogram | None = None


@dataclass(frozen=True, kw_only=True)
class QuantizedLayer:
    """A convolution."""

    name: str
    smallest_scale: float
    largest_scale: float
    raised_channels: int
    """The channels whose scale was raised so that sums fit in 32 bits."""
    layer: int | None = None
    weight_sqnr: float | None = named("weightSQNR", default=None)
    """Of its weights alone, in dB. None where nothing differs."""
    output_sqnr: float | None = named("outputSQNR", default=None)
    """Of its output, with everything before it quantized, in dB."""


@dataclass(frozen=True, kw_only=True)
class Island:
    """A node in float between quantized values."""

    name: str
    operation: str


@dataclass(frozen=True, kw_only=True)
class Quantization:
    """What was chosen, and what that costs."""

    steps: tuple[str, ...]
    measured_pictures: int
    heads: tuple[QuantizedHead, ...]
    tensors: tuple[QuantizedTensor, ...]
    layers: tuple[QuantizedLayer, ...]
    islands: tuple[Island, ...]
    notes: tuple[str, ...]
    heads_sqnr: float | None = named("headsSQNR", default=None)
    """Of all heads together, in dB. None where nothing differs, or nothing was measured."""


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What mends a broken rule: an option of a command, or advice."""

    command: str | None = None
    option: str | None = None
    value: str | None = None
    advice: str | None = None


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A place that breaks a rule of a runtime."""

    rule: str
    summary: str
    severity: str
    """What the runtime does: `refused`, `wrong`, `float` or `slow`."""
    found: str
    remedy: Remedy
    node: str | None = None
    tensor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """What the rules of a target say of the model."""

    target: str
    rules: tuple[str, ...]
    operators: int
    violations: tuple[Violation, ...]
    shapes_unknown: str | None = None


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What may be lost."""

    name: str
    """`drop` (at most so many AP points), `sqnr` (at least so many dB) or `f1` (at least)."""
    value: float


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What a model lost against the float network."""

    objects: float | None = None
    sqnr: float | None = None
    f1: float | None = None
    drop: float | None = None


@dataclass(frozen=True, kw_only=True)
class BudgetStep:
    """A model on the way to one that keeps the budget."""

    bought: tuple[str, ...]
    bytes: int
    work: float
    figures: Loss
    broken_rules: tuple[str, ...]
    milliseconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What was bought so that no more is lost than allowed."""

    limit: Limit
    images: int
    steps: tuple[BudgetStep, ...]
    trials: int
    holds: bool
    float_ap: float | None = named("floatAP", default=None)
    interval: tuple[float, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class QuantizationResult(Result):
    """A model that was quantized, or a network that was calibrated."""

    network: str
    """The SHA-256 of the float network."""
    preprocessing: str
    images: CalibrationImages = field(metadata={"json": "pictures"})
    model: WrittenModel | None = None
    """None where the network was only calibrated."""
    table: FileDigest | None = None
    """The calibration table; None where none was written."""
    quantization: Quantization | None = None
    """None where the network was only calibrated."""
    deployment: Deployment | None = None
    """None where the model was made for no target."""
    budget: Budget | None = None
    """None where nothing was said of what may be lost."""

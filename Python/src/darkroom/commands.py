"""The commands as functions: paths and options in, dataclasses out, failures as exceptions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from . import options as o
from ._program import Outcome, ProgressCallback, run
from ._reading import read
from .errors import DarkroomError, UnknownFormat
from .results import (
    ClassifierEvaluation,
    Comparison,
    Conversion,
    Detections,
    Evaluation,
    Inspection,
    QuantizationResult,
    Verification,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

T = TypeVar("T")
Path = o.Path


def inspect(model: Path, **options: Unpack[o.InspectOptions]) -> Inspection:
    """The layers of a `.onnx` or `.cfg` file, what they cost, and where their weights are.

    Raises:
        MalformedInput: where the cfg has mistakes; its `result` has all of them as diagnostics.
    """
    arguments = o.encoded(options, o.InspectOptions, "inspect")
    return _result(Inspection, "inspect", arguments, [model])


def convert(
    cfg: Path, weights: Path, output: Path, **options: Unpack[o.ConvertOptions]
) -> Conversion:
    """Converts a darknet checkpoint to a float ONNX model, with a record beside it."""
    arguments = [f"--output={o.text(output)}", *o.encoded(options, o.ConvertOptions, "convert")]
    return _result(Conversion, "convert", arguments, [cfg, weights])


def quantize(
    model: Path,
    output: Path | None = None,
    *,
    calibration: Path | None = None,
    progress: ProgressCallback | None = None,
    **options: Unpack[o.QuantizeOptions],
) -> QuantizationResult:
    """Quantizes a float model to an INT8 ONNX model.

    Args:
        model: a float `.onnx` file, or a `.cfg`.
        output: the model to write; without it the model is only calibrated (`save_table`).
        calibration: a folder of images, or a list of them.

    Raises:
        CheckFailed: where nothing keeps a budget (`max_drop`, `min_sqnr`, `min_f1`).
    """
    arguments = [
        *([] if output is None else [f"--output={o.text(output)}"]),
        *([] if calibration is None else [f"--calibration={o.text(calibration)}"]),
        *o.encoded(options, o.QuantizeOptions, "quantize"),
    ]
    return _result(QuantizationResult, "quantize", arguments, [model], progress)


def detect(
    model: Path, images: Path | Iterable[Path], **options: Unpack[o.DetectOptions]
) -> Detections:
    """Finds objects in images.

    Args:
        images: an image, a folder of them, or several of both.

    Raises:
        MalformedInput, UnreadableInput: where images could not be read; `result` has the others.
    """
    several = [images] if isinstance(images, str | os.PathLike) else list(images)
    arguments = o.encoded(options, o.DetectOptions, "detect")
    return _result(Detections, "detect", arguments, [model, *several])


def evaluate(
    model: Path | None = None,
    *,
    annotations: Path,
    progress: ProgressCallback | None = None,
    **options: Unpack[o.EvaluateOptions],
) -> Evaluation:
    """Judges a detector on `images`, or the `results` of any tool, by the metrics of COCO."""
    arguments = [
        f"--annotations={o.text(annotations)}",
        *o.encoded(options, o.EvaluateOptions, "evaluate"),
    ]
    positional = [] if model is None else [model]
    return _result(Evaluation, "evaluate", arguments, positional, progress)


def evaluate_classifier(
    model: Path,
    images: Path,
    *,
    labels: Path = "by-folder",
    progress: ProgressCallback | None = None,
    **options: Unpack[o.ClassifierOptions],
) -> ClassifierEvaluation:
    """Judges a classifier by labels: top-1 and top-5."""
    arguments = [
        f"--images={o.text(images)}",
        f"--labels={o.text(labels)}",
        *o.encoded(options, o.ClassifierOptions, "evaluate"),
    ]
    return _result(ClassifierEvaluation, "evaluate", arguments, [model], progress)


def compare(
    model_a: Path,
    model_b: Path,
    images: Path,
    *,
    progress: ProgressCallback | None = None,
    **options: Unpack[o.CompareOptions],
) -> Comparison:
    """Compares a model with one that is taken for right, layer by layer and box by box.

    A comparison that fails is a result like another: look at `verdict.passed`.
    """
    arguments = [
        f"--images={o.text(images)}",
        *o.encoded(options, o.CompareOptions, "compare"),
    ]
    outcome = _run("compare", ["--json", *arguments], [model_a, model_b], progress)
    if outcome.status == 1 and outcome.output.strip():
        return read(Comparison, outcome.output)
    return _checked(Comparison, outcome)


def verify(
    folder: Path,
    *,
    key: Path | None = None,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Verification:
    """Checks all that can be checked of a model's folder, offline.

    Args:
        key: the public key of the publisher. Without it nothing shows who made the folder.

    Raises:
        CheckFailed: where something does not hold, or there is nothing to check; its `result` is
            the verification.
    """
    arguments = [
        *([] if key is None else [f"--key={o.text(key)}"]),
        *([] if threads is None else [f"--threads={threads}"]),
    ]
    outcome = _run("verify", arguments, [folder], progress)
    passed: list[str] = []
    failed: list[str] = []
    for line in outcome.output.splitlines():
        state, _, what = line.partition(" ")
        (passed if state == "ok" else failed).append(what.strip())
    result = Verification(passed=tuple(passed), failed=tuple(failed), notes=outcome.lines)
    if outcome.status == 0:
        return result
    # What failed is among the results of the command, and the message of the exception.
    lines = (*failed, *outcome.lines)
    raise Outcome(outcome.command, outcome.status, "", lines).error(
        result if passed or failed else None
    )


# --- Running them -------------------------------------------------------------------------------


def _run(
    command: str,
    arguments: Sequence[str],
    positional: Sequence[Path],
    progress: ProgressCallback | None = None,
) -> Outcome:
    # Behind `--` no path is taken for an option.
    places = ["--", *map(o.text, positional)] if positional else []
    return run([*command.split(), *arguments, *places], progress)


def _result(
    kind: type[T],
    command: str,
    arguments: Sequence[str],
    positional: Sequence[Path],
    progress: ProgressCallback | None = None,
) -> T:
    return _checked(kind, _run(command, ["--json", *arguments], positional, progress))


def _checked(kind: type[T], outcome: Outcome) -> T:
    """What a command printed, or the exception that its exit status asks for."""
    if outcome.status == 0:
        return read(kind, outcome.output)
    raise _error(kind, outcome)


def _error(kind: type[T], outcome: Outcome) -> DarkroomError:
    try:
        return outcome.error(read(kind, outcome.output) if outcome.output.strip() else None)
    except UnknownFormat:
        return outcome.error()

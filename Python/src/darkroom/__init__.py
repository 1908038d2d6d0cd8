"""Darkroom: darknet checkpoints to ONNX models, in float and INT8, measured and signed.

The functions run the program `darkroom` of this environment and give back what it prints as
dataclasses. What goes wrong is a `DarkroomError`.

    import darkroom

    darkroom.convert("net.cfg", "net.weights", "net.onnx", names="net.names")
    darkroom.quantize("net.onnx", "net-int8.onnx", calibration="images", progress=print)
    darkroom.compare("net.onnx", "net-int8.onnx", "images").verdict.passed

`session` needs no program: it runs a model with ONNX Runtime, by the model's metadata alone. It
needs the extra `darkroom[session]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import zoo
from ._program import Progress, ProgressCallback, program
from .commands import (
    compare,
    convert,
    detect,
    evaluate,
    evaluate_classifier,
    inspect,
    quantize,
    verify,
)
from .errors import (
    CheckFailed,
    DarkroomError,
    MalformedInput,
    ProgramFault,
    ProgramNotFound,
    UnknownFormat,
    UnreadableInput,
    UnwritableOutput,
    UsageError,
)
from .results import (
    ClassifierEvaluation,
    Comparison,
    Conversion,
    Detection,
    Detections,
    Evaluation,
    ImageDetections,
    Inspection,
    QuantizationResult,
    Verification,
    ZooList,
    ZooModel,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from typing import Any

    from .inference import Session

__version__ = "0.1.0"


def session(
    model: str | os.PathLike[str], *, providers: Sequence[Any] = ("CPUExecutionProvider",)
) -> Session:
    """A model on ONNX Runtime, with letterbox, decoding and suppression by its metadata.

    Args:
        model: an `.onnx` file of a detector that Darkroom made.
        providers: what ONNX Runtime is to run it on.

    Raises:
        ModuleNotFoundError: without numpy and onnxruntime (`pip install 'darkroom[session]'`).
        MalformedInput: where the file is no such model.
    """
    try:
        from .inference import Session
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"a session needs {error.name}: pip install 'darkroom[session]'", name=error.name
        ) from error
    return Session(model, providers=providers)


__all__ = [
    "CheckFailed",
    "ClassifierEvaluation",
    "Comparison",
    "Conversion",
    "DarkroomError",
    "Detection",
    "Detections",
    "Evaluation",
    "ImageDetections",
    "Inspection",
    "MalformedInput",
    "ProgramFault",
    "ProgramNotFound",
    "Progress",
    "ProgressCallback",
    "QuantizationResult",
    "UnknownFormat",
    "UnreadableInput",
    "UnwritableOutput",
    "UsageError",
    "Verification",
    "ZooList",
    "ZooModel",
    "compare",
    "convert",
    "detect",
    "evaluate",
    "evaluate_classifier",
    "inspect",
    "program",
    "quantize",
    "session",
    "verify",
    "zoo",
]

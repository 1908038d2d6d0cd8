"""What commands print, as dataclasses.

Names and meanings are those of `docs/formats.md`, with words divided by underscores. Scores, IoU
and metrics go from 0 to 1, sizes are in bytes, ratios of signal to noise in dB. None stands for
what the program leaves out; the field's comment says when.
"""

from .classification import ClassifierEvaluation
from .common import FileDigest, Model, Protocol, WrittenModel
from .comparison import Agreement, Comparison
from .conversion import Conversion, Inspection
from .detection import Detection, Detections, ImageDetections
from .evaluation import Evaluation, Metrics
from .quantization import QuantizationResult
from .verification import Verification
from .zoo import ZooList, ZooModel, ZooSummary

__all__ = [
    "Agreement",
    "ClassifierEvaluation",
    "Comparison",
    "Conversion",
    "Detection",
    "Detections",
    "Evaluation",
    "FileDigest",
    "ImageDetections",
    "Inspection",
    "Metrics",
    "Model",
    "Protocol",
    "QuantizationResult",
    "Verification",
    "WrittenModel",
    "ZooList",
    "ZooModel",
    "ZooSummary",
]

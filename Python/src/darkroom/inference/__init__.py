"""Models on ONNX Runtime, by their metadata alone: needs numpy and onnxruntime.

`letterbox` and `boxes` need numpy and nothing of this package. Copy them into a program that is to
run models without Darkroom.
"""

from .session import Session

__all__ = ["Session"]

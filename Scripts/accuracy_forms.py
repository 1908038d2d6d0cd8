"""What `accuracy.py` measures: names of INT8 models, and the options that make them."""

# Stands for the annotations of the calibration images.
ANNOTATIONS = "{annotations}"
# In place of a budget in AP where there are no annotations.
AGREEMENT = ("--min-f1", "0.96")

FORMATS = ("qoperator", "qdq")
# Whose accuracy is accepted or not.
DEFAULT = "qoperator"

FORMS = {
    # By `quantize_static` of ONNX Runtime.
    "baseline": (),
    # As much as the usual tool does: ranges alone.
    "fast": ("--effort", "fast"),
    **{name: ("--format", name) for name in FORMATS},
    # For hardware that has one scale for each tensor.
    "single": ("--granularity", "per-tensor", "--head", "single"),
    "drop": ("--max-drop", "0.2", "--annotations", ANNOTATIONS),
}

# `litert` is float.
TARGETS = {
    name: ("--target", name)
    for name in (
        "onnxruntime", "openvino", "tensorrt", "qnn", "rknn", "xint8", "stm32", "opencv",
        "hardware",
    )
}  # fmt: skip

# Each changes one step of the default.
STEPS = (
    "--effort fast",
    "--equalization none",
    "--equalization weights",
    "--weight-scales maximum",
    "--rounding nearest",
    "--no-bias-correction",
    "--no-activation-aware",
    "--headroom 0",
    "--ranges minmax",
    "--float-layers 2",
)
ABLATED = ("yolov4-tiny", "yolo-fastest-1.1")


def ablation(format):
    """The default of a format, by the format's name, and each step changed."""
    whole = FORMS[format]
    return {format: whole, **{step: (*whole, *step.split()) for step in STEPS}}

"""Models on ONNX Runtime, by their metadata alone, against `detect`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import darkroom
from conftest import ROOT, Shapes

numpy = pytest.importorskip("numpy")
pytest.importorskip("onnxruntime")
Pillow = pytest.importorskip("PIL.Image")

NETWORKS = ROOT / "Tests/Fixtures/conformance"
FORMS: list[dict[str, Any]] = [
    {}, {"heads": "decoded"}, {"heads": "nms"}, {"batch": 2}, {"batch": "dynamic"},
    {"heads": "yolov5"}, {"heads": "yolov8", "batch": "dynamic"},
    {"heads": "deepstream", "batch": 2}, {"heads": "deepstream-corners"},
    {"heads": "efficientnms", "batch": "dynamic"},
    {"heads": "decoded", "output_names": ["b", "s"]},
    {"heads": "nms", "output_names": ["b", "s", "i"], "input": "uint8"},
    {"input_order": "bgr", "input_layout": "nhwc"},
    {"input": "uint8", "input_layout": "nhwc", "input_order": "bgr", "heads": "yolov8"},
    {"external_data": "always"}, {"size": (224, 160)},
]  # fmt: skip


def assert_same(
    one: darkroom.ImageDetections, other: darkroom.ImageDetections, pixels: float = 0.01
) -> int:
    """Checks that both have the same objects, up to the last digits of floats."""
    assert (one.width, one.height) == (other.width, other.height)
    left = list(other.detections)
    assert len(one) == len(left)
    for found in one:
        same = [
            each
            for each in left
            if each.class_index == found.class_index
            and each.label == found.label
            and abs(each.score - found.score) < 1e-4
            and max(abs(a - b) for a, b in zip(each.box, found.box, strict=True)) < pixels
        ]
        assert same, f"{found} is not among {left}"
        left.remove(same[0])
    return len(one)


def assert_agrees(model: Path | str, images: list[Path], **thresholds: float) -> int:
    session = darkroom.session(model)
    expected = darkroom.detect(model, images, **thresholds)  # type: ignore[arg-type]
    pairs = zip(images, expected, strict=True)
    return sum(assert_same(session.detect(path, **thresholds), found) for path, found in pairs)


@pytest.mark.parametrize("options", FORMS, ids=str)
def test_it_finds_what_detect_finds_in_every_form(shapes: Shapes, options: dict[str, Any]) -> None:
    darkroom.convert(
        shapes.cfg, shapes.weights, "m.onnx", names=shapes.names, quiet=True, **options
    )
    assert assert_agrees("m.onnx", [*shapes.images(8), shapes.large]) > 20


@pytest.mark.parametrize(
    "options",
    [{}, {"heads": "decoded"}, {"format": "qdq", "qdq": "explicit"}, {"input": "uint8"}],
    ids=str,
)
def test_int8_models_too(shapes: Shapes, options: dict[str, Any]) -> None:
    darkroom.quantize(
        shapes.model, "m.onnx", calibration=shapes.calibration, effort="fast", quiet=True, **options
    )
    assert assert_agrees("m.onnx", [*shapes.images(8), shapes.large]) > 20


@pytest.mark.parametrize(
    "network",
    [
        "detection_v1", "gaussian_yolo", "region_logistic_classes", "region_v2", "yolo_new_coords",
        "yolo_scale_xy", "yolo_two_heads", "yolo_v3",
    ],
)  # fmt: skip
def test_all_kinds_of_heads(shapes: Shapes, network: str) -> None:
    (cfg,) = (NETWORKS / network).glob("*.cfg")
    (weights,) = (NETWORKS / network).glob("*.weights")
    darkroom.convert(cfg, weights, "m.onnx", quiet=True)
    assert assert_agrees("m.onnx", shapes.images(6), threshold=0.3) > 0


def test_an_array_and_an_image_of_pillow_are_what_the_file_is(shapes: Shapes) -> None:
    session = darkroom.session(shapes.model)
    path = shapes.large
    opened = Pillow.open(path).convert("RGB")
    expected = session.detect(path)
    assert len(expected) > 0
    assert session.detect(opened).detections == expected.detections
    from_array = session.detect(numpy.asarray(opened))
    assert from_array.detections == expected.detections
    assert (from_array.path, expected.path) == ("", str(path))


def test_grey_images_are_taken(shapes: Shapes) -> None:
    grey = numpy.asarray(Pillow.open(shapes.images(1)[0]).convert("L"))
    session = darkroom.session(shapes.model)
    as_three = session.detect(numpy.repeat(grey[:, :, None], 3, 2))
    assert session.detect(grey).detections == as_three.detections


@pytest.mark.parametrize(
    "array",
    [numpy.zeros((4, 4, 3)), numpy.zeros((4, 4, 4), "uint8"), numpy.zeros((0, 4, 3), "uint8")],
    ids=["floats", "four channels", "no rows"],
)
def test_other_arrays_are_refused(shapes: Shapes, array: Any) -> None:
    with pytest.raises(ValueError, match=r"image"):
        darkroom.session(shapes.model).detect(array)


def test_thresholds_are_those_of_the_model(shapes: Shapes) -> None:
    darkroom.convert(
        shapes.cfg, shapes.weights, "m.onnx", heads="nms", threshold=0.6, nms=0.3, quiet=True
    )
    session = darkroom.session("m.onnx")
    assert (session.threshold, session.nms) == (0.6, 0.3)
    assert (darkroom.session(shapes.model).threshold, darkroom.session(shapes.model).nms) == (
        0.25, 0.45,
    )  # fmt: skip
    few, many = session.detect(shapes.large), darkroom.session(shapes.model).detect(shapes.large)
    assert all(found.score > 0.6 for found in few)
    assert len(few) < len(many)


def test_outputs_of_another_runtime_are_decoded(shapes: Shapes) -> None:
    session = darkroom.session(shapes.model)
    outputs = session.run(session.prepare(shapes.large))
    width, height = Pillow.open(shapes.large).size
    assert (
        tuple(session.decode(outputs, (width, height))) == session.detect(shapes.large).detections
    )


def test_classes_that_are_a_tree(shapes: Shapes) -> None:
    section = (NETWORKS / "region_v2/net.cfg").read_text()
    Path("tree.cfg").write_text(section.replace("softmax=1", "softmax=1\ntree=t.tree"))
    Path("t.tree").write_text("shape -1\nround 0\nangular 0\n")
    darkroom.convert(
        "tree.cfg", NETWORKS / "region_v2/net.weights", "m.onnx", tree="t.tree", quiet=True
    )
    assert darkroom.session("m.onnx").heads[0]["tree"] == [-1, 0, 0]
    assert assert_agrees("m.onnx", shapes.images(6), threshold=0.3) > 0


def test_a_model_that_remembers_sees_each_image_by_itself(shapes: Shapes) -> None:
    layers = (
        "[net]\nwidth=32\nheight=32\nchannels=3\n"
        "[conv_lstm]\nsize=3\npad=1\noutput=8\npeephole=0\nactivation=leaky\n"
        "[convolutional]\nsize=1\nfilters=14\nactivation=linear\n"
        "[yolo]\nmask=0,1\nanchors=6,6, 20,20\nclasses=2\nnum=2\n"
    )
    Path("remember.cfg").write_text(layers)
    count = darkroom.inspect("remember.cfg").totals.weights_bytes - 20
    numbers = numpy.random.default_rng(1).normal(0, 0.3, count // 4).astype("<f4")
    header = numpy.array([0, 2, 5, 0, 0], "<i4").tobytes()
    Path("remember.weights").write_bytes(header + numbers.tobytes())
    darkroom.convert("remember.cfg", "remember.weights", "m.onnx", quiet=True)
    assert len(darkroom.session("m.onnx").runtime.get_inputs()) > 1
    assert assert_agrees("m.onnx", shapes.images(4), threshold=0.3) > 0


@pytest.mark.parametrize("file", ["classifier", "foreign"])
def test_what_is_no_detector_is_refused(file: str) -> None:
    if file == "classifier":
        cfg, weights = (
            ROOT / "Cfg/shapes-classifier.cfg",
            ROOT / "Weights/shapes-classifier.weights",
        )
        darkroom.convert(cfg, weights, "m.onnx", quiet=True)
    else:
        Path("m.onnx").write_bytes(identity())
    with pytest.raises(darkroom.MalformedInput, match="is no detector"):
        darkroom.session("m.onnx")


def identity() -> bytes:
    """An ONNX file of another program: one node Identity, written by hand."""

    def field(number: int, data: bytes) -> bytes:
        return bytes([number << 3 | 2, len(data)]) + data

    extent = field(1, b"\x08\x01")
    kind = field(2, field(1, b"\x08\x01" + field(2, extent)))
    node = field(1, b"x") + field(2, b"y") + field(4, b"Identity")
    graph = field(1, node) + field(2, b"g")
    graph += field(11, field(1, b"x") + kind) + field(12, field(1, b"y") + kind)
    return b"\x08\x08" + field(7, graph) + field(8, b"\x10\x0d")

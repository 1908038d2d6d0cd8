"""What notebooks show."""

from __future__ import annotations

import base64
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

import darkroom
from conftest import Shapes
from darkroom import _html
from darkroom.results import Detection, ImageDetections


def figures(html: str) -> list[ElementTree.Element]:
    """The drawings of a page, which have to be well formed."""
    return [ElementTree.fromstring(text) for text in re.findall(r"<svg.*?</svg>", html, re.S)]


def test_an_image_is_shown_with_a_box_for_each_object(shapes: Shapes) -> None:
    path = shapes.images(1)[0]
    found = darkroom.detect(shapes.model, path).images[0]
    html = found._repr_html_()
    (drawing,) = figures(html)
    names = [element.tag.split("}")[1] for element in drawing]
    assert names.count("image") == 1
    assert names.count("rect") == names.count("text") == len(found.detections)
    address = drawing[0].attrib["href"]
    assert base64.b64decode(address.split(",")[1]) == path.read_bytes()
    assert address.startswith("data:image/jpeg;")
    assert html.count("<tr>") == len(found.detections) + 1


def test_names_do_nothing_to_the_page() -> None:
    hostile = Detection(class_index=0, label="<script>", score=0.5, box=(1, 2, 3, 4))
    found = ImageDetections(path='"><b>', width=9, height=9, detections=(hostile,))
    html = found._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html
    (drawing,) = figures(html)
    assert drawing[-1].text == "<script> 0.50"


def test_a_comparison_shows_the_boxes_of_both_models(shapes: Shapes) -> None:
    result = darkroom.compare(shapes.model, shapes.int8, shapes.validation, limit=5)
    html = result._repr_html_()
    drawings = figures(html)
    assert len(drawings) == 3
    paths = [image.path for image in result.images[:3]]
    both = [darkroom.detect(model, paths) for model in (shapes.model, shapes.int8)]
    for place, drawing in enumerate(drawings):
        boxes = [element for element in drawing if element.tag.endswith("rect")]
        assert len(boxes) == sum(len(found.images[place]) for found in both)
    assert "layer_021" in html
    assert ("passed" if result.verdict.passed else "failed") in html


def test_a_comparison_of_models_that_are_gone_shows_its_figures(shapes: Shapes) -> None:
    darkroom.convert(shapes.cfg, shapes.weights, "a.onnx", quiet=True)
    result = darkroom.compare("a.onnx", shapes.int8, shapes.validation, limit=2)
    darkroom.convert(shapes.cfg, shapes.weights, "b.onnx", quiet=True)
    Path("a.onnx").unlink()
    html = result._repr_html_()
    assert figures(html) == []
    assert "layer_021" in html


def test_an_array_is_shown_as_a_png() -> None:
    numpy = pytest.importorskip("numpy")
    pixels = numpy.arange(2 * 3 * 3, dtype=numpy.uint8).reshape(2, 3, 3)
    found = ImageDetections(path="", width=3, height=2, detections=(), pixels=pixels)
    address = figures(found._repr_html_())[0][0].attrib["href"]
    contents = base64.b64decode(address.split(",")[1])
    assert contents == _html.png(pixels)
    data = contents[contents.index(b"IDAT") + 4 : -16]
    rows = zlib.decompress(data)
    assert rows == b"".join(b"\0" + row.tobytes() for row in pixels)

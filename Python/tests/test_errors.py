"""Exceptions: the category and every message of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

import darkroom
from conftest import Shapes
from darkroom import _reading
from darkroom.results import Conversion


def test_all_mistakes_of_a_cfg_are_told(shapes: Shapes) -> None:
    lines = shapes.cfg.read_text().splitlines()
    lines[10] = lines[10].replace("nal", "nl")
    lines[24] = lines[24].replace("leaky", "leeky")
    Path("broken.cfg").write_text("\n".join(lines))
    with pytest.raises(darkroom.MalformedInput) as caught:
        darkroom.inspect("broken.cfg")
    error = caught.value
    assert (error.category, error.status) == ("malformed", 65)
    assert [message.split(" ")[0] for message in error.messages] == [
        "broken.cfg:11:1:", "broken.cfg:25:12:",
    ]  # fmt: skip
    assert isinstance(error.result, darkroom.Inspection)
    assert [each.line for each in error.result.diagnostics] == [11, 25]
    assert error.command[1] == "inspect"


def test_an_input_that_is_not_there_is_unreadable() -> None:
    with pytest.raises(darkroom.UnreadableInput, match="no-such"):
        darkroom.inspect("no-such.onnx")


def test_images_that_could_be_read_are_in_the_exception(shapes: Shapes) -> None:
    image = shapes.images(1)[0]
    with pytest.raises(darkroom.UnreadableInput, match=r"skipped nothing\.jpg") as caught:
        darkroom.detect(shapes.model, ["nothing.jpg", image])
    assert isinstance(caught.value.result, darkroom.Detections)
    assert [each.path for each in caught.value.result] == [str(image)]


def test_a_value_that_makes_no_sense_is_wrong_usage(shapes: Shapes) -> None:
    with pytest.raises(darkroom.UsageError, match="threshold"):
        darkroom.detect(shapes.model, shapes.images(1), threshold=2)


def test_an_output_that_cannot_be_written(shapes: Shapes) -> None:
    with pytest.raises(darkroom.UnwritableOutput):
        darkroom.convert(shapes.cfg, shapes.weights, "no/such/folder/out.onnx")


def test_an_option_that_there_is_not_is_a_type_error(shapes: Shapes) -> None:
    with pytest.raises(TypeError, match="did you mean 'threshold'"):
        darkroom.detect(shapes.model, [], thresold=0.5)  # type: ignore[call-arg]


def test_every_exception_is_a_darkroom_error(shapes: Shapes) -> None:
    with pytest.raises(darkroom.DarkroomError):
        darkroom.quantize(shapes.model, "x.onnx", calibration="no-folder")


def test_without_a_program_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DARKROOM_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sysconfig.get_path", lambda *_: "/nowhere")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(darkroom.ProgramNotFound, match="DARKROOM_PROGRAM"):
        darkroom.inspect("x.cfg")


def test_fields_of_later_versions_are_left_out() -> None:
    text = (
        '{"schemaVersion": 1, "model": {"sha256": "00", "new": 1}, "sources": {"cfg": "11"},'
        ' "more": [1]}'
    )
    result = _reading.read(Conversion, text)
    assert (result.model.sha256, result.model.path) == ("00", None)
    assert result.raw["more"] == [1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON"),
        ("[]", "version None"),
        ('{"schemaVersion": 2}', "version 2"),
        ('{"schemaVersion": 1, "model": {"sha256": "00"}}', "sources: is missing"),
        ('{"schemaVersion": 1, "model": {"sha256": 1}, "sources": {}}', r"model\.sha256: is 1"),
    ],
)
def test_other_formats_are_refused(text: str, message: str) -> None:
    with pytest.raises(darkroom.UnknownFormat, match=message):
        _reading.read(Conversion, text)

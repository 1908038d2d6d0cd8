"""Progress by callback."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

import darkroom
from conftest import Shapes
from darkroom import _program


def test_stages_and_counts_are_told_in_the_thread_of_the_caller(shapes: Shapes) -> None:
    seen: list[darkroom.Progress] = []
    threads = set()

    def tell(progress: darkroom.Progress) -> None:
        seen.append(progress)
        threads.add(threading.current_thread())

    darkroom.quantize(shapes.model, "int8.onnx", calibration=shapes.calibration, progress=tell)
    assert {"calibrating", "measuring"} <= {each.stage for each in seen}
    calibrating = [each.done for each in seen if each.stage == "calibrating"]
    assert calibrating == sorted(calibrating)
    assert {each.total for each in seen if each.stage == "calibrating"} == {60}
    assert threads == {threading.current_thread()}


def test_the_result_is_the_same_with_and_without_progress(shapes: Shapes) -> None:
    def made(name: str, callback: darkroom.ProgressCallback | None) -> str:
        result = darkroom.quantize(
            shapes.model, name, calibration=shapes.calibration, effort="fast", progress=callback,
            quiet=callback is None,
        )  # fmt: skip
        assert result.model is not None
        return result.model.sha256

    assert made("a.onnx", lambda _: None) == made("b.onnx", None)


def test_messages_are_whole_with_progress(shapes: Shapes) -> None:
    with pytest.raises(darkroom.DarkroomError) as caught:
        darkroom.quantize(
            shapes.model, "x.onnx", calibration="no-such-folder", progress=lambda _: None
        )
    assert len(caught.value.messages) == 1
    assert caught.value.messages[0].startswith("no-such-folder: ")


def test_what_a_callback_raises_ends_the_run(shapes: Shapes) -> None:
    def stop(_: darkroom.Progress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        darkroom.quantize(
            shapes.model, "int8.onnx", calibration=shapes.calibration, effort="best", progress=stop
        )
    assert list(Path.cwd().iterdir()) == []


def test_without_terminals_it_is_done_all_the_same(
    shapes: Shapes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise OSError("out of pty devices")

    monkeypatch.setattr("pty.openpty", none)
    result = darkroom.compare(
        shapes.model, shapes.int8, shapes.validation, limit=3, progress=lambda _: None
    )
    assert len(result.images) == 3


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_bar_that_comes_in_pieces_is_read_whole(size: int) -> None:
    text = (
        "\r\x1b[Kcalibrating [......] 0/60"
        "\r\x1b[Kcalibrating [###...] 30/60  9.1/s  0:01 left\r\x1b[K"
        "\x1b]8;;file:///a\x1b\\a\x1b]8;;\x1b\\: \x1b[33mwarning:\x1b[0m 1/2 of ä\n"
        "\r\x1b[K100 % [######] 1.2M/12.5M  3.4k/s  0:00 left\r\x1b[K"
    ).encode()
    reading, writing = os.pipe()

    def write() -> None:
        for start in range(0, len(text), size):
            os.write(writing, text[start : start + size])
        os.close(writing)

    thread = threading.Thread(target=write)
    thread.start()
    events = list(_program._events(reading))
    thread.join()
    os.close(reading)
    assert events == [
        darkroom.Progress("calibrating", 0, 60),
        darkroom.Progress("calibrating", 30, 60),
        "a: warning: 1/2 of ä",
        darkroom.Progress("100 %", 1_200_000, 12_500_000),
    ]

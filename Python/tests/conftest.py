"""What the tests share: the small detector of the repository, converted and quantized once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import darkroom

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Shapes:
    """The detector of five shapes."""

    model: Path
    int8: Path
    cfg: Path = ROOT / "Cfg/shapes.cfg"
    weights: Path = ROOT / "Weights/shapes.weights"
    names: Path = ROOT / "Cfg/shapes.names"
    calibration: Path = ROOT / "Images/shapes/calibration"
    validation: Path = ROOT / "Images/shapes/validation"
    annotations: Path = ROOT / "Images/shapes/instances_validation.json"

    def images(self, count: int) -> list[Path]:
        """Images of the size of the network."""
        return sorted(self.validation.glob("*.jpg"))[:count]

    @property
    def large(self) -> Path:
        """An image of another size and shape."""
        return ROOT / "Images/detections.png"


@pytest.fixture(scope="session")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Shapes:
    folder = tmp_path_factory.mktemp("shapes")
    made = Shapes(folder / "shapes.onnx", folder / "shapes-int8.onnx")
    darkroom.convert(made.cfg, made.weights, made.model, names=made.names, quiet=True)
    darkroom.quantize(
        made.model, made.int8, calibration=made.calibration, effort="fast", quiet=True
    )
    return made


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test in a folder of its own, with a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DARKROOM_STORE", str(tmp_path / "store"))
    yield tmp_path

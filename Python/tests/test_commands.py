"""The functions against the program: what it prints is what they give back."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
from pathlib import Path

import pytest

import darkroom
from conftest import ROOT, Shapes


def test_inspect_counts_the_layers_of_the_cfg(shapes: Shapes) -> None:
    found = darkroom.inspect(shapes.cfg)
    sections = [line for line in shapes.cfg.read_text().splitlines() if line.startswith("[")]
    assert len(found.layers) == len(sections) - 1  # [net] is no layer.
    assert found.totals.weights_bytes == shapes.weights.stat().st_size
    assert found.input is not None
    assert (found.input.width, found.input.height) == (160, 160)
    assert found.diagnostics == ()


def test_convert_names_the_file_that_it_wrote(shapes: Shapes) -> None:
    result = darkroom.convert(
        shapes.cfg, shapes.weights, "out.onnx", names=shapes.names, opset=17, size=(192, 160),
        license={"cfg": "MIT", "weights": "MIT"}, output_names=["a", "b"],
    )  # fmt: skip
    written = Path("out.onnx").read_bytes()
    assert result.model.sha256 == hashlib.sha256(written).hexdigest()
    assert result.model.bytes == len(written)
    assert result.model.opset == 17
    assert result.sources["weights"] == hashlib.sha256(shapes.weights.read_bytes()).hexdigest()
    record = json.loads(Path("out.onnx.provenance.json").read_text())
    assert "MIT" in json.dumps(record)
    extents = darkroom.inspect("out.onnx").input
    assert extents is not None
    assert (extents.width, extents.height) == (192, 160)


def test_paths_may_look_like_options(shapes: Shapes) -> None:
    Path("-q.cfg").write_bytes(shapes.cfg.read_bytes())
    result = darkroom.convert("-q.cfg", shapes.weights, "-o.onnx")
    assert result.model.path == "-o.onnx"
    assert Path("-o.onnx").is_file()


def test_quantize_measures_every_head(shapes: Shapes) -> None:
    result = darkroom.quantize(
        shapes.model, "int8.onnx", calibration=shapes.calibration, effort="fast", sample=20, seed=7,
        bias_correction=False, quiet=True,
    )  # fmt: skip
    assert result.images.used == 20
    assert result.images.sampling is not None
    assert result.images.sampling.seed == "7"
    assert result.quantization is not None
    assert len(result.quantization.heads) == 2
    assert all(head.sqnr and head.sqnr > 10 for head in result.quantization.heads)
    assert result.quantization.heads_sqnr is not None
    assert result.model is not None
    assert result.model.bytes is not None
    assert result.model.bytes < shapes.model.stat().st_size / 2


def test_a_target_is_checked_by_its_rules(shapes: Shapes) -> None:
    result = darkroom.quantize(
        shapes.model, "qnn.onnx", calibration=shapes.calibration, effort="fast", target="qnn",
        quiet=True,
    )  # fmt: skip
    assert result.deployment is not None
    assert result.deployment.target == "qnn"
    assert result.deployment.violations == ()


def test_a_budget_that_nothing_keeps_is_an_exception_with_what_was_tried(shapes: Shapes) -> None:
    with pytest.raises(darkroom.CheckFailed) as caught:
        darkroom.quantize(
            shapes.model, "int8.onnx", calibration=shapes.calibration, effort="fast", sample=20,
            min_sqnr=500, quiet=True,
        )  # fmt: skip
    assert not Path("int8.onnx").exists()
    result = caught.value.result
    if result is not None:
        assert isinstance(result, darkroom.QuantizationResult)
        assert result.budget is not None
        assert not result.budget.holds


def test_detect_finds_what_the_program_prints(shapes: Shapes) -> None:
    images = shapes.images(3)
    found = darkroom.detect(shapes.model, images, threshold=0.3)
    command = [str(darkroom.program()), "detect", str(shapes.model), *map(str, images)]
    command += ["--threshold", "0.3", "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert found.raw == printed
    assert [image.path for image in found] == [str(image) for image in images]
    first = printed["images"][0]["detections"][0]
    assert found.images[0].detections[0].box == tuple(first["box"])
    assert found.images[0].detections[0].label == "cross"
    assert found.model is not None
    assert found.model.precision == "float32"


def test_a_folder_of_images_is_several(shapes: Shapes) -> None:
    assert len(darkroom.detect(shapes.model, shapes.validation)) == 100


def test_evaluate_has_the_metrics_of_coco(shapes: Shapes) -> None:
    result = darkroom.evaluate(
        shapes.model, images=shapes.validation, annotations=shapes.annotations, darknet_map=True,
        resamples=100,
    )  # fmt: skip
    assert result.images == 100
    assert 0.7 < result.metrics.ap < result.metrics.ap50 < 1
    assert [each.name for each in result.per_class] == shapes.names.read_text().split()
    assert result.interval is not None
    assert result.interval.ap.lower < result.metrics.ap < result.interval.ap.upper
    assert result.darknet is not None
    assert result.darknet.points101 > 0.9


def test_evaluate_judges_the_results_of_another_tool(shapes: Shapes) -> None:
    darkroom.detect(shapes.model, shapes.validation, output="found", format="coco")
    own = json.loads(shapes.annotations.read_text())
    numbers = {image["file_name"]: image["id"] for image in own["images"]}
    written = json.loads(Path("found/instances.json").read_text())
    names = {image["id"]: image["file_name"] for image in written["images"]}
    results = [
        {
            "image_id": numbers[Path(names[each["image_id"]]).name],
            "category_id": each["category_id"],
            "bbox": each["bbox"],
            "score": each["score"],
        }
        for each in written["annotations"]
    ]
    Path("results.json").write_text(json.dumps(results))
    result = darkroom.evaluate(annotations=shapes.annotations, results="results.json")
    assert result.subject is not None
    assert result.subject.model is None
    assert result.metrics.ap > 0.6


def test_a_classifier_is_judged_by_folders() -> None:
    cfg, weights = ROOT / "Cfg/shapes-classifier.cfg", ROOT / "Weights/shapes-classifier.weights"
    darkroom.convert(cfg, weights, "c.onnx", names=ROOT / "Cfg/shapes.names", quiet=True)
    result = darkroom.evaluate_classifier("c.onnx", ROOT / "Images/shapes-classifier/validation")
    assert result.images == 200
    assert result.top1.lower < result.top1.value < result.top1.upper
    assert {each.name for each in result.per_class} >= {"circle", "star"}


def test_a_comparison_that_fails_is_a_result(shapes: Shapes) -> None:
    result = darkroom.compare(shapes.model, shapes.int8, shapes.validation, limit=10, min_sqnr=90)
    assert not result.verdict.passed
    assert {check.name for check in result.verdict.checks} >= {"sqnr"}
    assert result.detections.mean_iou is not None
    assert result.detections.mean_iou > 0.9
    assert len(result.images) == 10
    assert result.layers


def test_verify_lists_what_holds_and_raises_at_what_does_not(shapes: Shapes) -> None:
    program = darkroom.program()
    folder = Path("model")
    folder.mkdir()
    for name in ("shapes.onnx", "shapes.onnx.provenance.json"):
        (folder / name).write_bytes((shapes.model.parent / name).read_bytes())
    for arguments in (
        ["keygen", "k.pem"],
        ["manifest", "create", "model"],
        ["sign", "model", "--key", "k.pem"],
    ):
        subprocess.run([program, *arguments], check=True, capture_output=True)
    result = darkroom.verify(folder, key="k.pem.pub")
    assert result.holds
    assert any(line.startswith("signature") for line in result.passed)
    with (folder / "shapes.onnx").open("ab") as file:
        file.write(b"more")
    with pytest.raises(darkroom.CheckFailed, match="was changed") as caught:
        darkroom.verify(folder, key="k.pem.pub")
    assert isinstance(caught.value.result, darkroom.Verification)
    assert not caught.value.result
    assert caught.value.category == "refused"


def test_the_zoo_is_listed_and_built() -> None:
    recipes = ROOT / "Manifests"
    known = darkroom.zoo.list(recipes=recipes)
    assert {"shapes", "yolov4-tiny"} <= {model.name for model in known.models}
    assert next(model for model in known.models if model.name == "shapes").figures is None
    built = darkroom.zoo.build("shapes", recipes=recipes)
    figures = built.models[0].figures
    assert figures is not None
    assert figures.int8_accuracy is not None
    assert figures.int8_accuracy.ap is not None
    assert figures.int8_accuracy.ap > 0.7
    shown = darkroom.zoo.show("shapes", recipes=recipes)
    assert shown.summary.state == "built"
    assert {source.role for source in shown.sources} == {"cfg", "weights", "names"}
    darkroom.zoo.verify("shapes", recipes=recipes)
    darkroom.zoo.publish("shapes", "published", recipes=recipes, key=_key())
    assert darkroom.verify("published", key="k.pem.pub").holds


def _key() -> str:
    subprocess.run([darkroom.program(), "keygen", "k.pem"], check=True, capture_output=True)
    return "k.pem"


def test_notes_go_to_the_log(shapes: Shapes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="darkroom"):
        darkroom.convert(shapes.cfg, shapes.weights, "a.onnx")
        assert any("NOASSERTION" in record.getMessage() for record in caplog.records)
        caplog.clear()
        darkroom.convert(shapes.cfg, shapes.weights, "b.onnx", quiet=True)
        assert not caplog.records

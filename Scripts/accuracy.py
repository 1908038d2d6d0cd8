"""Measures what INT8 costs in accuracy, against ONNX Runtime's own quantization, in one run.

usage: accuracy.py DARKROOM [--models NAME,...] [--forms FORM,... | --forms targets] [--limit N]
                   [--json FILE] [--quantize-arguments ARGUMENT...]

For each detector: the float model, `quantize_static` with one scale for each tensor and ranges from
minima and maxima (the baseline), and what `darkroom quantize` makes in both formats, all calibrated
on the same images, then evaluated by ONNX Runtime and pycocotools on others. Prints Markdown.
Seconds and memory are those of making the file; of the baseline only the seconds in
`quantize_static` itself count. Arguments at the end go to `darkroom quantize`.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

# Nothing large is imported here: the memory of this process would count as that of its commands.
from bench import MODELS, ROOT, SHARED, machine

SCRIPTS = ROOT / "Scripts"
FORMS = ("float", "baseline", "fast", "qoperator", "qdq")
# Forms that `--target` chooses; `litert` is float.
TARGETS = (
    "onnxruntime", "openvino", "tensorrt", "qnn", "rknn", "xint8", "stm32", "opencv", "hardware",
)  # fmt: skip
CLASSES_OF_COCO = 80
COLUMNS = {
    "AP": "ap", "AP50": "ap50", "AP small": "apSmall", "AP medium": "apMedium",
    "AP large": "apLarge", "AP lost": "lost", "head SQNR, dB": "sqnr",
}  # fmt: skip


@dataclass
class Detector:
    """A network and the images it is calibrated with and evaluated on."""

    name: str
    cfg: pathlib.Path
    weights: pathlib.Path
    calibration: pathlib.Path
    images: pathlib.Path
    annotations: pathlib.Path

    def convert(self, darkroom, output):
        return [darkroom, "convert", self.cfg, self.weights, "-o", output, "--quiet"]

    def quantize(self, darkroom, output, form, arguments):
        # `fast` is QOperator with ranges alone, as much as the usual tool does.
        if form in TARGETS:
            shape = ["--target", form]
        else:
            shape = ["--effort", "fast"] if form == "fast" else ["--format", form]
        return [
            darkroom, "quantize", self.cfg, "--weights", self.weights, "--calibration",
            self.calibration, *shape, "-o", output, "--quiet", *arguments,
        ]  # fmt: skip

    def quantize_static(self, model, output):
        return [sys.executable, SCRIPTS / "quantize_static.py", model, output, self.calibration]

    def evaluate(self, models, limit):
        return [
            sys.executable, SCRIPTS / "evaluate_models.py", self.cfg, self.images,
            self.annotations, str(limit), *(f"{name}={path}" for name, path in models.items()),
        ]  # fmt: skip


def detectors():
    """The detectors of COCO's classes, and the embedded one."""
    found = []
    for folder in sorted(MODELS.iterdir() if MODELS.exists() else []):
        cfg = folder / f"{folder.name}.cfg"
        names = cfg.with_suffix(".names").read_text().splitlines()
        if len(names) == CLASSES_OF_COCO:
            coco = SHARED / "coco"
            found.append(
                Detector(
                    folder.name, cfg, cfg.with_suffix(".weights"), coco / "calibration",
                    coco / "evaluation", coco / "instances_evaluation.json",
                )
            )  # fmt: skip
    images = ROOT / "Images" / "shapes"
    embedded = Detector(
        "shapes", ROOT / "Cfg" / "shapes.cfg", ROOT / "Weights" / "shapes.weights",
        images / "calibration", images / "validation", images / "instances_validation.json",
    )  # fmt: skip
    return [*found, embedded]


class Failure(Exception):
    """A command has not done its work."""


def measure(command):
    """What a command prints, its wall time in seconds and its peak resident memory in MB."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            lines = errors.read().decode().strip().splitlines()
            lines = lines or [f"status {process.returncode}"]
            # Python says what happened last.
            raise Failure(lines[-1 if lines[0].startswith("Traceback") else 0])
        return output.read().decode(), elapsed, usage.ru_maxrss / 1000


def make(detector, form, darkroom, folder, arguments):
    """Makes a form of a detector: its file, and what making it took."""
    model = folder / f"{form}.onnx"
    if form == "float":
        command = detector.convert(darkroom, model)
    elif form == "baseline":
        command = detector.quantize_static(folder / "float.onnx", model)
    else:
        command = detector.quantize(darkroom, model, form, arguments)
    printed, seconds, memory = measure(command)
    if form == "baseline":
        seconds = float(printed)
    return model, {"bytes": model.stat().st_size, "seconds": seconds, "megabytes": memory}


def examine(detector, darkroom, forms, limit, arguments):
    """The figures of each form of a detector, and the messages of those that could not be made."""
    models, records, failures = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for form in forms:
            print(f"{detector.name}: {form}", file=sys.stderr)
            try:
                models[form], records[form] = make(
                    detector, form, darkroom, pathlib.Path(folder), arguments
                )
            except Failure as failure:
                failures[form] = str(failure)
        print(f"{detector.name}: evaluation", file=sys.stderr)
        printed, _, _ = measure(detector.evaluate(models, limit))
    for form, figures in json.loads(printed).items():
        records[form] |= figures
        lost = records["float"]["ap"] - figures["ap"]
        records[form]["lost"] = None if form == "float" else lost
    return records, failures


def print_table(name, records, failures):
    print(f"\n### {name}\n")
    titles = [*COLUMNS, "size, MB", "made in, s", "peak memory, MB", "ms per image"]
    print(f"| | {' | '.join(titles)} |\n|{'---|' * (len(titles) + 1)}")
    for form, record in records.items():
        cells = [decimals(record[key]) for key in COLUMNS.values()]
        cells += [
            f"{record['bytes'] / 1e6:.3f}", f"{record['seconds']:.1f}",
            f"{record['megabytes']:.0f}", f"{record['milliseconds']:.1f}",
        ]  # fmt: skip
        print(f"| {form} | {' | '.join(cells)} |")
    for form, message in failures.items():
        print(f"\n{form} could not be made: {message}")
    heads = [
        f"{form} {', '.join(map(decimals, record['headSQNR'].values()))}"
        for form, record in records.items()
        if form != "float"
    ]
    if heads:
        print(f"\nEach head's SQNR in dB: {'; '.join(heads)}.")


def decimals(value):
    """Two, or nothing for a figure that says nothing."""
    return "" if value is None else f"{value:.2f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("darkroom", type=pathlib.Path)
    parser.add_argument("--models", help="detectors by name, all by default")
    parser.add_argument("--forms", default=",".join(FORMS), help="besides float; or `targets`")
    parser.add_argument("--limit", type=int, default=0, help="images to evaluate on, 0 for all")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--quantize-arguments", nargs=argparse.REMAINDER, default=[])
    options = parser.parse_args()
    known = {detector.name: detector for detector in detectors()}
    names = options.models.split(",") if options.models else list(known)
    asked = TARGETS if options.forms == "targets" else options.forms.split(",")
    forms = [form for form in FORMS + TARGETS if form == "float" or form in asked]
    if unknown := [name for name in names if name not in known]:
        parser.error(f"knows {', '.join(known)}, not {', '.join(unknown)}")
    print(f"{machine()}; onnxruntime with one thread; AP from 0 to 100", flush=True)
    results = {}
    for name in names:
        try:
            records, failures = examine(
                known[name], options.darkroom.resolve(), forms, options.limit,
                options.quantize_arguments,
            )  # fmt: skip
        except Failure as failure:
            sys.exit(f"{name} could not be evaluated: {failure}")
        print_table(name, records, failures)
        sys.stdout.flush()
        results[name] = records
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()

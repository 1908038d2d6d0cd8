"""Measures what INT8 costs in accuracy, against ONNX Runtime's own quantization, in one run.

usage: accuracy.py DARKROOM [--models NAME,...] [--forms FORM,... | --forms targets | --ablation]
                   [--limit N] [--json FILE] [--quantize-arguments ARGUMENT...]

For each detector: the float model, `quantize_static` with one scale for each tensor and ranges from
minima and maxima (the baseline), and the forms that `darkroom quantize` makes (accuracy_forms.py),
all calibrated on the same images, then evaluated by ONNX Runtime and pycocotools on others: AP, and
its difference to float with a 95 % bootstrap interval, paired by image. Detectors of classes that
nobody annotated in these images are judged by how far they agree with their float model. With
--ablation the default of both formats is compared with one step changed. Prints Markdown.

Seconds and memory are those of making the file; of the baseline only the seconds in
`quantize_static` itself count. Arguments at the end go to `darkroom quantize`. At the end it says
whether the default form is as good as accuracy_tables.py asks for; exit status 1 if not.
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
import accuracy_tables
from accuracy_forms import (
    ABLATED,
    AGREEMENT,
    ANNOTATIONS,
    DEFAULT,
    FORMATS,
    FORMS,
    TARGETS,
    ablation,
)
from bench import MODELS, ROOT, SHARED, machine

SCRIPTS = ROOT / "Scripts"
CLASSES_OF_COCO = 80


@dataclass
class Detector:
    """A network and the images it is calibrated with and evaluated on."""

    name: str
    cfg: pathlib.Path
    weights: pathlib.Path
    calibration: pathlib.Path
    images: pathlib.Path
    annotations: pathlib.Path
    # None where nobody annotated its classes in the images of calibration.
    calibration_annotations: pathlib.Path | None = None
    # Whether its classes are annotated in the images of evaluation.
    is_annotated: bool = True

    def convert(self, darkroom, output):
        return [darkroom, "convert", self.cfg, self.weights, "-o", output, "--quiet"]

    def quantize(self, darkroom, output, arguments):
        if ANNOTATIONS in arguments and not self.calibration_annotations:
            arguments = AGREEMENT
        arguments = [
            self.calibration_annotations if argument == ANNOTATIONS else argument
            for argument in arguments
        ]
        return [
            darkroom, "quantize", self.cfg, "--weights", self.weights, "--calibration",
            self.calibration, "-o", output, "--quiet", *arguments,
        ]  # fmt: skip

    def quantize_static(self, model, output):
        return [sys.executable, SCRIPTS / "quantize_static.py", model, output, self.calibration]

    def evaluate(self, models, limit, against):
        return [
            sys.executable, SCRIPTS / "evaluate_models.py", "--limit", str(limit),
            "--against", ",".join(against), *([] if self.is_annotated else ["--agreement"]),
            "--", self.cfg, self.images, self.annotations,
            *(f"{name}={path}" for name, path in models.items()),
        ]  # fmt: skip


def detectors():
    """The detectors there are, and the embedded one."""
    found = []
    for folder in sorted(MODELS.iterdir() if MODELS.exists() else []):
        cfg = folder / f"{folder.name}.cfg"
        names = cfg.with_suffix(".names").read_text().splitlines()
        coco = SHARED / "coco"
        is_annotated = len(names) == CLASSES_OF_COCO
        found.append(
            Detector(
                folder.name, cfg, cfg.with_suffix(".weights"), coco / "calibration",
                coco / "evaluation", coco / "instances_evaluation.json",
                coco / "instances_calibration.json" if is_annotated else None, is_annotated,
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
            # A budget that does not hold is a result, and no error.
            said = output.read().decode().strip().splitlines()
            lines = lines or said[-1:] or [f"status {process.returncode}"]
            # Python says what happened last.
            raise Failure(lines[-1 if lines[0].startswith("Traceback") else 0])
        return output.read().decode(), elapsed, usage.ru_maxrss / 1000


def make(detector, form, darkroom, folder, arguments):
    """Makes a form of a detector: its file, and what making it took."""
    model = folder / f"{form.strip('-').replace(' ', '-')}.onnx"
    if form == "float":
        command = detector.convert(darkroom, model)
    elif form == "baseline":
        command = detector.quantize_static(folder / "float.onnx", model)
    else:
        command = detector.quantize(darkroom, model, arguments)
    printed, seconds, memory = measure(command)
    if form == "baseline":
        seconds = float(printed)
    return model, {"bytes": model.stat().st_size, "seconds": seconds, "megabytes": memory}


def examine(detector, darkroom, forms, limit, against):
    """The metrics of each form of a detector, and the messages of those that could not be made."""
    models, records, failures = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for form, arguments in forms.items():
            print(f"{detector.name}: {form}", file=sys.stderr)
            try:
                models[form], records[form] = make(
                    detector, form, darkroom, pathlib.Path(folder), arguments
                )
            except Failure as failure:
                if form == "float":
                    raise
                failures[form] = str(failure)
        print(f"{detector.name}: evaluation", file=sys.stderr)
        against = [form for form in against if form in models]
        printed, _, _ = measure(detector.evaluate(models, limit, against))
    for form, metrics in json.loads(printed).items():
        records[form] |= metrics
    return {"forms": records, "failures": failures}


def comparisons(names, forms, is_ablation):
    """What is measured together: title, detector, forms with their arguments, and the forms that
    AP is compared with."""
    if not is_ablation:
        return [(name, name, forms, ["float"]) for name in names]
    return [
        (f"{name}, {format}", name, {"float": (), **ablation(format)}, ["float", format])
        for name in names
        for format in FORMATS
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("darkroom", type=pathlib.Path)
    parser.add_argument("--models", help="detectors by name, all by default")
    parser.add_argument("--forms", default=",".join(FORMS), help="besides float; or `targets`")
    parser.add_argument("--ablation", action="store_true", help="single steps in place of forms")
    parser.add_argument("--limit", type=int, default=0, help="images to evaluate on, 0 for all")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--quantize-arguments", nargs=argparse.REMAINDER, default=[])
    options = parser.parse_args()
    known = {detector.name: detector for detector in detectors()}
    usual = ABLATED if options.ablation else known
    names = options.models.split(",") if options.models else list(usual)
    asked = TARGETS if options.forms == "targets" else options.forms.split(",")
    for found, all_known in ((names, known), (asked, FORMS | TARGETS)):
        if unknown := [name for name in found if name not in all_known]:
            parser.error(f"knows {', '.join(all_known)}, not {', '.join(unknown)}")
    forms = {name: arguments for name, arguments in (FORMS | TARGETS).items() if name in asked}
    print(f"{machine()}; onnxruntime with one thread; AP from 0 to 100; in brackets the 95 %")
    print("interval; ~ where a difference cannot be told from 0, which lies within", flush=True)
    results, wrong = {}, []
    for title, name, made, against in comparisons(names, {"float": (), **forms}, options.ablation):
        extended = {
            form: (*arguments, *options.quantize_arguments) for form, arguments in made.items()
        }
        try:
            results[title] = examine(
                known[name], options.darkroom.resolve(), extended, options.limit, against
            )
        except Failure as failure:
            wrong.append(f"{title} could not be evaluated: {failure}")
            continue
        accuracy_tables.table(title, results[title])
        sys.stdout.flush()
    if results and not options.ablation:
        accuracy_tables.summary(results)
    if not options.ablation and DEFAULT in asked:
        wrong += accuracy_tables.problems(results)
        if not wrong:
            print(f"\naccepted: {DEFAULT} of {', '.join(results)}")
    if options.json:
        record = {"machine": machine(), "detectors": results, "problems": wrong}
        options.json.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n")
    if wrong:
        print("\nnot accepted:")
        for problem in wrong:
            print(f"- {problem}")
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Converts, quantizes and measures every network there is, as one table to compare commits with.

usage: ecosystem.py DARKROOM [-o FOLDER] [--quick] [--only PATTERN]
       ecosystem.py --compare BEFORE AFTER

Three groups of networks, each as far as it is there:

cfg          the cfgs of AlexeyAB's darknet (../shared/darknet-cfg), or those in Cfg, with random
             weights: converted only, as INT8 of random weights would measure nothing
conformance  the networks of the conformance suite, calibrated with 8 images
checkpoint   trained networks (../shared/models, and the embedded one), with AP where there are
             annotated images of their classes

Of each: bytes and SHA-256 of the float and the INT8 model, SQNR of all heads together, AP, and
seconds of each step. What fails is a row with its message. FOLDER, .build/report/COMMIT by default,
gets ecosystem.json and ecosystem.md.

--quick leaves out networks with more than 20 MB of weights, and calibrates with and evaluates on 50
images at most. --compare takes two folders, or two ecosystem.json, and prints what changed; its
exit status is 1 if anything but time did, and 2 if there is nothing to compare.
"""

import argparse
import array
import fnmatch
import json
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from accuracy import CLASSES_OF_COCO, Failure, measure
from bench import MODELS, ROOT, SHARED, machine

SCHEMA = 1
SHAPES = ROOT / "Images" / "shapes"
COCO = SHARED / "coco"
CALIBRATION_OF_CONFORMANCE = 8
QUICK_BYTES = 20_000_000
QUICK_IMAGES = 50
# A step's time is worth a line of its own from this ratio and this many seconds on.
SLOWER = 1.5
SECONDS = 1.0
# What the table shows, and how; a comparison looks at the same text.
COLUMNS = {
    "float bytes": ("floatBytes", "{:,}"),
    "float SHA-256": ("floatSHA256", "{:.12}"),
    "INT8 bytes": ("int8Bytes", "{:,}"),
    "INT8 SHA-256": ("int8SHA256", "{:.12}"),
    "SQNR, dB": ("sqnr", "{:.2f}"),
    "AP": ("ap", "{:.4f}"),
    "AP INT8": ("apINT8", "{:.4f}"),
    "images": ("images", "{}"),
    "error": ("error", "{}"),
}
STEPS = ("inspect", "convert", "quantize", "evaluate", "evaluate INT8")


@dataclass
class Model:
    """A network, and what it is measured with; without weights, random ones are made."""

    group: str
    name: str
    cfg: pathlib.Path
    weights: pathlib.Path | None = None
    names: pathlib.Path | None = None
    calibration: list[pathlib.Path] | None = None
    images: pathlib.Path | None = None
    annotations: pathlib.Path | None = None


def published():
    folder = SHARED / "darknet-cfg"
    folder = folder if folder.exists() else ROOT / "Cfg"
    return [Model("cfg", cfg.stem, cfg) for cfg in sorted(folder.glob("*.cfg"))]


def conformance():
    here = ROOT / "Tests" / "Fixtures" / "conformance"
    folder = here if here.exists() else SHARED / "conformance"
    calibration = sorted((SHAPES / "calibration").iterdir())[:CALIBRATION_OF_CONFORMANCE]
    return [
        Model("conformance", cfg.parent.name, cfg, cfg.with_suffix(".weights"), None, calibration)
        for cfg in sorted(folder.glob("*/net.cfg"))
    ]


def checkpoints():
    models = [
        Model(
            "checkpoint",
            "shapes",
            ROOT / "Cfg" / "shapes.cfg",
            ROOT / "Weights" / "shapes.weights",
            ROOT / "Cfg" / "shapes.names",
            sorted((SHAPES / "calibration").iterdir()),
            SHAPES / "validation",
            SHAPES / "instances_validation.json",
        )
    ]
    for cfg in sorted(MODELS.glob("*/*.cfg")):
        names = cfg.with_suffix(".names")
        model = Model("checkpoint", cfg.stem, cfg, cfg.with_suffix(".weights"))
        model.names = names if names.exists() else None
        if (COCO / "calibration").exists():
            model.calibration = sorted((COCO / "calibration").iterdir())
        classes = len(names.read_text().splitlines()) if names.exists() else 0
        if classes == CLASSES_OF_COCO and COCO.exists():
            model.images = COCO / "evaluation"
            model.annotations = COCO / "instances_evaluation.json"
        models.append(model)
    return models


def write_random_weights(path, size):
    """A weights file of this many bytes: the header of version 0.2.5, then positive numbers (a
    variance must be), the same 1,000,003 again and again."""
    generator = random.Random(1)
    block = array.array("f", (0.001 + 0.02 * generator.random() for _ in range(1_000_003)))
    if sys.byteorder == "big":
        block.byteswap()
    with path.open("wb") as file:
        file.write(struct.pack("<iiiQ", 0, 2, 5, 0))
        while (left := size - file.tell()) > 0:
            file.write(block.tobytes()[:left])


class Run:
    """The steps of one network; the row grows until a step fails."""

    def __init__(self, darkroom, model, folder, limit):
        self.darkroom = darkroom
        self.model = model
        self.folder = folder
        self.limit = limit
        self.row = {"group": model.group, "name": model.name, "seconds": {}}

    def step(self, name, *arguments):
        """The JSON that a command prints."""
        try:
            printed, seconds, _ = measure([self.darkroom, *arguments, "--json", "--quiet"])
        except Failure as failure:
            message = str(failure)
            for folder in (self.folder, self.model.cfg.parent):
                message = message.replace(f"{folder}/", "")
            raise Failure(f"{name}: {message}") from None
        self.row["seconds"][name] = seconds
        return json.loads(printed)

    def weights_bytes(self):
        """Of the weights that the cfg asks for."""
        if self.model.weights:
            return self.model.weights.stat().st_size
        return self.step("inspect", "inspect", self.model.cfg)["totals"]["weightsBytes"]

    def note(self, form, made):
        self.row[f"{form}Bytes"] = made["model"]["bytes"]
        self.row[f"{form}SHA256"] = made["model"]["sha256"]

    def convert(self, size):
        weights = self.model.weights
        if not weights:
            weights = self.folder / "random.weights"
            write_random_weights(weights, size)
        names = ["--names", self.model.names] if self.model.names else []
        output = self.folder / "float.onnx"
        arguments = ["convert", self.model.cfg, weights, *names, "-o", output]
        self.note("float", self.step("convert", *arguments))
        return output

    def quantize(self, model):
        images = self.folder / "calibration.txt"
        images.write_text("".join(f"{path}\n" for path in self.model.calibration[: self.limit]))
        output = self.folder / "int8.onnx"
        made = self.step("quantize", "quantize", model, "--calibration", images, "-o", output)
        self.note("int8", made)
        self.row["sqnr"] = made["quantization"]["headsSQNR"]
        return output

    def evaluate(self, step, model):
        limit = ["--limit", str(self.limit)] if self.limit else []
        arguments = [
            "evaluate", model, "--images", self.model.images, "--annotations",
            self.model.annotations, "--resamples", "0", *limit,
        ]  # fmt: skip
        result = self.step(step, *arguments)
        self.row["images"] = result["images"]
        return result["metrics"]["ap"]

    def all(self, size):
        model = self.convert(size)
        if self.model.images:
            self.row["ap"] = self.evaluate("evaluate", model)
        if self.model.calibration:
            quantized = self.quantize(model)
            if self.model.images:
                self.row["apINT8"] = self.evaluate("evaluate INT8", quantized)


def examine(darkroom, model, output, quick):
    """The row of a network, or nothing if it is too large for a quick report."""
    with tempfile.TemporaryDirectory(dir=output) as folder:
        run = Run(darkroom, model, pathlib.Path(folder), QUICK_IMAGES if quick else None)
        try:
            size = run.weights_bytes()
            if quick and size > QUICK_BYTES:
                return None
            print(f"{model.group} {model.name}", file=sys.stderr)
            run.all(size)
        except (Failure, OSError, ValueError, KeyError) as error:
            known = isinstance(error, Failure)
            run.row["error"] = str(error) if known else f"{type(error).__name__}: {error}"
        return run.row


def commit():
    try:
        command = ["git", "-C", ROOT, "describe", "--always", "--dirty", "--exclude=*"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def version(darkroom):
    try:
        return measure([darkroom, "--version"])[0].strip()
    except (OSError, Failure) as error:
        stop(f"{darkroom} does not run: {error}")


def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def table(titles, rows):
    lines = [titles, ["---"] * len(titles), *rows]
    escaped = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in escaped)


def shown(row, title):
    key, form = COLUMNS[title]
    value = row.get(key)
    return "" if value is None else form.format(value)


def markdown(report):
    parts = [
        f"# Ecosystem report of {report['commit']}\n\n{report['version']}, {report['machine']}"
        f"{', quick' if report['quick'] else ''}. "
        f"{len(report['rows'])} networks, {sum('error' in row for row in report['rows'])} of them "
        f"with an error.\n"
    ]
    for group in dict.fromkeys(row["group"] for row in report["rows"]):
        rows = [row for row in report["rows"] if row["group"] == group]
        # Columns that say nothing of a group are left out.
        titles = [title for title in COLUMNS if any(shown(row, title) for row in rows)]
        steps = [step for step in STEPS if any(step in row["seconds"] for row in rows)]
        lines = []
        for row in rows:
            times = (row["seconds"].get(step) for step in steps)
            cells = ("" if time is None else f"{time:.2f}" for time in times)
            lines.append([row["name"], *(shown(row, title) for title in titles), *cells])
        parts.append(table(["network", *titles, *(f"{step}, s" for step in steps)], lines))
    return "\n".join(parts)


def make(options):
    darkroom = options.darkroom.resolve()
    measured = commit()
    output = options.output or ROOT / ".build" / "report" / measured
    output.mkdir(parents=True, exist_ok=True)
    printed = version(darkroom)
    rows = []
    for model in [*conformance(), *checkpoints(), *published()]:
        if fnmatch.fnmatch(model.name, options.only):
            rows.append(examine(darkroom, model, output, options.quick))
    report = {
        "schemaVersion": SCHEMA,
        "commit": measured,
        "version": printed,
        "machine": machine(),
        "quick": options.quick,
        "rows": [row for row in rows if row],
    }
    (output / "ecosystem.json").write_text(json.dumps(report, indent=2, sort_keys=True) + "\n")
    (output / "ecosystem.md").write_text(markdown(report))
    print(output / "ecosystem.md")


def read(path):
    path = path / "ecosystem.json" if path.is_dir() else path
    try:
        report = json.loads(path.read_text())
        if report["schemaVersion"] != SCHEMA:
            stop(f"{path}: schemaVersion {report['schemaVersion']}, not {SCHEMA}")
        return report, {(row["group"], row["name"]): row for row in report["rows"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        stop(f"{path}: not an ecosystem report: {error}")


def changes(before, after):
    """Lines of network, column, before and after."""
    lines = []
    for group, name in before | after:
        network = f"{group} {name}"
        a, b = before.get((group, name)), after.get((group, name))
        if a is None or b is None:
            lines.append([network, "", "" if a is None else "there", "" if b is None else "there"])
            continue
        for title, (key, _) in COLUMNS.items():
            x, y = shown(a, title), shown(b, title)
            # Digests are shown in part.
            if x != y or ("SHA-256" in title and a.get(key) != b.get(key)):
                lines.append([network, title, x, y])
    return lines


def times(before, after):
    """Lines of the whole time of each step, and of networks that take much more or less of it."""
    lines = []
    both = [(key, before[key]["seconds"], after[key]["seconds"]) for key in before if key in after]
    for step in STEPS:
        pairs = [(key, x[step], y[step]) for key, x, y in both if step in x and step in y]
        if not pairs:
            continue
        whole = ("all", sum(x for _, x, _ in pairs), sum(y for _, _, y in pairs))
        large = [
            (" ".join(key), x, y)
            for key, x, y in pairs
            if max(x, y) >= SECONDS and not 1 / SLOWER < y / x < SLOWER
        ]
        for network, x, y in [whole, *large]:
            lines.append([network, step, f"{x:.2f}", f"{y:.2f}", f"{y / x:.2f}"])
    return lines


def compare(paths):
    # A reader that stops early (head) must not look like differences.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    (one, before), (other, after) = map(read, paths)
    differences = changes(before, after)
    if one["quick"] != other["quick"]:
        print("One report is quick, the other is not.\n", file=sys.stderr)
    print(f"# {one['commit']} and {other['commit']}\n")
    if differences:
        print(table(["network", "what", "before", "after"], differences))
    both = len(before.keys() & after.keys())
    print(f"{both} networks compared, {len(differences)} differences.\n")
    print(table(["network", "step", "before, s", "after, s", "ratio"], times(before, after)))
    return 1 if differences else 0


def main():
    summary, _, rest = __doc__.split("\n\n", 2)
    parser = argparse.ArgumentParser(
        description=summary, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("darkroom", nargs="?", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--quick", action="store_true", help="small networks, few images")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="networks by name")
    parser.add_argument(
        "--compare", nargs=2, type=pathlib.Path, metavar=("BEFORE", "AFTER"), help="two reports"
    )
    options = parser.parse_args()
    if options.compare:
        sys.exit(compare(options.compare))
    if not options.darkroom:
        parser.error("pass DARKROOM, or --compare BEFORE AFTER")
    make(options)


if __name__ == "__main__":
    main()

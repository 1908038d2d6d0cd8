"""Runs each form of a model on each runtime, and makes the table of the README of what was seen.

usage: matrix.py DARKROOM [--runtimes NAME,...] [--networks NAME,...] [--forms FORMS.json]
                 [--only FORM,...] [--folders FOLDER] [--jobs N]
                 [--write README.md | --check README.md]

A form is a name and the arguments of darkroom that make it (Scripts/matrix_forms.json). A runtime
is a class of Tests/Peers/runtimes/run.py; its packages are in FOLDER/NAME (`Scripts/runtimes`) or
in the environment of this script. Every cell is a process of its own. What its word means:

right    the outputs are those of ONNX Runtime, and so are the boxes in one image: float models to
         60 dB; INT8 models, whose runtimes round differently, are no farther from the float model
         than ONNX Runtime by more than 6 dB, which is twice its distance. Each box with a score
         over 0.3 has a box of its class in the other result, with an IoU of 0.9; of INT8 models
         0.75, COCO's strict bound, as two roundings of one model differ like two INT8 models.
float    the same, but the runtime's own plan has most convolutions of an INT8 model in float.
wrong    it ran without an error, and computed something else.
refused  it said so. crash: a signal ended it. hang: it was not done after LIMIT seconds.
?        it was not run.

ONNX Runtime itself is held against darkroom's engine. Prints all that was measured as Markdown.
--write puts the words into the table of a document, in the cells that were run; where networks
differ, a cell has a word for each, in the order of NETWORKS. --check compares the table with what
was seen; exit status 1 where they differ.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "Python/src"))
sys.path.append(str(ROOT / "Tests/Peers/runtimes"))

import run  # noqa: E402

import darkroom  # noqa: E402

TITLES = {
    "onnxruntime": "ONNX Runtime", "openvino": "OpenVINO", "opencv4": "OpenCV", "opencv5": "OpenCV",
    "ncnn": "ncnn", "mnn": "MNN", "litert": "LiteRT", "tvm": "TVM", "tract": "tract",
    "iree": "IREE",
}  # fmt: skip
NETWORKS = ("shapes", "yolov4-tiny", "yolo-fastest-1.1")
LEAST_FLOAT = 60
MOST_LOST = 6
THRESHOLD, SURE = 0.2, 0.3
LEAST_IOU_FLOAT, LEAST_IOU_INT8 = 0.9, 0.75
# Accuracy is not what is looked at, so few images do.
CALIBRATION_IMAGES = 16
LIMIT = 900
BEGIN, END = "<!-- matrix -->", "<!-- /matrix -->"


@dataclass
class Network:
    name: str

    @property
    def embedded(self):
        return self.name == "shapes"

    @property
    def checkpoint(self):
        """The cfg, the weights, the names."""
        if self.embedded:
            places = ("Cfg/shapes.cfg", "Weights/shapes.weights", "Cfg/shapes.names")
            return [ROOT / place for place in places]
        return [
            SHARED / f"models/{self.name}/{self.name}.{end}" for end in ("cfg", "weights", "names")
        ]

    @property
    def image(self):
        place = ROOT / "Images/shapes/validation/000000.jpg"
        return place if self.embedded else SHARED / "images/dog.jpg"

    def calibration(self, folder):
        """A list of the images to calibrate with."""
        images = (
            ROOT / "Images/shapes/calibration" if self.embedded else SHARED / "coco/calibration"
        )
        path = folder / f"{self.name}.txt"
        some = sorted(images.glob("*.jpg"))[:CALIBRATION_IMAGES]
        path.write_text("".join(f"{image}\n" for image in some))
        return path

    def make(self, darkroom, arguments, folder, path):
        """Makes one form of it."""
        cfg, weights, names = self.checkpoint
        command, *options = arguments.split()
        line = [darkroom, command, cfg]
        line += [weights] if command == "convert" else [
            "--weights", weights, "--calibration", self.calibration(folder), "--effort", "fast"
        ]  # fmt: skip
        line += ["--names", names, "-o", path, "--quiet", *options]
        subprocess.run(list(map(str, line)), check=True, stdout=subprocess.DEVNULL)


@dataclass
class Result:
    """What a runtime made of a model: outputs by name, or how it failed."""

    outputs: dict = field(default_factory=dict)
    failure: str = ""
    message: str = ""
    seconds: float = 0
    layers: tuple = ()
    megabytes: float = 0


@dataclass
class Cell:
    word: str
    result: Result
    to_reference: float = np.nan
    to_float: float = np.nan
    # How many times as fast as the first float form on the same runtime.
    speed: float = np.nan


class Decoder:
    """Boxes of outputs that some runtime computed."""

    def __init__(self, model):
        self.session = darkroom.session(model)

    def boxes(self, outputs, path):
        with Image.open(path) as image:
            size = image.size
        return self.session.decode(outputs, size, threshold=THRESHOLD, nms=0.45)

    def values(self, path):
        """An image as the input of the model."""
        return self.session.prepare(path).astype(np.float32)


def decibels(found, expected):
    """Signal to noise of the worst output of those that are numbers in both."""
    worst = np.inf
    for name, values in expected.items():
        if name not in found or values.dtype.kind != "f":
            continue
        if found[name].shape != values.shape or not np.isfinite(found[name]).all():
            return -np.inf
        right = values.astype(np.float64)
        noise = np.square(found[name] - right).sum()
        worst = min(worst, 10 * np.log10(np.square(right).sum() / noise) if noise else np.inf)
    return worst


def iou(one, other):
    one, other = np.array(one), np.array(other)
    low = np.maximum(one[:2], other[:2])
    high = np.minimum(one[:2] + one[2:], other[:2] + other[2:])
    common = np.maximum(high - low, 0).prod()
    return common / (one[2:].prod() + other[2:].prod() - common)


def same_boxes(ours, theirs, least_iou):
    def partnered(box, others):
        return any(
            box.class_index == other.class_index and iou(box.box, other.box) >= least_iou
            for other in others
        )

    return all(
        partnered(box, others)
        for boxes, others in ((ours, theirs), (theirs, ours))
        for box in boxes
        if box.score > SURE
    )


class Matrix:
    def __init__(self, darkroom, folders, work):
        self.darkroom, self.folders, self.work = darkroom, folders, work

    def environment(self, runtime):
        folder = self.folders / runtime
        extra = {"PYTHONPATH": str(folder)} if folder.is_dir() else {}
        return {**os.environ, **extra, "TF_CPP_MIN_LOG_LEVEL": "3"}

    def python(self, runtime, *arguments):
        return subprocess.run(
            [sys.executable, run.__file__, runtime, *map(str, arguments)], check=False,
            env=self.environment(runtime), capture_output=True, text=True, timeout=LIMIT,
        )  # fmt: skip

    def version(self, runtime):
        said = self.python(runtime)
        if said.returncode:
            raise SystemExit(f"matrix: {runtime} is not installed (make matrix): {said.stderr}")
        return said.stdout.strip()

    def run(self, runtime, model, values):
        path = self.work / f"{model.stem}-{runtime}.npz"
        try:
            said = self.python(runtime, model, values, path)
        except subprocess.TimeoutExpired:
            return Result(failure="hang", message=f"not done after {LIMIT} s")
        message = said.stderr.strip()[-2000:]
        if said.returncode == run.REFUSED:
            return Result(failure="refused", message=message)
        if said.returncode < 0:
            return Result(failure="crash", message=f"signal {-said.returncode}")
        if said.returncode:
            raise SystemExit(f"matrix: {runtime} with {model}: {message}")
        with np.load(path) as kept:
            outputs = {x[7:]: kept[x] for x in kept.files if x.startswith("output ")}
            return Result(
                outputs, seconds=float(kept["seconds"]), layers=tuple(map(int, kept["layers"])),
                megabytes=float(kept["megabytes"]),
            )  # fmt: skip

    def engine(self, model, values, like):
        """What darkroom's own engine computes, in types and shapes of ONNX Runtime's outputs."""
        raw, folder = values.with_suffix(".f32"), self.work / f"{model.stem}-engine"
        np.load(values).tofile(raw)
        line = [self.darkroom, "run", model, "-i", raw, "-o", folder, "--quiet", "--force"]
        subprocess.run(list(map(str, line)), check=True, stdout=subprocess.DEVNULL)
        outputs = {}
        for index, (name, value) in enumerate(like.items()):
            found = np.fromfile(folder / f"output_{index}.f32", np.float32)
            outputs[name] = found.astype(value.dtype).reshape(-1, *value.shape[1:])
        return outputs

    def judge(self, result, reference, floats, decoder, image):
        """The word for a result, against the outputs it should have and those of float models."""
        if result.failure:
            return Cell(result.failure, result)
        to_reference = decibels(result.outputs, reference)
        cell = Cell("wrong", result, to_reference, decibels(result.outputs, floats))
        is_float = floats is reference
        if is_float:
            is_near = to_reference >= LEAST_FLOAT
        else:
            is_near = cell.to_float >= decibels(reference, floats) - MOST_LOST
        if is_near:
            pair = [decoder.boxes(outputs, image) for outputs in (result.outputs, reference)]
            if same_boxes(*pair, LEAST_IOU_FLOAT if is_float else LEAST_IOU_INT8):
                integer, count = result.layers or (1, 1)
                cell.word = "right" if is_float or integer * 2 >= count else "float"
        return cell

    def cells(self, network, forms, chosen, runtimes, jobs):
        """The cells of a network for the chosen forms, by form and runtime."""
        is_float = {form: line.startswith("convert") for form, line in forms.items()}
        models = {}
        for form in forms:
            if is_float[form] or form in chosen:
                name = re.sub(r"[^a-z0-9.]+", "-", f"{network.name} {form}".lower())
                models[form] = self.work / f"{name}.onnx"
                network.make(self.darkroom, forms[form], self.work, models[form])
        decoders = {form: Decoder(model) for form, model in models.items()}
        values = self.work / f"{network.name}.npy"
        np.save(values, next(iter(decoders.values())).values(network.image))

        # ONNX Runtime's results are what the others are held against, those of all float forms the
        # reference of the INT8 ones.
        pairs = [(form, runtime) for form in chosen for runtime in runtimes]
        first = next(iter(models))
        needed = [(form, "onnxruntime") for form in models]
        needed = dict.fromkeys([*needed, *((first, runtime) for runtime in runtimes), *pairs])
        with ThreadPoolExecutor(jobs) as pool:
            found = pool.map(lambda pair: self.run(pair[1], models[pair[0]], values), needed)
            results = dict(zip(needed, found, strict=True))
        floats = {}
        for form in filter(is_float.get, models):
            floats |= results[form, "onnxruntime"].outputs
        cells = {}
        for form, runtime in pairs:
            reference = results[form, "onnxruntime"].outputs
            if runtime == "onnxruntime":
                reference = self.engine(models[form], values, reference)
            known = reference if is_float[form] else floats
            arguments = (results[form, runtime], reference, known, decoders[form], network.image)
            cells[form, runtime] = self.judge(*arguments)
            if not results[form, runtime].failure:
                base = results[first, runtime].seconds
                cells[form, runtime].speed = base / results[form, runtime].seconds
        return cells


def details(cells):
    """Everything measured, as Markdown."""
    yield (
        "| form | runtime | | dB to reference | to float | 8-bit convolutions | ms "
        "| times as fast as float | MB | said |"
    )
    yield "|---|---|---|--:|--:|--:|--:|--:|--:|---|"
    for (form, runtime), cell in cells.items():
        result = cell.result
        said = result.message.replace("|", "/").replace("\n", " ")[-160:]
        numbers = [""] * 6
        if not result.failure:
            layers = "{} of {}".format(*result.layers) if result.layers else ""
            numbers = [
                f"{cell.to_reference:.1f}", f"{cell.to_float:.1f}", layers,
                f"{result.seconds * 1000:.1f}",
                f"{cell.speed:.2f}",
                f"{result.megabytes:.0f}",
            ]  # fmt: skip
        yield f"| {form} | {runtime} | {cell.word} | {' | '.join(numbers)} | {said} |"


class Table:
    """The table of a document: words by form and title of the runtime, one for each network."""

    def __init__(self, document):
        self.before, rest = document.split(BEGIN)
        table, self.after = rest.split(END)
        lines = [line for line in table.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        self.titles = rows[0][1:] if rows else []
        self.words = {
            (row[0], title): words.split(" / ") if " / " in words else [words] * len(NETWORKS)
            for row in rows[2:]
            for title, words in zip(self.titles, row[1:], strict=True)
        }

    def document(self, forms):
        """The document with the table of these forms."""
        lines = [f"| | {' | '.join(self.titles)} |", "|---|" + "---|" * len(self.titles)]
        for form in forms:
            words = [self.words.get((form, title), ["?"]) for title in self.titles]
            cells = [x[0] if len(set(x)) == 1 else " / ".join(x) for x in words]
            lines.append(f"| {form} | {' | '.join(cells)} |")
        return "\n".join([self.before + BEGIN, *lines, END + self.after])

    def put(self, network, form, title, word):
        words = self.words.setdefault((form, title), ["?"] * len(NETWORKS))
        words[NETWORKS.index(network)] = word

    def complaint(self, network, form, title, cell):
        words = self.words.get((form, title))
        if words is None:
            return f"the table has no cell for {form} and {title}"
        word = words[NETWORKS.index(network)]
        if word == cell.word:
            return None
        return (
            f"{network}, {form}, {title}: the table says {word}, seen was {cell.word} "
            f"({cell.to_reference:.1f} dB to ONNX Runtime, {cell.to_float:.1f} dB to float) "
            f"{cell.result.message[-300:]}"
        )


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    parser.add_argument("darkroom", type=pathlib.Path)
    parser.add_argument("--runtimes", default=",".join(TITLES))
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--forms", type=pathlib.Path, default=ROOT / "Scripts/matrix_forms.json")
    parser.add_argument("--only")
    parser.add_argument("--folders", type=pathlib.Path, default=ROOT / ".build/runtimes")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--check", type=pathlib.Path)
    arguments = parser.parse_args()
    forms = json.loads(arguments.forms.read_text())
    chosen = [form for form in forms if not arguments.only or form in arguments.only.split(",")]
    runtimes = [name for name in TITLES if name in arguments.runtimes.split(",")]
    networks = [name for name in NETWORKS if name in arguments.networks.split(",")]
    path = arguments.write or arguments.check
    document = Table(path.read_text() if path else BEGIN + END)
    faults = []
    with tempfile.TemporaryDirectory() as work:
        matrix = Matrix(arguments.darkroom.resolve(), arguments.folders, pathlib.Path(work))
        known = TITLES if arguments.write else runtimes
        titles = {name: f"{TITLES[name]} {matrix.version(name)}" for name in known}
        if arguments.write:
            document.titles = list(titles.values())
        for network in networks:
            cells = matrix.cells(Network(network), forms, chosen, runtimes, arguments.jobs)
            print(f"\n{network}\n", *details(cells), sep="\n", flush=True)
            for (form, runtime), cell in cells.items():
                faults.append(document.complaint(network, form, titles[runtime], cell))
                document.put(network, form, titles[runtime], cell.word)
    if arguments.write:
        arguments.write.write_text(document.document(forms))
    if arguments.check:
        faults = [fault for fault in faults if fault]
        print(*faults, sep="\n", file=sys.stderr)
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())

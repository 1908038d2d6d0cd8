"""Measures how long models take, against ONNX Runtime and ncnn, in alternating rounds."""

import importlib.util
import json
import logging
import pathlib
import statistics
import subprocess
import sys
import textwrap
import time

import ncnn
import numpy
import onnxruntime
from onnxruntime import quantization
from PIL import Image

IMAGES_FOR_RANGES = 8
RUNS_IN_A_ROUND = 3
# Threads of a runtime go on waiting for work after a run; the next one starts when they sleep.
PAUSE = 0.05


class Darkroom:
    """The engine of the program under test, which times itself."""

    def __init__(self, program, model, threads, *options):
        self.model = model
        self.command = [
            program, "inspect", model, "--profile", "--json", "--threads", str(threads),
            "--runs", str(RUNS_IN_A_ROUND), *options,
        ]  # fmt: skip

    def milliseconds(self):
        """The median of a few runs, after one to warm up."""
        result = subprocess.run(self.command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            message = result.stderr.strip().removeprefix(f"{self.model}: ")
            raise RuntimeError(textwrap.shorten(message, 200) or f"status {result.returncode}")
        return json.loads(result.stdout)["milliseconds"]


class Peer:
    """A runtime that is timed from here; `run` runs its model once."""

    def milliseconds(self):
        """The median of a few runs, after one to warm up."""
        self.run()
        times = []
        for _ in range(RUNS_IN_A_ROUND):
            start = time.perf_counter()
            self.run()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1000


class OnnxRuntime(Peer):
    def __init__(self, model, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model, options)
        self.feed = {self.session.get_inputs()[0].name: noise(input_shape(self.session))}

    def run(self):
        return self.session.run(None, self.feed)


class Ncnn(Peer):
    def __init__(self, model, shape, outputs, threads):
        self.net = ncnn.Net()
        self.net.opt.num_threads = threads
        # Float, as the others compute.
        self.net.opt.use_fp16_packed = False
        self.net.opt.use_fp16_storage = False
        self.net.opt.use_fp16_arithmetic = False
        if self.net.load_param(f"{model}.param") or self.net.load_model(f"{model}.bin"):
            sys.exit(f"ncnn cannot load {model}")
        # A Mat only borrows the memory of an array.
        self.values = noise(shape)[0]
        self.input = ncnn.Mat(self.values)
        self.outputs = [f"out{index}" for index in range(outputs)]

    def run(self):
        extractor = self.net.create_extractor()
        extractor.input("in0", self.input)
        return [numpy.array(extractor.extract(name)[1])[None] for name in self.outputs]


def noise(shape):
    return numpy.random.default_rng(0).random(shape, dtype=numpy.float32)


def input_shape(session):
    return session.get_inputs()[0].shape


def convert_to_ncnn(model):
    """The model as ncnn takes it, by pnnx; the path without its endings."""
    # Importing it would import torch.
    [package] = importlib.util.find_spec("pnnx").submodule_search_locations
    converter = pathlib.Path(package) / "pnnx"
    converter.chmod(0o755)
    subprocess.run(
        [converter, model.name, "fp16=0"], cwd=model.parent, check=True, capture_output=True
    )
    return model.with_suffix(".ncnn")


def letterbox(path, width, height):
    """An image as the models take it: [1, 3, H, W], 0 to 1, filled with 114."""
    image = Image.open(path).convert("RGB")
    scale = min(width / image.width, height / image.height)
    size = (round(image.width * scale), round(image.height * scale))
    canvas = Image.new("RGB", (width, height), (114, 114, 114))
    place = ((width - size[0]) // 2, (height - size[1]) // 2)
    canvas.paste(image.resize(size, Image.Resampling.BILINEAR), place)
    values = numpy.asarray(canvas, dtype=numpy.float32) / 255
    return values.transpose(2, 0, 1)[None].copy()


class Images(quantization.CalibrationDataReader):
    def __init__(self, name, batches):
        self.feeds = iter([{name: batch} for batch in batches])

    def get_next(self):
        return next(self.feeds, None)


def quantize(model, images):
    """ONNX Runtime's own INT8 model: QOperator, uint8 activations, int8 weights for each tensor."""
    session = onnxruntime.InferenceSession(model)
    _, _, height, width = input_shape(session)
    paths = sorted(images.glob("*.jpg"))[:IMAGES_FOR_RANGES]
    if not paths:
        sys.exit(f"needs images in {images}")
    output = model.with_suffix(".int8.onnx")
    # It advises to fold batch normalization first, which is done.
    logging.getLogger().setLevel(logging.ERROR)
    quantization.quantize_static(
        model,
        output,
        Images(session.get_inputs()[0].name, [letterbox(path, width, height) for path in paths]),
        quant_format=quantization.QuantFormat.QOperator,
        per_channel=False,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
        calibrate_method=quantization.CalibrationMethod.MinMax,
    )
    return output


def leaky_forms(darkroom, model, images, leaky):
    """Our INT8 models with each way of computing leaky ReLUs, by the way."""
    forms = {}
    for way in leaky:
        forms[way] = model.with_suffix(f".{way}.onnx")
        options = ["--effort", "fast", "--leaky", way, "--calibration", images, "--quiet"]
        subprocess.run(
            [darkroom, "quantize", model, *options, "-o", forms[way]],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return forms


def check(contender, reference, name):
    """Ends the run when a peer does not compute what the reference does."""
    for found, expected in zip(contender.run(), reference.run(), strict=True):
        if found.shape != expected.shape or abs(found - expected).max() > 0.01:
            sys.exit(f"{name} computes something else than onnxruntime")


def contenders(darkroom, model, int8, forms, ncnn_model, threads):
    """Who is measured, by precision and name."""
    reference = OnnxRuntime(model, threads)
    session = reference.session
    other = Ncnn(ncnn_model, input_shape(session), len(session.get_outputs()), threads)
    check(other, reference, "ncnn")
    found = {
        ("float32", "onnxruntime"): reference,
        ("float32", "ncnn"): other,
        ("float32", "darkroom"): Darkroom(darkroom, model, threads),
        ("float32", "darkroom --exact"): Darkroom(darkroom, model, threads, "--exact"),
        ("INT8", "onnxruntime"): OnnxRuntime(int8, threads),
        ("INT8", "darkroom"): Darkroom(darkroom, int8, threads),
    }
    for way, form in forms.items():
        found[f"INT8 leaky {way}", "onnxruntime"] = OnnxRuntime(form, threads)
        found[f"INT8 leaky {way}", "darkroom"] = Darkroom(darkroom, form, threads)
    return found


def medians(contenders, runs):
    """Medians in milliseconds over alternating rounds, after one to warm up; and who cannot run."""
    times = {key: [] for key in contenders}
    failures = {}
    for round in range(runs + 1):
        for key, contender in contenders.items():
            if key in failures:
                continue
            time.sleep(PAUSE)
            try:
                result = contender.milliseconds()
            except RuntimeError as error:
                failures[key] = str(error)
                continue
            if round > 0:
                times[key].append(result)
    return {key: statistics.median(values) for key, values in times.items() if values}, failures


def report(darkroom, model, title, images, runs, leaky=()):
    """Measures a model in a folder of its own and prints a table.

    With `leaky` our own INT8 models with these ways of computing leaky ReLUs are measured too.
    """
    int8, ncnn_model = quantize(model, images), convert_to_ncnn(model)
    forms = leaky_forms(darkroom, model, images, leaky)
    results, failures = {}, {}
    for threads in (1, 2):
        found, failed = medians(contenders(darkroom, model, int8, forms, ncnn_model, threads), runs)
        results |= {(threads, *key): value for key, value in found.items()}
        failures |= failed
    print(f"\n## Inference of {title}\n")
    print("| | 1 thread, ms | of onnxruntime | 2 threads, ms | of onnxruntime |")
    print("|---|---|---|---|---|")
    for precision, name in dict.fromkeys(key[1:] for key in results):
        cells = []
        for threads in (1, 2):
            value = results[threads, precision, name]
            share = value / results[threads, precision, "onnxruntime"]
            cells += [f"{value:.1f}", f"{share:.2f}"]
        print(f"| {name}, {precision} | {' | '.join(cells)} |")
    for (precision, name), message in failures.items():
        print(f"\n{name} does not run the {precision} model: {message}")

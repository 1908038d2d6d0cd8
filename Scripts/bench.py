"""Measures speed and memory against peers in the same run.

usage: bench.py DARKROOM [--runs N]

Prints Markdown: medians of alternating runs. A peer runs beside each measurement, because the
machines are shared and noisy: only ratios of one run mean something.
"""

import argparse
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MODELS = SHARED / "models"


def measure(command, cwd):
    """Wall time in seconds and peak resident memory in MB of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return elapsed, usage.ru_maxrss / 1000


def alternate(commands, runs, cwd):
    """Medians of several commands, each run once in every round after a first one to warm up."""
    results = {name: [] for name in commands}
    for round in range(runs + 1):
        for name, command in commands.items():
            result = measure(command, cwd)
            if round > 0:
                results[name].append(result)
    return {
        name: tuple(statistics.median(values) for values in zip(*rounds, strict=True))
        for name, rounds in results.items()
    }


def machine():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return f"{line.split(':')[1].strip()}, {os.cpu_count()} cores, {platform.system()}"
    return platform.platform()


def conversion(darkroom, runs):
    model = MODELS / "yolov4-tiny"
    cfg, weights = model / "yolov4-tiny.cfg", model / "yolov4-tiny.weights"
    with tempfile.TemporaryDirectory() as folder:
        copy = f"cp {weights} copy && sha256sum copy {cfg} {weights}"
        results = alternate(
            {
                "darkroom convert": [darkroom, "convert", cfg, weights, "-o", "model.onnx"],
                "cp and sha256sum": ["sh", "-c", copy],
            },
            runs,
            folder,
        )
    print("\n## Conversion of yolov4-tiny, all three hashes included\n")
    print_table(results)


def detection(darkroom, runs):
    image = SHARED / "images" / "dog.jpg"
    with tempfile.TemporaryDirectory() as folder:
        model = convert(darkroom, "yolov4-tiny", folder)
        results = alternate({"darkroom detect": [darkroom, "detect", model, image]}, runs, folder)
    print("\n## Detection with yolov4-tiny in one image, from start to end\n")
    print_table(results)


def inference(darkroom, runs):
    # Not before commands are measured: the memory of this process would count as theirs.
    import bench_inference

    for name, size in (("yolov4-tiny", 416), ("yolov3-tiny", 416), ("yolo-fastest-1.1", 320)):
        with tempfile.TemporaryDirectory() as folder:
            model = convert(darkroom, name, folder)
            title = f"{name} {size}"
            # Where the sums of two sides gain most.
            leaky = ("table", "dual") if name == "yolo-fastest-1.1" else ()
            images = SHARED / "coco" / "calibration"
            bench_inference.report(darkroom, model, title, images, runs, leaky)


def convert(darkroom, name, folder):
    """The ONNX file of a checkpoint."""
    cfg, weights = MODELS / name / f"{name}.cfg", MODELS / name / f"{name}.weights"
    model = pathlib.Path(folder) / "model.onnx"
    subprocess.run([darkroom, "convert", cfg, weights, "-o", model, "--quiet"], check=True)
    return model


def print_table(results):
    print("| | wall time, s | peak memory, MB |\n|---|---|---|")
    for name, (seconds, memory) in results.items():
        print(f"| {name} | {seconds:.3f} | {memory:.0f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("darkroom", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    if not MODELS.exists():
        sys.exit(f"needs the real checkpoints in {MODELS}")
    darkroom = options.darkroom.resolve()
    print(f"{machine()}; medians of {options.runs} alternating runs")
    conversion(darkroom, options.runs)
    detection(darkroom, options.runs)
    inference(darkroom, options.runs)


if __name__ == "__main__":
    main()

"""Runs an ONNX model with one runtime, in a process that may crash or hang.

usage: run.py RUNTIME MODEL.onnx INPUT.npy RESULT.npz

RUNTIME is one of RUNTIMES below. The input is float32 [1, C, H, W]. The result holds the outputs by
the names that the model gives them; "seconds" is the shortest run, on one thread,
"layers" (where a runtime shows its own plan) counts convolutions: those in 8 bits, and all;
"megabytes" is the memory of this process at its most.
A refusal ends with exit status 3 and what the runtime said on standard error. With no MODEL the
runtime's version is printed.
"""

import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import metadata

import numpy as np

# The exit status of a refusal.
REFUSED = 3
# Runs that are timed, unless the first takes longer than this.
RUNS, SLOW = 5, 1.0


def call(command, folder):
    """Runs a converter."""
    command = list(map(str, command))
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if said.returncode:
        name = pathlib.Path(command[0]).name
        raise RuntimeError(f"{name} ended with {said.returncode}: {said.stderr or said.stdout}")


class OnnxRuntime:
    package = "onnxruntime"

    def __init__(self, model, scratch):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.plan = scratch / "plan.onnx"
        options.optimized_model_filepath = str(self.plan)
        self.session = onnxruntime.InferenceSession(model.path, options)
        self.entry = model.entry

    def run(self, values):
        return self.session.run(None, {self.entry: values})

    def layers(self):
        import onnx

        kinds = [node.op_type for node in onnx.load(self.plan).graph.node]
        integer = sum(kind in ("QLinearConv", "ConvInteger") for kind in kinds)
        return integer, integer + sum(kind in ("Conv", "FusedConv") for kind in kinds)


class OpenVINO:
    package = "openvino"

    def __init__(self, model, scratch):
        import openvino

        settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
        self.compiled = openvino.Core().compile_model(model.path, "CPU", settings)

    def run(self, values):
        results = self.compiled([values])
        return [results[index] for index in range(len(self.compiled.outputs))]

    def layers(self):
        def told(node, key):
            value = node.get_rt_info()[key]
            return getattr(value, "value", value)

        nodes = self.compiled.get_runtime_model().get_ops()
        kinds = [told(x, "runtimePrecision") for x in nodes if "Conv" in told(x, "layerType")]
        return sum(kind in ("u8", "i8") for kind in kinds), len(kinds)


class OpenCV:
    package = "opencv-python-headless"

    def __init__(self, model, scratch):
        import cv2

        cv2.setNumThreads(1)
        self.net = cv2.dnn.readNetFromONNX(model.path)
        self.outputs = model.outputs

    def run(self, values):
        self.net.setInput(values)
        # A copy: the next run writes to the same memory.
        return [np.array(output) for output in self.net.forward(self.outputs)]

    def layers(self):
        kinds = [self.net.getLayer(name).type for name in self.net.getLayerNames()]
        integer = sum(kind in ("ConvolutionInt8", "Conv2Int8") for kind in kinds)
        return integer, integer + sum(kind in ("Convolution", "Conv2") for kind in kinds)


class NCNN:
    package = "ncnn"

    def __init__(self, model, scratch):
        import ncnn

        local = scratch / "model.onnx"
        local.symlink_to(pathlib.Path(model.path).resolve())
        [package] = importlib.util.find_spec("pnnx").submodule_search_locations
        program = pathlib.Path(package) / "pnnx"
        call([program, "model.onnx", "fp16=0"], scratch)
        files = [scratch / f"model.ncnn.{kind}" for kind in ("param", "bin")]
        self.net = ncnn.Net()
        self.net.opt.num_threads = 1
        for kind in ("fp16_packed", "fp16_storage", "fp16_arithmetic", "bf16_storage"):
            setattr(self.net.opt, f"use_{kind}", False)
        if self.net.load_param(str(files[0])) or self.net.load_model(str(files[1])):
            raise RuntimeError("ncnn does not read what pnnx wrote")
        self.ncnn, self.shapes = ncnn, model.shapes

    def run(self, values):
        extractor = self.net.create_extractor()
        extractor.input("in0", self.ncnn.Mat(values[0]))
        results = []
        for index, shape in enumerate(self.shapes):
            status, output = extractor.extract(f"out{index}")
            if status:
                raise RuntimeError(f"ncnn cannot compute out{index}: {status}")
            output = np.array(output)
            # ncnn knows no batch.
            results.append(output.reshape(shape) if output.size == np.prod(shape) else output)
        return results


class MNN:
    package = "MNN"

    def __init__(self, model, scratch):
        import MNN

        written = scratch / "model.mnn"
        program = pathlib.Path(MNN.__file__).parent.parent / "bin/mnnconvert"
        path = pathlib.Path(model.path).resolve()
        command = [sys.executable, program, "-f", "ONNX", "--modelFile", path]
        call([*command, "--MNNModel", written], scratch)
        self.expr = MNN.expr
        self.net = MNN.nn.load_module_from_file(
            str(written), [model.entry], model.outputs, precision_mode=1, thread_num=1
        )  # fmt: skip
        self.shapes = model.shapes

    def run(self, values):
        given = self.expr.const(values, list(values.shape), self.expr.NCHW)
        results = self.net.forward([self.expr.convert(given, self.expr.NC4HW4)])
        return [self.expr.convert(x, self.expr.NCHW).read() for x in results]


class Tract:
    package = "tract"

    def __init__(self, model, scratch):
        import tract

        self.runnable = tract.onnx().load(model.path).into_model().into_runnable()

    def run(self, values):
        return [output.to_numpy() for output in self.runnable.run([values])]


class IREE:
    package = "iree-base-compiler"

    def __init__(self, model, scratch):
        import iree.compiler as compiler
        import iree.runtime as runtime

        module = scratch / "model.mlir"
        tool = "iree.compiler.tools.import_onnx"
        command = [sys.executable, "-m", tool, pathlib.Path(model.path).resolve(), "-o", module]
        call([*command, "--opset-version", "17"], scratch)
        binary = compiler.compile_file(
            str(module),
            input_type="onnx",
            target_backends=["llvm-cpu"],
            extra_args=["--iree-llvmcpu-target-cpu=host"],
        )
        self.module = runtime.load_vm_flatbuffer(binary, driver="local-sync")
        entries = self.module.vm_module.function_names
        self.function = self.module[next(x for x in entries if "$" not in x and x[:2] != "__")]

    def run(self, values):
        results = self.function(values)
        results = results if isinstance(results, (tuple, list)) else [results]
        return [result.to_host() for result in results]


class TVM:
    package = "apache-tvm"

    def __init__(self, model, scratch):
        import onnx
        import tvm
        from tvm import relax
        from tvm.relax.frontend.onnx import from_onnx

        self.tvm = tvm
        module = from_onnx(onnx.load(model.path), keep_params_in_input=False)
        module = relax.get_pipeline("zero")(module)
        self.machine = relax.VirtualMachine(tvm.compile(module, target="llvm"), tvm.cpu())

    def run(self, values):
        results = self.machine["main"](self.tvm.runtime.tensor(values))
        one = hasattr(results, "numpy")
        return [result.numpy() for result in ([results] if one else results)]


class LiteRT:
    package = "ai-edge-litert"

    def __init__(self, model, scratch):
        from ai_edge_litert.interpreter import Interpreter

        # Pictures that onnx2tf would download, to see how tensors are laid; any will do.
        pictures = np.random.default_rng(1).random((20, 128, 128, 3), np.float32)
        np.save(scratch / "calibration_image_sample_data_20x128x128x3_float32.npy", pictures)
        # It writes what it simplified over the model that it was given.
        shutil.copy(model.path, scratch / "model.onnx")
        call([sys.executable, "-m", "onnx2tf", "-i", "model.onnx", "-o", "tf", "-n"], scratch)
        written = next((scratch / "tf").glob("*_float32.tflite"))
        self.net = Interpreter(str(written), num_threads=1)
        self.net.allocate_tensors()
        self.model = model

    def run(self, values):
        self.net.set_tensor(self.net.get_input_details()[0]["index"], values.transpose(0, 2, 3, 1))
        self.net.invoke()
        outputs = [self.net.get_tensor(x["index"]) for x in self.net.get_output_details()]
        results = []
        for shape in self.model.shapes:
            for index, output in enumerate(outputs):
                moved = output.transpose(0, 3, 1, 2) if output.ndim == 4 else output
                fits = next((x for x in (moved, output) if list(x.shape) == list(shape)), None)
                if fits is not None:
                    results.append(fits)
                    del outputs[index]
                    break
            else:
                raise RuntimeError(f"no output has the shape {shape}")
        return results


RUNTIMES = {
    "onnxruntime": OnnxRuntime,
    "openvino": OpenVINO,
    "opencv4": OpenCV,
    "opencv5": OpenCV,
    "ncnn": NCNN,
    "mnn": MNN,
    "litert": LiteRT,
    "tvm": TVM,
    "tract": Tract,
    "iree": IREE,
}


class Model:
    """Where a model lies, and the names and shapes of its inputs and outputs."""

    def __init__(self, path):
        import onnx

        graph = onnx.load(path).graph
        self.path = path
        self.entry = graph.input[0].name
        self.outputs = [value.name for value in graph.output]
        self.input_shape, *_ = map(self.shape, graph.input)
        self.shapes = list(map(self.shape, graph.output))

    @staticmethod
    def shape(value):
        return [size.dim_value for size in value.type.tensor_type.shape.dim]


def main():
    kind = RUNTIMES[sys.argv[1]]
    if len(sys.argv) == 2:
        print(metadata.version(kind.package))
        return
    path, given, result = sys.argv[2:]
    values = np.load(given)
    model = Model(path)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            runtime = kind(model, pathlib.Path(scratch))
            start = time.perf_counter()
            outputs = runtime.run(values)
            first = time.perf_counter() - start
            if len(outputs) != len(model.outputs):
                raise RuntimeError(f"{len(outputs)} outputs of {len(model.outputs)}")
        except Exception as error:  # a refusal is a finding, whatever its type
            text = re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")
            print(text, file=sys.stderr)
            sys.exit(REFUSED)
        seconds = [first]
        for _ in range(RUNS if first < SLOW else 0):
            start = time.perf_counter()
            runtime.run(values)
            seconds.append(time.perf_counter() - start)
        found = {f"output {name}": x for name, x in zip(model.outputs, outputs, strict=True)}
        layers = runtime.layers() if hasattr(runtime, "layers") else ()
        status = pathlib.Path("/proc/self/status").read_text()
        megabytes = int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1024
        counts = {"seconds": min(seconds), "megabytes": megabytes, "layers": np.array(layers)}
        np.savez(result, **counts, **found)


if __name__ == "__main__":
    main()

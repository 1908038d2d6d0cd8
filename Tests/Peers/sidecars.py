"""Reads the files of `darkroom sidecar` as their receivers do, as far as these are packages.

usage: sidecars.py RECEIVER FOLDER MODEL.onnx [DECODED.onnx]
MODEL.onnx is what the files were made of, DECODED.onnx the same network with boxes and scores,
which are compared with what TAPPAS makes of its images with the files. Prints what was read, one
thing on each line; ends with an assertion where a receiver would not read it, or would read
something else than the model has.
"""

import ast
import configparser
import importlib.metadata
import importlib.util
import json
import pathlib
import runpy
import sys
import types

import numpy
import onnx
import onnxruntime
import yaml
from google.protobuf import text_format
from PIL import Image

# The keys of Gst-nvinfer that are written, as its parser has them:
# https://docs.nvidia.com/metropolis/deepstream/dev-guide/sdk-api/, gstnvinfer_property_parser.h.
NVINFER = {
    "property": {
        *("gpu-id", "net-scale-factor", "model-color-format", "onnx-file", "model-engine-file"),
        *("labelfile-path", "batch-size", "network-mode", "num-detected-classes", "interval"),
        *("gie-unique-id", "process-mode", "network-type", "cluster-mode"),
        *("maintain-aspect-ratio", "symmetric-padding", "parse-bbox-func-name"),
        "custom-lib-path",
    },
    "class-attrs-all": {"nms-iou-threshold", "pre-cluster-threshold", "topk"},
}
# onnx's element types as Triton's ONNX Runtime backend takes them.
TRITON_TYPES = {1: "TYPE_FP32", 10: "TYPE_FP16", 2: "TYPE_UINT8", 3: "TYPE_INT8", 7: "TYPE_INT64"}


def package_file(package, path):
    """A file of an installed package, without importing the package."""
    files = importlib.metadata.files(package)
    return next(pathlib.Path(f.locate()) for f in files if str(f) == path)


def interface(path):
    """Names, element types and shapes of inputs and outputs; nil where an extent is free."""

    def each(values):
        for value in values:
            tensor = value.type.tensor_type
            yield value.name, tensor.elem_type, [d.dim_value or None for d in tensor.shape.dim]

    graph = onnx.load(path).graph
    return list(each(graph.input)), list(each(graph.output))


def lines(path):
    text = path.read_text()
    assert text.endswith("\n"), path
    return text.removesuffix("\n").split("\n")


def deepstream(folder, model):
    text = (folder / "config_infer_primary.txt").read_text()
    parser = configparser.RawConfigParser(delimiters="=", comment_prefixes="#", strict=True)
    parser.optionxform = str
    parser.read_string(text)
    assert {s: set(parser[s]) for s in parser.sections()} == NVINFER
    p = parser["property"]
    assert (folder / p["onnx-file"]).read_bytes() == model.read_bytes()
    labels = lines(folder / p["labelfile-path"])
    assert int(p["num-detected-classes"]) == len(labels)
    inputs, outputs = interface(model)
    assert [shape[2] for _, _, shape in outputs] == [6]
    assert numpy.float32(p["net-scale-factor"]) == numpy.float32(1) / numpy.float32(255)
    kept = {p.key: p.value for p in onnx.load(model).metadata_props}
    blue = '"BGR"' in kept.get("darkroom.input", "")
    assert int(p["model-color-format"]) == {3: int(blue), 1: 2}[inputs[0][2][1]]
    batch = inputs[0][2][0]
    assert batch in (None, int(p["batch-size"]))
    print("batch", p["batch-size"])
    print("mode", p["network-mode"])
    print("labels", *labels)


def triton(folder, model):
    path = package_file("tritonclient", "tritonclient/grpc/model_config_pb2.py")
    spec = importlib.util.spec_from_file_location("model_config_pb2", path)
    schema = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(schema)
    [place] = folder.iterdir()
    text = (place / "config.pbtxt").read_text()
    config = text_format.Parse(text, schema.ModelConfig())
    assert config.name == place.name and config.platform == "onnxruntime_onnx"
    assert (place / "1" / "model.onnx").read_bytes() == model.read_bytes()
    inputs, outputs = interface(model)
    batched = config.max_batch_size > 0
    for stated, found in ((config.input, inputs), (config.output, outputs)):
        assert len(stated) == len(found)
        for tensor, (name, element, shape) in zip(stated, found, strict=True):
            assert tensor.name == name
            assert schema.DataType.Name(tensor.data_type) == TRITON_TYPES[element]
            # Where the server batches, the first axis is free and not stated.
            assert not batched or shape[0] is None
            assert list(tensor.dims) == [-1 if e is None else e for e in shape[batched:]]
    assert config.HasField("dynamic_batching") == batched
    named = [output.label_filename for output in config.output if output.label_filename]
    named += [p.string_value for key, p in config.parameters.items() if key == "labels"]
    assert len(named) == 1
    print("batch", config.max_batch_size)
    print("labels", *lines(place / named[0]))
    print("classification", *(o.name for o in config.output if o.label_filename))


def ultralytics(folder, model):
    # The reader itself, without the package around it, which needs torch.
    source = package_file("ultralytics", "ultralytics/nn/backends/base.py").read_text()
    tree = ast.parse(source)
    read = next(n for n in tree.body if getattr(n, "name", "") == "_read_proto_map")
    base = next(n for n in tree.body if getattr(n, "name", "") == "BaseBackend")
    apply = next(n for n in base.body if getattr(n, "name", "") == "apply_metadata")
    names = {"ast": ast, "Path": pathlib.Path}
    header = ast.parse("from __future__ import annotations").body
    exec(compile(ast.Module([*header, read, apply], []), "base.py", "exec"), names)
    [copy] = folder.glob("*.onnx")
    properties = names["_read_proto_map"](copy, (14,))
    backend = types.SimpleNamespace(dynamic=False)
    names["apply_metadata"](backend, properties)
    labels = lines(folder / "labels.txt")
    assert backend.names == dict(enumerate(labels))
    assert backend.task == "detect" and not backend.end2end and not backend.dynamic
    inputs, outputs = interface(model)
    batch, channels, *size = inputs[0][2]
    assert (backend.batch, backend.channels, backend.imgsz) == (batch, channels, size)
    assert all(side % backend.stride == 0 for side in size)
    assert outputs[0][2][1] == 4 + len(labels)
    # For what the file is converted to, the same stands beside it.
    beside = yaml.safe_load((folder / "metadata.yaml").read_text())
    own = {k: getattr(backend, k) for k in beside if k != "args"}
    assert own == {k: v for k, v in beside.items() if k != "args"}
    assert beside["args"] == backend.args
    check_copy(copy, model)
    print("stride", backend.stride)
    print("labels", *labels)


def check_copy(copy, model):
    """A copy with more properties is a model that gives the same numbers."""
    onnx.checker.check_model(copy)
    first, second = onnx.load(model), onnx.load(copy)
    assert first.graph == second.graph
    kept = {p.key: p.value for p in second.metadata_props}
    assert len(kept) == len(second.metadata_props)
    assert all(kept[p.key] == p.value for p in first.metadata_props)
    sessions = [onnxruntime.InferenceSession(path) for path in (model, copy)]
    shape = sessions[0].get_inputs()[0].shape
    image = numpy.random.default_rng(1).random(shape, dtype=numpy.float32)
    results = [s.run(None, {s.get_inputs()[0].name: image}) for s in sessions]
    for a, b in zip(*results, strict=True):
        assert numpy.array_equal(a, b)


class Recorder:
    """Stands in for a vendor's compiler that is no package: takes every call, and keeps it."""

    def __init__(self, **attributes):
        self.calls = {}
        self.__dict__.update(attributes)

    def __getattr__(self, name):
        def call(*arguments, **named):
            self.calls[name] = (arguments, named)
            return self.results.get(name)

        return call


def run_script(path, arguments, module, **contents):
    """Runs a script with a module that stands in for one that is not here."""
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        sys.modules[".".join(parts[:depth])] = types.ModuleType(".".join(parts[:depth]))
    sys.modules[module].__dict__.update(contents)
    before, sys.argv = sys.argv, [str(path), *arguments]
    try:
        runpy.run_path(str(path), run_name="__main__")
    finally:
        sys.argv = before


def rknn(folder, model):
    inputs, outputs = interface(model)
    assert lines(folder / "outputs.txt") == [name for name, _, _ in outputs]
    dataset = folder / "dataset.txt"
    size = tuple(reversed(inputs[0][2][2:]))
    images = lines(dataset) if dataset.exists() else []
    for name in images:
        assert not name.startswith("/") and " " not in name
        assert Image.open(folder / name).size == size
    for arguments in (["rk3588"], ["rk3566", "fp"]):
        toolkit = Recorder(results={"load_onnx": 0, "build": 0, "export_rknn": 0})
        run_script(folder / "convert.py", arguments, "rknn.api", RKNN=lambda tool=toolkit: tool)
        config = toolkit.calls["config"][1]
        channels = inputs[0][2][1]
        assert config["mean_values"] == [[0] * channels]
        assert config["std_values"] == [[255] * channels]
        assert config["quant_img_RGB2BGR"] is False
        assert config["target_platform"] == arguments[0]
        load = toolkit.calls["load_onnx"][1]
        assert pathlib.Path(load["model"]).read_bytes() == model.read_bytes()
        assert load["inputs"] == [inputs[0][0]] and load["input_size_list"] == [inputs[0][2]]
        assert load["outputs"] == [name for name, _, _ in outputs]
        build = toolkit.calls["build"][1]
        assert build["do_quantization"] == (len(arguments) == 1 and bool(images))
    print("images", len(images))
    print("labels", *lines(folder / "labels.txt"))


def hailo(folder, model):
    [name] = [path.stem for path in folder.glob("*.alls")]
    nodes = lines(folder / "end_nodes.txt")
    graph = onnx.load(model).graph
    made = {output: node for node in graph.node for output in node.output}
    assert nodes == [made[output.name].name for output in graph.output]
    assert all(made[output.name].op_type in ("Conv", "Sigmoid") for output in graph.output)
    script = lines(folder / f"{name}.alls")
    inputs, outputs = interface(model)
    channels = inputs[0][2][1]
    zeros, divisors = [0.0] * channels, [255.0] * channels
    assert script[0] == f"normalization1 = normalization({zeros}, {divisors})"
    labels = lines(folder / "labels.txt")
    for kind in ("nms_config", "postprocess"):
        if (folder / f"{kind}.json").exists():
            text = (folder / f"{kind}.json").read_text()
            config = json.loads(text)
            print("decoding", kind)
            {"nms_config": check_runtime, "postprocess": check_filter}[kind](
                config, text, labels, nodes, inputs[0][2], outputs
            )
    calibration = folder / "calibration.npy"
    if not calibration.exists():
        numpy.save(calibration, numpy.zeros([1, *inputs[0][2][2:], channels], numpy.uint8))
    images = numpy.load(calibration)
    assert images.dtype == numpy.uint8 and list(images.shape[1:]) == [*inputs[0][2][2:], channels]
    layers = [types.SimpleNamespace(inputs=[f"{name}/conv{i + 1}"]) for i, _ in enumerate(nodes)]
    compiler = Recorder(
        results={
            "compile": b"hef",
            "get_hn_model": types.SimpleNamespace(get_output_layers=lambda: layers),
        }
    )
    run_script(folder / "convert.py", [], "hailo_sdk_client", ClientRunner=lambda hw_arch: compiler)
    (path, given), named = compiler.calls["translate_onnx_model"]
    assert pathlib.Path(path).read_bytes() == model.read_bytes() and given == name
    assert named["end_node_names"] == nodes
    assert named["net_input_shapes"] == {inputs[0][0]: inputs[0][2]}
    loaded = compiler.calls["load_model_script"][0][0].splitlines()
    assert loaded[0] == script[0] and len(loaded) == len(script)
    if (folder / "nms_config.json").exists():
        path = loaded[1].split('"')[1]
        decoders = json.loads(pathlib.Path(path).read_text())["bbox_decoders"]
        own = [f"conv{i + 1}" for i, _ in enumerate(nodes)]
        assert [d["encoded_layer"] for d in decoders] == own
    assert (folder / f"{name}.hef").read_bytes() == b"hef"
    print("images", len(images))
    print("labels", *labels)


def check_runtime(config, _, labels, nodes, shape, outputs):
    """As `hailo_model_zoo/cfg/postprocess_config/yolov7_nms_config.json` has it."""
    assert set(config) == {
        *("nms_scores_th", "nms_iou_th", "image_dims", "max_proposals_per_class"),
        *("background_removal", "classes", "bbox_decoders"),
    }
    assert config["image_dims"] == shape[2:] and config["classes"] == len(labels)
    assert len(config["bbox_decoders"]) == len(outputs)
    for decoder, node, (_, _, extents) in zip(config["bbox_decoders"], nodes, outputs, strict=True):
        assert set(decoder) == {"name", "w", "h", "stride", "encoded_layer"}
        assert decoder["encoded_layer"] == node
        assert all(type(side) is int for side in decoder["w"] + decoder["h"])
        assert len(decoder["w"]) == len(decoder["h"])
        assert extents[1] == len(decoder["w"]) * (5 + len(labels))
        assert [side * decoder["stride"] for side in extents[2:]] == shape[2:]


def filtered(config, scale, results):
    """What `yolo_postprocess.cpp` and `yolo_output.cpp` of TAPPAS find: class, score, box."""

    def logistic(x):
        return 1 / (1 + numpy.exp(-x))

    results = sorted(results, key=lambda result: result.size)
    for anchors, result in zip(config["anchors"], results, strict=True):
        _, channels, rows, columns = result.shape
        parts = result.reshape(3, channels // 3, rows, columns)
        row, column = numpy.mgrid[:rows, :columns]
        for anchor, (tx, ty, tw, th, objectness, *classes) in enumerate(parts):
            x = (logistic(tx) * scale - 0.5 * (scale - 1) + column) / columns
            y = (logistic(ty) * scale - 0.5 * (scale - 1) + row) / rows
            w = numpy.exp(tw) * anchors[2 * anchor] / (results[0].shape[3] * 32)
            h = numpy.exp(th) * anchors[2 * anchor + 1] / (results[0].shape[2] * 32)
            best = numpy.argmax(classes, axis=0)
            score = logistic(objectness) * logistic(numpy.max(classes, axis=0))
            for place in zip(*numpy.nonzero(score > config["detection_threshold"]), strict=True):
                yield best[place], score[place], x[place], y[place], w[place], h[place]


def compare_filter(folder, model, decoded):
    """TAPPAS' boxes, before suppression, are those of the network that decodes them itself."""
    config = json.loads((folder / "postprocess.json").read_text())
    heads = {p.key: p.value for p in onnx.load(model).metadata_props}["darkroom.heads"]
    [scale] = {head["scale_x_y"] for head in json.loads(heads)}
    sessions = [onnxruntime.InferenceSession(path) for path in (model, decoded)]
    count = 0
    for pixels in numpy.load(folder / "calibration.npy"):
        image = pixels.transpose(2, 0, 1)[None] / numpy.float32(255)
        raw, (boxes, scores) = (s.run(None, {s.get_inputs()[0].name: image}) for s in sessions)
        best = scores[0].max(1)
        kept = best > config["detection_threshold"]
        own = numpy.column_stack([scores[0].argmax(1), best, boxes[0]])[kept]
        theirs = numpy.array(list(filtered(config, scale, raw))).reshape(-1, 6)
        assert len(own) == len(theirs)
        # In float32, one of another order of sums.
        own, theirs = (a[numpy.lexsort(numpy.round(a, 3).T)] for a in (own, theirs))
        assert numpy.allclose(own, theirs, rtol=1e-4, atol=1e-5)
        count += len(own)
    print("boxes", count)


def check_filter(config, text, labels, _, shape, outputs):
    """As `yolo_postprocess.cpp` of TAPPAS demands it."""
    types_of = {
        **{"iou_threshold": float, "detection_threshold": float, "output_activation": str},
        **{"label_offset": int, "max_boxes": int, "anchors": list, "labels": list},
    }
    assert {key: type(value) for key, value in config.items()} == types_of
    assert len(text.encode()) <= 4096
    assert config["labels"] == ["unlabeled", *labels] and config["label_offset"] == 1
    # It takes tensors by size, the smallest first, and the input for 32 times that.
    ordered = sorted(outputs, key=lambda output: numpy.prod(output[2]))
    assert [side * 32 for side in ordered[0][2][2:]] == shape[2:]
    assert len(config["anchors"]) == len(outputs)
    for anchors, (_, _, extents) in zip(config["anchors"], ordered, strict=True):
        assert len(anchors) == 6 and all(type(side) is int for side in anchors)
        assert extents[1] == 3 * (5 + len(labels))


if __name__ == "__main__":
    receiver, folder, model, *decoded = sys.argv[1:]
    {
        **{"deepstream": deepstream, "triton": triton, "ultralytics": ultralytics},
        **{"rknn": rknn, "hailo": hailo},
    }[receiver](pathlib.Path(folder), pathlib.Path(model))
    if decoded:
        compare_filter(pathlib.Path(folder), pathlib.Path(model), pathlib.Path(decoded[0]))

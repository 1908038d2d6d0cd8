"""Rewrites a detector that darkroom converted as other exporters write theirs: no metadata, other
names, heads in another order and form, sizes computed from shapes.

usage: foreign_detector.py IN.onnx OUT.onnx FORM
"""

import sys

import numpy as np
import onnx
import onnx.helper as h
import onnx.numpy_helper as nh

source, target, form = sys.argv[1:]
model = onnx.load(source)
graph = model.graph
anchors, opset = 3, {"upsample": 9, "newer": 28}.get(form, 13)


def constant(name, values):
    graph.initializer.append(nh.from_array(np.asarray(values), name))
    return name


def shape(value):
    return [d.dim_value for d in value.type.tensor_type.shape.dim]


# Other names everywhere.
names = {}
for node in graph.node:
    node.doc_string = ""
    for items in (node.input, node.output):
        for index, name in enumerate(items):
            if name and name not in {i.name for i in graph.initializer} and name != "input":
                items[index] = names.setdefault(name, f"/model/{len(names)}")
for value in graph.output:
    value.name = names[value.name]
del model.metadata_props[:]
del graph.value_info[:]
model.producer_name, model.producer_version = "pytorch", "2.3.0"

# Sizes that are computed where PyTorch computes them, or the operator of old.
nodes = []
for node in graph.node:
    if node.op_type == "Resize" and form == "upsample":
        scales = next(i for i in graph.initializer if i.name == node.input[2])
        nodes.append(
            h.make_node("Upsample", [node.input[0], scales.name], node.output, mode="nearest")
        )
    elif node.op_type == "Resize":
        data, out = node.input[0], node.output[0]
        one, two = constant(out + "_1", [np.int64(1)]), constant(out + "_2", [np.int64(2)])
        nodes += [
            h.make_node("Shape", [data], [out + "_shape"]),
            h.make_node(
                "Gather", [out + "_shape", constant(out + "_h", np.int64(2))], [out + "_height"]
            ),
            h.make_node(
                "Gather", [out + "_shape", constant(out + "_w", np.int64(3))], [out + "_width"]
            ),
        ]
        for side in ("height", "width"):
            nodes += [
                h.make_node("Cast", [f"{out}_{side}"], [f"{out}_{side}_f"], to=1),
                h.make_node(
                    "Mul",
                    [f"{out}_{side}_f", constant(f"{out}_{side}_2", np.float32(2))],
                    [f"{out}_{side}_m"],
                ),
                h.make_node("Floor", [f"{out}_{side}_m"], [f"{out}_{side}_l"]),
                h.make_node("Cast", [f"{out}_{side}_l"], [f"{out}_{side}_i"], to=7),
                h.make_node(
                    "Unsqueeze",
                    [f"{out}_{side}_i", constant(f"{out}_{side}_0", [np.int64(0)])],
                    [f"{out}_{side}_u"],
                ),
            ]
        nodes += [
            h.make_node(
                "Slice",
                [out + "_shape", constant(out + "_s", [np.int64(0)]), two],
                [out + "_front"],
            ),
            h.make_node(
                "Concat",
                [out + "_front", out + "_height_u", out + "_width_u"],
                [out + "_sizes"],
                axis=0,
            ),
            h.make_node(
                "Resize",
                [data, "", "", out + "_sizes"],
                [out],
                mode="nearest",
                nearest_mode="floor",
                coordinate_transformation_mode="asymmetric",
            ),
        ]
        graph.initializer.remove(next(i for i in graph.initializer if i.name == one))
    elif node.op_type == "Split" and form == "upsample" and len(node.input) > 1:
        parts = nh.to_array(next(i for i in graph.initializer if i.name == node.input[1]))
        axis = next(a.i for a in node.attribute if a.name == "axis")
        nodes.append(
            h.make_node(
                "Split", [node.input[0]], node.output, axis=axis, split=[int(p) for p in parts]
            )
        )
    else:
        if node.op_type == "MaxPool" and form == "upsample":
            for attribute in [a for a in node.attribute if a.name in ("dilations", "ceil_mode")]:
                node.attribute.remove(attribute)
        nodes.append(node)
del graph.node[:]
graph.node.extend(nodes)

# Decoded heads: from ours, [N, B, 4] of centres and sizes and [N, B, classes].
if form in ("corners", "rows"):
    boxes, scores = (value.name for value in graph.output)
    count, classes = shape(graph.output[1])[1:]
    del graph.output[:]

    def part(start, end, name):
        graph.node.append(
            h.make_node(
                "Slice",
                [
                    boxes,
                    constant(name + "_s", [np.int64(start)]),
                    constant(name + "_e", [np.int64(end)]),
                    constant(name + "_a", [np.int64(2)]),
                ],
                [name],
            )
        )
        return name

    if form == "corners":
        centre, size = part(0, 2, "centre"), part(2, 4, "size")
        graph.node.append(h.make_node("Mul", [size, constant("half", np.float32(0.5))], ["radius"]))
        graph.node.append(h.make_node("Sub", [centre, "radius"], ["low"]))
        graph.node.append(h.make_node("Add", [centre, "radius"], ["high"]))
        graph.node.append(h.make_node("Concat", ["low", "high"], ["flat"], axis=2))
        graph.node.append(
            h.make_node("Unsqueeze", ["flat", constant("axis", [np.int64(2)])], ["boxes"])
        )
        graph.node.append(h.make_node("Identity", [scores], ["confs"]))
        outputs = [("boxes", [1, count, 1, 4]), ("confs", [1, count, classes])]
    else:
        side = np.array(shape(graph.input[0])[:1:-1] * 2, np.float32).reshape(1, 1, 4)
        graph.node.append(h.make_node("Mul", [boxes, constant("sides", side)], ["pixels"]))
        ones = constant("ones", np.ones((1, count, 1), np.float32))
        graph.node.append(h.make_node("Concat", ["pixels", ones, scores], ["output0"], axis=2))
        outputs = [("output0", [1, count, 5 + classes])]
    graph.output.extend(h.make_tensor_value_info(name, 1, extents) for name, extents in outputs)

# Raw heads, the last first.
outputs = list(graph.output)[::-1] if form not in ("corners", "rows") else []
if outputs:
    del graph.output[:]
for value in outputs:
    name, (batch, channels, height, width) = value.name, shape(value)
    values = channels // anchors
    extents = [batch, channels, height, width]
    if form == "channels-last":
        graph.node.append(h.make_node("Transpose", [name], [name + "_out"], perm=[0, 2, 3, 1]))
        name, extents = name + "_out", [batch, height, width, channels]
    elif form in ("anchors", "values-last"):
        target_shape = constant(name + "_r", np.array([batch, anchors, values, height, width]))
        graph.node.append(h.make_node("Reshape", [name, target_shape], [name + "_out"]))
        name, extents = name + "_out", [batch, anchors, values, height, width]
        if form == "values-last":
            graph.node.append(
                h.make_node("Transpose", [name], [name + "_last"], perm=[0, 1, 3, 4, 2])
            )
            name, extents = name + "_last", [batch, anchors, height, width, values]
    graph.output.append(h.make_tensor_value_info(name, 1, extents))

if form == "channels-last":
    batch, channels, height, width = shape(graph.input[0])
    for node in graph.node:
        for index, name in enumerate(node.input):
            if name == "input":
                node.input[index] = "input_first"
    graph.node.insert(0, h.make_node("Transpose", ["input"], ["input_first"], perm=[0, 3, 1, 2]))
    graph.input[0].CopyFrom(h.make_tensor_value_info("input", 1, [batch, height, width, channels]))

del model.opset_import[:]
model.opset_import.append(h.make_opsetid("", opset))
if form != "newer":
    onnx.checker.check_model(model)
onnx.save(model, target)

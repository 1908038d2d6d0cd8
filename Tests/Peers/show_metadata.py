"""Prints what a model says about itself.

usage: show_metadata.py MODEL
"""

import json
import sys

import onnx

TEXTS = ("darkroom.schema", "darkroom.output_form", "darkroom.sha256.")

model = onnx.load(sys.argv[1])
print("producer", model.producer_name, model.producer_version)
print("versions", model.ir_version, [(x.domain, x.version) for x in model.opset_import])
for entry in model.metadata_props:
    if entry.key.startswith(TEXTS):
        print(entry.key, entry.value)
        continue
    found = json.loads(entry.value)
    print(entry.key)
    for part in found if isinstance(found, list) else [found]:
        print("  ", part)
print("values", [info.name for info in model.graph.value_info])
for node in model.graph.node:
    print("node", node.name, node.op_type, node.doc_string)

"""Reads bills of materials with the tools of their formats.

usage: bills.py FILE...

A file that ends in .cdx.json must be valid CycloneDX 1.6, strictly; one that ends in .spdx.json
must be read by SPDX's own model, which knows every class, property and enumerated value of 3.0.1.
Prints for each what it found.
"""

import pathlib
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_python_model import v3_0_1 as spdx


def check_cyclonedx(path):
    text = pathlib.Path(path).read_text()
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        sys.exit(f"{path}: {error}")
    print("CycloneDX")


def check_spdx(path):
    graph = spdx.SHACLObjectSet()
    with pathlib.Path(path).open("rb") as file:
        spdx.JSONLDDeserializer().read(file, graph)
    missing = graph.link()
    if missing:
        sys.exit(f"{path}: refers to {missing}, which is not there")
    models = list(graph.foreach_type(spdx.ai_AIPackage))
    relationships = list(graph.foreach_type(spdx.Relationship))
    print("SPDX", len(models), "models", len(relationships), "relationships")


def main():
    for path in sys.argv[1:]:
        if path.endswith(".cdx.json"):
            check_cyclonedx(path)
        else:
            check_spdx(path)


if __name__ == "__main__":
    main()

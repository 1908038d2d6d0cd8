"""Checks documents of the program with the JSON Schemas of docs/schemas.

usage: schemas.py [--only | --elsewhere NAME] FOLDER NAME FILE [NAME FILE]...

NAME is that of a schema, FOLDER/NAME.schema.json. With --only, schemas that are not named are not
looked at; with --elsewhere, another test has the documents of one. Prints a line for everything
that is wrong:

- a schema that is none, or does not describe a field of its own;
- a schema that no document is given for;
- a document that its schema refuses, or that has a field which its schema does not describe;
- a change of a document that the schema lets pass: a field that is needed and missing, a value of
  another type, another version, a field that is not described (in a copy of the schema that allows
  none); and one that it refuses though it promises not to: a field that is added.

Nothing is fetched: schemas are files, and the one that describes schemas comes with the checker.
"""

import argparse
import collections
import copy
import json
import pathlib

import jsonschema
import onnx

MOST = 4
"""Of longer arrays only the first and the last element are changed."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="store_true")
    parser.add_argument("--elsewhere", action="append", default=[])
    parser.add_argument("folder")
    parser.add_argument("documents", nargs="*")
    arguments = parser.parse_args()
    folder, given = arguments.folder, arguments.documents
    documents = collections.defaultdict(list)
    for name, path in zip(given[::2], given[1::2], strict=True):
        documents[name].append(path)
    for path in sorted(pathlib.Path(folder).glob("*.schema.json")):
        name = path.name.removesuffix(".schema.json")
        if not (documents.get(name) or arguments.only or name in arguments.elsewhere):
            print(f"{path}: no document is checked with it")
    for name, paths in documents.items():
        schema_path = f"{folder}/{name}.schema.json"
        schema = Schema(read(schema_path))
        for problem in schema.problems():
            print(f"{schema_path}: {problem}")
        for path in paths:
            document = read(path)
            for problem in schema.refusals(document):
                print(f"{path}: {problem}")
            for problem in schema.mutations(document):
                print(f"{path}: {problem}")


JSON_KEYS = [
    "darkroom." + key for key in ("input", "heads", "boxes", "suppression", "labels", "layers")
]


def read(path):
    """A document; of an ONNX model its metadata, with what is JSON in it parsed."""
    if path.endswith(".onnx"):
        texts = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
        return {key: json.loads(text) if key in JSON_KEYS else text for key, text in texts.items()}
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


class Schema:
    """A schema, with a copy that allows no field that it does not describe."""

    def __init__(self, schema):
        self.root = schema
        self.open = jsonschema.Draft202012Validator(schema)
        closed = copy.deepcopy(schema)
        for part in parts(closed):
            if "properties" in part:
                part["unevaluatedProperties"] = False
        self.closed = jsonschema.Draft202012Validator(closed)

    def problems(self):
        """What is wrong with the schema, and what it does not describe itself."""
        try:
            jsonschema.Draft202012Validator.check_schema(self.root)
        except jsonschema.SchemaError as error:
            yield f"is no schema: {error.json_path}: {error.message}"
        for part in parts(self.root):
            is_described = "properties" in part or "additionalProperties" in part
            if "object" in as_list(part.get("type")) and not is_described:
                yield f"an object without fields: {part.get('description')}"
            for key, value in part.get("properties", {}).items():
                if not value.get("description") and not self.resolved(value).get("description"):
                    yield f"'{key}' has no description"

    def refusals(self, document):
        """Fields of a document that are not described, and all else that is wrong."""
        for error in self.closed.iter_errors(document):
            yield f"{error.json_path}: {error.message}"

    def resolved(self, part):
        """A part of the schema, without references."""
        while "$ref" in part:
            target = self.root
            for key in part["$ref"].removeprefix("#/").split("/"):
                target = target[key]
            part = target
        return part

    def chosen(self, part, value):
        """The part that describes a value, of those that a part allows."""
        part = self.resolved(part)
        for choice in part.get("anyOf", []):
            target = self.resolved(choice)
            whole = {**target, "$defs": self.root.get("$defs", {})}
            if "type" in target and self.open.evolve(schema=whole).is_valid(value):
                return self.chosen(target, value)
        return part

    def mutations(self, document):
        """Changes of a document that pass, or are refused, against what the schema promises."""
        document = shortened(document)
        for place, change, is_good, changed in self.changes(self.root, document, "$"):
            if self.open.is_valid(changed) != is_good:
                yield f"{place}: {change}: {'is refused' if is_good else 'passes'}"
            if self.closed.is_valid(changed):
                yield f"{place}: {change}: passes where nothing but what is described may"

    def changes(self, part, value, place):
        """Every change: where, what, whether the schema lets it pass, and the changed value."""
        part = self.chosen(part, value)
        if "const" in part:
            yield place, "another constant", False, 1000
        yield place, "another type", False, "" if isinstance(value, (dict, list)) else {}
        if isinstance(value, list) and "items" in part:
            for index, element in enumerate(value):
                for where, what, is_good, changed in self.changes(
                    part["items"], element, f"{place}[{index}]"
                ):
                    yield where, what, is_good, [*value[:index], changed, *value[index + 1 :]]
        if not isinstance(value, dict):
            return
        described = part.get("properties")
        if described is not None:
            allows_more = part.get("additionalProperties") is not False
            yield place, "a field is added", allows_more, {**value, "addedByATest": 1}
        for key, element in value.items():
            others = {other: value[other] for other in value if other != key}
            if described is not None:
                is_needed = key in [*part.get("required", []), *part.get("dependentRequired", {})]
                yield (
                    f"{place}.{key}",
                    "another name",
                    allows_more and not is_needed,
                    {**others, f"{key}ByATest": element},
                )
                inner = described.get(key)
            else:
                inner = part.get("additionalProperties")
            if isinstance(inner, dict):
                for where, what, is_good, changed in self.changes(inner, element, f"{place}.{key}"):
                    yield where, what, is_good, {**others, key: changed}


def parts(schema):
    """All parts of a schema that are schemas, the outermost first."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key in ("properties", "$defs", "patternProperties"):
        for part in schema.get(key, {}).values():
            yield from parts(part)
    for key in ("items", "additionalProperties", "not", "if", "then", "else"):
        yield from parts(schema.get(key))
    for key in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(key, []):
            yield from parts(part)


def shortened(value):
    """A document with less in it, that is changed in less time."""
    if isinstance(value, list):
        if len(value) > MOST:
            value = value[:1] + value[-1:]
        return [shortened(element) for element in value]
    if isinstance(value, dict):
        return {key: shortened(element) for key, element in value.items()}
    return value


def as_list(value):
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    main()

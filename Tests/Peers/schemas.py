"""Checks documents of the program with the JSON Schemas of docs/schemas.

usage: schemas.py FOLDER NAME FILE [NAME FILE]...

NAME is that of a schema, FOLDER/NAME.schema.json. Prints a line for everything that is wrong:

- a schema that is none, or does not describe a member of its own;
- a document that check-jsonschema refuses, or that has a member its schema does not describe;
- a change of a document that the schema lets pass: a member that is needed and missing, a value of
  another type, another version, a member that is not described (in a copy of the schema that allows
  none); and one that it refuses though it promises not to: a member that is added.

Nothing is fetched: schemas are files, and the one that describes schemas comes with the checker.
"""

import collections
import copy
import json
import subprocess
import sys

import jsonschema

MOST = 4
"""Of longer arrays and maps only the first and the last elements are changed."""


def main():
    folder, *arguments = sys.argv[1:]
    documents = collections.defaultdict(list)
    for name, path in zip(arguments[::2], arguments[1::2]):
        documents[name].append(path)
    for name, paths in documents.items():
        schema_path = f"{folder}/{name}.schema.json"
        for path, message in refusals(schema_path, paths):
            print(f"{path}: {message}")
        with open(schema_path, encoding="utf-8") as file:
            schema = Schema(json.load(file))
        for problem in schema.problems():
            print(f"{schema_path}: {problem}")
        for path in paths:
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
            for problem in schema.undescribed(document):
                print(f"{path}: {problem}")
            for problem in schema.mutations(document):
                print(f"{path}: {problem}")


def refusals(schema, paths):
    """What check-jsonschema says of a schema and of documents."""
    command = [sys.executable, "-m", "check_jsonschema"]
    meta = subprocess.run(command + ["--check-metaschema", schema], capture_output=True, text=True)
    if meta.returncode != 0:
        sys.exit(f"{schema}: {meta.stdout}{meta.stderr}")
    command += ["--output-format", "json", "--schemafile", schema]
    result = subprocess.run(command + paths, capture_output=True, text=True)
    if result.returncode not in (0, 1):
        sys.exit(result.stdout + result.stderr)
    report = json.loads(result.stdout)
    for entry in report.get("errors", []):
        yield entry["filename"], f"{entry['path']}: {entry['message']}"
    for entry in report.get("parse_errors", []):
        yield entry["filename"], entry["message"]


class Schema:
    """A schema, with a copy that allows no member that it does not describe."""

    def __init__(self, schema):
        self.root = schema
        self.open = jsonschema.Draft202012Validator(schema)
        closed = copy.deepcopy(schema)
        for part in parts(closed):
            if "properties" in part:
                part["unevaluatedProperties"] = False
        self.closed = jsonschema.Draft202012Validator(closed)

    def problems(self):
        """What the schema does not describe itself."""
        for part in parts(self.root):
            if "object" in as_list(part.get("type")):
                if "properties" not in part and "additionalProperties" not in part:
                    yield f"an object without members: {part.get('description')}"
            for key, value in part.get("properties", {}).items():
                if not value.get("description") and not self.resolved(value).get("description"):
                    yield f"'{key}' has no description"

    def undescribed(self, document):
        """Members of a document that are in no schema, and all else that is wrong."""
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
            choice = self.resolved(choice)
            if "type" in choice and self.open.evolve(schema={**choice, "$defs": self.root.get("$defs", {})}).is_valid(value):
                return self.chosen(choice, value)
        return part

    def mutations(self, document):
        """Changes of a document that pass, or are refused, against what the schema promises."""
        document = shortened(document)
        for place, change, is_good, changed in self.changes(self.root, document, "$"):
            self.current = changed
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
                        part["items"], element, f"{place}[{index}]"):
                    yield where, what, is_good, value[:index] + [changed] + value[index + 1:]
        if not isinstance(value, dict):
            return
        described = part.get("properties")
        if described is not None:
            yield place, "a member is added", True, {**value, "addedByATest": 1}
        for key, element in value.items():
            others = {other: value[other] for other in value if other != key}
            if described is not None:
                yield (f"{place}.{key}", "another name", key not in part.get("required", [])
                       and key not in part.get("dependentRequired", {}),
                       {**others, f"{key}ByATest": element})
                inner = described.get(key)
            else:
                inner = part.get("additionalProperties")
            if isinstance(inner, dict):
                for where, what, is_good, changed in self.changes(
                        inner, element, f"{place}.{key}"):
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

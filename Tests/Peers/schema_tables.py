"""Keeps the tables of docs/formats.md equal to the JSON Schemas of docs/schemas.

usage: schema_tables.py [--write]

In the page, `<!-- fields: NAME -->` begins the table of docs/schemas/NAME.schema.json (`recipe`:
of Manifests/recipe.schema.json), `<!-- fields: shared -->` that of the parts that several schemas
have, and `<!-- end -->` ends it. Without --write what differs is printed, and the exit status is 1;
with it the tables are written again. Only Python's own library is needed.

Every schema must have a table. Every field must have a description; that of an optional field must
say when it is absent; and a part of the same name must be the same in every schema.
"""

import collections
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/formats.md"
RECIPE = ROOT / "Manifests/recipe.schema.json"
TABLE = re.compile(r"(<!-- fields: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
problems = []


def main():
    paths = [*sorted((ROOT / "docs/schemas").glob("*.schema.json")), RECIPE]
    schemas = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in paths
    }
    parts, users = {}, collections.Counter()
    for name, schema in schemas.items():
        for part, body in schema.get("$defs", {}).items():
            if name == "recipe":
                continue
            users[part] += 1
            if parts.setdefault(part, body) != body:
                problems.append(f"{name}: the part '{part}' differs from that of another schema")

    page = PAGE.read_text(encoding="utf-8")
    named = [match[2] for match in TABLE.finditer(page)]
    for name in sorted({"shared", *schemas} ^ set(named)):
        problems.append(f"{PAGE.name}: '{name}' has a table or a schema, not both")

    def table(match):
        name = match[2]
        if name == "shared":
            chosen = [part for part in sorted(parts) if users[part] > 1]
            text = sections(chosen, Parts("shared", parts))
        elif name in schemas:
            own = schemas[name].get("$defs", {})
            where = Parts(name, own)
            text = rows_text(fields("", schemas[name], where))
            inner = sections([part for part in sorted(own) if users[part] < 2], where)
            text += "\n" + inner if inner else ""
        else:
            return match[0]
        return f"{match[1]}\n{text}\n{match[3]}"

    written = TABLE.sub(table, page)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    else:
        old, new = (set(text.splitlines()) for text in (page, written))
        problems.extend(f"{PAGE.name}: is to go: {line}" for line in sorted(old - new))
        problems.extend(f"{PAGE.name}: is missing: {line}" for line in sorted(new - old))
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


class Parts:
    """The named parts of a schema."""

    def __init__(self, name, parts):
        self.name, self.parts = name, parts

    def referred(self, value):
        return self.parts[value["$ref"].removeprefix("#/$defs/")] if "$ref" in value else value

    def anchor(self, part):
        return f"recipe-{part}" if self.name == "recipe" else part


def sections(names, where):
    """The tables of the parts that are objects, each with its name above."""
    texts = []
    for name in names:
        part = where.parts[name]
        if "properties" in part:
            title = f'<a id="{where.anchor(name)}"></a>**{name}**: {part["description"]}'
            texts.append(f"{title}\n\n{rows_text(fields('', part, where))}")
    return "\n".join(texts)


def rows_text(rows):
    lines = ["| field | type | meaning |", "|---|---|---|"]
    lines += [f"| `{name}` | {kind} | {text} |" for name, kind, text in rows]
    return "\n".join(lines) + "\n"


def fields(place, part, where):
    """The name, type and meaning of every field of an object and of the objects in it."""
    required = part.get("required", [])
    for key, value in part.get("properties", {}).items():
        name = f"{place}{key}"
        text = value.get("description") or where.referred(value).get("description", "")
        if not text:
            problems.append(f"{where.name}: {name}: has no description")
        is_optional = key not in required
        if is_optional and "bsent" not in text and where.name != "recipe":
            problems.append(f"{where.name}: {name}: is optional; when is it absent?")
        if "default" in value:
            text += f" Default: `{json.dumps(value['default'])}`."
        kind = kind_of(value, where) + (", optional" if is_optional else "")
        yield name, kind, text.replace("|", "\\|")
        yield from inner(name, value, where)


def inner(name, value, where):
    """The fields below a field that is an object, a list or a map."""
    for choice in [value, *value.get("anyOf", []), *value.get("oneOf", [])]:
        if "properties" in choice:
            yield from fields(f"{name}.", choice, where)
        items = choice.get("items")
        if isinstance(items, dict):
            yield from inner(f"{name}[]", items, where)
        others = choice.get("additionalProperties")
        if isinstance(others, dict):
            yield from inner(f"{name}.*", others, where)


def kind_of(value, where):
    """The type of a value in words."""
    if "$ref" in value:
        name = value["$ref"].removeprefix("#/$defs/")
        part = where.parts[name]
        if "properties" in part:
            return f"[{name}](#{where.anchor(name)})"
        return part.get("title") or kind_of(part, where)
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return " or ".join(f"`{json.dumps(choice)}`" for choice in value["enum"])
    for key in ("anyOf", "oneOf"):
        if key in value and "type" not in value:
            return " or ".join(dict.fromkeys(kind_of(choice, where) for choice in value[key]))
    kind = value.get("type")
    if kind == "array":
        items = value.get("items")
        count = value.get("minItems")
        exact = f" of {count}" if count and count == value.get("maxItems") else ""
        return f"array{exact}: " + kind_of(items, where) if isinstance(items, dict) else "array"
    if kind == "object" and isinstance(value.get("additionalProperties"), dict):
        return "map: " + kind_of(value["additionalProperties"], where)
    return " or ".join(kind) if isinstance(kind, list) else (kind or "any")


if __name__ == "__main__":
    main()

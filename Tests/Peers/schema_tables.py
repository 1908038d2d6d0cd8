"""Keeps the tables of docs/formats.md equal to the JSON Schemas of docs/schemas.

usage: schema_tables.py [--write]

In the page, `<!-- fields: NAME -->` begins a table of docs/schemas/NAME.schema.json, and
`<!-- fields: shared -->` the parts that several schemas have; `<!-- end -->` ends it. Without --write
it prints what differs, and the exit status is 1. With it the tables are written anew. Only Python's
own library is needed.

Every schema must have a table. Every field must have a description; that of an optional field must
say when it is absent; and a part of the same name must be the same in every schema.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2] / "docs"
PAGE = ROOT / "formats.md"
TABLE = re.compile(r"(<!-- fields: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main():
    schemas = {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
               for path in sorted((ROOT / "schemas").glob("*.schema.json"))}
    parts, shared, problems = {}, set(), []
    for name, schema in schemas.items():
        for part, body in schema.get("$defs", {}).items():
            if parts.setdefault(part, body) != body:
                problems.append(f"{name}: the part '{part}' differs from that of another schema")
    for part in parts:
        if sum(part in schema.get("$defs", {}) for schema in schemas.values()) > 1:
            shared.add(part)

    page = PAGE.read_text(encoding="utf-8")
    named = [match[2] for match in TABLE.finditer(page)]
    for name in sorted({"shared", *schemas} ^ set(named)):
        problems.append(f"{PAGE.name}: '{name}' is a table without a schema, or a schema without one")

    def table(match):
        name = match[2]
        if name == "shared":
            text = "\n".join(section(part, parts[part], parts, problems)
                             for part in sorted(shared) if "properties" in parts[part])
        elif name in schemas:
            schema = schemas[name]
            text = rows_text(fields("", schema, parts, problems, name))
            own = schema.get("$defs", {})
            text += "".join("\n" + section(part, own[part], parts, problems)
                            for part in sorted(own)
                            if part not in shared and "properties" in own[part])
        else:
            return match[0]
        return f"{match[1]}{text}{match[3]}"

    written = TABLE.sub(table, page)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    else:
        old, new = (set(text.splitlines()) for text in (page, written))
        problems += [f"{PAGE.name}: is to go: {line}" for line in sorted(old - new)]
        problems += [f"{PAGE.name}: is missing: {line}" for line in sorted(new - old)]
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


def section(name, part, parts, problems):
    """The table of a part, with its name above."""
    rows = fields("", part, parts, problems, name)
    return f"<a id=\"{name}\"></a>**{name}**: {part['description']}\n\n{rows_text(rows)}"


def rows_text(rows):
    lines = ["| field | type | meaning |", "|---|---|---|"]
    lines += [f"| `{name}` | {kind} | {text} |" for name, kind, text in rows]
    return "\n".join(lines) + "\n"


def fields(place, part, parts, problems, where):
    """The name, type and meaning of every field of an object and of the objects in it."""
    required = part.get("required", [])
    for key, value in part.get("properties", {}).items():
        name = f"{place}{key}"
        text = value.get("description") or referred(value, parts).get("description", "")
        if not text:
            problems.append(f"{where}: {name}: has no description")
        is_optional = key not in required
        if is_optional and "bsent" not in text:
            problems.append(f"{where}: {name}: is optional, and nothing says when it is absent")
        kind = kind_of(value, parts) + (", optional" if is_optional else "")
        yield name, kind, escaped(text)
        yield from inner(name, value, parts, problems, where)


def inner(name, value, parts, problems, where):
    """The fields below a field that is an object, a list or a map."""
    for choice in [value, *value.get("anyOf", [])]:
        if "properties" in choice:
            yield from fields(f"{name}.", choice, parts, problems, where)
        items = choice.get("items")
        if isinstance(items, dict):
            yield from inner(f"{name}[]", items, parts, problems, where)
        others = choice.get("additionalProperties")
        if isinstance(others, dict):
            yield from inner(f"{name}.*", others, parts, problems, where)


def referred(value, parts):
    return parts[value["$ref"].removeprefix("#/$defs/")] if "$ref" in value else value


def kind_of(value, parts):
    """The type of a value in words."""
    if "$ref" in value:
        name = value["$ref"].removeprefix("#/$defs/")
        part = parts[name]
        return f"[{name}](#{name})" if "properties" in part else part.get("title") or kind_of(part, parts)
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return " or ".join(f"`{json.dumps(choice)}`" for choice in value["enum"])
    if "anyOf" in value and "type" not in value:
        return " or ".join(kind_of(choice, parts) for choice in value["anyOf"])
    kind = value.get("type")
    if kind == "array":
        items = value.get("items")
        count = value.get("minItems")
        exact = f" of {count}" if count and count == value.get("maxItems") else ""
        return f"array{exact}: " + kind_of(items, parts) if isinstance(items, dict) else "array"
    if kind == "object" and isinstance(value.get("additionalProperties"), dict):
        return "map: " + kind_of(value["additionalProperties"], parts)
    return " or ".join(kind) if isinstance(kind, list) else (kind or "any")


def escaped(text):
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()

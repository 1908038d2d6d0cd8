"""From JSON to dataclasses, by their types.

Names in JSON are `camelCase`, those of fields `snake_case`; a field may name its own with `named`.
Fields that a class does not have are left out, as later versions may add some. A field that is
absent or null gets its default.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .errors import UnknownFormat

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Result:
    """What a command printed, with all of its JSON in `raw`."""

    raw: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    """The JSON as it was read, with fields that this version of the module does not know."""


def named(name: str, **options: Any) -> Any:
    """A field with another name in JSON."""
    return dataclasses.field(metadata={"json": name}, **options)


def read(kind: type[T], text: str, version: int = 1) -> T:
    """The result of a command.

    Raises:
        UnknownFormat: where the text is no such result, or one of another version.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UnknownFormat([f"the program printed no JSON: {error}"]) from error
    if not isinstance(value, dict) or value.get("schemaVersion") != version:
        found = value.get("schemaVersion") if isinstance(value, dict) else None
        raise UnknownFormat(
            [
                f"the program printed version {found} of a format of which this module reads "
                f"version {version}; install module and program of one version"
            ]
        )
    result: T = _object(kind, value, "")
    return result


def _value(hint: Any, value: Any, place: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        (hint,) = [argument for argument in arguments if argument is not type(None)]
        return _value(hint, value, place)
    if origin is tuple and isinstance(value, list):
        if arguments[-1] is Ellipsis:
            arguments = arguments[:1] * len(value)
        if len(arguments) == len(value):
            pairs = zip(arguments, value, strict=True)
            return tuple(_value(a, v, f"{place}[{i}]") for i, (a, v) in enumerate(pairs))
    if origin is Mapping and isinstance(value, dict):
        # The first argument is the type of keys, which JSON has as texts alone.
        return {key: _value(arguments[1], v, f"{place}.{key}") for key, v in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return _object(hint, value, place)
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint in (str, bool, int) and type(value) is hint:
        return value
    raise UnknownFormat([f"{place or 'the result'}: is {json.dumps(value)[:80]}, not {hint}"])


def _object(kind: Any, value: Mapping[str, Any], place: str) -> Any:
    given: dict[str, Any] = {}
    for field, name, hint, is_required in _fields(kind):
        inner = f"{place}.{name}" if place else name
        if value.get(name) is not None:
            given[field] = _value(hint, value[name], inner)
        elif is_required:
            if name not in value or type(None) not in get_args(hint):
                raise UnknownFormat([f"{inner}: is missing"])
            given[field] = None
    if issubclass(kind, Result):
        given["raw"] = value
    return kind(**given)


@cache
def _fields(kind: type) -> tuple[tuple[str, str, Any, bool], ...]:
    """Of each field its name, that in JSON, its type, and whether it has to be there."""
    hints = get_type_hints(kind)
    found = []
    for field in dataclasses.fields(kind):
        if field.name == "raw" and issubclass(kind, Result):
            continue
        is_required = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        name = field.metadata.get("json") or _camel(field.name)
        found.append((field.name, name, hints[field.name], is_required))
    return tuple(found)


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name.rstrip("_"))

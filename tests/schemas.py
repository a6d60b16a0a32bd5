"""The JSON Schemas of the repository, held against what the program writes.

Only the keywords that our schemas use are known; another one fails, so that nothing in a
schema goes unchecked.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_TYPES: dict[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_SILENT = {"$schema", "title", "description"}

Schema = dict[str, Any]


def violations(document: object, schema_file: str) -> list[str]:
    """Every place of a document that is not what a schema of the repository says."""
    schema = json.loads((ROOT / schema_file).read_text(encoding="utf-8"))
    return list(_check(document, schema, "$"))


def _check(found: Any, schema: Schema, place: str) -> Iterator[str]:
    for keyword in schema.keys() - _SILENT:
        if keyword in _KEYWORDS:
            yield from _KEYWORDS[keyword](found, schema, place)
        else:
            yield f"{place}: the keyword {keyword} is not known here"


def _type(found: Any, schema: Schema, place: str) -> Iterator[str]:
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    # To Python, true is a number.
    if not any(type(found) is _TYPES[name] for name in names):
        yield f"{place}: {found!r} is no {' or '.join(names)}"


def _one_of(found: Any, schema: Schema, place: str) -> Iterator[str]:
    wanted = schema.get("enum", [schema.get("const")])
    if found not in wanted:
        yield f"{place}: {found!r} is not in {wanted}"


def _pattern(found: Any, schema: Schema, place: str) -> Iterator[str]:
    if isinstance(found, str) and not re.search(schema["pattern"], found):
        yield f"{place}: {found!r} is not like {schema['pattern']}"


def _minimum(found: Any, schema: Schema, place: str) -> Iterator[str]:
    if isinstance(found, int) and found < schema["minimum"]:
        yield f"{place}: {found} is below {schema['minimum']}"


def _required(found: Any, schema: Schema, place: str) -> Iterator[str]:
    if isinstance(found, dict):
        yield from (f"{place}: no {name}" for name in schema["required"] if name not in found)


def _properties(found: Any, schema: Schema, place: str) -> Iterator[str]:
    for name in (found if isinstance(found, dict) else {}).keys() & schema["properties"].keys():
        yield from _check(found[name], schema["properties"][name], f"{place}.{name}")


def _no_others(found: Any, schema: Schema, place: str) -> Iterator[str]:
    if not isinstance(found, dict):
        return
    extra = sorted(found.keys() - schema.get("properties", {}).keys())
    if schema["additionalProperties"]:
        for name in extra:
            yield from _check(found[name], schema["additionalProperties"], f"{place}.{name}")
    else:
        yield from (f"{place}: {name} is not foreseen" for name in extra)


def _items(found: Any, schema: Schema, place: str) -> Iterator[str]:
    for position, item in enumerate(found if isinstance(found, list) else []):
        yield from _check(item, schema["items"], f"{place}[{position}]")


_KEYWORDS: dict[str, Callable[[Any, Schema, str], Iterator[str]]] = {
    "type": _type,
    "enum": _one_of,
    "const": _one_of,
    "pattern": _pattern,
    "minimum": _minimum,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _no_others,
    "items": _items,
}

"""On which line of a policy's file something is declared, or would have to be."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from archive.front_matter import split
from archive.strict_yaml import line_of, pairs, read_mapping

_FENCE = 1  # the line `---` before the declarations


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines of one declaration, counted from 1, and how what stands in it is indented."""

    first: int
    last: int
    indent: str  # of the lines below the key; empty where its value stands on the key's own line


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationPlaces:
    """Where the front matter of a file declares what."""

    lines: dict[str, int]  # by key, "effective"; those inside `change` as "change.level"
    change: Block | None
    closing: int | None  # the line that ends the front matter; None where there is none

    def line(self, *keys: str) -> int | None:
        """Return the line of the first of some keys that is declared; None without any."""
        return next((self.lines[key] for key in keys if key in self.lines), None)


def places_in(text: str) -> DeclarationPlaces:
    """Return where a policy's file declares what; what is no YAML declares nothing."""
    source, _, lines_before = split(text)
    if not lines_before:
        return DeclarationPlaces(lines={}, change=None, closing=None)
    node, _ = read_mapping(source)
    found = dict(_lines(node)) if node is not None else {}
    change = _value(node, "change")
    return DeclarationPlaces(
        lines=found,
        change=None if change is None else _block(found["change"], change, source),
        closing=lines_before,
    )


def _lines(node: yaml.MappingNode, within: str = "") -> Iterator[tuple[str, int]]:
    """Yield each key with its line in the file; of two with one name the first counts."""
    seen = set()
    for key, value in pairs(node):
        if not isinstance(key, yaml.ScalarNode) or key.value in seen:
            continue
        seen.add(key.value)
        yield f"{within}{key.value}", line_of(key) + _FENCE
        if isinstance(value, yaml.MappingNode) and not within:
            yield from _lines(value, f"{key.value}.")


def _value(node: yaml.MappingNode | None, name: str) -> yaml.Node | None:
    if node is None:
        return None
    return next((value for key, value in pairs(node) if key.value == name), None)


def _block(first: int, value: yaml.Node, source: str) -> Block:
    """Return the lines from a key to the end of its value, empty ones at the end left out."""
    end = value.end_mark
    lines = source.split("\n")
    last = end.line if end.column else end.line - 1
    while last > 0 and not lines[min(last, len(lines) - 1)].strip():
        last -= 1
    in_block = isinstance(value, yaml.MappingNode) and not value.flow_style and bool(value.value)
    column = value.start_mark.column if in_block else 0
    return Block(first=first, last=max(last + 1 + _FENCE, first), indent=" " * column)

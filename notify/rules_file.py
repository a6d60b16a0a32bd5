"""The tables of a rules file, strictly read: each mistake is told with its file and line."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from notify.errors import InvalidRules
from notify.patterns import InvalidPattern, Pattern, pattern_of

Choice = TypeVar("Choice", bound=StrEnum)
Made = TypeVar("Made")

_HEADER: Final = re.compile(r"^\s*\[\[?\s*([\w-]+)\s*\]\]?")
_SYNTAX_LINE: Final = re.compile(r"\(at line (\d+)")


@dataclass(slots=True, kw_only=True)
class Entry:
    """One table of the file; it knows its place, and which of its keys were asked for."""

    kind: str
    values: Mapping[str, Any]
    line: int
    path: Path
    lines: Mapping[str, int]
    asked: set[str] = field(default_factory=set)

    def wrong(self, advice: str, *, key: str = "") -> InvalidRules:
        """Return the error that names the file, the line and what to write instead."""
        return InvalidRules(f"{self.path}:{self.lines.get(key, self.line)}: {self.kind}: {advice}")

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a string; a key without a default must be written."""
        self.asked.add(key)
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(f'write {key} = "…"', key=key)
        return value

    def yes(self, key: str) -> bool:
        """Return whether the key says true; left out means false."""
        self.asked.add(key)
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"write {key} = true or {key} = false", key=key)
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number, none below 0; None where it is left out."""
        self.asked.add(key)
        value = self.values.get(key)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or value < 0
        ):
            raise self.wrong(f"write {key} as a whole number", key=key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; left out means none."""
        self.asked.add(key)
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(f'write {key} = ["…", "…"]', key=key)
        return tuple(value)

    def choice(self, key: str, among: type[Choice], *, default: Choice | None = None) -> Choice:
        """Return one of the values that the key may have."""
        value = self.text(key, default=default)
        try:
            return among(value)
        except ValueError:
            allowed = ", ".join(f'"{one}"' for one in among)
            raise self.wrong(f"{key} is {value!r}; write one of {allowed}", key=key) from None

    def pattern(self, words: str, patterns: str) -> Pattern | None:
        """Return what two keys, of words and of expressions, look for; None where neither is."""
        listed, expressions = self.words(words), self.words(patterns)
        if not listed and not expressions:
            return None
        try:
            return pattern_of(listed, expressions)
        except InvalidPattern as error:
            raise self.wrong(
                str(error), key=patterns if patterns in self.values else words
            ) from error

    def refuse_what_was_not_asked(self) -> None:
        """Refuse keys that mean nothing here, and name the nearest that does."""
        for key in self.values:
            if key not in self.asked:
                near = get_close_matches(key, self.asked, n=1)
                hint = f"did you mean {near[0]}?" if near else "remove it"
                raise self.wrong(f"{key} is not known here; {hint}", key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesFile:
    """A rules file as written: its top level and its tables, each with its line."""

    path: Path
    top: Entry
    tables: Mapping[str, tuple[Entry, ...]]

    def read(self, kind: str, make: Callable[[Entry], Made]) -> tuple[Made, ...]:
        """Return what a function makes of every table of one kind, in order."""
        made = []
        for entry in self.tables.get(kind, ()):
            made.append(make(entry))
            entry.refuse_what_was_not_asked()
        return tuple(made)


def parse(path: Path, content: str, *, kinds: tuple[str, ...]) -> RulesFile:
    """Return the tables of a rules file; only the kinds named may stand in it."""
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = _SYNTAX_LINE.search(str(error))
        line = place.group(1) if place else "1"
        raise InvalidRules(f"{path}:{line}: not valid TOML: {error}") from error
    places = _places(content)
    tables = {kind: _entries(path, kind, values.pop(kind, []), places) for kind in kinds}
    top = Entry(kind="rules", values=values, line=1, path=path, lines=places[("", 0)])
    return RulesFile(path=path, top=top, tables=tables)


def _entries(
    path: Path, kind: str, values: Any, places: Mapping[tuple[str, int], Mapping[str, int]]
) -> tuple[Entry, ...]:
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        line = places.get((kind, 1), {}).get("", 1)
        raise InvalidRules(f"{path}:{line}: write each {kind} under [[{kind}]]")
    found = (places.get((kind, number), {}) for number in range(1, len(values) + 1))
    return tuple(
        Entry(kind=kind, values=one, line=lines.get("", 1), path=path, lines=lines)
        for one, lines in zip(values, found, strict=True)
    )


def _places(content: str) -> dict[tuple[str, int], dict[str, int]]:
    """Return, for the n-th table of each kind, the lines of its keys; "" is its header's."""
    places: dict[tuple[str, int], dict[str, int]] = {("", 0): {}}
    current = places[("", 0)]
    for number, line in enumerate(content.splitlines(), start=1):
        if header := _HEADER.match(line):
            kind = header.group(1)
            nth = 1 + sum(1 for seen, _ in places if seen == kind)
            current = places[(kind, nth)] = {"": number}
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            current.setdefault(key.group(1), number)
    return places

"""TOML read strictly: every mistake of a file is collected, with its line and what to write."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final

_PASSWORD: Final = re.compile(
    r"[a-z][a-z0-9+.-]{0,30}://[^/\s@]{0,300}:[^/\s@]{0,300}@", re.IGNORECASE
)
_KINDS: Final = ((bool, "true or false"), (str, "text"), (int, "a number"), (list, "a list"),
                 (dict, "a table"), (date, "a date"))  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Mistakes:
    """What is wrong in one file, with the line of each."""

    file: str
    source: str
    met: list[tuple[int, str]] = field(default_factory=list)

    def add(self, message: str, *, at: tuple[str, ...] = ()) -> None:
        """Note a mistake of a key, given with the tables it stands in."""
        self.met.append((_line_of(self.source, at), message))

    def report(self) -> str:
        """Return every mistake on a line of its own, in the order of the file."""
        return "\n".join(
            f"{self.file}:{line}: {message}" if line else f"{self.file}: {message}"
            for line, message in sorted(self.met, key=lambda mistake: mistake[0])
        )


@dataclass(slots=True, kw_only=True)
class Table:
    """One table of the file; what is read from it is known, the rest is a mistake."""

    values: Mapping[str, Any]
    mistakes: Mistakes
    at: tuple[str, ...] = ()
    known: list[str] = field(default_factory=list)

    def text(self, key: str, check: Callable[[str], str | None] | None = None) -> str | None:
        """Return text, or None where there is none; a check returns what to write instead."""
        value = self._value(key, str)
        return None if value is None else self.checked(key, value, check)

    def texts(
        self, key: str, check: Callable[[str], str | None] | None = None
    ) -> tuple[str, ...] | None:
        """Return a list of texts, or None where there is none."""
        value = self._value(key, list)
        if value is None:
            return None
        if not all(isinstance(item, str) for item in value):
            self.wrong(key, f"`{key}` takes a list of texts in quotes")
            return None
        found = tuple(item for item in value if self.checked(key, item, check) is not None)
        for item in sorted({item for item in found if found.count(item) > 1}):
            self.wrong(key, f"`{key}` names `{item}` twice")
        return found

    def number(self, key: str, allowed: range) -> int | None:
        """Return a whole number within bounds, or None where there is none."""
        value: int | None = self._value(key, int)
        if value is not None and value not in allowed:
            self.wrong(
                key, f"`{key} = {value}` must lie from {allowed.start} to {allowed.stop - 1}"
            )
            return None
        return value

    def yes_or_no(self, key: str) -> bool | None:
        """Return true or false, or None where there is neither."""
        value: bool | None = self._value(key, bool)
        return value

    def day(self, key: str) -> date | None:
        """Return a date, written without quotes; None where there is none."""
        value = self.values.get(key)
        if isinstance(value, str | datetime):
            self.known.append(key)
            self.wrong(key, f"`{key}` takes a day without quotes and time, as in 2027-03-01")
            return None
        day: date | None = self._value(key, date)
        return day

    def table(self, key: str) -> "Table | None":
        """Return a table inside this one, or None where there is none."""
        value = self._value(key, dict)
        return None if value is None else self._inner(value, (*self.at, key))

    def tables(self, key: str) -> Iterator["Table"]:
        """Return the tables of a list, as `[[overrides]]` writes them."""
        value = self._value(key, list) or []
        for number, item in enumerate(value):
            if isinstance(item, dict):
                yield self._inner(item, (*self.at, f"{key}#{number}"))
            else:
                self.wrong(key, f"`{key}` takes tables, each headed [[{key}]]")

    def needed(self, *keys: str) -> None:
        """Note every key that must be there and is not."""
        name = self.at[-1].partition("#")[0] if self.at else ""
        for key in keys:
            if key not in self.values:
                self.mistakes.add(f"`{name}` needs a line `{key} = …`", at=self.at)

    def checked(
        self, key: str, value: str, check: Callable[[str], str | None] | None
    ) -> str | None:
        """Return the text unless it is empty, holds a password or fails its check."""
        if not value.strip():
            advice: str | None = f"`{key}` is empty; write a value or delete the line"
        elif _PASSWORD.search(value):
            advice = f"`{key}` holds a password; settings never do, put it in the environment"
        else:
            advice = check(value) if check else None
        if advice is not None:
            self.wrong(key, advice)
            return None
        return value

    def wrong(self, key: str, message: str) -> None:
        """Note a mistake of one key."""
        self.mistakes.add(message, at=(*self.at, key))

    def refuse_unknown(self) -> None:
        """Note every key that nobody read, with the nearest one that is known."""
        for key in self.values:
            if key not in self.known:
                nearest = get_close_matches(key, self.known, n=1)
                advice = (
                    f"did you mean `{nearest[0]}`?"
                    if nearest
                    else f"the keys are {', '.join(self.known)}"
                )
                self.wrong(key, f"unknown key `{key}`; {advice}")

    def _inner(self, values: Mapping[str, Any], at: tuple[str, ...]) -> "Table":
        return Table(values=values, mistakes=self.mistakes, at=at)

    def _value(self, key: str, kind: type) -> Any:
        self.known.append(key)
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(key, f"`{key}` takes {_name(kind)}, not {_name(type(value))}")
            return None
        return value


def _name(kind: type) -> str:
    return next((name for known, name in _KINDS if issubclass(kind, known)), kind.__name__)


def _line_of(source: str, at: tuple[str, ...]) -> int:
    """Return the line on which a key seems to stand, for a message only; 0 for none."""
    place = found = 0
    for name in at:
        key, _, number = name.partition("#")
        pattern = re.compile(
            rf"""^[ \t]*\[{{0,2}}[^=\n#]*?(?<![\w-])["']?{re.escape(key)}["']?[ \t]*(?=[=.\]])"""
            rf"""|[{{,][ \t]*{re.escape(key)}[ \t]*(?==)""",
            re.MULTILINE,
        )
        for _ in range(int(number or 0) + 1):
            match = pattern.search(source, place)
            if match is None:
                break
            found, place = match.end(), match.end()
    return source.count("\n", 0, found) + 1 if found else 0

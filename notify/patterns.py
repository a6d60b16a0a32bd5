"""Patterns: the words a rule looks for. The one module that runs lawyers' regular expressions.

They run on RE2, whose time grows with the length of the text and with nothing else,
so no pattern can hang a check; look-around and back-references do not exist in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import re2  # type: ignore[import-untyped]  # published without types; the protocols below say what is used

_MOST_BYTES: Final = 96 * 2**20  # for what is looked for at once; the program's rules take half


class InvalidPattern(ValueError):
    """The words or the expression cannot be searched for."""


class _Match(Protocol):
    def group(self) -> str: ...
    def span(self) -> tuple[int, int]: ...


class _Compiled(Protocol):
    def search(self, text: str) -> _Match | None: ...
    def finditer(self, text: str) -> Iterable[_Match]: ...


class _Set(Protocol):
    def Add(self, pattern: str) -> int: ...  # noqa: N802 - RE2 calls it so, and the next two
    def Compile(self) -> None: ...  # noqa: N802
    def Match(self, text: str) -> list[int] | None: ...  # noqa: N802


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a rule looks for in a sentence, capital or not."""

    expression: str
    _compiled: _Compiled

    def occurs_in(self, text: str) -> bool:
        """Whether the text holds it."""
        return self._compiled.search(_plain(text)) is not None

    def found_in(self, text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
        """Return every place where the text holds it: the words, and where they stand."""
        return tuple(
            (match.group(), match.span()) for match in self._compiled.finditer(_plain(text))
        )


class Patterns:
    """Many patterns that are looked for at once, in the time that a few take."""

    def __init__(self, patterns: Sequence[Pattern], *, most_bytes: int = _MOST_BYTES) -> None:
        self._patterns = patterns
        self._most_bytes = most_bytes

    def that_may_occur_in(self, text: str) -> frozenset[int]:
        """Return the places, from 0, of the patterns that a text holds.

        Where they are too many for the memory that they may take, it may hold any of them.
        """
        if self._together is None:
            return frozenset(range(len(self._patterns)))
        return frozenset(self._together.Match(_plain(text)) or ())

    @cached_property
    def _together(self) -> _Set | None:
        together: _Set = re2.Set.SearchSet(_options(max_mem=self._most_bytes))
        for pattern in self._patterns:
            together.Add(pattern.expression)
        try:
            together.Compile()
        except re2.error:
            return None
        return together


def _plain(text: str) -> str:
    return text.replace("’", "'")


def pattern_of(
    words: Iterable[str], expressions: Iterable[str] = (), *, inside: bool = False
) -> Pattern:
    """Return a pattern that finds any of the words or expressions, as whole words.

    In words, a blank stands for any white space or hyphen, and "*" at the end of a word for any
    ending. A sign without a letter, as ✓, is found wherever it stands. `inside` finds words
    inside of words too: of a script that parts words in another way.
    """
    options = _options()
    listed = tuple(words)
    bounded = [*(_expression_of(one) for one in listed if not _is_sign(one)), *expressions]
    signs = [_expression_of(one) for one in listed if _is_sign(one)]
    for alternative in (*bounded, *signs):
        _check(alternative, options)
    whole = "|".join(f"(?:{one})" for one in bounded)
    if bounded and not inside:
        whole = rf"(?:^|\b)(?:{whole})(?:\b|$)"
    whole = "|".join([*([whole] if bounded else []), *signs])
    return Pattern(whole, re2.compile(whole, options))


def _is_sign(words: str) -> bool:
    stripped = words.strip()
    return bool(stripped) and "*" not in stripped and not any(map(str.isalnum, stripped))


def _options(*, max_mem: int | None = None) -> object:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False  # they are raised, with the file and line
    if max_mem is not None:
        options.max_mem = max_mem
    return options


def _expression_of(words: str) -> str:
    parts = words.split()
    if not parts or any("*" in part[:-1] or part == "*" for part in parts):
        raise InvalidPattern(f"{words!r}: write words; a * may only end one")
    return r"[\s-]+".join(
        re2.escape(part.removesuffix("*")) + (r"\w*" if part.endswith("*") else "")
        for part in parts
    )


def _check(expression: str, options: object) -> None:
    try:
        compiled = re2.compile(expression, options)
    except re2.error as error:
        cause = error.args[0].decode(errors="replace") if error.args else "not an expression"
        raise InvalidPattern(
            f"{expression!r} cannot be used ({cause}); write words, or an RE2 expression "
            "without look-around and back-references"
        ) from error
    if compiled.search("") is not None:
        raise InvalidPattern(f"{expression!r} finds nothing in particular: it matches empty text")

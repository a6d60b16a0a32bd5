"""What is missing in a policy's file, ready to paste: the lines, and where they go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.declaration_places import DeclarationPlaces
from archive.front_matter import Level

# What a fault asks to be written into `change:`. No words are put into anybody's mouth: a line
# that is pasted and left as it is has no value, and is met as such.
_ASKED: Final = {
    "not-judged": "level",
    "lowering-without-reason": "reason",
    "at-once-without-reason": "reason",
    "narrowing-without-reason": "reason",
    "missing-summary": "summary",
    "missing-choices": "choices",
    "unanswered-consent": "consent",
}
_HINTS: Final = {
    "level": "# editorial, minor or significant",
    "reason": "# why, for readers",
    "summary": "# what changes for readers, in plain words",
    "choices": "# what readers can do, where and until when",
    "consent": "# required or not-needed",
}
_DATES: Final = ("short-notice", "retroactive", "undated-change", "no-date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Lines to write into a file."""

    path: str
    line: int  # where the first one goes; what stands there moves down
    replaces: int  # how many lines from there on they take the place of
    lines: tuple[str, ...]


def drafts(
    codes: Collection[str],
    *,
    path: str,
    places: DeclarationPlaces,
    level: Level,
    speaks: bool,
    earliest: date,
) -> tuple[Draft, ...]:
    """Return what the faults of one text ask to be written into its front matter.

    `speaks`: whether its `change:` block is about this change; one that is not is replaced.
    """
    keys = list(dict.fromkeys(key for code, key in _ASKED.items() if code in codes))
    found = []
    if "stale-change" in codes:
        keys = keys or ["level"]
    if keys:
        found.append(_change(keys, path=path, places=places, level=level, speaks=speaks))
    if any(code in codes for code in _DATES):
        found.append(_effective(path, places, earliest))
    return tuple(found)


def _change(
    keys: list[str], *, path: str, places: DeclarationPlaces, level: Level, speaks: bool
) -> Draft:
    block = places.change
    if block is not None and speaks and block.indent:
        lines = [f"{block.indent}{key}: {_HINTS[key]}" for key in keys]
        return Draft(path=path, line=block.last + 1, replaces=0, lines=tuple(lines))
    head = [] if "level" in keys or speaks else [f"  level: {level}"]
    lines = ["change:", *head, *(f"  {key}: {_HINTS[key]}" for key in keys)]
    if block is not None and not speaks:
        return Draft(
            path=path, line=block.first, replaces=block.last - block.first + 1, lines=tuple(lines)
        )
    return _at_the_end(path, places, lines)


def _effective(path: str, places: DeclarationPlaces, earliest: date) -> Draft:
    line = f"effective: {earliest}"
    declared = places.line("effective")
    if declared is not None:
        return Draft(path=path, line=declared, replaces=1, lines=(line,))
    return _at_the_end(path, places, [line])


def _at_the_end(path: str, places: DeclarationPlaces, lines: list[str]) -> Draft:
    """Return lines for the end of the front matter, with its fences where there is none."""
    if places.closing is None:
        return Draft(path=path, line=1, replaces=0, lines=("---", *lines, "---"))
    return Draft(path=path, line=places.closing, replaces=0, lines=tuple(lines))

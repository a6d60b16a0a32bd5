"""What is missing in a policy's file, ready to paste: the lines, and where they go."""

from collections.abc import Collection
from dataclasses import dataclass, replace
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
_VERSIONS: Final = ("version-label-differs", "translation-untied")
_DATES: Final = ("short-notice", "retroactive", "undated-change", "no-date", "date-lost")


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
    gives: date | None = None,
    moves: bool = False,
    states_its_day: bool,
) -> tuple[Draft, ...]:
    """Return what the faults of one text ask to be written into its front matter.

    `speaks`: whether its `change:` block is about this change; one that is not is replaced.
    `gives`: of a translation, the day of the version of the original that it gives; `moves`:
    whether that is another than it says now, as the original is told to take another day.
    `states_its_day`: whether the text itself does, so that the day is to be mended there.
    """
    keys = list(dict.fromkeys(key for code, key in _ASKED.items() if code in codes))
    if "stale-change" in codes:
        keys = keys or ["level"]
    declared: dict[str, date] = {}
    is_ours = places.line("effective") is not None or not states_its_day
    if is_ours and (moves or any(code in codes for code in _DATES)):
        declared["effective"] = earliest
    other_day = declared.get("effective", gives) != gives
    if gives is not None and (other_day or any(code in codes for code in _VERSIONS)):
        declared["translates"] = gives
    found = (
        [] if not keys else [_change(keys, path=path, places=places, level=level, speaks=speaks)]
    )
    new = [f"{key}: {day}" for key, day in declared.items() if places.line(key) is None]
    if new:
        found = _with(found, new, path=path, places=places)
    return (
        *found,
        *(
            Draft(path=path, line=line, replaces=1, lines=(f"{key}: {day}",))
            for key, day in declared.items()
            if (line := places.line(key)) is not None
        ),
    )


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


def _with(
    found: list[Draft], declared: list[str], *, path: str, places: DeclarationPlaces
) -> list[Draft]:
    """Return the drafts with new lines at the end, which no two of them stand at."""
    last = _at_the_end(path, places, declared)
    if not found or (found[0].line, found[0].replaces) != (last.line, last.replaces):
        return [*found, last]
    (change,) = found
    if change.lines[0].startswith(" "):  # inside a block: the new lines come after it
        return [replace(change, lines=(*change.lines, *declared))]
    before = 1 if places.closing is None else 0
    return [replace(change, lines=(*change.lines[:before], *declared, *change.lines[before:]))]


def _at_the_end(path: str, places: DeclarationPlaces, lines: list[str]) -> Draft:
    """Return lines for the end of the front matter, with its fences where there is none."""
    if places.closing is None:
        return Draft(path=path, line=1, replaces=0, lines=("---", *lines, "---"))
    return Draft(path=path, line=places.closing, replaces=0, lines=tuple(lines))

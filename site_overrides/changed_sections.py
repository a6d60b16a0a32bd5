"""Which sections of a text a redline touches: the first thing its summary says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive.changes import Change, ChangeKind
from archive.speech import Speech, worded

_ADDED: Final = worded("Added")
_REMOVED: Final = worded("Removed")
_REWORDED: Final = worded("Reworded")
_MOVED: Final = worded("Moved")
_CUT: Final = worded("Split or merged")
_RENUMBERED: Final = worded("Renumbered")
_OWN: Final = {
    ChangeKind.ADDED: _ADDED,
    ChangeKind.REMOVED: _REMOVED,
    ChangeKind.MOVED: _MOVED,
    ChangeKind.MOVED_REWORDED: _MOVED,
    ChangeKind.RENUMBERED: _RENUMBERED,
}
_WITHIN: Final = {  # of a clause that is no heading; every other change rewords its section
    ChangeKind.SPLIT: _CUT,
    ChangeKind.MERGED: _CUT,
    ChangeKind.MOVED: _MOVED,
    ChangeKind.RENUMBERED: _RENUMBERED,
}
_WHOLE: Final = (_ADDED, _REMOVED)  # nothing more need be said of these
_ORDER: Final = (_ADDED, _REMOVED, _REWORDED, _MOVED, _CUT, _RENUMBERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSection:
    """A section, by its heading, and the first of its changes."""

    heading: str
    clause: str


def changed_sections(
    speech: Speech, changes: Iterable[Change]
) -> tuple[tuple[str, tuple[ChangedSection, ...]], ...]:
    """Return the sections by what became of them or of clauses in them, in reading order.

    A clause that was only split, merged, moved or renumbered does not make its section reworded.
    """
    found: dict[str, dict[str, str]] = {label: {} for label in _ORDER}
    whole: set[str] = set()
    for change in changes:
        if not change.heading or change.heading in whole:
            continue
        label = _label(change)
        found[label].setdefault(change.heading, change.clause)
        if label in _WHOLE:
            whole.add(change.heading)
    return tuple(
        (speech.say(label), tuple(ChangedSection(heading=h, clause=c) for h, c in sections.items()))
        for label, sections in found.items()
        if sections
    )


def _label(change: Change) -> str:
    if _is_heading(change):
        return _OWN.get(change.kind, _REWORDED)
    label = _WITHIN.get(change.kind, _REWORDED)
    return _REWORDED if label == _CUT and change.sentences else label


def _is_heading(change: Change) -> bool:
    """Whether it is the heading itself that changed; a heading is in its own section."""
    return change.heading in (change.after, change.before)

"""Which sections of a text a redline touches: the first thing its summary says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive.changes import Change, ChangeKind

_OWN: Final = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.MOVED: "Moved",
    ChangeKind.MOVED_REWORDED: "Moved",
    ChangeKind.RENUMBERED: "Renumbered",
}
_WHOLE: Final = ("Added", "Removed")  # nothing more need be said of these
_ORDER: Final = ("Added", "Removed", "Reworded", "Moved", "Renumbered")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSection:
    """A section, by its heading, and the first of its changes."""

    heading: str
    clause: str


def changed_sections(
    changes: Iterable[Change],
) -> tuple[tuple[str, tuple[ChangedSection, ...]], ...]:
    """Return the sections added, removed, reworded, moved and renumbered, in reading order."""
    found: dict[str, dict[str, str]] = {label: {} for label in _ORDER}
    whole: set[str] = set()
    for change in changes:
        if not change.heading or change.heading in whole:
            continue
        label = _OWN.get(change.kind, "Reworded") if _is_heading(change) else "Reworded"
        found[label].setdefault(change.heading, change.clause)
        if label in _WHOLE:
            whole.add(change.heading)
    return tuple(
        (label, tuple(ChangedSection(heading=h, clause=c) for h, c in sections.items()))
        for label, sections in found.items()
        if sections
    )


def _is_heading(change: Change) -> bool:
    """Whether it is the heading itself that changed; a heading is in its own section."""
    return change.heading in (change.after, change.before)

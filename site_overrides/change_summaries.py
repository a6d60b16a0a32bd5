"""What the list above a redline says of each change: its kind, its section, its words marked."""

from dataclasses import dataclass, replace
from typing import Final

from archive.changes import Change, ChangeKind
from archive.marked_sentences import marked
from archive.marks import Segment

_EXCERPT: Final = 180  # characters of each stretch of marked words that are quoted
_QUOTES: Final = 3  # sentences of a change that are quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarisedChange:
    """One line of the list above a redline."""

    kind: ChangeKind
    clause: str
    heading: str
    quotes: tuple[tuple[Segment, ...], ...]  # the words of a sentence, marked and shortened
    more: int  # sentences that differ and are not quoted


def summarised(change: Change) -> SummarisedChange:
    """Return a change as the list shows it, quoting the first sentences that differ."""
    differing = _differing(change)
    return SummarisedChange(
        kind=change.kind,
        clause=change.clause,
        heading=change.heading,
        quotes=tuple(
            tuple(_shortened(segment) for segment in marked(old, new))
            for old, new in differing[:_QUOTES]
        ),
        more=max(0, len(differing) - _QUOTES),
    )


def _differing(change: Change) -> tuple[tuple[str, str], ...]:
    if change.kind is ChangeKind.ADDED:
        return (("", change.after),)
    if change.kind is ChangeKind.REMOVED:
        return ((change.before, ""),)
    if change.kind is ChangeKind.MOVED:
        return ()
    return change.sentences or ((change.before, change.after),)


def _shortened(segment: Segment) -> Segment:
    words = segment.text
    if len(words) <= _EXCERPT:
        return segment
    return replace(segment, text=f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …")

"""What the list above a redline says of each change: its kind, its section, its words marked."""

from dataclasses import dataclass, replace
from typing import Final

from archive.changes import Change, ChangeKind, Quote
from archive.marked_sentences import CONTEXT, quotes_of
from archive.marks import Mark, Segment
from archive.speech import Speech

_EXCERPT: Final = 180  # characters of each stretch of marked words that are quoted
_QUOTES: Final = 3  # sentences of a change that are quoted
_BREAK: Final = "\n"  # between the clauses of one change
_CUT: Final = (ChangeKind.SPLIT, ChangeKind.MERGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarisedChange:
    """One line of the list above a redline."""

    kind: ChangeKind
    clause: str
    heading: str
    quotes: tuple[tuple[Segment, ...], ...]  # the words of a sentence, marked and shortened
    more: int  # sentences that differ and are not quoted
    note: str  # into or from how many parts it was split or merged
    moved_from: str  # the section it stood in; empty where it is the same


def summarised(speech: Speech, change: Change) -> SummarisedChange:
    """Return a change as the list shows it, quoting the first sentences that differ."""
    differing = _differing(change)
    quotes = tuple(tuple(map(_shortened, quote)) for quote in differing[:_QUOTES])
    return SummarisedChange(
        kind=change.kind,
        clause=change.clause,
        heading=change.heading,
        quotes=quotes or _first_words(change),
        more=max(0, len(differing) - _QUOTES),
        note=_note(speech, change),
        moved_from=change.moved_from,
    )


def _first_words(change: Change) -> tuple[tuple[Segment, ...], ...]:
    """Return how a clause begins whose words all stayed; its section's name says it of a heading."""
    if change.after == change.heading:
        return ()
    words = change.after.split()
    shown = " ".join(words[:CONTEXT]) + (" …" if len(words) > CONTEXT else "")
    return ((_shortened(Segment(mark=Mark.KEPT, text=shown)),),)


def _note(speech: Speech, change: Change) -> str:
    if change.kind is ChangeKind.SPLIT:
        parts = change.after.count(_BREAK) + 1
        return speech.count("into {number} part", "into {number} parts", parts)
    if change.kind is ChangeKind.MERGED:
        parts = change.before.count(_BREAK) + 1
        return speech.count("from {number} part", "from {number} parts", parts)
    return ""


def _differing(change: Change) -> tuple[Quote, ...]:
    if change.kind is ChangeKind.ADDED:
        return ((Segment(mark=Mark.INSERTED, text=change.after),),)
    if change.kind is ChangeKind.REMOVED:
        return ((Segment(mark=Mark.STRUCK, text=change.before),),)
    if change.kind is ChangeKind.MOVED and change.before == change.after:
        return ()
    return quotes_of(change)


def _shortened(segment: Segment) -> Segment:
    words = segment.text
    if len(words) <= _EXCERPT:
        return segment
    after = " " if words.endswith(" ") else ""
    return replace(segment, text=f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …{after}")

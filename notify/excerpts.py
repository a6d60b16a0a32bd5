"""Excerpts: the few passages of a redline that a mail can show, what matters first."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.changes import Change, ChangeKind
from archive.front_matter import Level
from archive.marked_sentences import quotes_of
from archive.marks import Segment
from archive.redlines import Redline
from notify.findings import Effect, Finding

LEVELS = (Level.EDITORIAL, Level.MINOR, Level.SIGNIFICANT)
MOST = 6  # passages in one mail about one policy
CHARACTERS = 9_000  # of all of them together: a mail over 90 KB is cut off by its reader

_SILENT = {ChangeKind.MOVED, ChangeKind.RENUMBERED, ChangeKind.FORMAT_ONLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """One changed passage: the section it stands in, and its words marked."""

    heading: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpts:
    """The passages shown, and how many more the whole redline has."""

    shown: tuple[Excerpt, ...]
    more: int


def excerpts(redline: Redline, findings: Sequence[Finding]) -> Excerpts:
    """Return the changed passages that matter most, each with a little of what stands around it."""
    passages = [
        Excerpt(heading=change.heading.strip(), segments=quote)
        for change in _by_weight(redline.changes, findings)
        for quote in quotes_of(change)
    ]
    shown: list[Excerpt] = []
    room = CHARACTERS
    for passage in passages[:MOST]:
        room -= sum(len(segment.text) for segment in passage.segments)
        if room < 0:
            break
        shown.append(passage)
    return Excerpts(shown=tuple(shown), more=len(passages) - len(shown))


def _by_weight(changes: Sequence[Change], findings: Sequence[Finding]) -> list[Change]:
    """Put lost rights first, then other findings by level; the rest as they are read."""
    heaviest = by_weight(findings)
    ranks = {finding.clause: rank for rank, finding in reversed(list(enumerate(heaviest)))}
    told = [change for change in changes if change.kind not in _SILENT]
    return sorted(told, key=lambda change: ranks.get(change.clause, len(findings)))


def by_weight(findings: Sequence[Finding]) -> list[Finding]:
    """Put findings of lost rights first, then others by level; the rest as they are read."""
    return sorted(findings, key=_weight)


def _weight(finding: Finding) -> tuple[bool, int]:
    return finding.effect not in (Effect.REDUCES, Effect.BOTH), -LEVELS.index(finding.level)

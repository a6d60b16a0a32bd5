"""Excerpts: the few passages of a redline that a mail can show, what matters first."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.changes import Change, ChangeKind
from archive.front_matter import Level
from archive.marks import Mark, Segment
from archive.redlines import Redline
from notify.findings import Effect, Finding

LEVELS = (Level.EDITORIAL, Level.MINOR, Level.SIGNIFICANT)
MOST = 6  # passages in one mail about one policy
CHARACTERS = 9_000  # of all of them together: a mail over 90 KB is cut off by its reader
COMPARABLE = 400  # words; longer sentences are shown struck and inserted as a whole
CONTEXT = 12  # unchanged words kept on each side of a change

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
        Excerpt(heading=change.heading.strip(), segments=marked(before, after))
        for change in _by_weight(redline.changes, findings)
        for before, after in change.sentences
        if before.strip() or after.strip()
    ]
    shown: list[Excerpt] = []
    room = CHARACTERS
    for passage in passages[:MOST]:
        room -= sum(len(segment.text) for segment in passage.segments)
        if room < 0:
            break
        shown.append(passage)
    return Excerpts(shown=tuple(shown), more=len(passages) - len(shown))


def marked(before: str, after: str) -> tuple[Segment, ...]:
    """Return a sentence's words marked kept, struck or inserted, long kept stretches shortened."""
    old, new = before.split(), after.split()
    if not old or not new or max(len(old), len(new)) > COMPARABLE:
        return _replaced(old, new)
    blocks = [
        block
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        if block.size > 1 or block.a + block.size == len(old) or block.a == 0
    ]
    if sum(block.size for block in blocks) * 3 < max(len(old), len(new)):
        return _replaced(old, new)
    segments: list[Segment] = []
    i = j = 0
    for block in blocks:
        segments += _replaced(old[i : block.a], new[j : block.b])
        i, j = block.a + block.size, block.b + block.size
        kept = old[block.a : i]
        segments += _kept(kept, first=block.a == 0, last=i == len(old))
    return tuple(segments)


def _by_weight(changes: Sequence[Change], findings: Sequence[Finding]) -> list[Change]:
    """Put lost rights first, then other findings by level; the rest as they are read."""
    heaviest = sorted(findings, key=_weight)
    ranks = {finding.clause: rank for rank, finding in reversed(list(enumerate(heaviest)))}
    told = [change for change in changes if change.kind not in _SILENT]
    return sorted(told, key=lambda change: ranks.get(change.clause, len(findings)))


def _weight(finding: Finding) -> tuple[bool, int]:
    return finding.effect not in (Effect.REDUCES, Effect.BOTH), -LEVELS.index(finding.level)


def _replaced(old: Sequence[str], new: Sequence[str]) -> tuple[Segment, ...]:
    struck = (Segment(mark=Mark.STRUCK, text=" ".join(old)),) if old else ()
    inserted = (Segment(mark=Mark.INSERTED, text=" ".join(new)),) if new else ()
    return struck + inserted


def _kept(words: list[str], *, first: bool, last: bool) -> tuple[Segment, ...]:
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(words) > len(head) + len(tail) + 1:
        words = [*head, "…", *tail]
    return (Segment(mark=Mark.KEPT, text=" ".join(words)),) if words else ()

"""One sentence beside what it was, its words marked: what a list or a mail quotes of a change."""

from collections.abc import Sequence
from typing import Final

from archive.marks import Mark, Segment
from archive.vocabulary import Vocabulary
from archive.word_diff import Run, common_runs

CONTEXT: Final = 12  # unchanged words kept on each side of a change


def marked(before: str, after: str) -> tuple[Segment, ...]:
    """Return a sentence's words marked kept, struck or inserted, long kept stretches shortened.

    The words that a redline of the two texts would mark; the sentence as a whole where less
    than a third of it is kept.
    """
    old, new = before.split(), after.split()
    vocabulary = Vocabulary()
    runs = common_runs(vocabulary.encode(old), vocabulary.encode(new), vocabulary)
    if sum(run.length for run in runs) * 3 < max(len(old), len(new)):
        return _replaced(old, new)
    segments: list[Segment] = []
    i = j = 0
    for run in (*runs, Run(len(old), len(new), 0)):
        segments += _replaced(old[i : run.old], new[j : run.new])
        i, j = run.old + run.length, run.new + run.length
        last = i == len(old) and j == len(new)
        segments += _kept(old[run.old : i], first=run.old == run.new == 0, last=last)
    return tuple(segments)


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

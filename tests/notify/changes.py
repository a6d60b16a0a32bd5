"""Short ways to make a redline of a few sentences, so a test names only what it is about."""

from archive.changes import Change, ChangeKind
from archive.marks import Mark, Segment
from archive.redlines import Redline


def a_change(before: str, after: str, *, heading: str = "", number: int = 1) -> Change:
    kind = ChangeKind.REWORDED
    if not before:
        kind = ChangeKind.ADDED
    if not after:
        kind = ChangeKind.REMOVED
    return Change(
        kind=kind,
        clause=f"c{number}",
        heading=heading,
        before=before,
        after=after,
        sentences=((before, after),),
    )


def a_redline(*pairs: tuple[str, str], heading: str = "", kept: str = "") -> Redline:
    """The redline of sentences that gave way to others, one clause each."""
    changes = [
        a_change(before, after, heading=heading, number=number)
        for number, (before, after) in enumerate(pairs, start=1)
    ]
    segments = [Segment(mark=Mark.KEPT, text=f"{kept} ")] if kept else []
    for before, after in pairs:
        segments += [Segment(mark=Mark.STRUCK, text=f"{before} ")] if before else []
        segments += [Segment(mark=Mark.INSERTED, text=f"{after} ")] if after else []
    return Redline(segments=tuple(segments), changes=tuple(changes), html="")

"""Which passages a mail shows, and how their words are marked."""

from archive.changes import Change, ChangeKind
from archive.front_matter import Level
from archive.redlines import Redline
from notify.excerpts import CHARACTERS, MOST, excerpts
from notify.findings import Effect, Finding


def a_change(clause: str, before: str = "old words", after: str = "new words") -> Change:
    return Change(
        kind=ChangeKind.REWORDED,
        clause=clause,
        heading=f"Section {clause}",
        before=before,
        after=after,
        sentences=((before, after),),
    )


def a_finding(clause: str, effect: Effect = Effect.REDUCES) -> Finding:
    return Finding(
        rule="r",
        topic="t",
        level=Level.SIGNIFICANT,
        effect=effect,
        before="",
        after="",
        reason="",
        clause=clause,
    )


def a_redline(*changes: Change) -> Redline:
    return Redline(segments=(), changes=changes, html="")


def test_passages_with_findings_come_first_then_the_order_of_reading() -> None:
    redline = a_redline(a_change("1"), a_change("2"), a_change("3"))

    found = excerpts(redline, [a_finding("3")])

    assert [e.heading for e in found.shown] == ["Section 3", "Section 1", "Section 2"]
    assert found.more == 0


def test_a_lost_right_comes_before_a_gained_one() -> None:
    redline = a_redline(a_change("1"), a_change("2"))

    found = excerpts(redline, [a_finding("1", Effect.EXPANDS), a_finding("2", Effect.REDUCES)])

    assert [e.heading for e in found.shown] == ["Section 2", "Section 1"]


def test_a_mail_shows_a_few_passages_and_counts_the_rest() -> None:
    found = excerpts(a_redline(*(a_change(str(n)) for n in range(MOST + 4))), [])

    assert len(found.shown) == MOST
    assert found.more == 4


def test_passages_that_would_swell_the_mail_are_left_to_the_redline() -> None:
    found = excerpts(a_redline(a_change("1", after="x " * CHARACTERS)), [])

    assert (found.shown, found.more) == ((), 1)


def test_moves_and_format_are_not_told() -> None:
    moved = Change(
        kind=ChangeKind.MOVED, clause="1", heading="", before="a", after="a", sentences=()
    )

    assert excerpts(a_redline(moved), []).shown == ()

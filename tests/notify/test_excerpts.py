"""Which passages a mail shows, and how their words are marked."""

from hypothesis import given
from hypothesis import strategies as st

from archive.changes import Change, ChangeKind
from archive.front_matter import Level
from archive.marks import Mark
from archive.redlines import Redline
from notify.excerpts import CHARACTERS, MOST, excerpts, marked
from notify.findings import Effect, Finding

WORDS = st.lists(
    st.sampled_from("we keep sell your data for 30 90 days never".split()), max_size=30
)


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


def test_only_the_words_that_changed_are_marked() -> None:
    found = marked("We keep records for 30 days.", "We keep records for 90 days.")

    assert [(s.mark, s.text) for s in found] == [
        (Mark.KEPT, "We keep records for"),
        (Mark.STRUCK, "30"),
        (Mark.INSERTED, "90"),
        (Mark.KEPT, "days."),
    ]


def test_sentences_with_little_in_common_are_replaced_whole() -> None:
    found = marked("We never sell your data.", "Partners may buy the records they need.")

    assert [s.mark for s in found] == [Mark.STRUCK, Mark.INSERTED]


def test_a_long_unchanged_stretch_is_shortened() -> None:
    kept = " ".join(f"w{n}" for n in range(80))

    found = marked(f"A {kept} B", f"C {kept} D")

    assert "…" in found[2].text
    assert len(found[2].text.split()) == 25


@given(old=WORDS, new=WORDS)
def test_no_struck_or_inserted_word_is_ever_left_out(old: list[str], new: list[str]) -> None:
    found = marked(" ".join(old), " ".join(new))

    shown = {m: " ".join(s.text for s in found if s.mark is m).split() for m in Mark}
    kept = shown[Mark.KEPT]
    assert sorted(kept + shown[Mark.STRUCK]) == sorted(old) or "…" in kept
    assert sorted(kept + shown[Mark.INSERTED]) == sorted(new) or "…" in kept

"""Which words of a sentence are marked where it is quoted, and how much stands around them."""

from hypothesis import given
from hypothesis import strategies as st

from archive.marked_sentences import marked
from archive.marks import Mark

WORDS = st.lists(
    st.sampled_from("we keep sell your data for 30 90 days never".split()), max_size=30
)


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


def test_a_third_that_is_kept_is_enough_to_mark_the_rest() -> None:
    third = marked("records a b", "records c d")
    less = marked("records a b e", "records c d f")

    assert [s.mark for s in third] == [Mark.KEPT, Mark.STRUCK, Mark.INSERTED]
    assert [s.mark for s in less] == [Mark.STRUCK, Mark.INSERTED]


def test_no_single_word_gives_way_to_a_sign_that_one_was_left_out() -> None:
    kept = " ".join(f"w{n}" for n in range(25))

    found = marked(f"A {kept} B", f"C {kept} D")

    assert kept in [segment.text for segment in found]


def test_a_long_unchanged_stretch_is_shortened() -> None:
    kept = " ".join(f"w{n}" for n in range(80))

    found = marked(f"A {kept} B", f"C {kept} D")

    assert "…" in found[2].text
    assert len(found[2].text.split()) == 25


def test_words_that_stay_are_shown_before_what_is_added_to_them_and_behind() -> None:
    kept = " ".join(f"w{n}" for n in range(9))

    for before, after in ((kept, f"{kept} more"), (kept, f"more {kept}"), (f"less {kept}", kept)):
        assert kept in [segment.text for segment in marked(before, after)]


@given(old=WORDS, new=WORDS)
def test_no_struck_or_inserted_word_is_ever_left_out(old: list[str], new: list[str]) -> None:
    found = marked(" ".join(old), " ".join(new))

    shown = {m: " ".join(s.text for s in found if s.mark is m).split() for m in Mark}
    kept = shown[Mark.KEPT]
    assert sorted(kept + shown[Mark.STRUCK]) == sorted(old) or "…" in kept
    assert sorted(kept + shown[Mark.INSERTED]) == sorted(new) or "…" in kept

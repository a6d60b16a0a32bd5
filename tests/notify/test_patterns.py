"""What do the words of a rule find? Whole words, with any hyphen or blank between."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.patterns import InvalidPattern, Patterns, pattern_of


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("third part*", "Third-parties and a third  party", ["Third-parties", "third  party"]),
        ("fee", "A fee, some fees, coffee", ["fee"]),
        ("delete* within", "Deleted within a day", ["Deleted within"]),
        ("don't", "We don’t and we don't", ["don't", "don't"]),
        ("a.b", "a.b but not axb", ["a.b"]),
        ("✓", "Sold: ✓ | Rented: ✓✓", ["✓", "✓", "✓"]),
        ("≤", "Fees≤10", ["≤"]),
    ],
)
def test_words_are_found_as_whole_words(words: str, text: str, found: list[str]) -> None:
    assert [match for match, _ in pattern_of([words]).found_in(text)] == found


def test_words_and_signs_are_found_together() -> None:
    assert [w for w, _ in pattern_of(["no", "✗"]).found_in("No: ✗, not noted")] == ["No", "✗"]


def test_where_words_stand_is_told_in_letters_not_bytes() -> None:
    text = "“Gebühr” is a fee"

    [(_, (start, end))] = pattern_of(["fee"]).found_in(text)

    assert text[start:end] == "fee"


@pytest.mark.parametrize("words", ["", "  ", "*", "a*b", "* a"])
def test_words_that_cannot_be_looked_for_are_refused(words: str) -> None:
    with pytest.raises(InvalidPattern):
        pattern_of([words])


def test_an_exploding_pattern_does_not_explode() -> None:
    pattern = pattern_of([], ["(a+)+$"])
    start = time.perf_counter()

    assert not pattern.occurs_in("a" * 1_000_000 + "!b")
    assert time.perf_counter() - start < 1


@given(text=st.text(st.sampled_from("we may share your data with partners’.,-\n "), max_size=80))
def test_patterns_looked_for_at_once_are_found_where_each_is(text: str) -> None:
    patterns = [
        pattern_of(["share*"]),
        pattern_of(["we may", "data"]),
        pattern_of([], ["^may|ta$"]),
    ]

    assert Patterns(patterns).that_may_occur_in(text) == {
        place for place, pattern in enumerate(patterns) if pattern.occurs_in(text)
    }


def test_where_the_memory_is_too_small_for_all_patterns_any_may_occur() -> None:
    patterns = [pattern_of([f"word{number}*"]) for number in range(50)]

    assert Patterns(patterns, most_bytes=1_000).that_may_occur_in("nothing") == set(range(50))

"""Tests of the words that differ in a sentence: exact, and however long it is."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from notify.replaced_words import Replaced, replaced_words

WORDS = st.lists(st.sampled_from(["we", "may", "not", "share", "30", "days", ""]), max_size=30)


def test_it_names_what_went_and_what_came_in_its_place() -> None:
    old = "we keep your data for 30 days".split()
    new = "we may keep your data for 90 days only".split()

    assert list(replaced_words(old, new)) == [
        Replaced([], ["may"]),
        Replaced(["30"], ["90"]),
        Replaced([], ["only"]),
    ]


def test_equal_sentences_have_none() -> None:
    assert list(replaced_words(["we", "may"], ["we", "may"])) == []


@given(WORDS, WORDS)
def test_what_is_left_of_both_is_the_same_words(old: list[str], new: list[str]) -> None:
    left, rest = Counter(old), Counter(new)
    for went, came in replaced_words(old, new):
        assert not Counter(went) - left
        left.subtract(went)
        rest.subtract(came)

    assert +left == +rest


def test_a_sentence_of_a_hundred_thousand_words_is_compared_to_its_end() -> None:
    """Comparing each word with each took hours."""
    old = ["we", "may", "share", "your", "data", "for", "30", "days", "not"] * 11_000
    new = [word if place % 997 else "partners" for place, word in enumerate(old)]

    assert len(list(replaced_words(old, new))) == len(range(0, len(old), 997))

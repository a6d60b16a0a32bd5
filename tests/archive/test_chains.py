"""The pairs that can hold at once."""

from archive.chains import Link, best_chain, unique_links


def test_what_occurs_once_in_each_text_is_linked() -> None:
    assert unique_links("abcc", "cba") == [Link(0, 2, 1.0), Link(1, 1, 1.0)]


def test_the_chain_of_greatest_worth_wins_over_the_longest() -> None:
    links = [Link(0, 1, 1.0), Link(1, 2, 1.0), Link(2, 0, 5.0)]

    assert best_chain(links) == [Link(2, 0, 5.0)]


def test_no_place_is_used_twice() -> None:
    links = [Link(0, 0, 1.0), Link(0, 1, 1.0), Link(1, 1, 1.0)]

    assert best_chain(links) == [Link(0, 0, 1.0), Link(1, 1, 1.0)]


def test_nothing_gives_an_empty_chain() -> None:
    assert best_chain([]) == []

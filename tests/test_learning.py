"""What is learned from judged changes: traits of what matters count more, and recall is kept."""

import pytest

from tests.benchmarks.learning import START, Case, chance, learned, left_out, threshold


def a_case(*sentences: str, significant: bool, source: str = "a", sure: bool = False) -> Case:
    return Case(
        source=source,
        significant=significant,
        sure=sure,
        sentences=tuple(frozenset(one.split()) for one in sentences),
    )


MANY = [
    *(a_case("duty", significant=True, source=s) for s in "ab" for _ in range(9)),
    *(a_case("pointer", significant=False, source=s) for s in "ab" for _ in range(9)),
]


def test_what_stands_in_significant_changes_weighs_more() -> None:
    weights = learned(MANY)

    assert weights["duty"] > 0 > weights["pointer"]


def test_a_trait_seen_seldom_is_not_learned() -> None:
    assert "seldom" not in learned([*MANY, a_case("seldom", significant=True)])


def test_what_a_firm_rule_decides_teaches_nothing() -> None:
    sure = [a_case("firm", significant=True, sure=True) for _ in range(20)]

    assert "firm" not in learned([*MANY, *sure])
    assert chance(sure[0], {START: 0.0}) == 1.0


def test_one_more_sentence_never_makes_a_change_less_likely_to_matter() -> None:
    weights = learned(MANY)
    one = a_case("duty", significant=True)

    assert chance(a_case("duty", "pointer", significant=True), weights) > chance(one, weights)


def test_each_source_is_judged_by_the_others() -> None:
    strange = [a_case("duty", significant=False, source="c") for _ in range(9)]
    found = {case.source: how_likely for case, how_likely in left_out([*MANY, *strange])}

    assert found["c"] > 0.5  # the other sources never saw it mean nothing


@pytest.mark.parametrize(("recall", "expected"), [(1.0, 0.1), (0.75, 0.4), (0.5, 0.6)])
def test_the_threshold_keeps_the_recall_wanted(recall: float, expected: float) -> None:
    found = [(a_case("x", significant=True), one) for one in (0.1, 0.4, 0.6, 0.9)]

    assert threshold([*found, (a_case("x", significant=False), 0.0)], recall=recall) == expected

"""Which of two quantities is more? Compared by size, whatever the unit they are written in."""

import pytest

from notify.quantities import amounts_in, changed_amounts, in_one_form


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("kept for 30 days", [("time", 720)]),
        ("kept for thirty (30) days", [("time", 720)]),
        ("within two business days", [("time", 48)]),
        ("a 12-month term", [("time", 8760)]),
        ("costs $1,250.50 a year", [("money", 1250.5)]),
        ("costs 10 euros", [("money", 10)]),
        ("pays 15% of it", [("share", 15)]),
        ("pays 15 percent of it", [("share", 15)]),
        ("at least 16 years old", [("age", 16)]),
        ("under the age of 13", [("age", 13)]),
        ("under 18", [("age", 18)]),
        ("for 2 years", [("time", 17520)]),
        ("EUR 500 or 500 EUR", [("money", 500), ("money", 500)]),
        ("USD 1,000 and £2 and 3 € and Euro 4", [("money", n) for n in (1000, 2, 3, 4)]),
        ("CHF 2'000, EUR 5.000 and EUR 1.50", [("money", n) for n in (2000, 5000, 1.5)]),
        ("£5m and 2 million dollars", [("money", 5e6), ("money", 2e6)]),
        ("15 minutes", [("time", 0.25)]),
        ("10 GB and 500 MB for 3 users", [("count", 10), ("count", 0.5), ("count", 3)]),
        ("Section 30 and 5 apples", []),
        ("", []),
    ],
)
def test_a_quantity_is_read_with_its_unit(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert [(one.unit, one.size) for one in amounts_in(sentence)] == expected


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        pytest.param("30 days", "90 days", [("30 days", "90 days")], id="another number"),
        pytest.param("30 days", "30 weeks", [("30 days", "30 weeks")], id="another unit of time"),
        pytest.param("14 days", "two weeks", [], id="the same in another unit"),
        pytest.param("30 days", "$30", [], id="days and money are not compared"),
        pytest.param("30 days", "30 days or 60 days", [], id="one more says too little"),
        pytest.param(
            "5 days and $3", "6 days and $2", [("5 days", "6 days"), ("$3", "$2")], id="both"
        ),
    ],
)
def test_quantities_that_gave_way_are_paired(
    before: str, after: str, pairs: list[tuple[str, str]]
) -> None:
    found = [(old.words, new.words) for old, new in changed_amounts(before, after)]

    assert found == pairs


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param("14 days", "two weeks", True, id="two units"),
        pytest.param("thirty (30) days", "30 days", True, id="a number said twice"),
        pytest.param("EUR 1,000", "€1000", True, id="two signs for a currency"),
        pytest.param("14 days", "14 working days", False, id="working days are longer"),
        pytest.param("500 EUR", "500 USD", False, id="another currency"),
        pytest.param("14 days", "15 days", False, id="another number"),
    ],
)
def test_only_equal_quantities_get_one_form(one: str, other: str, *, alike: bool) -> None:
    assert (in_one_form(one) == in_one_form(other)) is alike

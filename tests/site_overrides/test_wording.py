"""How dates are said: in full, and true whenever the page is read."""

from datetime import date

import pytest
from babel.dates import format_date

from site_overrides.wording import (
    counted,
    day_words,
    last_day_words,
    period_words,
    short_day_words,
)

TODAY = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        pytest.param(None, None, "It never applied.", id="never"),
        pytest.param("2020-01-01", None, "It has applied since 1 January 2020.", id="still"),
        pytest.param("2027-03-01", None, "It applies from 1 March 2027 on.", id="coming"),
        pytest.param(
            "2020-01-01",
            "2021-01-01",
            "It applied from 1 January 2020 until 31 December 2020.",
            id="the last day is the day before another took its place",
        ),
        pytest.param(
            "2020-01-01",
            "2027-03-01",
            "It applies from 1 January 2020 until 28 February 2027.",
            id="in force, with its end known",
        ),
        pytest.param(
            "2020-01-01", "2020-01-02", "It applied on 1 January 2020 only.", id="one day"
        ),
        pytest.param(
            "2027-03-01", "2027-03-02", "It applies on 1 March 2027.", id="one coming day"
        ),
    ],
)
def test_a_period_is_said_in_absolute_dates(
    begins: str | None, ends: str | None, words: str
) -> None:
    begin = date.fromisoformat(begins) if begins else None
    end = date.fromisoformat(ends) if ends else None

    assert period_words(begin, end, today=TODAY) == words


def test_a_day_is_said_without_any_abbreviation() -> None:
    assert day_words(date(2018, 11, 20)) == "20 November 2018"
    assert last_day_words(date(2024, 3, 1)) == "29 February 2024"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 policies"), (1, "1 policy"), (1234, "1,234 policies")]
)
def test_things_are_counted(number: int, words: str) -> None:
    assert counted(number, "policy", "policies") == words


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_called_what_everybody_calls_it(month: int) -> None:
    day = date(2027, month, 9)

    assert day_words(day) == format_date(day, "d MMMM y", locale="en")
    assert short_day_words(day) == format_date(day, "d MMM y", locale="en")

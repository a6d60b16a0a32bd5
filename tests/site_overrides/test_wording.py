"""How periods are said: in absolute dates, true whenever the page is read."""

from datetime import date

import pytest

from site_overrides.wording import last_day, period_words
from tests.site_overrides.builders import IN_ENGLISH

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

    assert period_words(IN_ENGLISH, begin, end, today=TODAY) == words


def test_the_last_day_of_a_text_is_the_one_before_another_took_its_place() -> None:
    assert last_day(date(2024, 3, 1)) == date(2024, 2, 29)

"""Told on which day, from which day may a change apply? The tables are the rule.

They follow Regulation (EEC, Euratom) No 1182/71, Article 3, and the periods of the laws named.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.notice_periods import InvalidPeriod, Period, Unit, days, months, months_after

NUMBERS = st.integers(0, 400)
PERIODS = st.builds(Period, number=NUMBERS, unit=st.sampled_from(Unit))
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("period", "told", "ends", "earliest"),
    [
        pytest.param(days(30), "2027-01-15", "2027-02-14", "2027-02-15", id="30 days, own promise"),
        pytest.param(
            days(15), "2027-03-01", "2027-03-16", "2027-03-17", id="15 days, P2B Art. 3(2)"
        ),
        pytest.param(days(15), "2028-02-20", "2028-03-06", "2028-03-07", id="15 days, leap year"),
        pytest.param(days(1), "2027-01-15", "2027-01-16", "2027-01-17", id="a day is a whole day"),
        pytest.param(days(0), "2027-01-15", "2027-01-15", "2027-01-15", id="no notice owed"),
        pytest.param(
            Period(number=2, unit=Unit.WEEKS), "2027-01-15", "2027-01-29", "2027-01-30", id="weeks"
        ),
        pytest.param(
            months(1), "2027-01-15", "2027-02-15", "2027-02-16", id="1 month, EECC Art. 105(4)"
        ),
        pytest.param(months(1), "2027-01-28", "2027-02-28", "2027-03-01", id="28 January"),
        pytest.param(months(1), "2027-01-31", "2027-02-28", "2027-03-01", id="31 January"),
        pytest.param(months(1), "2028-01-31", "2028-02-29", "2028-03-01", id="31 January, leap"),
        pytest.param(months(1), "2027-02-28", "2027-03-28", "2027-03-29", id="28 February"),
        pytest.param(
            months(2), "2027-01-15", "2027-03-15", "2027-03-16", id="2 months, PSD2 Art. 54(1)"
        ),
        pytest.param(months(2), "2026-12-31", "2027-02-28", "2027-03-01", id="over the new year"),
        pytest.param(months(2), "2027-07-31", "2027-09-30", "2027-10-01", id="62 days, not 60"),
        pytest.param(
            months(12), "2028-02-29", "2029-02-28", "2029-03-01", id="29 February, a year"
        ),
    ],
)
def test_a_period_ends_and_the_change_may_apply_the_day_after(
    period: Period, told: str, ends: str, earliest: str
) -> None:
    assert (period.last_day(day(told)), period.earliest_day(day(told))) == (
        day(ends),
        day(earliest),
    )


@pytest.mark.parametrize(
    ("period", "effective", "tell_by"),
    [
        pytest.param(days(30), "2027-03-01", "2027-01-29", id="30 days before 1 March"),
        pytest.param(days(15), "2027-03-17", "2027-03-01", id="15 days before 17 March"),
        pytest.param(months(1), "2027-03-01", "2027-01-31", id="a month before 1 March"),
        pytest.param(months(1), "2027-03-29", "2027-02-28", id="a month before 29 March"),
        pytest.param(months(1), "2027-03-31", "2027-02-28", id="a month before 31 March"),
        pytest.param(months(1), "2027-04-01", "2027-02-28", id="a month before 1 April"),
        pytest.param(months(2), "2027-05-01", "2027-02-28", id="two months before 1 May"),
        pytest.param(months(2), "2027-05-02", "2027-03-01", id="two months before 2 May"),
        pytest.param(days(0), "2027-03-01", "2027-03-01", id="no notice owed"),
    ],
)
def test_the_last_day_of_telling(period: Period, effective: str, tell_by: str) -> None:
    assert period.last_day_to_tell(day(effective)) == day(tell_by)


@given(period=PERIODS, effective=DAYS)
def test_told_on_the_last_day_is_lawful_and_one_day_later_is_not(
    period: Period, effective: date
) -> None:
    last = period.last_day_to_tell(effective)

    assert period.earliest_day(last) <= effective
    assert period.earliest_day(last + timedelta(days=1)) > effective


@given(period=PERIODS, told=DAYS)
def test_whoever_is_told_later_waits_no_less(period: Period, told: date) -> None:
    assert period.earliest_day(told) <= period.earliest_day(told + timedelta(days=1))


@given(number=NUMBERS, from_=DAYS)
def test_months_never_skip_one(number: int, from_: date) -> None:
    later = months_after(from_, number)

    assert (later.year * 12 + later.month) - (from_.year * 12 + from_.month) == number
    assert later.day == from_.day or (later + timedelta(days=1)).day == 1


@given(longer=NUMBERS, told=DAYS, unit=st.sampled_from(Unit))
def test_a_longer_period_ends_later(longer: int, told: date, unit: Unit) -> None:
    shorter = Period(number=longer, unit=unit)
    assert Period(number=longer + 1, unit=unit).earliest_day(told) > shorter.earliest_day(told)


@pytest.mark.parametrize("period", [days(40), months(40)], ids=str)
def test_days_at_the_ends_of_the_calendar_are_answered(period: Period) -> None:
    assert period.last_day_to_tell(date.min) == date.min
    assert period.earliest_day(date.max) == date.max


@pytest.mark.parametrize(
    ("period", "words"),
    [(days(1), "1 day"), (days(30), "30 days"), (months(1), "1 month"), (months(2), "2 months")],
    ids=str,
)
def test_a_period_is_written_as_people_say_it(period: Period, words: str) -> None:
    assert str(period) == words


@pytest.mark.parametrize("number", [-1, 3651])
def test_a_period_that_cannot_be_is_refused(number: int) -> None:
    with pytest.raises(InvalidPeriod, match="write 0 to 3650"):
        days(number)

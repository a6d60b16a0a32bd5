"""Notice periods in calendar arithmetic: from which day a change may apply, told on a day.

Counted as Regulation (EEC, Euratom) No 1182/71, Article 3, counts. The day of telling is not
part of the period (paragraph 1). A period of months ends with the day that has the same number,
and in a month without it with the last day of the month (paragraph 2(c)). Saturdays, Sundays and
public holidays count like other days (paragraph 3). Where one of them ends a period, paragraph 4
may prolong it to the next working day; public holidays differ between states and are not known
here, so who ends a period on such a day leaves a working day more. A period ends with its last
hour, so a change may apply from the day after.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from notify.errors import NotifyError


class InvalidPeriod(NotifyError):
    """A notice period was asked to be what it cannot be."""


class Unit(StrEnum):
    """What a notice period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time that must pass between the day of telling and the day from which a change applies."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 0 <= self.number <= 3650:
            raise InvalidPeriod(f"a notice period of {self.number} {self.unit}: write 0 to 3650")

    def __str__(self) -> str:
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"

    def last_day(self, told: date) -> date:
        """Return the last day of the period for people who were told on a day."""
        if self.unit is Unit.MONTHS:
            return months_after(told, self.number)
        return _days_from(told, self._days)

    def earliest_day(self, told: date) -> date:
        """Return the first day on which a change may apply to people told on a day.

        No days of notice let it apply on the day of telling.
        """
        return _days_from(self.last_day(told), 1) if self.number else told

    def last_day_to_tell(self, effective: date) -> date:
        """Return the last day on which people may be told of a change that applies from a day."""
        if not self.number:
            return effective
        ends = _days_from(effective, -1)
        if self.unit is not Unit.MONTHS:
            return _days_from(ends, -self._days)
        told = months_after(ends, -self.number)
        # A period ending with its month may have begun on any later day of the first month.
        return _month_end(told) if ends == _month_end(ends) else told

    @property
    def _days(self) -> int:
        return self.number * 7 if self.unit is Unit.WEEKS else self.number


def days(number: int) -> Period:
    """Return a period of days."""
    return Period(number=number, unit=Unit.DAYS)


def months(number: int) -> Period:
    """Return a period of calendar months, which are not thirty days each."""
    return Period(number=number, unit=Unit.MONTHS)


def months_after(day: date, number: int) -> date:
    """Return the day so many calendar months later: the same number, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_from(day: date, number: int) -> date:
    ordinal = day.toordinal() + number
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])

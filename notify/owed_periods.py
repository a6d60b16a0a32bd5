"""How long before its day people must be told of a change, and whose promise that is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.register import Policy
from archive.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedPeriod:
    """The notice that is owed, in days; the day of sending does not count."""

    days: int
    source: str  # where it is promised: "`[notice] days` of the settings"

    def earliest_day(self, told_on: date) -> date:
        """Return the first day on which a change may apply that is told of on a day."""
        return told_on + timedelta(days=self.days)

    def last_day_to_tell(self, day: date) -> date:
        """Return the last day on which people may be told of what applies from a day."""
        return day - timedelta(days=self.days)


# The period that is owed to the people of a policy, as it stands before a change.
OwedTo = Callable[[Policy], OwedPeriod]


def promised_in(settings: Settings) -> OwedTo:
    """Return what gives every policy the period that the organisation promises of its own."""
    period = OwedPeriod(days=settings.notice.days, source="`[notice] days` of the settings")
    return lambda _: period

"""A policy as one reading found it, and from which other days it is seen just so."""

from dataclasses import dataclass
from datetime import date

from archive.register import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReading:
    """A policy as it is seen from a day, and from which other days it is seen just so."""

    policy: Policy | None  # None: its files hold no text yet
    since: date | None  # the first of these days; None: all before `until`
    until: date | None  # the day from which it is another; None: it is the same for ever

    def holds_on(self, day: date) -> bool:
        """Whether it would be the same seen from another day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

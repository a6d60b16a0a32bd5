"""For how long the ledger keeps what names people: the numbers of the settings, in one place.

The job that deletes reads them here, and so does the page that tells readers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from archive.settings import Settings
from notify.notice_periods import months_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long three kinds of data are kept."""

    posts_days: int  # what a mail provider posted, word by word
    proof_years: int  # whom a notice went to, counted from the notice's day
    requests_days: int  # what was asked of the service by an address

    def posts_before(self, today: date) -> date:
        """Return the day before which posts are forgotten."""
        return today - timedelta(days=self.posts_days)

    def proof_before(self, today: date) -> date:
        """Return the day before which it is forgotten whom the notices of a day went to."""
        return months_after(today, -12 * self.proof_years)


def retention_of(settings: Settings) -> Retention:
    """Return what the settings say."""
    return Retention(
        posts_days=settings.notice.events_days,
        proof_years=settings.notice.proof_years,
        requests_days=settings.web.requests_days,
    )

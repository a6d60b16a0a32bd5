"""When a page last said something else: true days for the sitemap, never the day of the build.

A page changes when a text is published, when one is dated again, and on the day on which
another text takes its place, though nobody commits anything then.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from archive.register import Policy
from archive.revisions import Revision
from site_overrides.sites import Site


def last_change(site: Site, policies: Iterable[Policy]) -> date:
    """Return the last day on which the words or dates of any of some policies changed."""
    days = [
        day for policy in policies for revision in policy.revisions for day in _days(site, revision)
    ]
    past = (day for day in days if day <= site.register.today)
    return max(past, default=min(days))


def _days(site: Site, revision: Revision) -> Iterator[date]:
    yield revision.published_on
    for dating in revision.datings[1:]:
        yield dating.published.astimezone(site.settings.timezone).date()
    for day in (revision.applies_from, revision.applies_until):
        if day is not None:
            yield day

"""How a page of changes names its two texts and its day, so that neither is taken for another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from archive.register import Policy
from archive.revisions import Revision, State
from site_overrides.periods import stood
from site_overrides.republications import taken_over
from site_overrides.sites import Site
from site_overrides.wording import day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedBefore:
    """The text that applied until the new one did, where the old one compared never applied."""

    name: str
    address: str
    same_words: bool  # as the new text: for readers nothing changed


def told_apart(old: Revision, new: Revision, zone: ZoneInfo) -> tuple[str, str]:
    """Return what follows "the text" for each of two: its effective date where that tells.

    Else the day of publication does, or its hour where both were published on one day.
    """
    if old.effective and new.effective and old.effective < new.effective:
        return f"of {day_words(old.effective)}", f"of {day_words(new.effective)}"
    by_hour = old.published_on == new.published_on
    return _published(old, zone, by_hour=by_hour), _published(new, zone, by_hour=by_hour)


def _published(revision: Revision, zone: ZoneInfo, *, by_hour: bool) -> str:
    hour = f" at {revision.published.astimezone(zone):%H:%M:%S}" if by_hour else ""
    return f"published on {day_words(revision.published_on)}{hour}"


def change_day(revision: Revision) -> date:
    """Return the day on which a text took its predecessor's place, or was to take it."""
    published = revision.published_on
    return revision.applies_from or max(revision.effective or published, published)


def change_verb(revision: Revision) -> str:
    """Return how the changes of a text are spoken of: past, still to come, or never come true."""
    if revision.state is State.SCHEDULED:
        return "changes"
    never = revision.state is State.WITHDRAWN and revision.applies_from is None
    return "was to change" if never and not stood(revision) else "changed"


def fate(revision: Revision) -> str:
    """Return what a reader must know of the old text before comparing it; mostly nothing."""
    if revision.state is not State.WITHDRAWN or revision.applies_from is not None:
        return ""
    return "which was withdrawn" if stood(revision) else "which never applied"


def applied_before(
    site: Site, policy: Policy, old: Revision, new: Revision
) -> AppliedBefore | None:
    """Return the text whose place the new one took, where that is not the old one compared."""
    former = taken_over(policy, new)
    if former is None or former is old or not fate(old):
        return None
    return AppliedBefore(
        name=_published(former, site.settings.timezone, by_hour=False),
        address=site.revision_address(policy, policy.version_of(former), former),
        same_words=site.texts.same_words(former.blob, new.blob),
    )


def replaced_words(site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield which text took the place of one that was announced and never applied."""
    ended = revision.ended
    if not fate(revision) or ended is None:
        return
    came = (each for each in policy.revisions if each.published == ended.at)
    later = next((each for each in came if each is not revision), None)
    if later is not None:
        _, name = told_apart(revision, later, site.settings.timezone)
        only = ": only its date is another" if _same_but_date(site, revision, later) else ""
        yield f"The text {name} took its place{only}."


def _same_but_date(site: Site, old: Revision, new: Revision) -> bool:
    return old.effective != new.effective and site.texts.same_but_date(
        old.blob, new.blob, language=new.language
    )

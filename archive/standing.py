"""Which texts stood on one day, by the hour: a mistake may be up for minutes before it is mended."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archive.register import Policy
from archive.revisions import Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A text, and the hours of a day at which it applied to whoever read it."""

    revision: Revision
    begins: datetime | None  # None: from the beginning of the day
    ends: datetime | None  # None: to the end of the day and beyond


def texts_on(policy: Policy, day: date, zone: ZoneInfo) -> tuple[Stood, ...]:
    """Return the texts that stood as applying at any hour of a day, in their order."""
    eve = day - timedelta(days=1)
    midnight = datetime.combine(day, time(), tzinfo=zone)
    arrivals = [
        (max(revision.published, midnight).astimezone(zone), revision)
        for revision in policy.revisions
        if _arrived_on(revision, day, zone)
    ]
    arrivals.sort(key=lambda arrival: arrival[0])
    began: list[tuple[datetime | None, Revision]] = [
        (None, revision) for revision in policy.revisions if _applied_on(revision, eve)
    ]
    began += arrivals
    stood = []
    for number, (begins, revision) in enumerate(began):
        following = began[number + 1][0] if number + 1 < len(began) else None
        ends = _end(revision, following, day=day, zone=zone)
        if ends is None or ends > (begins or midnight):
            begun = None if begins == midnight else begins
            stood.append(Stood(revision=revision, begins=begun, ends=ends))
    return tuple(stood)


def hours(stood: Stood) -> str:
    """Return the hours at which a text stood: "until 10:00:00", "10:00:00 to 10:09:00"."""
    if stood.begins is None:
        return f"until {stood.ends:%H:%M:%S}" if stood.ends else "the whole day"
    return (
        f"{stood.begins:%H:%M:%S} to {stood.ends:%H:%M:%S}"
        if stood.ends
        else f"from {stood.begins:%H:%M:%S}"
    )


def _applied_on(revision: Revision, day: date) -> bool:
    begins, ends = revision.applies_from, revision.applies_until
    return begins is not None and begins <= day and (ends is None or day < ends)


def _arrived_on(revision: Revision, day: date, zone: ZoneInfo) -> bool:
    """Whether a text first applied on a day, if only until another one came the same day."""
    if revision.applies_from is not None:
        return revision.applies_from == day
    published = revision.published_on
    ended = revision.ended.at.astimezone(zone).date() if revision.ended else None
    return max(revision.effective or published, published) == day and ended == day


def _end(
    revision: Revision, following: datetime | None, *, day: date, zone: ZoneInfo
) -> datetime | None:
    """Return when the next text came or the policy was taken off, if that was on the day."""
    ended = revision.ended
    off = ended.at.astimezone(zone) if ended and ended.gone else None
    moments = [each for each in (following, off) if each is not None and each.date() == day]
    return min(moments, default=None)

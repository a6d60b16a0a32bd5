"""What is wrong with the dates of a policy's texts, told so that its author can mend it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from archive.faults import Fault, Severity
from archive.publications import Publication

_BEHIND_UTC: Final = range(1, 13)  # hours; no clock of the world is further behind


def undated_change(publication: Publication) -> Fault:
    """Return the fault of words that changed under an unchanged date."""
    return _fault(
        publication,
        "undated-change",
        Severity.WARNING,
        f"the words changed on {publication.published_on}, the effective date stayed"
        f" {publication.effective}: set `effective` to the day the new words apply",
    )


def date_alone(publication: Publication) -> Fault:
    """Return the fault of a date that changed long after its words."""
    return _fault(
        publication,
        "date-alone",
        Severity.WARNING,
        f"only the date line changed, to {publication.effective}: say in `change:` why,"
        " or leave the date of the last change of words",
    )


def date_lost(publication: Publication, *, former: date, unread: str | None) -> Fault:
    """Return the fault of a text that states no date where the one before did.

    `unread` are words in it that look like one.
    """
    instead = f"{unread!r}, which nothing calls its date, stands there" if unread else "none put in"
    return _fault(
        publication,
        "date-lost",
        Severity.ERROR,
        f"the effective date {former} was taken out and {instead}: set `effective` to the"
        " day these words apply",
    )


def late_dating(publication: Publication, *, applied_from: date) -> Fault:
    """Return the fault of a date declared for words that applied already."""
    return _fault(
        publication,
        "late-dating",
        Severity.ERROR,
        f"the date {publication.effective} was declared on {publication.published_on}, after"
        f" these words applied from {applied_from}: it moves nothing; an `[[overrides]]` entry"
        " in the settings can declare an earlier day, with a reason",
    )


def late_existing(publication: Publication, *, bound_from: date) -> Fault:
    """Return the fault of another day for earlier members when theirs had come already."""
    return _fault(
        publication,
        "late-existing",
        Severity.ERROR,
        f"`existing` was changed on {publication.published_on}, after these words applied to"
        f" people who had joined before their publication, from {bound_from}: it moves nothing;"
        " put the former day back",
    )


def existing_too_early(publication: Publication, *, applies_from: date) -> Fault:
    """Return the fault of a day for earlier members that lies before everybody's."""
    return _fault(
        publication,
        "existing-too-early",
        Severity.WARNING,
        f"`existing: {publication.front_matter.existing}` lies before {applies_from}, the day from"
        " which these words apply to anybody, so it changes nothing: write a later day, or delete"
        " it",
    )


def moved_up(publication: Publication, *, announced: Publication, former: date) -> Fault:
    """Return the fault of an announced day that was made an earlier one."""
    return _fault(
        publication,
        "moved-up",
        Severity.ERROR,
        f"these words were announced on {announced.published_on} for {former}, and are now to"
        f" apply from {publication.effective}: keep {former}, or a later day, since readers"
        " were told of that one",
    )


def published_late(publication: Publication, *, effective: date, applies_from: date) -> Fault:
    """Return the fault of words that were published after the day they say they took effect."""
    days = (publication.published_on - effective).days
    at_once = applies_from == publication.published_on
    return _fault(
        publication,
        "retroactive",
        Severity.WARNING,
        f"published on {publication.published_on}, {days} day{'s' if days > 1 else ''} after"
        f" {effective}, the day the text says it took effect: it applies from"
        f" {'its publication' if at_once else applies_from};"
        f" set `effective` to that day or a later one{_zone_advice(publication, effective)}",
    )


def _zone_advice(publication: Publication, effective: date) -> str:
    """Return what to do where it was published in time, for people west of where days begin here."""
    begun = datetime.combine(effective + timedelta(days=1), time(), tzinfo=UTC)
    hours = (publication.published - begun) // timedelta(hours=1) + 1
    if publication.published_on - effective != timedelta(days=1) or hours not in _BEHIND_UTC:
        return ""
    return (
        f"; it was still {effective} where clocks are behind UTC by {hours}"
        f" hour{'s' if hours > 1 else ''} or more: if days begin there for you, set `timezone` in"
        " the settings"
    )


def no_date(publication: Publication) -> Fault:
    """Return the fault of a newest text that states no effective date at all."""
    return _fault(
        publication,
        "no-date",
        Severity.WARNING,
        f"the text states no effective date, so it applies from {publication.published_on},"
        " the day it was published: write `effective:` into its front matter",
    )


def batch_import(publication: Publication, *, texts: int) -> Fault:
    """Return the fault of several versions that reached the published branch together."""
    return _fault(
        publication,
        "batch-import",
        Severity.WARNING,
        f"{texts} texts of this policy were published within an hour on"
        f" {publication.published_on}: git cannot tell when each was public first; declare it"
        " in `policy/earlier/` or by `[[overrides]]`",
    )


def preview_left(publication: Publication, *, day: date) -> Fault:
    """Return the fault of a next text whose day has come and that is still no more than next."""
    return _fault(
        publication,
        "stale-preview",
        Severity.WARNING,
        f"this next text applies since {day}: move it to the policy's own file, so that later"
        " changes are made to it",
    )


def preview_overtaken(publication: Publication, *, changed: date) -> Fault:
    """Return the fault of a next text that lacks what was changed in the present one since."""
    return _fault(
        publication,
        "stale-preview",
        Severity.WARNING,
        f"the present text was changed on {changed}, after this next text was written: take that"
        " change in here too, or it is undone on the day the next text applies",
    )


def withdraws_nothing(publication: Publication, *, day: date) -> Fault:
    """Return the fault of a text that takes back a version that is not there."""
    return _fault(
        publication,
        "withdraws-nothing",
        Severity.ERROR,
        f"`withdraws: {day}` names no version of this policy",
    )


def withdraws_too_late(publication: Publication, *, day: date, applied_from: date) -> Fault:
    """Return the fault of a text that takes back a version which applied already."""
    return _fault(
        publication,
        "withdraws-nothing",
        Severity.ERROR,
        f"`withdraws: {day}` was published on {publication.published_on}, after that version"
        f" applied from {applied_from}: it cannot be taken back and applies until the next text"
        " does; delete `withdraws`",
    )


def _fault(publication: Publication, code: str, severity: Severity, message: str) -> Fault:
    return Fault(
        code=code,
        severity=severity,
        message=message,
        path=publication.path,
        commit=publication.commit,
    )

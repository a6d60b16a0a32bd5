"""The register for people at a terminal: policies, versions, revisions, dates, faults."""

from collections.abc import Iterator

from archive.events import Event, EventKind, policy_events
from archive.faults import Severity
from archive.register import Policy, Register
from archive.revisions import Revision, Source, Version
from archive.timelines import OtherDays


def register_lines(register: Register, *, whole: bool) -> Iterator[str]:
    """Yield the lines of `fairnotice versions`; `whole` adds revisions and every fault."""
    yield f"Read from {register.ref} at {register.read_at[:12]}, seen from {register.today}"
    for policy in register:
        yield ""
        yield from _policy_lines(policy, whole=whole)
    for fault in register.faults:
        yield ""
        yield fault.in_a_line


def _policy_lines(policy: Policy, *, whole: bool) -> Iterator[str]:
    retired = ", retired" if policy.retired else ""
    yield f"{policy.id} ({policy.language}{retired}): {policy.title}  [{policy.path}]"
    shown = policy.versions if whole else policy.versions[-5:]
    if earlier := len(policy.versions) - len(shown):
        yield f"  … {earlier} earlier version{'s' * (earlier > 1)}"
    for version in shown:
        yield f"  {_version(version)}"
        if whole:
            yield from _revision_lines(policy, version)
    if whole:
        yield from (f"  {_event_line(event)}" for event in policy_events(policy))
    yield from _fault_lines(policy, whole=whole)


def _revision_lines(policy: Policy, version: Version) -> Iterator[str]:
    for revision in version.revisions:
        yield f"    {_revision(revision)}"
        yield from (f"      {_other_days(other)}" for other in policy.other_days(revision))


def _other_days(other: OtherDays) -> str:
    joined = f"joined before {other.joined_before}"
    if other.joined_from:
        joined = f"joined from {other.joined_from} on and before {other.joined_before}"
    if other.binding is None:
        return f"never applied to who {joined}"
    until = f" until {other.binding.ends}" if other.binding.ends else ""
    return f"who {joined}: applies from {other.binding.begins}{until}"


def _event_line(event: Event) -> str:
    commit = event.commit[:12] or "not committed"
    return f"{event.at:%Y-%m-%d}  {_what_happened(event)}  ({event.revision}, {commit})"


def _what_happened(event: Event) -> str:
    former, day = event.former or "none", event.day or "none"
    in_vain = "" if event.counts else ", after these words applied: it moves nothing"
    match event.kind:
        case EventKind.POSTPONED | EventKind.MOVED_UP | EventKind.DATED | EventKind.DATE_REMOVED:
            more = f": effective {former} → {day}{in_vain}"
        case EventKind.EXISTING_MOVED:
            more = f": {former} → {day} for people who joined before"
        case EventKind.SERVICES_CHANGED:
            more = f": {_listed(event.services_before)} → {_listed(event.services)}"
        case EventKind.TRANSFER_OF_CONTROL:
            more = f": to {event.to or 'nobody named'} on {day}"
        case EventKind.REPLACED:
            more = f" by {event.by}"
        case EventKind.SPLIT_FROM | EventKind.SPLIT_INTO:
            more = f" {event.other}"
        case EventKind.TAKEN_OFF:
            more = f" until {day}"
        case _:
            more = ""
    return f"{event.kind}{more}"


def _listed(services: tuple[str, ...]) -> str:
    return ", ".join(services) or "all services"


def _version(version: Version) -> str:
    declared = " (declared)" if version.revisions[-1].is_declared else ""
    effective = (
        f"effective {version.effective}{declared}" if version.effective else "no effective date"
    )
    applied = f"applies from {version.applies_from}" if version.applies_from else "never applied"
    until = f" until {version.applies_until}" if version.applies_until else ""
    count = len(version.revisions)
    revisions = f", {count} revisions" if count > 1 else ""
    return f"{version.address:13} {version.state:10}  {effective}, {applied}{until}{revisions}"


def _revision(revision: Revision) -> str:
    undated = ", undated change" if revision.undated else ""
    commit = revision.commit[:12] or "not committed"
    return f"{revision.id}  {_published(revision)}, {commit}{undated}"


def _published(revision: Revision) -> str:
    if revision.source is not Source.EARLIER:
        return f"published {revision.published_on}"
    if not revision.publication_known:
        return "declared, no day of publication"
    return f"published {revision.published_on} (declared)"


def _fault_lines(policy: Policy, *, whole: bool) -> Iterator[str]:
    if whole:
        yield from (f"  {fault.in_a_line}" for fault in policy.faults)
        return
    errors = sum(fault.severity is Severity.ERROR for fault in policy.faults)
    warnings = len(policy.faults) - errors
    if policy.faults:
        counts = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
        them = "it" if len(policy.faults) == 1 else "them"
        yield f"  {counts}: `fairnotice versions {policy.id}` lists {them}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"

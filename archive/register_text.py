"""The register for people at a terminal: policies, versions, revisions, dates, faults."""

from collections.abc import Iterator

from archive.faults import Fault, Severity
from archive.register import Policy, Register
from archive.revisions import Revision, Version


def register_lines(register: Register, *, whole: bool) -> Iterator[str]:
    """Yield the lines of `fairnotice versions`; `whole` adds revisions and every fault."""
    yield f"Read from {register.ref} at {register.read_at[:12]}, seen from {register.today}"
    for policy in register:
        yield ""
        yield from _policy_lines(policy, whole=whole)
    for fault in register.faults:
        yield ""
        yield _fault(fault)


def _policy_lines(policy: Policy, *, whole: bool) -> Iterator[str]:
    retired = ", retired" if policy.retired else ""
    yield f"{policy.id} ({policy.language}{retired}): {policy.title}  [{policy.path}]"
    shown = policy.versions if whole else policy.versions[-5:]
    if len(shown) < len(policy.versions):
        yield f"  … {len(policy.versions) - len(shown)} earlier versions"
    for version in shown:
        yield f"  {_version(version)}"
        if whole:
            yield from (f"    {_revision(revision)}" for revision in version.revisions)
    yield from _fault_lines(policy, whole=whole)


def _version(version: Version) -> str:
    effective = f"effective {version.effective}" if version.effective else "no effective date"
    applied = f"applies from {version.applies_from}" if version.applies_from else "never applied"
    until = f" until {version.applies_until}" if version.applies_until else ""
    count = len(version.revisions)
    revisions = f", {count} revisions" if count > 1 else ""
    return f"{version.address:13} {version.state:10}  {effective}, {applied}{until}{revisions}"


def _revision(revision: Revision) -> str:
    undated = ", undated change" if revision.undated else ""
    commit = revision.commit[:12] or "not committed"
    return f"{revision.id}  published {revision.published_on}, {commit}{undated}"


def _fault_lines(policy: Policy, *, whole: bool) -> Iterator[str]:
    if whole:
        yield from (f"  {_fault(fault)}" for fault in policy.faults)
        return
    errors = sum(fault.severity is Severity.ERROR for fault in policy.faults)
    warnings = len(policy.faults) - errors
    if policy.faults:
        counts = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
        them = "it" if len(policy.faults) == 1 else "them"
        yield f"  {counts}: `fairnotice versions {policy.id}` lists {them}"


def _fault(fault: Fault) -> str:
    """Return a fault in a line; one that stands in no file begins with its severity."""
    return str(fault) if fault.path else str(fault).removeprefix(": ")


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"

"""The register as JSON: the answer of `versions --format json`."""

from datetime import UTC, datetime

from archive.faults import Fault
from archive.register import Original, Policy, Register
from archive.revisions import Dating, Revision, Version
from archive.texts import Texts


def register_document(register: Register, texts: Texts) -> dict[str, object]:
    """Return the document that COMMANDS.md describes; null where there is nothing."""
    return {
        "read_at": register.read_at,
        "ref": register.ref,
        "today": register.today.isoformat(),
        "policies": [_policy(policy, texts) for policy in register],
        "faults": [_fault(fault) for fault in register.faults],
    }


def _policy(policy: Policy, texts: Texts) -> dict[str, object]:
    return {
        "id": policy.id,
        "lang": policy.language,
        "title": policy.title,
        "path": policy.path,
        "paths": list(policy.paths),
        "original": _original(policy.original),
        "state": "retired" if policy.retired else "live",
        "services": list(policy.services),
        "versions": [_version(version, texts) for version in policy.versions],
        "faults": [_fault(fault) for fault in policy.faults],
    }


def _original(original: Original | None) -> dict[str, object] | None:
    if original is None:
        return None
    return {
        "id": original.id,
        "lang": original.language,
        "revision": original.revision,
        "effective": _day(original.effective),
        "stale": original.stale,
        "newer_since": _day(original.newer_since),
    }


def _version(version: Version, texts: Texts) -> dict[str, object]:
    existing = version.revisions[-1].front_matter.existing
    return {
        "effective": _day(version.effective),
        "effective_source": version.effective_source.value,
        "existing": _day(existing),
        "address": version.address,
        "state": version.state.value,
        "applies_from": _day(version.applies_from),
        "applies_until": _day(version.applies_until),
        "revisions": [_revision(revision, texts) for revision in version.revisions],
    }


def _revision(revision: Revision, texts: Texts) -> dict[str, object]:
    return {
        "id": revision.id,
        "commit": revision.commit or None,
        "path": revision.path,
        "source": revision.source.value,
        "published": _moment(revision.published),
        "announced": _day(revision.announced),
        "first_recorded": _moment(revision.first_recorded),
        "applies_from": _day(revision.applies_from),
        "applies_until": _day(revision.applies_until),
        "state": revision.state.value,
        "blob": f"sha256:{revision.sha256}",
        "words": texts.words_hash(revision.blob),
        "undated": revision.undated,
        "same_text_as": revision.same_text_as,
        "datings": [_dating(dating) for dating in revision.datings],
    }


def _dating(dating: Dating) -> dict[str, object]:
    return {
        "effective": _day(dating.effective),
        "source": dating.source.value,
        "commit": dating.commit or None,
        "published": _moment(dating.published),
    }


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "code": fault.code,
        "severity": fault.severity.value,
        "message": fault.message,
        "path": fault.path,
        "line": fault.line,
        "commit": fault.commit or None,
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

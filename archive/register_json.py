"""The register as JSON: the answer of `versions --format json`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from archive.events import Event, policy_events
from archive.faults import Fault
from archive.redactions import redaction_of
from archive.register import Original, Policy, Register
from archive.revisions import Dating, Revision, Version
from archive.settings import Redaction
from archive.texts import Texts
from archive.timelines import OtherDays


def register_document(
    register: Register, texts: Texts, *, redactions: Sequence[Redaction] = ()
) -> dict[str, object]:
    """Return the document that COMMANDS.md describes; null where there is nothing."""
    return {
        "read_at": register.read_at,
        "ref": register.ref,
        "today": register.today.isoformat(),
        "policies": [_policy(policy, _Words(texts, redactions)) for policy in register],
        "faults": [_fault(fault) for fault in register.faults],
    }


class _Words(NamedTuple):
    """What is told of the words of a text: nothing of one that was taken down."""

    texts: Texts
    redactions: Sequence[Redaction]

    def redaction_of(self, revision: Revision) -> str | None:
        return redaction_of(revision, self.redactions)

    def hash_of(self, revision: Revision) -> str | None:
        redacted = self.redaction_of(revision) is not None
        return None if redacted else self.texts.words_hash(revision.blob)


def _policy(policy: Policy, words: _Words) -> dict[str, object]:
    return {
        "id": policy.id,
        "lang": policy.language,
        "title": policy.title,
        "path": policy.path,
        "paths": list(policy.paths),
        "original": _original(policy.original),
        "state": "retired" if policy.retired else "live",
        "services": list(policy.services),
        "versions": [_version(policy, version, words) for version in policy.versions],
        "replaced_by": policy.replaced_by,
        "events": [_event(event) for event in policy_events(policy)],
        "faults": [_fault(fault) for fault in policy.faults],
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "kind": event.kind.value,
        "at": _moment(event.at),
        "commit": event.commit or None,
        "revision": event.revision,
        "former": _day(event.former),
        "day": _day(event.day),
        "services_before": list(event.services_before),
        "services": list(event.services),
        "to": event.to,
        "by": event.by,
        "other": event.other,
        "counts": event.counts,
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


def _version(policy: Policy, version: Version, words: _Words) -> dict[str, object]:
    return {
        "effective": _day(version.effective),
        "effective_source": version.effective_source.value,
        "existing": _day(version.revisions[-1].existing),
        "address": version.address,
        "state": version.state.value,
        "applies_from": _day(version.applies_from),
        "applies_until": _day(version.applies_until),
        "revisions": [_revision(policy, revision, words) for revision in version.revisions],
    }


def _revision(policy: Policy, revision: Revision, words: _Words) -> dict[str, object]:
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
        "blob": f"sha256:{revision.first_sha256}",
        "words": words.hash_of(revision),
        "redacted": words.redaction_of(revision),
        "undated": revision.undated,
        "same_text_as": revision.same_text_as,
        "datings": [_dating(dating) for dating in revision.datings],
        "by_joining": [_other_days(other) for other in policy.other_days(revision)],
        "stood_until": None if revision.ended is None else _moment(revision.ended.at),
    }


def _other_days(other: OtherDays) -> dict[str, object]:
    return {
        "joined_from": _day(other.joined_from),
        "joined_before": _day(other.joined_before),
        "applies_from": _day(other.binding and other.binding.begins),
        "applies_until": _day(other.binding and other.binding.ends),
    }


def _dating(dating: Dating) -> dict[str, object]:
    return {
        "effective": _day(dating.effective),
        "source": dating.source.value,
        "commit": dating.commit or None,
        "published": _moment(dating.published),
        "services": list(dating.services),
        "existing": _day(dating.existing),
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

"""Corrections of the record: what a person declared about the past, and what had to come down.

Git cannot tell these; they are declared, not derived, so readers see each with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.manifest import FactKey, Manifest, Said
from archive.redactions import redaction_of
from archive.register import Policy, Register
from archive.revisions import EffectiveSource, Revision, Source
from archive.settings import Override, Settings


class CorrectionKind(StrEnum):
    """What was corrected."""

    DATE_DECLARED = "date-declared"  # an effective date, by settings
    EARLIER_TEXT = "earlier-text"  # a text from before git
    WORDS_TAKEN_DOWN = "words-taken-down"
    SAID_OTHERWISE = "said-otherwise"  # a date that the record gave differently before


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction, and the text it is about."""

    kind: CorrectionKind
    policy: Policy
    revision: Revision
    reason: str
    added: date | None = None  # the day an earlier text was brought into git
    said: Said | None = None
    derived: date | None = None  # the date the text gives, where another was declared for it


def corrections(
    register: Register, settings: Settings, record: Manifest | None
) -> tuple[Correction, ...]:
    """Return every correction, by policy and publication; `record` adds what was said before."""
    said = {entry.fact.key: entry.said for entry in record.entries} if record else {}
    return tuple(
        correction
        for policy in register
        for revision in policy.revisions
        for correction in _of(policy, revision, settings, said)
    )


def _of(
    policy: Policy,
    revision: Revision,
    settings: Settings,
    said: dict[FactKey, tuple[Said, ...]],
) -> Iterator[Correction]:
    for override, derived in _overrides(revision, settings):
        yield Correction(
            kind=CorrectionKind.DATE_DECLARED,
            policy=policy,
            revision=revision,
            reason=override.reason,
            derived=derived,
        )
    if revision.source is Source.EARLIER:
        yield Correction(
            kind=CorrectionKind.EARLIER_TEXT,
            policy=policy,
            revision=revision,
            reason=revision.front_matter.source or "",
            added=revision.first_recorded.astimezone(settings.timezone).date(),
        )
    reason = redaction_of(revision, settings.redactions)
    if reason is not None:
        kind = CorrectionKind.WORDS_TAKEN_DOWN
        yield Correction(kind=kind, policy=policy, revision=revision, reason=reason)
    for number, _ in enumerate(revision.dated):
        key = FactKey(revision.policy_id, revision.language, revision.id, number)
        for each in said.get(key, ()):
            kind = CorrectionKind.SAID_OTHERWISE
            yield Correction(kind=kind, policy=policy, revision=revision, reason="", said=each)


def _overrides(revision: Revision, settings: Settings) -> Iterator[tuple[Override, date | None]]:
    """Yield the overrides that declared a date of a text, and the date it gives itself."""
    given = {
        dating.commit: dating.instead_of
        for dating in revision.datings
        if dating.source is EffectiveSource.OVERRIDE
    }
    for override in settings.overrides:
        named = [commit for commit in given if commit.startswith(override.commit)]
        if named and override.path in (None, revision.path):
            yield override, given[named[0]]

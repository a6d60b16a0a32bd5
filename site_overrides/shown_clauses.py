"""The clauses of a policy that readers may see, with the dates of the texts they stood in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.addresses import changes_address
from archive.clause_histories import kept_clauses
from archive.clause_records import ClauseRecord, read_record
from archive.register import Policy
from archive.revisions import BlobId, State
from archive.speech import speech_in
from site_overrides.sites import Site
from site_overrides.wording import STATE_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """One revision as the pages about clauses name it."""

    id: str  # in addresses: the version's for its newest text, else the revision's
    name: str
    state: str
    day: date  # from which it applied, or on which it was published if it never did
    applied: bool  # it is in force, or once was
    coming: bool  # its day is still to come
    address: str
    changes: str | None  # the address of its redline; None for the first text


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClauses:
    """The clauses of one policy; texts that were taken down count as if they had never been."""

    policy: Policy
    texts: tuple[ShownText, ...]  # in order of publication
    blobs: tuple[BlobId, ...]  # in step with the texts
    present: int | None  # the number of the text in force
    kept: str  # the record of the clauses, as JSON

    def record(self) -> ClauseRecord:
        """Return the record of the clauses."""
        return read_record(self.kept)


def shown_clauses(site: Site, policy: Policy) -> ShownClauses:
    """Return the clauses of a policy's texts."""
    shown = [r for r in policy.revisions if site.redaction(r) is None]
    texts = tuple(_texts(site, policy).values())
    present = next((n for n, r in enumerate(shown) if r is policy.in_force), None)
    blobs = tuple(revision.blob for revision in shown)
    return ShownClauses(
        policy=policy,
        texts=texts,
        blobs=blobs,
        present=present,
        kept=kept_clauses(site.texts, blobs),
    )


def _texts(site: Site, policy: Policy) -> Mapping[str, ShownText]:
    """Return every text that may be shown, by the revision's id."""
    speech = speech_in(policy.language)
    found: dict[str, ShownText] = {}
    first = policy.versions[0].revisions[0]
    for version in policy.versions:
        newest = version.revisions[-1]
        for revision in version.revisions:
            if site.redaction(revision) is not None:
                continue
            whole = revision is newest
            address = (
                site.version_address(policy, version)
                if whole
                else site.revision_address(policy, version, revision)
            )
            day = revision.effective or revision.published_on
            name = speech.day(day)
            if not whole:
                name = speech.say(
                    "{day}, as published on {published}", day=day, published=revision.published_on
                )
            begins = revision.applies_from
            found[revision.id] = ShownText(
                id=version.address if whole else revision.id,
                name=name,
                state=speech.say(STATE_WORDS[revision.state]),
                day=begins or revision.published_on,
                applied=begins is not None and begins <= site.register.today,
                coming=revision.state is State.SCHEDULED,
                address=address,
                changes=None if revision is first else changes_address(address),
            )
    return found

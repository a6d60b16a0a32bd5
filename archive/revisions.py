"""Revisions: what the public could read between two publications.

A revision is a run of first-parent commits with equal words. A new date declared
under equal words is a dating of the revision, not another revision.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import NewType

from archive.errors import InvalidValue
from archive.front_matter import FrontMatter
from archive.version_addresses import Place

PolicyId = NewType("PolicyId", str)  # lasting, as in addresses: [a-z0-9][a-z0-9-/]*
Language = NewType("Language", str)  # a BCP 47 tag in lower case, such as "en" or "pt-br"
CommitId = NewType("CommitId", str)  # opaque to everybody but git_history
BlobId = NewType("BlobId", str)  # git's own name of a text; opaque likewise
RevisionId = NewType("RevisionId", str)  # published day and eight hex digits of the text's hash


class EffectiveSource(StrEnum):
    """Who says when a text takes effect."""

    FRONT_MATTER = "front-matter"
    MACHINE = "machine"  # {: datetime="…" } in the text
    LINE = "line"  # "Effective date: …" in the text
    OVERRIDE = "override"  # settings, about a messy past
    DECLARED = "declared"  # an earlier text, brought in after the fact
    NONE = "none"


class Source(StrEnum):
    """Which file a revision was read from."""

    GIT = "git"
    EARLIER = "earlier"  # policy/earlier/: a text from before git, declared
    NEXT = "next"  # policy/next/: the scheduled text while the present one is mended


class State(StrEnum):
    """What a version or revision is on a day."""

    SCHEDULED = "scheduled"  # published, its day is still to come
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"  # applied once, another has taken its place
    WITHDRAWN = "withdrawn"  # taken back, or replaced before its day: it never applied
    ARCHIVED = "archived"  # the policy was retired


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Control of the service passes to somebody else."""

    to: str | None
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """What was declared for a text beside its words: its date, services, a transfer of control."""

    effective: date | None
    source: EffectiveSource
    commit: CommitId
    published: datetime
    services: tuple[str, ...] = ()  # none means all
    existing: date | None = None
    transfer: Transfer | None = None
    moved: bool = True  # whether its date counted; one declared after its text applied does not
    instead_of: date | None = None  # the date that the text gives, where settings declare another


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The moment at which a text ceased to stand on the published branch."""

    commit: CommitId
    at: datetime
    gone: bool  # the policy was taken off; False: another text took this one's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of one policy in one language, and every fact git holds about it."""

    id: RevisionId
    policy_id: PolicyId
    language: Language
    commit: CommitId  # the first-parent commit that brought the text to the published branch
    path: str
    source: Source
    blob: BlobId  # the newest text with these words
    sha256: str  # of the text's bytes: 64 hex digits
    first_blob: BlobId  # the text that `commit` brought: the same words, other markup perhaps
    first_sha256: str  # of that text's bytes, so `git show COMMIT:PATH` can be held against it
    published: datetime  # aware, UTC
    published_on: date  # the same in the configured time zone
    announced: date  # the day it stood on the published branch
    first_recorded: datetime  # first seen anywhere in the repository; never counts as notice
    datings: tuple[Dating, ...]  # the first came with the text; later ones moved its day
    effective: date | None  # by the last dating that counts
    effective_source: EffectiveSource
    applies_from: date | None  # None: it never applied
    applies_until: date | None  # the day another text took its place; None: not known yet
    state: State
    undated: bool  # the words changed, the date did not
    front_matter: FrontMatter
    existing: date | None = None  # the first day for those who joined before its publication
    ended: Ending | None = None  # None: it stands
    same_text_as: RevisionId | None = None  # an earlier one, to whose text this one returns
    preview: bool = False  # not published: the working tree, or commits beyond the branch
    former_places: tuple[Place, ...] = ()  # where it stood before a version was dated again

    def __post_init__(self) -> None:
        if self.published.utcoffset() is None:
            raise InvalidValue(f"{self.policy_id}: the publication time has no time zone")
        if isinstance(self.effective, datetime):
            raise InvalidValue(f"{self.policy_id}: write the effective date without a time of day")
        if not self.datings:
            raise InvalidValue(f"{self.policy_id}: a revision needs the dating it came with")

    @property
    def dated(self) -> tuple[Dating, ...]:
        """The dating it came with, and each later one that declared another date."""
        later = (now for former, now in pairwise(self.datings) if now.effective != former.effective)
        return (self.datings[0], *later)

    @property
    def is_declared(self) -> bool:
        """Whether a person declared its effective date, which neither git nor the text tells."""
        return self.effective_source in (EffectiveSource.DECLARED, EffectiveSource.OVERRIDE)

    @property
    def publication_known(self) -> bool:
        """Whether git saw it being published, or a day of publication is declared for it."""
        return self.source is not Source.EARLIER or self.front_matter.published is not None

    @property
    def services(self) -> tuple[str, ...]:
        """The services the text covers; none means all."""
        return self.front_matter.services


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Consecutive revisions under one effective date: what a lawyer calls a version."""

    revisions: tuple[Revision, ...]  # oldest first, never empty
    address: str  # the last part of its address: "2018-11-20", a second run "2018-11-20-2"
    state: State

    def __post_init__(self) -> None:
        if not self.revisions:
            raise InvalidValue("a version needs at least one revision")

    @property
    def effective(self) -> date | None:
        return self.revisions[-1].effective

    @property
    def effective_source(self) -> EffectiveSource:
        return self.revisions[-1].effective_source

    @property
    def applies_from(self) -> date | None:
        """The first day on which one of its revisions applied or will apply."""
        return min((r.applies_from for r in self.revisions if r.applies_from), default=None)

    @property
    def applies_until(self) -> date | None:
        """The day another version took its place; None while it applies or never did."""
        if self.applies_from is None or any(
            r.applies_from and r.applies_until is None for r in self.revisions
        ):
            return None
        return max(r.applies_until for r in self.revisions if r.applies_until)

"""The register: every policy with its history, read at one commit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from archive.errors import InvalidValue
from archive.faults import Fault
from archive.former_names import FormerName
from archive.revisions import CommitId, Language, PolicyId, Revision, RevisionId, State, Version
from archive.timelines import Binding, OtherDays, Timeline, other_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The text that a translation follows, as far as their dates tell."""

    id: PolicyId
    language: Language
    revision: RevisionId | None  # None: the translation does not say which version it follows
    effective: date | None  # of the version followed
    newer_since: date | None  # the day a newer version was published; None: there is none

    @property
    def stale(self) -> bool:
        """Whether the original has a newer version than the one translated."""
        return self.newer_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """That words of one policy went to another when it was split, as one of the two tells it."""

    revision: RevisionId  # the text it is about: the new one, or the last of the other before it
    at: datetime  # when the new text was published
    commit: CommitId
    origin: PolicyId | None = None  # where the words came from; told by the new policy
    into: PolicyId | None = None  # where they went; told by the one that was split

    def __post_init__(self) -> None:
        if (self.origin is None) == (self.into is None):
            raise InvalidValue(f"{self.revision}: words come from a policy or go to one")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A document whose identity outlives its title, path and file name, in one language."""

    id: PolicyId
    language: Language
    title: str
    path: str  # where it stands now, or stood last
    paths: tuple[str, ...]  # every path it had, oldest first
    retired: bool
    versions: tuple[Version, ...]  # oldest first
    faults: tuple[Fault, ...]
    original: Original | None = None  # None: it is no translation
    replaced_by: PolicyId | None = None  # the policy that took the address of a retired one
    timelines: tuple[Timeline, ...] = ()  # for those who joined earlier, oldest members first
    partings: tuple[Parting, ...] = ()  # what it took over of others, and others of it
    former_names: tuple[FormerName, ...] = ()  # under which its pages once stood

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """Every revision in order of publication."""
        return tuple(r for version in self.versions for r in version.revisions)

    @cached_property
    def in_force(self) -> Revision | None:
        """The revision that applies on the register's day; None before the first one."""
        return next((r for r in self.revisions if r.state is State.IN_FORCE), None)

    @cached_property
    def scheduled(self) -> tuple[Revision, ...]:
        """The revisions whose day is still to come, by that day."""
        waiting = (r for r in self.revisions if r.state is State.SCHEDULED)
        return tuple(sorted(waiting, key=lambda r: r.applies_from or date.max))

    def other_days(self, revision: Revision) -> tuple[OtherDays, ...]:
        """Return which people, by the day they joined, one of its revisions bound on other days."""
        begins, ends = revision.applies_from, revision.applies_until
        everybody = Binding(revision=revision.id, begins=begins, ends=ends) if begins else None
        return other_days(self.timelines, revision.id, everybody=everybody)

    def version_of(self, revision: Revision) -> Version:
        """Return the version one of its revisions belongs to."""
        return self._version_by_revision[revision.id]

    @cached_property
    def _version_by_revision(self) -> Mapping[RevisionId, Version]:
        return {r.id: version for version in self.versions for r in version.revisions}

    @property
    def services(self) -> tuple[str, ...]:
        """The services it covers by its newest text; none means all."""
        return self.revisions[-1].services


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Every policy with its history, as it stood at one commit, seen from one day."""

    read_at: CommitId
    ref: str  # the published branch that was read
    today: date
    policies: tuple[Policy, ...]  # by id, then language
    faults: tuple[Fault, ...]  # those that belong to no policy

    def __iter__(self) -> Iterator[Policy]:
        return iter(self.policies)

    def only(self, policy_id: PolicyId) -> "Register":
        """Return the register of one policy, in all its languages."""
        mine = tuple(policy for policy in self.policies if policy.id == policy_id)
        return replace(self, policies=mine)

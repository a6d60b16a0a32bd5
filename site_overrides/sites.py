"""What the site shows: the register with its texts and judgements, and where each part stands."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

from archive import addresses
from archive.events import Event, policy_events
from archive.manifest import FactKey, Manifest
from archive.redactions import redaction_of
from archive.register import Policy, Register
from archive.revisions import BlobId, Language, PolicyId, Revision, RevisionId, State, Version
from archive.settings import Settings
from archive.speech import Speech, speech_in
from archive.texts import Texts
from notify.decisions import Judgement, RevisionKey, revision_key

# The pages of the site's root that belong to no policy.
CHANGE_LOG = "changes/"
CHECK_PAGE = "how-to-check/"
CORRECTIONS = "corrections/"
WHOM_TO_ASK = "whom-to-ask/"
HELD = "what-we-hold/"
SERVICES = "for/"  # and the id of a service
APPLIED = "what-applied/"  # and below each policy

_Made = TypeVar("_Made")


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything a page is made from; the same for every page of one build."""

    register: Register
    texts: Texts
    settings: Settings
    judgements: Mapping[RevisionKey, Judgement]
    name: str  # what the site is called
    url: str | None  # where it is served, when that is known
    record: Manifest | None = None  # what archive.json will say; None where nothing is published
    _firsts: dict[tuple[PolicyId, Language], dict[BlobId, Revision]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _events: dict[tuple[PolicyId, Language], dict[RevisionId, list[Event]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _made: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: object, make: Callable[[], _Made]) -> _Made:
        """Return what several pages show, made when the first of them asks for it."""
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    @cached_property
    def preview(self) -> bool:
        """Whether a text of this build is not published yet."""
        return any(revision.preview for policy in self.register for revision in policy.revisions)

    @property
    def living(self) -> tuple[Policy, ...]:
        """The policies that are not retired."""
        return tuple(policy for policy in self.register if not policy.retired)

    @property
    def retired(self) -> tuple[Policy, ...]:
        """The policies that were retired; their texts stay readable."""
        return tuple(policy for policy in self.register if policy.retired)

    def in_own_language(self, policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
        """Return each policy once: in the site's language, else the original."""
        return in_language(policies, self.settings.language)

    @property
    def speech(self) -> Speech:
        """How the pages speak that belong to no policy: in the site's language."""
        return speech_in(self.settings.language)

    def translations(self, policy: Policy) -> tuple[Policy, ...]:
        """Return the same policy in its other languages, retired ones left out."""
        return tuple(
            other for other in self.living if other.id == policy.id and other is not policy
        )

    def first_publications(self, policy: Policy) -> Mapping[BlobId, Revision]:
        """Return for each text of a policy the revision that published it first.

        Front matter is no part of a text: a withdrawal adds words there and nowhere else.
        """
        key = policy.id, policy.language
        if key not in self._firsts:
            self._firsts[key] = firsts = {r.blob: r for r in reversed(policy.revisions)}
            # Equal texts have equal words, and those are known without reading the texts.
            words = {blob: self.texts.words_hash(blob) for blob in firsts}
            often = {each for each, number in Counter(words.values()).items() if number > 1}
            by_text: dict[str, Revision] = {}
            for revision in policy.revisions:
                if words[revision.blob] in often:
                    text = self.texts.markdown(revision.blob).strip()
                    digest = sha256(text.encode()).hexdigest()
                    firsts[revision.blob] = by_text.setdefault(digest, revision)
        return self._firsts[key]

    def events(self, policy: Policy) -> Mapping[RevisionId, list[Event]]:
        """Return what happened to a policy without a change of words, by the text it is about."""
        key = policy.id, policy.language
        if key not in self._events:
            found = self._events[key] = {}
            for event in policy_events(policy):
                found.setdefault(event.revision, []).append(event)
        return self._events[key]

    @cached_property
    def _first_seen(self) -> Mapping[FactKey, date]:
        entries = self.record.entries if self.record else ()
        return {entry.fact.key: entry.fact.first_seen for entry in entries}

    def first_seen(self, revision: Revision) -> date | None:
        """Return the day a build of this site first saw a text; None for one not published."""
        key = FactKey(revision.policy_id, revision.language, revision.id, 0)
        return self._first_seen.get(key)

    @cached_property
    def record_began(self) -> date | None:
        """The day of the first build whose record this one carries on."""
        return min(self._first_seen.values(), default=None)

    def redaction(self, revision: Revision | None) -> str | None:
        """Return the reason why a text must not be shown any more, or None."""
        return redaction_of(revision, self.settings.redactions) if revision else None

    def service_titles(self, services: tuple[str, ...]) -> tuple[str, ...]:
        """Return how the services are called, in the order given."""
        titles = {service.id: service.title for service in self.settings.services}
        return tuple(titles.get(service, service) for service in services)

    def judgement(self, revision: Revision) -> Judgement | None:
        """Return what stands about a revision; None where no page says anything of it.

        Most of a long history was never decided, is not shown, and so is not judged.
        """
        undecided = revision.front_matter.change is None
        asked = self.settings.publish_assessment == "all" or revision.state is State.SCHEDULED
        return None if undecided and not asked else self.judgements.get(revision_key(revision))

    def shown_judgement(self, revision: Revision) -> Judgement | None:
        """Return the judgement when readers may see it, as `publish_assessment` says."""
        judgement = self.judgement(revision)
        if judgement is None or self.settings.publish_assessment == "none":
            return None
        shown = judgement.decided or self.settings.publish_assessment == "all"
        return judgement if shown else None

    def policy_address(self, policy: Policy) -> str:
        return addresses.policy_address(policy, default_language=self.settings.language)

    def home(self, policy_id: PolicyId, language: Language) -> str:
        """Return where a policy of this name stands, or would stand."""
        return addresses.home_address(policy_id, language, default_language=self.settings.language)

    def history_address(self, policy: Policy) -> str:
        return addresses.history_address(policy, default_language=self.settings.language)

    def version_address(self, policy: Policy, version: Version) -> str:
        return addresses.version_address(policy, version, default_language=self.settings.language)

    def revision_address(self, policy: Policy, version: Version, revision: Revision) -> str:
        return addresses.revision_address(
            policy, version, revision, default_language=self.settings.language
        )

    def absolute(self, address: str) -> str:
        """Return the whole URL of an address, or the address where the site has none yet."""
        return f"{self.url.rstrip('/')}/{address}" if self.url else address or "./"

    def href(self, address: str, *, seen_from: str) -> str:
        """Return the whole URL of an address, or how it is reached from another one."""
        up = "../" * seen_from.count("/")
        return self.absolute(address) if self.url else f"{up}{address}" or "./"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One revision with the version it belongs to and the revision before it."""

    version: Version
    revision: Revision
    before: Revision | None
    before_version: Version | None  # the version that the revision before belongs to


def steps(policy: Policy) -> Iterator[Step]:
    """Return every revision of a policy with what came before it, oldest first."""
    before: tuple[Revision, Version] | None = None
    for version in policy.versions:
        for revision in version.revisions:
            yield step(version, revision, before)
            before = revision, version


def step(version: Version, revision: Revision, before: tuple[Revision, Version] | None) -> Step:
    """Return a revision with the revision before it, and the versions of both."""
    former, former_version = before or (None, None)
    return Step(version=version, revision=revision, before=former, before_version=former_version)


def retired_on(policy: Policy) -> date | None:
    """Return the day a retired policy ceased to apply; None where no text of it ever did."""
    if not policy.retired:
        return None
    return max((r.applies_until for r in policy.revisions if r.applies_until), default=None)


def version_in_force(policy: Policy) -> Version | None:
    """Return the version whose text applies on the register's day."""
    return next(
        (
            version
            for version in policy.versions
            if any(revision.state is State.IN_FORCE for revision in version.revisions)
        ),
        None,
    )


def in_language(policies: tuple[Policy, ...], language: Language) -> tuple[Policy, ...]:
    """Return each policy once: in a language, else the original, since that one prevails."""
    chosen: dict[PolicyId, Policy] = {}
    for policy in sorted(
        policies, key=lambda each: (each.language != language, each.original is not None)
    ):
        chosen.setdefault(policy.id, policy)
    return tuple(policy for policy in policies if chosen[policy.id] is policy)

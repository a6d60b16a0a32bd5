"""Which addresses were published once and hold nothing now, and where what stood there went.

Git tells most of it: the dates a version had before it was dated again, the names a policy had,
the addresses its front matter redirects from. The record of the site that is replaced tells the
rest: what followed from settings, or from commits that are gone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from archive.addresses import changes_address
from archive.former_addresses import former_address
from archive.manifest import Manifest
from archive.register import Policy
from archive.revisions import Language, PolicyId, Revision, RevisionId, Version
from archive.speech import Speech, speech_in
from archive.version_addresses import Place
from site_overrides.events_on_pages import dated_again
from site_overrides.histories import version_name
from site_overrides.sites import APPLIED, Site

_OF_TEXT: Final = re.compile(
    r"(?P<home>.+/)(?P<version>\d{4}-\d{2}-\d{2}(?:-\d+)?)/"
    r"(?P<revision>\d{4}-\d{2}-\d{2}-[0-9a-f]{8}(?:-\d+)?/)?"
)


class Part(StrEnum):
    """What of a policy an address leads to."""

    POLICY = "policy"
    HISTORY = "history"
    CLAUSES = "clauses"
    COMPARE = "compare"
    APPLIED = "applied"
    VERSION = "version"
    VERSION_CHANGES = "version-changes"
    REVISION = "revision"
    REVISION_CHANGES = "revision-changes"


# What stands below the page of a policy, whatever texts it has.
_BESIDE: Final = {
    Part.HISTORY: "history/",
    Part.CLAUSES: "history/clauses/",
    Part.COMPARE: "compare/",
    Part.APPLIED: APPLIED,
}
_CHANGES: Final = {
    Part.VERSION: Part.VERSION_CHANGES,
    Part.REVISION: Part.REVISION_CHANGES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """An address that was published, and what stood there."""

    address: str
    policy: PolicyId
    language: Language
    part: Part
    revision: RevisionId | None = None  # of a text or its changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where something stands now."""

    address: str
    name: str


def known_to_git(site: Site) -> Iterator[KnownAddress]:
    """Yield every address that the history itself says was published, and is not any more."""
    for policy in site.register:
        home = site.policy_address(policy)
        for revision in policy.revisions:
            yield from _text_addresses(policy, revision, home, revision.former_places)
        for name in policy.former_names:
            former_home = site.home(name.id, name.language)
            yield from _policy_addresses(policy.id, policy.language, former_home)
            for version in policy.versions:
                now = Place(version.address, dated=version.effective is not None)
                for revision in version.revisions:
                    if revision.published <= name.until:
                        stood = (now, *revision.former_places)
                        yield from _text_addresses(policy, revision, former_home, stood)
        yield from _redirects(policy)


def _redirects(policy: Policy) -> Iterator[KnownAddress]:
    written = (address for r in policy.revisions for address in r.front_matter.redirect_from)
    for address in dict.fromkeys(map(former_address, written)):
        if address:
            yield KnownAddress(
                address=address, policy=policy.id, language=policy.language, part=Part.POLICY
            )


def _policy_addresses(policy: PolicyId, language: Language, home: str) -> Iterator[KnownAddress]:
    yield KnownAddress(address=home, policy=policy, language=language, part=Part.POLICY)
    for part, below in _BESIDE.items():
        yield KnownAddress(address=f"{home}{below}", policy=policy, language=language, part=part)


def _text_addresses(
    policy: Policy, revision: Revision, home: str, stood: Iterable[Place]
) -> Iterator[KnownAddress]:
    for place in stood:
        version = f"{home}{place.version}/"
        yield from _with_changes(version, policy.id, policy.language, Part.VERSION, revision.id)
        if place.dated:
            address = f"{version}{revision.id}/"
            yield from _with_changes(
                address, policy.id, policy.language, Part.REVISION, revision.id
            )


def _with_changes(
    address: str, policy: PolicyId, language: Language, part: Part, revision: RevisionId
) -> Iterator[KnownAddress]:
    for each, of in ((address, part), (changes_address(address), _CHANGES[part])):
        yield KnownAddress(
            address=each, policy=policy, language=language, part=of, revision=revision
        )


def known_to_record(manifest: Manifest) -> Iterator[KnownAddress]:
    """Yield every address that a former record names, and those of the pages around it."""
    homes: set[str] = set()
    for entry in manifest.entries:
        key, address = entry.fact.key, entry.fact.address
        found = _OF_TEXT.fullmatch(address)
        if not found:
            continue
        home = found["home"]
        if home not in homes:
            homes.add(home)
            yield from _policy_addresses(key.policy, key.language, home)
        version = f"{home}{found['version']}/"
        name = (key.policy, key.language)
        yield from _with_changes(version, *name, Part.VERSION, key.revision)
        if found["revision"]:
            yield from _with_changes(address, *name, Part.REVISION, key.revision)


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Where everything stands now, for whoever knows a former address."""

    site: Site

    @cached_property
    def _policies(self) -> dict[tuple[PolicyId, Language], Policy]:
        former = {
            (name.id, name.language): policy
            for policy in self.site.register
            for name in policy.former_names
        }
        return former | {(policy.id, policy.language): policy for policy in self.site.register}

    @cached_property
    def _texts(self) -> dict[RevisionId, list[tuple[Policy, Version, Revision]]]:
        found: dict[RevisionId, list[tuple[Policy, Version, Revision]]] = {}
        for policy in self.site.register:
            for version in policy.versions:
                for revision in version.revisions:
                    found.setdefault(revision.id, []).append((policy, version, revision))
        return found

    def policy(self, known: KnownAddress) -> Policy | None:
        """Return the policy that stood at an address, whatever it is called now."""
        texts = self._texts.get(known.revision, []) if known.revision else []
        only = texts[0][0] if len(texts) == 1 else None
        return self._policies.get((known.policy, known.language)) or only

    def destination(self, known: KnownAddress) -> Destination | None:
        """Return where what stood at an address stands now; None where it is gone."""
        policy = self.policy(known)
        if policy is None:
            return None
        if known.part is Part.POLICY:
            return Destination(address=self.site.policy_address(policy), name=policy.title)
        if known.part in _BESIDE:
            address = f"{self.site.policy_address(policy)}{_BESIDE[known.part]}"
            return Destination(
                address=address,
                name=self._speech(policy).say("History of {policy}", policy=policy.title),
            )
        texts = self._texts.get(known.revision, []) if known.revision else []
        mine = [text for text in texts if text[0] is policy] or texts
        return self._text(known.part, *mine[0]) if mine else None

    def happened(self, known: KnownAddress) -> tuple[str, ...]:
        """Return how the text of an address was dated again, where that is why it moved."""
        policy = self.policy(known)
        texts = self._texts.get(known.revision, []) if known.revision and policy else []
        return tuple(
            told
            for each, version, revision in texts
            if each is policy and f"/{version.address}/" not in f"/{known.address}"
            for told in dated_again(self._speech(each), self.site, each, revision)
        )

    def _text(
        self, part: Part, policy: Policy, version: Version, revision: Revision
    ) -> Destination:
        if part in (Part.VERSION, Part.VERSION_CHANGES):
            address = self.site.version_address(policy, version)
            first = policy.versions[0] is version
        else:
            address = self.site.revision_address(policy, version, revision)
            first = policy.revisions[0] is revision
        speech = self._speech(policy)
        name = version_name(speech, version)
        if part in (Part.VERSION_CHANGES, Part.REVISION_CHANGES) and not first:
            name = speech.say("{version}, its changes", version=name)
            address = changes_address(address)
        name = speech.say("{policy}, {version}", policy=policy.title, version=name)
        return Destination(address=address, name=name)

    @staticmethod
    def _speech(policy: Policy) -> Speech:
        return speech_in(policy.language)

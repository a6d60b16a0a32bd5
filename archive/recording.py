"""What a build records: the manifest of a register, carried on from the former one.

A build cannot know when an earlier one first saw a text, nor where a text stood before it was
given another date. Both come from the former manifest, whose order is kept, so that its chain
goes on and does not begin anew.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from archive.addresses import revision_address
from archive.manifest import (
    WORDS_ALGORITHM,
    Entry,
    Fact,
    FactKey,
    Manifest,
    Proof,
    Said,
    chained,
)
from archive.redactions import redaction_of
from archive.register import Policy, Register
from archive.revisions import Revision, Version
from archive.settings import Settings
from archive.texts import Texts


def record(
    register: Register, *, texts: Texts, settings: Settings, former: Manifest | None = None
) -> Manifest:
    """Return the manifest of what is published, carried on from a former one."""
    facts: dict[FactKey, Fact] = {}
    words: dict[FactKey, str] = {}
    anchors: dict[FactKey, tuple[str, ...]] = {}
    redactions: dict[FactKey, str] = {}
    for policy, version, revision in _published(register):
        address = revision_address(policy, version, revision, default_language=settings.language)
        own = tuple(_facts(revision, address=address, today=register.today))
        facts |= {fact.key: fact for fact in own}
        reason = redaction_of(revision, settings.redactions)
        if reason is None:
            words[own[0].key] = texts.words_hash(revision.blob)
            anchors[own[0].key] = _anchors(texts, revision)
        else:
            redactions |= dict.fromkeys((fact.key for fact in own), reason)
    entries = chained(
        _carried_on(facts, former),
        words=words,
        anchors=anchors,
        redactions=redactions,
        said=_said_before(facts, former, today=register.today),
    )
    return Manifest(
        read_at=register.read_at,
        ref=register.ref,
        built_at=register.today,
        words_algorithm=WORDS_ALGORITHM,
        entries=entries,
    )


def _published(register: Register) -> Iterator[tuple[Policy, Version, Revision]]:
    for policy in register:
        for version in policy.versions:
            for revision in version.revisions:
                if not revision.preview:
                    yield policy, version, revision


def _facts(revision: Revision, *, address: str, today: date) -> Iterator[Fact]:
    """Return the text of a revision and each date it was given later, as seen first today."""
    for number, dating in enumerate(revision.dated):
        proof = Proof(
            path=revision.path,
            git_blob=revision.first_blob,
            sha256=revision.first_sha256,
        )
        yield Fact(
            key=FactKey(revision.policy_id, revision.language, revision.id, number),
            commit=dating.commit,
            published=dating.published,
            effective=dating.effective,
            effective_source=dating.source,
            address=address,
            first_seen=today,
            proof=None if number else proof,
        )


def _anchors(texts: Texts, revision: Revision) -> tuple[str, ...]:
    # Thousands of texts have mostly the same anchors: each is held once.
    return tuple(sorted(map(sys.intern, texts.anchors(revision.blob))))


def _said_before(
    facts: Mapping[FactKey, Fact], former: Manifest | None, *, today: date
) -> dict[FactKey, tuple[Said, ...]]:
    """Return what former records said of facts that were corrected since, oldest first."""
    said = {}
    for entry in former.entries if former else ():
        was, now = entry.fact, facts.get(entry.fact.key)
        corrected = now is not None and (was.published, was.effective, was.effective_source) != (
            now.published,
            now.effective,
            now.effective_source,
        )
        last = Said(
            published=was.published,
            effective=was.effective,
            effective_source=was.effective_source,
            until=today,
        )
        said[was.key] = (*entry.said, last) if corrected else entry.said
    return said


def _carried_on(facts: Mapping[FactKey, Fact], former: Manifest | None) -> Iterator[Fact]:
    """Yield the facts in the order of the former chain, those it did not know at its end."""
    known = former.by_key if former else {}
    for key, entry in known.items():
        if key in facts:
            redated = key._replace(number=key.number + 1) in facts
            yield _seen_before(facts[key], entry, redated=redated)
    new = [fact for key, fact in facts.items() if key not in known]
    yield from sorted(new, key=lambda fact: (fact.published, fact.key))


def _seen_before(fact: Fact, entry: Entry, *, redated: bool) -> Fact:
    """Return a fact as it was seen first; its address then was another if it was re-dated since."""
    return replace(
        fact,
        first_seen=entry.fact.first_seen,
        address=entry.fact.address if redated else fact.address,
    )

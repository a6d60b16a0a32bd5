"""The manifest: what the site has said so far, so that nobody can quietly edit it.

Each text and each later dating is one fact. The facts stand in the order in which builds
first saw them, and each is hashed together with the hash of the fact before it: whoever keeps
one hash can tell later whether anything up to it was changed. The chain covers what cannot
change. Word hashes, anchors and redactions stand beside it, since an upgrade or a court may change
them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from archive.errors import InvalidManifest, InvalidValue
from archive.rendering import RENDERER
from archive.revisions import (
    BlobId,
    CommitId,
    EffectiveSource,
    Language,
    PolicyId,
    RevisionId,
)
from archive.words import WORDS

MANIFEST_FILE: Final = "archive.json"
WORDS_ALGORITHM: Final = f"{WORDS} {RENDERER}"  # word hashes of two algorithms cannot be compared


class FactKey(NamedTuple):
    """Which fact of which revision."""

    policy: PolicyId
    language: Language
    revision: RevisionId
    number: int  # 0 is its text, 1 its first later dating, and so on


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where git keeps a text, and the hash that anybody can hold against it."""

    path: str
    git_blob: BlobId
    sha256: str  # of the bytes that `git show COMMIT:PATH` prints


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that was published: a text, or a later date for one."""

    key: FactKey
    commit: CommitId
    published: datetime
    effective: date | None
    effective_source: EffectiveSource
    address: str  # of the revision's page when a build first saw this fact
    first_seen: date  # the day of that build
    proof: Proof | None  # of a text; a dating has none of its own

    def __post_init__(self) -> None:
        if self.published.utcoffset() is None:
            raise InvalidValue(f"{self.key}: the publication time has no time zone")
        if (self.proof is None) != (self.key.number > 0):
            raise InvalidValue(f"{self.key}: a text has a proof, a dating has none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the record said of a fact before it was corrected."""

    published: datetime
    effective: date | None
    effective_source: EffectiveSource
    until: date  # the day of the build that first said otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact, its hash, and what stands beside the chain."""

    fact: Fact
    hash: str
    words: str | None = None  # the hash of the words of a text; None for a dating or a redaction
    anchors: tuple[str, ...] | None = None  # of a text, sorted; None as for words, or not recorded
    said: tuple[Said, ...] = ()  # what the record said before, oldest first
    redaction: str | None = None  # the reason why the words are not shown any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything the site has said so far, chained; it cannot exist with a broken chain."""

    read_at: CommitId
    ref: str
    built_at: date
    words_algorithm: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        previous: str | None = None
        for position, entry in enumerate(self.entries):
            if entry.hash != fact_hash(entry.fact, previous):
                key = entry.fact.key
                raise InvalidManifest(
                    f"the chain breaks at entry {position + 1} ({key.policy}, {key.language},"
                    f" {key.revision}): this entry or its place was edited after it was written"
                )
            previous = entry.hash
        if len(self.by_key) != len(self.entries):
            raise InvalidManifest("one entry stands twice in the chain")

    @property
    def head(self) -> str | None:
        """The hash of the newest entry, which stands for all before it; None without entries."""
        return self.entries[-1].hash if self.entries else None

    @property
    def by_key(self) -> dict[FactKey, Entry]:
        """Every entry by what it is about, in the order of the chain."""
        return {entry.fact.key: entry for entry in self.entries}


def chained(
    facts: Iterable[Fact],
    *,
    words: Mapping[FactKey, str],
    anchors: Mapping[FactKey, tuple[str, ...]],
    redactions: Mapping[FactKey, str],
    said: Mapping[FactKey, tuple[Said, ...]],
) -> tuple[Entry, ...]:
    """Return the entries of facts in their order, each hashed with the one before."""
    entries: list[Entry] = []
    for fact in facts:
        entry = Entry(
            fact=fact,
            hash=fact_hash(fact, entries[-1].hash if entries else None),
            words=words.get(fact.key),
            anchors=anchors.get(fact.key),
            redaction=redactions.get(fact.key),
            said=said.get(fact.key, ()),
        )
        entries.append(entry)
    return tuple(entries)


def fact_hash(fact: Fact, previous: str | None) -> str:
    """Return the SHA-256 of a fact as `jq -cjS .fact` prints it."""
    canonical = json.dumps(
        fact_document(fact, previous), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def fact_document(fact: Fact, previous: str | None) -> dict[str, object]:
    """Return what the chain covers of a fact, as JSON."""
    proof = fact.proof
    return {
        "kind": "dating" if proof is None else "text",
        "policy": fact.key.policy,
        "lang": fact.key.language,
        "revision": fact.key.revision,
        "number": fact.key.number,
        "commit": fact.commit,
        "path": proof and proof.path,
        "git_blob": proof and proof.git_blob,
        "blob": proof and f"sha256:{proof.sha256}",
        "published": fact.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "effective": fact.effective and fact.effective.isoformat(),
        "effective_source": fact.effective_source.value,
        "address": fact.address,
        "first_seen": fact.first_seen.isoformat(),
        "previous": previous,
    }

"""The manifest as JSON: the file `archive.json` that the site publishes and `verify` reads.

Of the anchors of a text, only those stand there that the entry before of the same policy and
language had not, or had alone: the whole list with every text would be most of the file.
"""

import json
import sys
from datetime import UTC
from typing import Final

from archive.errors import InvalidManifest
from archive.json_reading import JsonObject, json_object
from archive.manifest import (
    MANIFEST_FILE,
    Entry,
    Fact,
    FactKey,
    Manifest,
    Proof,
    Said,
    fact_document,
)
from archive.revisions import (
    BlobId,
    CommitId,
    EffectiveSource,
    Language,
    PolicyId,
    RevisionId,
)

_NAME: Final = MANIFEST_FILE
FORMAT: Final = 1  # raised only where a reader of the former form would be misled

_GIT: Final = "[0-9a-f]{40}|[0-9a-f]{64}"
_SHA256: Final = "sha256:[0-9a-f]{64}"
_WORDS: Final = "[a-z][a-z0-9]*:sha256:[0-9a-f]{64}"
_Anchors = dict[tuple[PolicyId, Language], tuple[str, ...]]  # of the last text of each policy
_SOURCES: Final = "|".join(source.value for source in EffectiveSource)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the file, the same to the byte for the same manifest."""
    document = json.dumps(manifest_document(manifest), ensure_ascii=False, indent=1)
    return f"{document}\n".encode()


def manifest_document(manifest: Manifest) -> dict[str, object]:
    """Return what `schemas/archive.schema.json` describes."""
    previous: str | None = None
    anchors: _Anchors = {}
    entries = []
    for entry in manifest.entries:
        entries.append(
            {
                "fact": fact_document(entry.fact, previous),
                "hash": entry.hash,
                "words": entry.words,
                "anchors": _anchors_document(entry, anchors),
                "said": [_said_document(said) for said in entry.said],
                "redacted": None if entry.redaction is None else {"reason": entry.redaction},
            }
        )
        previous = entry.hash
    return {
        "format": FORMAT,
        "read_at": manifest.read_at,
        "ref": manifest.ref,
        "built_at": manifest.built_at.isoformat(),
        "words_algorithm": manifest.words_algorithm,
        "head": manifest.head,
        "entries": entries,
    }


def _anchors_document(entry: Entry, before: _Anchors) -> dict[str, list[str]] | None:
    """Return how the anchors of an entry differ from those before it, which it then replaces."""
    if entry.anchors is None:
        return None
    former = set(before.get(entry.fact.key[:2], ()))
    before[entry.fact.key[:2]] = entry.anchors
    return {
        "new": [anchor for anchor in entry.anchors if anchor not in former],
        "gone": sorted(former.difference(entry.anchors)),
    }


def _said_document(said: Said) -> dict[str, object]:
    return {
        "published": said.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "effective": said.effective and said.effective.isoformat(),
        "effective_source": said.effective_source.value,
        "until": said.until.isoformat(),
    }


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest a file holds; raises InvalidManifest where it was cut or edited."""
    document = json_object(data, place=_NAME, error=InvalidManifest)
    if document.number("format") != FORMAT:
        raise InvalidManifest(f"{_NAME}: written by another release: read it with that one")
    manifest = Manifest(
        read_at=CommitId(document.text("read_at", _GIT)),
        ref=document.text("ref"),
        built_at=document.day("built_at"),
        words_algorithm=document.text("words_algorithm"),
        entries=_entries(document),
    )
    made_by = manifest.words_algorithm.partition(" ")[0]
    if any(entry.words and entry.words.partition(":")[0] != made_by for entry in manifest.entries):
        raise InvalidManifest(f"{_NAME}: its word hashes are not by its own `words_algorithm`")
    if document.text_or_none("head", _SHA256) != manifest.head:
        raise InvalidManifest(f"{_NAME}: its head is not the hash of its last entry: it was cut")
    return manifest


def _entries(document: JsonObject) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    anchors: _Anchors = {}
    for item in document.children("entries"):
        fact = item.child("fact")
        if fact.text_or_none("previous", _SHA256) != (entries[-1].hash if entries else None):
            raise InvalidManifest(f"{fact.place}: does not follow the entry before it")
        entries.append(_entry(item, fact, anchors))
    return tuple(entries)


def _entry(item: JsonObject, fact: JsonObject, anchors: _Anchors) -> Entry:
    known = _fact(fact)
    redacted = None if item.values.get("redacted") is None else item.child("redacted")
    return Entry(
        fact=known,
        hash=item.text("hash", _SHA256),
        words=item.text_or_none("words", _WORDS),
        # Records of the first builds say neither the anchors nor what was said before.
        anchors=_anchors(item, known.key, anchors),
        said=tuple(_said(each) for each in item.children("said")) if "said" in item.values else (),
        redaction=redacted.text("reason") if redacted else None,
    )


def _anchors(item: JsonObject, key: FactKey, before: _Anchors) -> tuple[str, ...] | None:
    """Return the anchors of an entry, whole, and keep them for the entry after it."""
    if item.values.get("anchors") is None:
        return None
    steps = item.child("anchors")
    new, gone = set(steps.texts("new")), set(steps.texts("gone"))
    former = set(before.get(key[:2], ()))
    if not gone <= former or new & former:
        raise steps.wrong("gone", "anchors of the entry before, and as new those it had not")
    before[key[:2]] = tuple(sorted(map(sys.intern, former - gone | new)))
    return before[key[:2]]


def _said(item: JsonObject) -> Said:
    return Said(
        published=item.moment("published"),
        effective=item.day_or_none("effective"),
        effective_source=EffectiveSource(item.text("effective_source", _SOURCES)),
        until=item.day("until"),
    )


def _fact(fact: JsonObject) -> Fact:
    number = fact.number("number")
    if fact.text("kind", "text|dating") != ("dating" if number else "text"):
        raise fact.wrong("number", "0 for a text, from 1 on for a dating")
    for name in ("path", "git_blob", "blob") if number else ():
        if fact.values.get(name) is not None:
            raise fact.wrong(name, "null, as a dating has no text of its own")
    return Fact(
        key=FactKey(
            PolicyId(fact.text("policy", "[a-z0-9][a-z0-9/-]*")),
            Language(fact.text("lang", "[a-z0-9-]+")),
            RevisionId(fact.text("revision", "[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}(-[0-9]+)?")),
            number,
        ),
        commit=CommitId(fact.text("commit", _GIT)),
        published=fact.moment("published"),
        effective=fact.day_or_none("effective"),
        effective_source=EffectiveSource(fact.text("effective_source", _SOURCES)),
        address=fact.text("address"),
        first_seen=fact.day("first_seen"),
        proof=None if number else _proof(fact),
    )


def _proof(fact: JsonObject) -> Proof:
    return Proof(
        path=fact.text("path"),
        git_blob=BlobId(fact.text("git_blob", _GIT)),
        sha256=fact.text("blob", _SHA256).removeprefix("sha256:"),
    )

"""Which documents are one policy: those whose files followed one another under one id.

Where git sees an end and a beginning, an equal id, a declared move or a `redirect_from`
makes the second the successor of the first. A translation added beside the other languages
of a policy belongs to that policy.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.documents import DocumentPatterns
from archive.faults import Fault, Severity
from archive.lineages import Lineage, Sighting
from archive.names import slug
from archive.revisions import BlobId, Language, PolicyId, Source

Key = tuple[PolicyId, Language]

_EXTENSION: Final = re.compile(r"\.(?:md|markdown|txt|html?)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One document, and the policy it says it is."""

    key: Key
    asked_for: PolicyId  # the id by its front matter or path, even where the site needs it
    source: Source
    lineage: Lineage
    names: frozenset[str]  # the ids its paths give
    by_path: bool  # only its path tells the id, no front matter and no declared move
    redirects: tuple[str, ...]  # former addresses that its newest text declares
    ended: int | None  # the position from which no live text stood there; None while one does
    only_retired: bool  # it never stood anywhere but among the retired texts
    id_by_path: PolicyId | None  # the id it has where no text and no setting gives another

    @property
    def begun(self) -> int:
        return self.lineage.sightings[0].position

    def path_at(self, position: int) -> str | None:
        """Return where it stood after a commit; None where it was not there."""
        seen = [each for each in self.lineage.sightings if each.position <= position]
        return seen[-1].path if seen and seen[-1].blob is not None else None

    @property
    def all_names(self) -> frozenset[str]:
        """The ids by which others may name it: its own, and those its paths give."""
        return self.names | {self.key[0]}

    @property
    def blobs(self) -> frozenset[BlobId]:
        """Every text it had."""
        return frozenset(each.blob for each in self.lineage.sightings if each.blob is not None)

    def together_with(self, other: "Candidate") -> bool:
        """Whether both stood on the published branch at the same time."""
        first, second = sorted((self, other), key=lambda candidate: candidate.begun)
        return first.ended is None or first.ended > second.begun

    def was_gone_before(self, other: "Candidate") -> bool:
        """Whether it had ended by the time the other one began."""
        return self.begun < other.begun and not self.together_with(other)

    def is_copy_of(self, other: "Candidate") -> bool:
        """Whether it only keeps, among the retired texts, what the other one said before."""
        return self.only_retired and not other.only_retired and self.blobs <= other.blobs


def end_of(lineage: Lineage, patterns: DocumentPatterns) -> int | None:
    """Return the position from which a document was gone, hidden or retired for good."""
    known = [path for path in lineage.paths if patterns.match(path)] or lineage.paths
    live = [path for path in known if not (match := patterns.match(path)) or not match.retired]
    # A document that never stood but among the retired texts is none the less there.
    places = live or lineage.paths
    ended = None
    for sighting in reversed(lineage.sightings):
        if sighting.blob is not None and sighting.path in places:
            break
        ended = sighting.position
    return ended


def with_translations(
    candidates: Sequence[Candidate], patterns: DocumentPatterns
) -> list[Candidate]:
    """Give each document the id of the policy among whose other languages it was put.

    A policy keeps its first id when its files move, so by its path alone a translation
    added after the move would be another policy's.
    """
    settled: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda each: each.begun):
        beside = [each for each in settled if _stands_beside(each, candidate, patterns)]
        joins = candidate.by_path and all(each.key[0] != candidate.key[0] for each in beside)
        settled.append(_joined(candidate, beside[0]) if beside and joins else candidate)
    return settled


def _joined(candidate: Candidate, other: Candidate) -> Candidate:
    key = (other.key[0], candidate.key[1])
    return replace(candidate, key=key, asked_for=other.asked_for)


def _stands_beside(other: Candidate, candidate: Candidate, patterns: DocumentPatterns) -> bool:
    """Whether it is the same policy in another language, by where both stood."""
    return other.key[1] != candidate.key[1] and _stands_for(other, candidate, patterns)


def with_owners(
    candidates: Sequence[Candidate], policies: Sequence[Candidate], patterns: DocumentPatterns
) -> list[Candidate]:
    """Give each next or earlier text the id of the policy whose file has the name it has.

    A policy that kept its id under a new file name is meant by either; where another one has
    that id, it is meant by it.
    """
    known = {policy.key[0] for policy in policies}
    settled = []
    for candidate in candidates:
        free = candidate.by_path and candidate.key[0] not in known
        owners = [each for each in policies if free and _stands_for(each, candidate, patterns)]
        settled.append(_joined(candidate, owners[0]) if owners else candidate)
    return settled


def _stands_for(other: Candidate, candidate: Candidate, patterns: DocumentPatterns) -> bool:
    """Whether one stood, when the other began, where that one's path tells its policy to be."""
    if candidate.asked_for not in other.names:
        return False
    path = other.path_at(candidate.begun)
    match = None if path is None else patterns.match(path)
    return match is not None and not match.retired and match.id == candidate.asked_for


def with_successors(
    candidates: Sequence[Candidate], patterns: DocumentPatterns
) -> tuple[list[Candidate], tuple[Fault, ...]]:
    """Give each document that was gone by then the id of the one that redirects from it.

    One that stood among the retired texts by then stays the policy it was: it was replaced.
    Where an address may mean several that were gone, none is joined and a fault says so.
    """
    settled = list(candidates)
    faults: list[Fault] = []
    heirs = (candidate for candidate in candidates if candidate.redirects)
    for heir in sorted(heirs, key=lambda candidate: candidate.begun):
        given_up: set[Key] = set()
        for address in heir.redirects:
            meant = _meant(address, heir, settled)
            keys = {each.key for each in meant}
            name = named_id(address, heir.key[1])
            if len(keys) > 1 and not any(name in each.all_names for each in meant):
                faults.append(_ambiguous(address, heir, keys))
            else:
                given_up |= keys
        given_up -= {each.key for each in settled if _is_kept(each, heir, patterns)}
        settled = [
            replace(each, key=heir.key)
            if each.key in given_up and each.was_gone_before(heir)
            else each
            for each in settled
        ]
    return settled, tuple(faults)


def _meant(address: str, heir: Candidate, settled: Sequence[Candidate]) -> list[Candidate]:
    """Return the documents, gone by then, that an address in the front matter may stand for."""
    language = heir.key[1]
    same = [each for each in settled if each.key[1] == language]
    known = {name for each in same for name in each.all_names}
    names = meant_ids(address, known, language=language)
    if named_id(address, language) not in names and not names.isdisjoint(heir.all_names):
        return []  # another address of its own, as on a help site
    return [
        each for each in same if not names.isdisjoint(each.all_names) and each.was_gone_before(heir)
    ]


def _is_kept(candidate: Candidate, heir: Candidate, patterns: DocumentPatterns) -> bool:
    """Whether it stood among the retired texts when the other one began."""
    path = candidate.path_at(heir.begun)
    match = None if path is None else patterns.match(path)
    return match is not None and match.retired


def _ambiguous(address: str, heir: Candidate, keys: Iterable[Key]) -> Fault:
    names = " or ".join(f"`{name}`" for name in sorted(key[0] for key in keys))
    return Fault(
        code="redirect-ambiguous",
        severity=Severity.ERROR,
        message=f"`redirect_from`: `{address}` may stand for several policies that are gone, so"
        f" none is taken as this one's past: write {names} instead",
        path=heir.lineage.paths[-1],
    )


def in_order(candidates: Iterable[Candidate]) -> tuple[Sighting, ...]:
    """Return what was seen of one policy's documents, oldest first.

    The end of one is no gap where the next begins with the same commit, and what became
    of a text afterwards, hidden or retired, is not said of its successor.
    """
    documents = sorted(candidates, key=lambda candidate: candidate.begun)
    found = [
        sighting
        for document, successor in zip(documents, [*documents[1:], None], strict=False)
        for sighting in document.lineage.sightings
        if successor is None or _counts(sighting, document, successor)
    ]
    return tuple(sorted(found, key=lambda sighting: sighting.position))


def _counts(sighting: Sighting, document: Candidate, successor: Candidate) -> bool:
    return (
        document.ended is None
        or sighting.position < document.ended
        or sighting.position == document.ended < successor.begun
    )


def named_id(address: str, language: Language) -> str:
    """Return the id that an address on the site stands for, "privacy" for "/de/privacy/"."""
    bare = _EXTENSION.sub("", address.strip("/")).removesuffix("/index")
    return slug(bare.removeprefix(f"{language}/"))


def meant_ids(address: str, known: Collection[str], *, language: Language) -> frozenset[str]:
    """Return which of some ids an address may stand for: its own, else all that end as it does.

    Texts are often moved from sites that had them below other folders, "/articles/privacy/".
    """
    name = named_id(address, language)
    last = name.rpartition("/")[2]
    if name in known or not last:
        return frozenset({name} & set(known))
    return frozenset(each for each in known if each.rpartition("/")[2] == last)

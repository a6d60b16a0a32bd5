"""Which lineage is which policy: its lasting id and language, and its files in order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.documents import Document, DocumentPatterns
from archive.faults import Fault, Severity
from archive.front_matter import FrontMatter
from archive.lineages import Lineage, Sighting
from archive.names import is_reserved, unreserved
from archive.revisions import BlobId, Language, PolicyId, Source
from archive.successions import (
    Candidate,
    Key,
    end_of,
    in_order,
    with_owners,
    with_successors,
    with_translations,
)

FrontMatterOf = Callable[[BlobId, str], FrontMatter]

# Folders whose texts were not public before they left them, by the names such folders have.
_UNPUBLISHED_FOLDERS = frozenset({"draft", "drafts", "next", "wip", "pending", "proposals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFiles:
    """Everything the published branch held of one policy in one language."""

    id: PolicyId
    language: Language
    main: tuple[Sighting, ...]
    next: tuple[Sighting, ...]
    earlier: tuple[Sighting, ...]  # the newest sighting of each earlier text
    ids_by_path: Mapping[str, PolicyId]  # the id that each path gave its text, if none was declared

    @property
    def key(self) -> Key:
        """What no other policy has."""
        return self.id, self.language

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path its own text had, oldest first."""
        return tuple(dict.fromkeys(sighting.path for sighting in self.main))


def identify(
    lineages: Sequence[Lineage],
    *,
    patterns: DocumentPatterns,
    moves: Mapping[str, PolicyId],
    front_matter_of: FrontMatterOf,
) -> tuple[tuple[PolicyFiles, ...], tuple[Fault, ...]]:
    """Return the policies that lineages make up, by id, and the identities in dispute.

    An id is the one the front matter declares, else that of a declared move, else
    that of the first path that is a policy's: so it survives a rename. A text that
    redirects from a name whose text had gone by then is its successor.
    """
    candidates = [
        candidate
        for lineage in lineages
        if (candidate := _candidate(lineage, patterns, moves, front_matter_of))
    ]
    faults: list[Fault] = []
    mains: dict[Key, list[Candidate]] = {}
    own = with_translations([c for c in candidates if c.source is Source.GIT], patterns)
    own, ambiguous = with_successors(own, patterns)
    faults.extend(ambiguous)
    # What still stands keeps its id against a copy that was deleted meanwhile.
    for candidate in sorted(own, key=lambda each: (each.only_retired, each.ended is not None)):
        if not any(candidate.is_copy_of(other) for other in mains.get(candidate.key, [])):
            key = _free_key(candidate, mains, faults)
            mains.setdefault(key, []).append(replace(candidate, key=key))
            faults.extend(_reserved(candidate))
    beside = with_owners(
        [candidate for candidate in candidates if candidate.source is not Source.GIT],
        [candidate for each in mains.values() for candidate in each],
        patterns,
    )
    keys = sorted({*mains, *(candidate.key for candidate in beside)})
    return tuple(_files(key, mains.get(key, []), beside) for key in keys), tuple(faults)


def was_public(path: str) -> bool:
    """Return whether a text outside the patterns counts as published by its folder's name."""
    return not any(part.lower() in _UNPUBLISHED_FOLDERS for part in path.split("/")[:-1])


def _candidate(
    lineage: Lineage,
    patterns: DocumentPatterns,
    moves: Mapping[str, PolicyId],
    front_matter_of: FrontMatterOf,
) -> Candidate | None:
    matches = [match for path in lineage.paths if (match := patterns.match(path))]
    moved = next((moves[path] for path in lineage.paths if path in moves), None)
    if not matches and moved is None:
        return None
    texts = [(each.blob, each.path) for each in lineage.sightings if each.blob is not None]
    declared = front_matter_of(*texts[-1])
    identity = declared.id or moved or _first_own(matches).id
    language = declared.lang or (matches[-1].language if matches else patterns.language)
    return Candidate(
        key=(PolicyId(unreserved(identity)), Language(language)),
        asked_for=PolicyId(identity),
        source=matches[-1].source if matches else Source.GIT,
        lineage=lineage,
        names=frozenset(match.id for match in matches),
        by_path=declared.id is None and moved is None,
        redirects=declared.redirect_from,
        ended=end_of(lineage, patterns),
        only_retired=bool(matches) and all(match.retired for match in matches),
        id_by_path=_first_own(matches).id if matches else None,
    )


def _first_own(matches: Sequence[Document]) -> Document:
    return next((match for match in matches if match.source is matches[-1].source), matches[-1])


def _free_key(
    candidate: Candidate, taken: Mapping[Key, list[Candidate]], faults: list[Fault]
) -> Key:
    """Keep the id where the former holder had left before; else number it and say so."""
    identity, language = candidate.key
    key, number = candidate.key, 1
    while any(candidate.together_with(other) for other in taken.get(key, [])):
        number += 1
        key = (PolicyId(f"{identity}-{number}"), language)
    if key != candidate.key:
        path = candidate.lineage.paths[-1]
        mend = (
            "write another `id:` into its front matter"
            if candidate.lineage.present
            else f'its file is gone, so name it in the settings, as in `[moves]` "{path}" = "{key[0]}"'
        )
        faults.append(
            Fault(
                code="id-taken",
                severity=Severity.ERROR,
                message=f"another document is already `{identity}` in {language}: {mend} (shown as"
                f" `{key[0]}` until then)",
                path=path,
            )
        )
    return key


def _reserved(candidate: Candidate) -> Iterable[Fault]:
    """Say when a policy's own id would stand in the place of a page of the site."""
    asked = candidate.asked_for
    if is_reserved(asked):
        yield Fault(
            code="id-reserved",
            severity=Severity.ERROR,
            message=f"the site has pages of its own at `{asked}`: write another `id:` into the"
            f" front matter (shown as `{candidate.key[0]}` until then)",
            path=candidate.lineage.paths[-1],
        )


def _files(key: Key, mains: Sequence[Candidate], beside: Sequence[Candidate]) -> PolicyFiles:
    mine = [candidate for candidate in beside if candidate.key == key]
    earlier = (c.lineage for c in mine if c.source is Source.EARLIER)
    return PolicyFiles(
        id=key[0],
        language=key[1],
        main=in_order(mains),
        next=in_order([c for c in mine if c.source is Source.NEXT]),
        earlier=tuple(lineage.sightings[-1] for lineage in earlier if lineage.present),
        ids_by_path={
            path: identity
            for candidate in mains
            if (identity := _id_by_path(candidate))
            for path in candidate.lineage.paths
        },
    )


def _id_by_path(candidate: Candidate) -> PolicyId | None:
    """Return the id that the path of a document gave it; a taken one it never had."""
    numbered = candidate.key[0].removeprefix(unreserved(candidate.asked_for))
    if numbered.removeprefix("-").isdigit() and candidate.id_by_path == candidate.asked_for:
        return candidate.key[0]
    return candidate.id_by_path

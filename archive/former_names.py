"""Which other names a policy had: the ids and languages under which its pages once stood."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from archive.documents import DocumentPatterns
from archive.identities import PolicyFiles
from archive.names import unreserved
from archive.publications import Absence, Publication
from archive.revisions import Language, PolicyId, Source


class FormerName(NamedTuple):
    """A name that a policy had until it declared another one, or was declared to be another."""

    id: PolicyId
    language: Language
    until: datetime  # when the last text was published under it


def former_names(
    files: PolicyFiles,
    publications: Iterable[Publication | Absence],
    patterns: DocumentPatterns,
) -> tuple[FormerName, ...]:
    """Return every name a policy had besides its own, in the order of their last use."""
    last: dict[tuple[PolicyId, Language], datetime] = {}
    for publication in publications:
        if isinstance(publication, Publication) and publication.source is Source.GIT:
            name = _name(publication, files, patterns)
            if name and not publication.preview:
                last[name] = publication.published
    last.pop((files.id, files.language), None)
    return tuple(
        FormerName(policy_id, language, until)
        for (policy_id, language), until in sorted(last.items(), key=lambda item: item[1])
    )


def _name(
    publication: Publication, files: PolicyFiles, patterns: DocumentPatterns
) -> tuple[PolicyId, Language] | None:
    """Return the name a policy had while this was its newest text; None before it was one."""
    declared = publication.front_matter
    identity = declared.id or files.ids_by_path.get(publication.path)
    if identity is None:
        return None
    match = patterns.match(publication.path)
    language = declared.lang or (match.language if match else patterns.language)
    return PolicyId(unreserved(identity)), Language(language)

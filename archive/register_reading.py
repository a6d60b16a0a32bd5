"""Reading the register: from git's facts to every policy with its history."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from archive.branch_reading import read_branch
from archive.documents import DocumentPatterns, is_document
from archive.errors import NoPolicies
from archive.fact_reading import Succession, read_facts
from archive.faults import Fault, Severity
from archive.former_names import former_names
from archive.git_history import Commit, GitHistory
from archive.identities import PolicyFiles, identify
from archive.lineages import Lineage, Sighting, trace_lineages
from archive.partings import with_partings
from archive.publication_reading import Reader, read_publications
from archive.publications import Absence, Publication
from archive.redactions import redaction_faults, redaction_of
from archive.register import Policy, Register
from archive.replacements import replacements
from archive.revisions import BlobId, CommitId, Revision, Source
from archive.settings import Settings
from archive.text_facts import FactBook
from archive.texts import Progress, Texts
from archive.titles import title_of
from archive.translations import with_originals
from archive.unread_dates import unread_date
from archive.versions import derive_history


def read_register(
    history: GitHistory,
    settings: Settings,
    texts: Texts,
    facts: FactBook,
    *,
    today: date,
    progress: Progress,
    as_known: date | None = None,
    unpublished: Mapping[str, BlobId | None] | None = None,
) -> Register:
    """Return every policy with its history, seen from a day.

    `as_known` leaves out what was published after that day. `unpublished` maps paths
    to the texts of the working tree that differ from the published ones (None: gone);
    they make one revision of today, marked as a preview. Raises NoPolicies, and what
    `GitHistory.published_ref` raises.
    """
    ref = history.published_ref(settings.published)
    tip = history.commit_id(ref)
    branch = read_branch(history, tip, texts.cache)
    commits = _known(branch.commits, as_known, settings)
    if not commits:
        raise NoPolicies(f"nothing had been published yet on {as_known}")
    reader = Reader(
        settings=settings,
        facts=facts,
        patterns=DocumentPatterns(settings),
        today=today,
        first_seen=branch.first_seen,
    )
    lineages = trace_lineages(commits, is_document=is_document)
    lineages = _with_unpublished(lineages, unpublished or {}, reader)
    files, faults = identify(
        lineages,
        patterns=reader.patterns,
        moves=dict(settings.moves),
        front_matter_of=reader.front_matter,
    )
    read_facts(facts, texts, map(_succession, files), progress=progress)
    texts.prepare(facts.undecided(_neighbours(files)), progress=progress)
    with _nothing_to_collect():
        policies = tuple(policy for each in files if (policy := _policy(each, reader, texts)))
    facts.keep()
    if not policies:
        raise NoPolicies(
            "no policy found: no file with words below its headings matches "
            + ", ".join(f"`{pattern}`" for pattern in settings.documents)
            + "; run `fairnotice init`, or set `documents` in fairnotice.toml"
        )
    policies = with_originals(policies, language=settings.language, markdown=texts.markdown)
    return Register(
        read_at=commits[-1].id,
        ref=ref,
        today=today,
        policies=with_partings(replacements(policies)),
        faults=(
            *faults,
            *_clock_faults(commits, today, settings),
            *_no_texts(history.links(tip), reader.patterns),
            *redaction_faults(policies, settings.redactions, known=_blobs(files), texts=texts),
        ),
    )


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Spare the search for garbage: values that stay are made by the hundred thousand."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _known(
    commits: Iterable[Commit], as_known: date | None, settings: Settings
) -> tuple[Commit, ...]:
    """Keep the commits up to the last one published by a day; order is that of the branch."""
    kept = tuple(commits)
    if as_known is None:
        return kept
    by_then = [
        number
        for number, commit in enumerate(kept)
        if commit.committed.astimezone(settings.timezone).date() <= as_known
    ]
    return kept[: by_then[-1] + 1] if by_then else ()


def _clock_faults(commits: Sequence[Commit], today: date, settings: Settings) -> Iterable[Fault]:
    for former, commit in zip((None, *commits), commits, strict=False):
        day = commit.committed.astimezone(settings.timezone).date()
        if day > today + timedelta(days=1):
            yield Fault(
                code="future-commit",
                severity=Severity.ERROR,
                message=f"this commit is dated {day}, after {today}: mend the clock of the"
                " machine it was made on",
                path="",
                commit=commit.id,
            )
        elif former and former.committed - commit.committed > timedelta(days=1):
            yield Fault(
                code="backward-commit",
                severity=Severity.WARNING,
                message=f"this commit is dated {day}, before the one it follows: its texts count"
                " as published with the former",
                path="",
                commit=commit.id,
            )


def _no_texts(paths: Iterable[str], patterns: DocumentPatterns) -> Iterable[Fault]:
    for path in paths:
        if patterns.match(path) is not None:
            yield Fault(
                code="no-text",
                severity=Severity.ERROR,
                message="this is a symbolic link or a submodule, and is never read: put the text"
                " itself here, as a file",
                path=path,
            )


def _with_unpublished(
    lineages: Sequence[Lineage], unpublished: Mapping[str, BlobId | None], reader: Reader
) -> tuple[Lineage, ...]:
    """Add the working tree's texts as sightings of today, at no commit."""
    live = {lineage.sightings[-1].path: lineage for lineage in lineages if lineage.present}
    now = datetime.combine(reader.today, time(12), tzinfo=UTC)
    position = max((s.position for each in lineages for s in each.sightings), default=0) + 1
    added = []
    for path, blob in unpublished.items():
        if not is_document(path):
            continue
        sighting = Sighting(
            position=position, commit=CommitId(""), published=now, path=path, blob=blob
        )
        if path in live:
            live[path].sightings.append(sighting)
        elif blob is not None:
            added.append(Lineage(sightings=[sighting]))
    return (*lineages, *added)


def _succession(files: PolicyFiles) -> Succession:
    blobs = tuple(sighting.blob for sighting in files.main if sighting.blob is not None)
    return Succession(blobs=blobs, language=files.language)


def _neighbours(files: Iterable[PolicyFiles]) -> Iterable[tuple[BlobId, BlobId]]:
    """Yield the texts that follow one another in a policy's history."""
    for each in files:
        blobs = [sighting.blob for sighting in each.main if sighting.blob is not None]
        yield from pairwise(blobs)


def _blobs(files: Iterable[PolicyFiles]) -> frozenset[BlobId]:
    """Return git's name of every text that was ever a policy's."""
    return frozenset(
        sighting.blob
        for each in files
        for sighting in (*each.main, *each.next, *each.earlier)
        if sighting.blob is not None
    )


def _policy(files: PolicyFiles, reader: Reader, texts: Texts) -> Policy | None:
    publications, faults = read_publications(files, reader)
    if not any(isinstance(each, Publication) for each in publications):
        return None
    history = derive_history(
        publications,
        policy_id=files.id,
        language=files.language,
        today=reader.today,
        same_words=reader.facts.same_words,
        same_but_date=lambda old, new: reader.facts.same_but_date(
            old, new, language=files.language
        ),
        unread_date=lambda old, new: unread_date(texts.markdown(old), texts.markdown(new)),
    )
    newest = history.versions[-1].revisions[-1]
    last = publications[-1]
    return Policy(
        id=files.id,
        language=files.language,
        title=_title_of(newest, reader, texts),
        path=files.paths[-1] if files.paths else newest.path,
        paths=files.paths or (newest.path,),
        retired=isinstance(last, Absence),
        versions=history.versions,
        timelines=history.timelines,
        faults=(*_newest_of_each(_mendable(faults, publications)), *history.faults),
        former_names=former_names(files, publications, reader.patterns),
    )


def _mendable(
    faults: Iterable[Fault], publications: Sequence[Publication | Absence]
) -> tuple[Fault, ...]:
    """Leave out keys that mean nothing and stand in former texts alone: nobody can delete them."""
    newest = {
        (each.source, each.path if each.source is Source.EARLIER else ""): each.commit
        for each in publications
        if isinstance(each, Publication)
    }
    present = frozenset(newest.values())
    return tuple(
        fault
        for fault in faults
        if fault.code != "front-matter-unknown-key" or fault.commit in present
    )


def _newest_of_each(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """One fault may stand in every commit of a text: keep where it stood last."""
    last = {(fault.code, fault.path, fault.message): fault for fault in faults}
    return tuple(last.values())


def _title_of(newest: Revision, reader: Reader, texts: Texts) -> str:
    """Return what the newest text is called; one that was taken down only by its file's name."""
    declared = newest.front_matter.title
    down = redaction_of(newest, reader.settings.redactions)
    markdown = "" if down else texts.markdown(newest.blob)
    named = title_of(markdown, path=newest.path, language=newest.language)
    return named if down else declared or named

"""Policies read: the publications of each, the history they come to, and what it is called."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain

from archive.documents import DocumentPatterns
from archive.fact_reading import Succession, read_facts
from archive.faults import Fault, Severity
from archive.former_names import former_names
from archive.identities import PolicyFiles
from archive.policy_readings import PolicyReading
from archive.publication_reading import Reader, read_publications
from archive.publications import Absence, Publication
from archive.redactions import redaction_of
from archive.register import Policy
from archive.revisions import BlobId, Language, Revision, Source
from archive.settings import Settings
from archive.sublists import shallow_sublists
from archive.text_facts import FactBook
from archive.texts import Progress, Texts
from archive.titles import title_of
from archive.unread_dates import unread_date
from archive.versions import derive_history


def read_policies(
    files: Sequence[PolicyFiles],
    texts: Texts,
    *,
    settings: Settings,
    patterns: DocumentPatterns,
    today: date,
    first_seen: Mapping[BlobId, datetime],
    progress: Progress,
) -> Iterator[tuple[PolicyFiles, PolicyReading]]:
    """Yield some policies, each read from its files; what texts say is read on every core."""
    reader = partial(
        Reader, settings=settings, patterns=patterns, today=today, first_seen=first_seen
    )
    books = deque(FactBook(texts, texts.cache, name=" ".join(each.key)) for each in files)
    successions = [_succession(each) for each in files]
    read_facts(zip(books, successions, strict=True), texts, progress=progress)
    undecided = (book.undecided(each.pairs) for book, each in zip(books, successions, strict=True))
    texts.prepare(chain.from_iterable(undecided), progress=progress)
    for each in files:
        book = books.popleft()
        reading = read_policy(each, reader(facts=book), texts)
        book.keep()
        yield each, reading


def _succession(files: PolicyFiles) -> Succession:
    blobs = tuple(sighting.blob for sighting in files.main if sighting.blob is not None)
    return Succession(blobs=blobs, language=files.language)


def read_policy(files: PolicyFiles, reader: Reader, texts: Texts) -> PolicyReading:
    """Return a policy with its history, seen from the reader's day."""
    publications, faults = read_publications(files, reader)
    if not any(isinstance(each, Publication) for each in publications):
        return PolicyReading(policy=None, since=None, until=None)
    history = derive_history(
        publications,
        policy_id=files.id,
        language=files.language,
        today=reader.today,
        same_words=reader.facts.same_words,
        same_but_date=partial(reader.facts.same_but_date, language=files.language),
        unread_date=lambda old, new: unread_date(texts.markdown(old), texts.markdown(new)),
    )
    newest = history.versions[-1].revisions[-1]
    policy = Policy(
        id=files.id,
        language=files.language,
        title=_title_of(newest, reader, texts),
        path=files.paths[-1] if files.paths else newest.path,
        paths=files.paths or (newest.path,),
        retired=_is_retired(publications),
        versions=history.versions,
        timelines=history.timelines,
        faults=(
            *_newest_of_each(_mendable(faults, publications)),
            *history.faults,
            *_shallow_sublists(newest, reader, texts, language=files.language),
        ),
        former_names=former_names(files, publications, reader.patterns),
    )
    return PolicyReading(
        policy=policy,
        since=max((day for day in history.turns if day <= reader.today), default=None),
        until=min((day for day in history.turns if day > reader.today), default=None),
    )


def _is_retired(publications: Sequence[Publication | Absence]) -> bool:
    """Whether no text stands any more; that a next text was taken back says nothing of the present."""
    standing: set[Source] = set()
    for each in publications:
        if isinstance(each, Publication):
            standing.add(each.source)
        elif each.source is Source.NEXT:
            standing.discard(Source.NEXT)
        else:
            standing.clear()
    return isinstance(publications[-1], Absence) and Source.GIT not in standing


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


def _shallow_sublists(
    newest: Revision, reader: Reader, texts: Texts, *, language: Language
) -> Iterator[Fault]:
    """Yield what is wrong with the lists of the newest text; former ones nobody can mend."""
    if redaction_of(newest, reader.settings.redactions):
        return
    found = list(shallow_sublists(texts.markdown(newest.blob)))
    if found:
        line, spaces = found[0]
        more = f", and {len(found) - 1} more of its kind" if len(found) > 1 else ""
        yield Fault(
            code="shallow-sublist",
            severity=Severity.WARNING,
            message=f"a list in a list begins at four spaces, this one is indented {spaces}, so readers"
            f" see it as part of the line or list above: indent it four{more}",
            path=newest.path,
            line=line + reader.facts.of(newest.blob, language=language).lines_before,
            commit=newest.commit,
        )


def _title_of(newest: Revision, reader: Reader, texts: Texts) -> str:
    """Return what the newest text is called; one that was taken down only by its file's name."""
    declared = newest.front_matter.title
    down = redaction_of(newest, reader.settings.redactions)
    markdown = "" if down else texts.markdown(newest.blob)
    named = title_of(markdown, path=newest.path, language=newest.language)
    return named if down else declared or named

"""Publications read: each state of a policy's files, with its dates and who declares them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from archive.dates import UNCLOSED
from archive.documents import DocumentPatterns
from archive.faults import Fault, Severity
from archive.front_matter import FrontMatter
from archive.identities import PolicyFiles, was_public
from archive.lineages import Sighting
from archive.publications import Absence, Publication
from archive.revisions import BlobId, EffectiveSource, Source
from archive.settings import Settings
from archive.text_facts import FactBook, TextFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What reading one policy needs."""

    settings: Settings
    facts: FactBook
    patterns: DocumentPatterns
    today: date
    first_seen: Mapping[BlobId, datetime]

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.settings.timezone).date()

    def is_placeholder(self, sighting: Sighting) -> bool:
        """Whether a file holds no text yet: headings alone, or "coming soon"."""
        blob = sighting.blob
        return blob is None or self.facts.of(blob, language=self.settings.language).placeholder


def read_publications(
    files: PolicyFiles, reader: Reader
) -> tuple[list[Publication | Absence], list[Fault]]:
    """Return a policy's publications and absences in order, and what is wrong with them."""
    faults: list[Fault] = []

    def published(sighting: Sighting, blob: BlobId, source: Source) -> Publication:
        publication, found = _publication(sighting, blob, files, source, reader)
        faults.extend(found)
        return publication

    earlier = [
        published(sighting, sighting.blob, Source.EARLIER)
        for sighting in files.earlier
        if sighting.blob is not None
    ]
    lanes = [(sighting, Source.NEXT) for sighting in files.next]
    lanes += [(sighting, Source.GIT) for sighting in files.main]
    # A next text that leaves its folder by the commit that puts it in place is no loss.
    lanes.sort(key=lambda pair: (pair[0].position, pair[0].blob is None, pair[1] is Source.GIT))
    present = _states(lanes, reader, published)
    return [*sorted(earlier, key=lambda p: p.effective or p.published_on), *present], faults


def _states(
    lanes: Sequence[tuple[Sighting, Source]],
    reader: Reader,
    published: Callable[[Sighting, BlobId, Source], Publication],
) -> list[Publication | Absence]:
    """Tell texts from absences; renames and retired copies of a text are neither.

    What holds no text yet is neither as well, until the first real text has come.
    """
    states: list[Publication | Absence] = []
    standing: dict[Source, Publication] = {}
    ever_live = any(_is_live(sighting, reader) for sighting, _ in lanes)
    matched = begun = False
    for sighting, source in lanes:
        match = reader.patterns.match(sighting.path)
        matched = matched or match is not None
        retired = match is not None and match.retired
        hidden = match is None and (matched or not was_public(sighting.path))
        begun = begun or not reader.is_placeholder(sighting)
        if sighting.blob is None or hidden or (retired and ever_live):
            if standing.pop(source, None) is not None:
                states.append(_absence(sighting, source, reader))
        elif begun and (source not in standing or standing[source].blob != sighting.blob):
            standing[source] = published(sighting, sighting.blob, source)
            states.append(standing[source])
    if not ever_live and Source.GIT in standing:
        # It came to the repository as a retired text: readable, and not in force.
        states.append(_absence(lanes[-1][0], Source.GIT, reader))
    return states


def _is_live(sighting: Sighting, reader: Reader) -> bool:
    match = reader.patterns.match(sighting.path)
    return sighting.blob is not None and (
        not match.retired if match is not None else was_public(sighting.path)
    )


def _absence(sighting: Sighting, source: Source, reader: Reader) -> Absence:
    return Absence(
        commit=sighting.commit,
        published=sighting.published,
        published_on=reader.day_of(sighting.published),
        source=source,
    )


def _publication(
    sighting: Sighting, blob: BlobId, files: PolicyFiles, source: Source, reader: Reader
) -> tuple[Publication, list[Fault]]:
    facts = reader.facts.of(blob, language=files.language)
    front_matter = reader.facts.front_matter(facts.head, path=sighting.path, commit=sighting.commit)
    faults = [
        *front_matter.faults,
        *(_date_fault(fault, sighting, facts) for fault in facts.date_faults),
    ]
    derived, declared_by = _own_date(sighting, front_matter, facts, source, reader)
    effective = derived
    if (declared := _declared_in_settings(sighting, reader)) is not None:
        effective, declared_by = declared, EffectiveSource.OVERRIDE
    if front_matter.effective and facts.effective not in (None, front_matter.effective):
        faults.append(_dates_disagree(sighting, front_matter, facts))
    published = _declared_publication(front_matter, effective, sighting, source)
    return (
        Publication(
            commit=sighting.commit,
            published=published,
            published_on=reader.day_of(published)
            if source is not Source.EARLIER
            else published.date(),
            path=sighting.path,
            source=source,
            blob=blob,
            sha256=facts.sha256,
            body=facts.body,
            effective=effective,
            effective_source=declared_by,
            front_matter=front_matter,
            first_recorded=min(reader.first_seen.get(blob, sighting.published), sighting.published),
            date_unclear=_date_is_unclear(facts, front_matter),
            preview=not sighting.commit,
            derived=derived if declared_by is EffectiveSource.OVERRIDE else None,
        ),
        faults,
    )


def _date_is_unclear(facts: TextFacts, front_matter: FrontMatter) -> bool:
    return any(code != UNCLOSED for code, _, _ in facts.date_faults) or any(
        fault.code == "front-matter-date" for fault in front_matter.faults
    )


def _declared_in_settings(sighting: Sighting, reader: Reader) -> date | None:
    for override in reader.settings.overrides:
        if (
            sighting.commit
            and sighting.commit.startswith(override.commit)
            and (override.path in (None, sighting.path))
        ):
            return override.effective
    return None


def _own_date(
    sighting: Sighting,
    front_matter: FrontMatter,
    facts: TextFacts,
    source: Source,
    reader: Reader,
) -> tuple[date | None, EffectiveSource]:
    """Return the date that a text and its file give, and which part of them does."""
    if source is Source.EARLIER:
        match = reader.patterns.match(sighting.path)
        named = match.effective if match else None
        return front_matter.effective or named or facts.effective, EffectiveSource.DECLARED
    if front_matter.effective:
        return front_matter.effective, EffectiveSource.FRONT_MATTER
    return facts.effective, facts.effective_source


def _declared_publication(
    front_matter: FrontMatter, effective: date | None, sighting: Sighting, source: Source
) -> datetime:
    """An earlier text was published when it says, not when it was brought into git."""
    if source is not Source.EARLIER:
        return sighting.published
    day = front_matter.published or effective
    return datetime.combine(day, time(), tzinfo=UTC) if day else sighting.published


def _date_fault(fault: tuple[str, str, int], sighting: Sighting, facts: TextFacts) -> Fault:
    code, message, line = fault
    return Fault(
        code=code,
        severity=Severity.WARNING if code == UNCLOSED else Severity.ERROR,
        message=message,
        path=sighting.path,
        line=line + facts.lines_before,
        commit=sighting.commit,
    )


def _dates_disagree(sighting: Sighting, front_matter: FrontMatter, facts: TextFacts) -> Fault:
    return Fault(
        code="dates-disagree",
        severity=Severity.ERROR,
        message=f"the front matter says {front_matter.effective}, the text {facts.effective}:"
        " the front matter counts; delete the line in the text, the site prints the date",
        path=sighting.path,
        line=None if facts.date_line is None else facts.date_line + facts.lines_before,
        commit=sighting.commit,
    )

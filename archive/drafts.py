"""Publications read into drafts: which of them made a revision, and which only dated one.

A draft is a revision while its history is being read; `versions` makes it final.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from archive.faults import Fault, Severity
from archive.publications import Absence, Publication
from archive.revisions import BlobId, Dating, EffectiveSource, Source

# A revision that changes only its own date line within this time re-dates the one before.
REDATING_DAYS: Final = 14

SameWords = Callable[[BlobId, BlobId], bool]


@dataclass(slots=True, kw_only=True)
class Draft:
    """A revision while its history is being read."""

    first: Publication
    newest: Publication
    datings: list[Dating]
    effective: date | None
    effective_source: EffectiveSource
    undated: bool
    starts_run: bool  # the first text, or the first after an absence
    withdrawn: bool = False
    applies_from: date | None = None
    applies_until: date | None = None
    ended_on: date | None = None  # the day an absence ended it
    held_since: date | None = None  # the day it already applied from when its date line was mended

    @property
    def applies_at_the_earliest(self) -> date:
        """max(effective, published): what readers could rely on.

        A mended date line does not unsay that the words had applied already.
        """
        if self.held_since is not None:
            return self.held_since
        if self.effective is None:
            return self.first.published_on
        if self.first.source is Source.EARLIER:
            return self.effective
        return max(self.effective, self.first.published_on)


@dataclass(slots=True)
class Reading:
    """The state of reading one policy's publications."""

    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_drafts(
    publications: Sequence[Publication | Absence],
    *,
    same_words: SameWords,
    same_but_date: SameWords,
) -> Reading:
    """Return the drafts of one policy in order of publication, and what is wrong with them."""
    reading = Reading()
    for publication in publications:
        if isinstance(publication, Absence):
            _end(reading, publication)
        else:
            _take_in(reading, publication, same_words=same_words, same_but_date=same_but_date)
    _check_withdrawals(reading)
    return reading


def _end(reading: Reading, absence: Absence) -> None:
    if reading.drafts and reading.drafts[-1].ended_on is None:
        reading.drafts[-1].ended_on = absence.published_on


def _take_in(
    reading: Reading,
    publication: Publication,
    *,
    same_words: SameWords,
    same_but_date: SameWords,
) -> None:
    former = reading.drafts[-1] if reading.drafts else None
    if former is None or former.ended_on is not None or former.first.source is Source.EARLIER:
        _begin(reading, publication, starts_run=former is None or former.ended_on is not None)
    elif same_words(former.newest.blob, publication.blob):
        _date_again(reading, former, publication)
    elif _only_redates(former, publication, same_but_date):
        _date_again(reading, former, publication, by_its_own_line=True)
    else:
        date_alone = publication.effective != former.effective and same_but_date(
            former.newest.blob, publication.blob
        )
        _begin(reading, publication, starts_run=False)
        if date_alone:
            reading.faults.append(_date_alone(publication))


def _begin(reading: Reading, publication: Publication, *, starts_run: bool) -> None:
    former = reading.drafts[-1] if reading.drafts else None
    undated = (
        not starts_run
        and former is not None
        and former.first.source is publication.source
        and publication.effective is not None
        and publication.effective == former.effective
        and publication.effective < publication.published_on
    )
    reading.drafts.append(
        Draft(
            first=publication,
            newest=publication,
            datings=[_dating(publication)],
            effective=publication.effective,
            effective_source=publication.effective_source,
            undated=undated,
            starts_run=starts_run,
        )
    )
    if undated:
        reading.faults.append(_undated_change(publication))


def _only_redates(former: Draft, publication: Publication, same_but_date: SameWords) -> bool:
    wait = publication.published_on - former.first.published_on
    return (
        publication.effective is not None
        and publication.effective != former.effective
        and wait <= timedelta(days=REDATING_DAYS)
        and same_but_date(former.newest.blob, publication.blob)
    )


def _date_again(
    reading: Reading, draft: Draft, publication: Publication, *, by_its_own_line: bool = False
) -> None:
    """Take a text with equal words into its revision; a new date in it is a dating."""
    draft.newest = publication
    if publication.effective == draft.datings[-1].effective:
        return
    draft.datings.append(_dating(publication))
    applied_from = draft.applies_at_the_earliest
    in_time = publication.published_on < applied_from
    if in_time or by_its_own_line:
        draft.held_since = None if in_time else applied_from
        draft.effective = publication.effective
        draft.effective_source = publication.effective_source
        _forget_undated(reading, draft)
    else:
        reading.faults.append(_late_dating(draft, publication))


def _forget_undated(reading: Reading, draft: Draft) -> None:
    """A text that was given its date within days is no undated change any more."""
    if draft.undated:
        draft.undated = False
        reading.faults.remove(_undated_change(draft.first))


def _check_withdrawals(reading: Reading) -> None:
    known = {draft.effective for draft in reading.drafts}
    for draft in reading.drafts:
        block = draft.first.front_matter.change
        if block and block.withdraws and block.withdraws not in known:
            reading.faults.append(
                Fault(
                    code="withdraws-nothing",
                    severity=Severity.ERROR,
                    message=f"`withdraws: {block.withdraws}` names no version of this policy",
                    path=draft.first.path,
                    commit=draft.first.commit,
                )
            )


def _dating(publication: Publication) -> Dating:
    return Dating(
        effective=publication.effective,
        source=publication.effective_source,
        commit=publication.commit,
        published=publication.published,
    )


def _undated_change(publication: Publication) -> Fault:
    return Fault(
        code="undated-change",
        severity=Severity.WARNING,
        message=f"the words changed on {publication.published_on}, the effective date stayed"
        f" {publication.effective}: set `effective` to the day the new words apply",
        path=publication.path,
        commit=publication.commit,
    )


def _date_alone(publication: Publication) -> Fault:
    return Fault(
        code="date-alone",
        severity=Severity.WARNING,
        message=f"only the date line changed, to {publication.effective}: say in `change:` why,"
        " or leave the date of the last change of words",
        path=publication.path,
        commit=publication.commit,
    )


def _late_dating(draft: Draft, publication: Publication) -> Fault:
    return Fault(
        code="late-dating",
        severity=Severity.ERROR,
        message=f"the date {publication.effective or 'none'} was declared on"
        f" {publication.published_on}, after these words applied from"
        f" {draft.applies_at_the_earliest}: it moves nothing; an `[[overrides]]` entry in the"
        " settings can declare an earlier day, with a reason",
        path=publication.path,
        commit=publication.commit,
    )

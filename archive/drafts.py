"""Publications read into drafts: which of them made a revision, and which only dated one.

A draft is a revision while its history is being read; `versions` makes it final.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from archive import dating_faults
from archive.faults import Fault
from archive.publications import Absence, Publication
from archive.revisions import BlobId, Dating, EffectiveSource, Source
from archive.version_addresses import Place, Placed, places

# A revision that changes only its own date line within this time re-dates the one before.
_REDATED_WITHIN: Final = timedelta(days=14)

SameWords = Callable[[BlobId, BlobId], bool]


@dataclass(slots=True, kw_only=True, eq=False)
class Draft:
    """A revision while its history is being read."""

    first: Publication
    newest: Publication
    datings: list[Dating]
    effective: date | None
    effective_source: EffectiveSource
    undated: bool
    starts_run: bool  # the first text, or the first after an absence
    dated_on: date  # the day its effective date was declared
    returns_to: "Draft | None" = None  # the newest earlier one with the same text
    withdrawn_on: date | None = None  # the day it was taken back
    applies_from: date | None = None
    applies_until: date | None = None
    ended_on: date | None = None  # the day an absence ended it
    former_places: list[Place] = field(default_factory=list)
    held_since: date | None = None  # the day it already applied from when its date line was mended

    @property
    def applies_at_the_earliest(self) -> date:
        """max(effective, published): what readers could rely on.

        A mended date line does not unsay that the words had applied already; a day that
        was declared for the past is a correction, and counts as declared.
        """
        if self.held_since is not None:
            return self.held_since
        if self.effective is None:
            return self.first.published_on
        if self.is_declared:
            return self.effective
        return max(self.effective, self.dated_on)

    @property
    def placed(self) -> Placed:
        """What decides under which address it stands."""
        return Placed(self.starts_run, self.effective, self.first.published_on)

    @property
    def is_declared(self) -> bool:
        """Whether its day was declared after the fact, in settings or for an earlier text."""
        return self.effective_source in (EffectiveSource.OVERRIDE, EffectiveSource.DECLARED)


@dataclass(slots=True)
class Reading:
    """The state of reading one policy's publications."""

    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # What stands in the policy's own file, and what in the folder of next texts.
    standing: dict[Source, Draft] = field(default_factory=dict)
    # The newest draft that each text, without its front matter, belonged to.
    by_body: dict[str, Draft] = field(default_factory=dict)


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
    if absence.source is Source.NEXT:
        preview = reading.standing.pop(Source.NEXT, None)
        if preview is not None and absence.published_on < preview.applies_at_the_earliest:
            preview.withdrawn_on = absence.published_on
        return
    reading.standing.clear()
    if reading.drafts and reading.drafts[-1].ended_on is None:
        reading.drafts[-1].ended_on = absence.published_on


def _take_in(
    reading: Reading,
    publication: Publication,
    *,
    same_words: SameWords,
    same_but_date: SameWords,
) -> None:
    former = reading.standing.get(publication.source)
    preview = _preview_put_in_place(reading, publication, same_words)
    if preview is not None:
        reading.standing = {Source.GIT: preview}
        _date_again(reading, preview, publication)
    elif former is None:
        if not _copies_the_present(reading, publication, same_words):
            _begin(reading, publication, former=None)
    elif same_words(former.newest.blob, publication.blob):
        _date_again(reading, former, publication)
    elif _only_redates(former, publication, same_but_date):
        _date_again(reading, former, publication, by_its_own_line=True)
    else:
        date_alone = publication.effective != former.effective and same_but_date(
            former.newest.blob, publication.blob
        )
        _begin(reading, publication, former=former)
        if date_alone and publication.effective is not None:
            reading.faults.append(dating_faults.date_alone(publication))


def _preview_put_in_place(
    reading: Reading, publication: Publication, same_words: SameWords
) -> Draft | None:
    """Return the next text that a commit makes the policy's own, as announced."""
    preview = reading.standing.get(Source.NEXT)
    if publication.source is not Source.GIT or preview is None:
        return None
    later = reading.drafts[reading.drafts.index(preview) + 1 :]
    if any(draft.first.published_on >= preview.applies_at_the_earliest for draft in later):
        return None
    return preview if same_words(preview.newest.blob, publication.blob) else None


def _copies_the_present(reading: Reading, publication: Publication, same_words: SameWords) -> bool:
    """Whether a next text only repeats the present one, as a copy to start from does."""
    present = reading.standing.get(Source.GIT)
    return (
        publication.source is Source.NEXT
        and present is not None
        and same_words(present.newest.blob, publication.blob)
    )


def _begin(reading: Reading, publication: Publication, *, former: Draft | None) -> None:
    undated = (
        former is not None
        and publication.effective is not None
        and publication.effective == former.effective
        and publication.effective < publication.published_on
    )
    last = reading.drafts[-1] if reading.drafts else None
    draft = Draft(
        first=publication,
        newest=publication,
        datings=[_dating(publication)],
        effective=publication.effective,
        effective_source=publication.effective_source,
        undated=undated,
        starts_run=last is None or last.ended_on is not None,
        dated_on=publication.published_on,
        returns_to=reading.by_body.get(publication.body),
    )
    reading.drafts.append(draft)
    reading.by_body[publication.body] = draft
    if publication.source is not Source.EARLIER:
        reading.standing[publication.source] = draft
    if undated:
        reading.faults.append(dating_faults.undated_change(publication))
    if former is not None and former.effective is not None:
        _note_lost_date(reading, publication, former.effective)


def _note_lost_date(reading: Reading, publication: Publication, former: date) -> None:
    if publication.effective is None and not publication.date_unclear:
        reading.faults.append(dating_faults.date_lost(publication, former=former))


def _only_redates(former: Draft, publication: Publication, same_but_date: SameWords) -> bool:
    wait = publication.published_on - former.first.published_on
    return (
        publication.effective is not None
        and publication.effective != former.effective
        and wait <= _REDATED_WITHIN
        and same_but_date(former.newest.blob, publication.blob)
    )


def _date_again(
    reading: Reading, draft: Draft, publication: Publication, *, by_its_own_line: bool = False
) -> None:
    """Take a text with equal words into its revision; a new date in it is a dating."""
    draft.newest = publication
    reading.by_body[publication.body] = draft
    if publication.effective == draft.datings[-1].effective:
        return
    draft.datings.append(_dating(publication))
    if publication.effective is None:
        _note_lost_date(reading, publication, draft.effective or publication.published_on)
    elif publication.effective_source is EffectiveSource.OVERRIDE:
        _date_from(reading, draft, publication, held_since=None)
    elif publication.effective != draft.effective and not draft.is_declared:
        _move_date(reading, draft, publication, by_its_own_line=by_its_own_line)


def _move_date(
    reading: Reading, draft: Draft, publication: Publication, *, by_its_own_line: bool
) -> None:
    """Let a new day count that was declared in time; one declared later moves nothing."""
    day = publication.effective or publication.published_on
    applied_from = draft.applies_at_the_earliest
    wait = publication.published_on - draft.first.published_on
    if publication.published_on < applied_from:
        if draft.effective is not None and day < draft.effective:
            reading.faults.append(
                dating_faults.moved_up(publication, announced=draft.first, former=draft.effective)
            )
        _date_from(reading, draft, publication, held_since=None)
    elif by_its_own_line or (
        draft.effective is None and (day <= applied_from or wait <= _REDATED_WITHIN)
    ):
        _date_from(reading, draft, publication, held_since=applied_from)
    else:
        reading.faults.append(dating_faults.late_dating(publication, applied_from=applied_from))
        return
    _forget_undated(reading, draft)


def _date_from(
    reading: Reading, draft: Draft, publication: Publication, *, held_since: date | None
) -> None:
    """Let a draft's day be another; whatever stands elsewhere from then on remembers its place."""
    before = places([each.placed for each in reading.drafts])
    draft.held_since = held_since
    draft.effective = publication.effective
    draft.effective_source = publication.effective_source
    draft.dated_on = publication.published_on
    after = places([each.placed for each in reading.drafts])
    for each, old, new in zip(reading.drafts, before, after, strict=True):
        if old != new:
            each.former_places.append(old)


def _forget_undated(reading: Reading, draft: Draft) -> None:
    """A text that was given its date within days is no undated change any more."""
    if draft.undated:
        draft.undated = False
        reading.faults.remove(dating_faults.undated_change(draft.first))


def _check_withdrawals(reading: Reading) -> None:
    known = {draft.effective for draft in reading.drafts}
    for draft in reading.drafts:
        block = draft.first.front_matter.change
        if block and block.withdraws and block.withdraws not in known:
            reading.faults.append(dating_faults.withdraws_nothing(draft.first, day=block.withdraws))


def _dating(publication: Publication) -> Dating:
    return Dating(
        effective=publication.effective,
        source=publication.effective_source,
        commit=publication.commit,
        published=publication.published,
    )

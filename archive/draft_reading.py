"""Publications read into drafts: which of them made a revision, and which only dated one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from archive import dating_faults
from archive.drafts import Draft, Reading, UnreadDate
from archive.front_matter import TRANSFER_OF_CONTROL
from archive.publications import Absence, Publication
from archive.revisions import BlobId, Dating, EffectiveSource, Ending, Source, Transfer
from archive.version_addresses import places

# A revision that changes only its own date line within this time re-dates the one before.
_REDATED_WITHIN: Final = timedelta(days=14)

SameWords = Callable[[BlobId, BlobId], bool]


def read_drafts(
    publications: Sequence[Publication | Absence],
    *,
    same_words: SameWords,
    same_but_date: SameWords,
    unread_date: UnreadDate,
) -> Reading:
    """Return the drafts of one policy in order of publication, and what is wrong with them."""
    reading = Reading(unread_date=unread_date)
    for publication in publications:
        if isinstance(publication, Absence):
            _end(reading, publication)
        else:
            _take_in(reading, publication, same_words=same_words, same_but_date=same_but_date)
    return reading


def _end(reading: Reading, absence: Absence) -> None:
    if absence.source is Source.NEXT:
        preview = reading.standing.pop(Source.NEXT, None)
        if preview is not None:
            preview.ended = _ending(absence)
            if absence.published_on < preview.applies_at_the_earliest:
                preview.withdrawn_on = absence.published_on
        return
    for standing in reading.standing.values():
        standing.ended = _ending(absence)
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
        if former is not None:
            former.ended = _ending(publication)
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
        existing=publication.front_matter.existing,
        returns_to=reading.by_body.get(publication.body),
    )
    if former is not None:
        former.ended = _ending(publication)
    reading.drafts.append(draft)
    reading.by_body[publication.body] = draft
    if publication.source is not Source.EARLIER:
        reading.standing[publication.source] = draft
    if undated:
        reading.faults.append(dating_faults.undated_change(publication))
    if former is not None and former.effective is not None:
        _note_lost_date(reading, publication, former.effective, before=former.newest.blob)


def _note_lost_date(
    reading: Reading, publication: Publication, former: date, *, before: BlobId | None = None
) -> None:
    if publication.effective is None and not publication.date_unclear:
        unread = before and reading.unread_date(before, publication.blob)
        fault = dating_faults.date_lost(publication, former=former, unread=unread)
        reading.faults.append(fault)


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
    dating, last = _dating(publication), draft.datings[-1]
    if dating.existing != last.existing:
        _bind_again(reading, draft, publication)
    if dating.effective != last.effective:
        moved = _moves(reading, draft, publication, by_its_own_line=by_its_own_line)
        draft.datings.append(replace(dating, moved=moved))
    elif _beside_the_date(dating) != _beside_the_date(last):
        draft.datings.append(replace(dating, moved=False))


def _beside_the_date(dating: Dating) -> object:
    return dating.services, dating.existing, dating.transfer


def _bind_again(reading: Reading, draft: Draft, publication: Publication) -> None:
    """Let another day for those who joined before count, if their day has not come yet."""
    if publication.published_on < draft.binds_existing_from:
        draft.existing = publication.front_matter.existing
        draft.existing_since = publication.published_on
    else:
        bound_from = draft.binds_existing_from
        reading.faults.append(dating_faults.late_existing(publication, bound_from=bound_from))


def _moves(
    reading: Reading, draft: Draft, publication: Publication, *, by_its_own_line: bool
) -> bool:
    """Take in another date under equal words; return whether it counts."""
    if publication.effective is None:
        _note_lost_date(reading, publication, draft.effective or publication.published_on)
        return False
    if publication.effective_source is EffectiveSource.OVERRIDE:
        _date_from(reading, draft, publication, held_since=None)
        return True
    if publication.effective == draft.effective or draft.is_declared:
        return False
    return _move_date(reading, draft, publication, by_its_own_line=by_its_own_line)


def _move_date(
    reading: Reading, draft: Draft, publication: Publication, *, by_its_own_line: bool
) -> bool:
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
        return False
    _forget_undated(reading, draft)
    return True


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


def _dating(publication: Publication) -> Dating:
    return Dating(
        effective=publication.effective,
        source=publication.effective_source,
        commit=publication.commit,
        published=publication.published,
        services=publication.front_matter.services,
        existing=publication.front_matter.existing,
        transfer=_transfer(publication),
        instead_of=publication.derived,
    )


def _transfer(publication: Publication) -> Transfer | None:
    block = publication.front_matter.change
    if block is None or block.kind != TRANSFER_OF_CONTROL:
        return None
    return Transfer(to=block.to, day=block.day)


def _ending(by: Publication | Absence) -> Ending:
    return Ending(commit=by.commit, at=by.published, gone=isinstance(by, Absence))

"""What publication tells against the dates of a policy's texts: late, in a batch, or dateless."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from archive import dating_faults
from archive.applicability import withdrawals
from archive.batches import batches
from archive.drafts import Draft, Reading
from archive.faults import Fault
from archive.revisions import Source


def check_publications(reading: Reading, *, today: date) -> Iterator[Fault]:
    """Yield what is wrong with when the texts of one policy were published, seen from a day."""
    drafts = reading.drafts
    imported: set[int] = set()
    for batch in batches(drafts):
        imported.update(id(draft) for draft in batch)
        yield dating_faults.batch_import(batch[-1].first, texts=len(batch))
    for former, draft in pairwise(drafts):
        if id(draft) not in imported and _was_first_public_here(draft, former):
            yield from _late(draft, drafts)
    for draft in drafts:
        if draft.existing is not None and draft.existing < draft.applies_at_the_earliest:
            yield dating_faults.existing_too_early(
                draft.newest, applies_from=draft.applies_at_the_earliest
            )
    for draft, day, meant in withdrawals(drafts):
        yield from _withdraws_nothing(draft, day, meant)
    newest = drafts[-1] if drafts else None
    if newest is not None and _lacks_a_date(newest):
        yield dating_faults.no_date(newest.first)
    preview = reading.standing.get(Source.NEXT)
    if preview is not None:
        yield from _stale(preview, drafts, today)


def _withdraws_nothing(draft: Draft, day: date, meant: Sequence[Draft]) -> Iterator[Fault]:
    if not meant:
        yield dating_faults.withdraws_nothing(draft.first, day=day)
    published = draft.first.published_on
    begun = [each.applies_from for each in meant if each.applies_from is not None]
    if begun and min(begun) <= published:
        yield dating_faults.withdraws_too_late(draft.first, day=day, applied_from=min(begun))


def _lacks_a_date(draft: Draft) -> bool:
    """Whether a text that still stands states no date; in a retired one nothing is to mend."""
    return draft.effective is None and not draft.newest.date_unclear and draft.ended_on is None


def _was_first_public_here(draft: Draft, former: Draft) -> bool:
    """Whether git saw both it and the text before it being published."""
    return (
        former.first.source is not Source.EARLIER and not draft.starts_run and not draft.is_declared
    )


def _late(draft: Draft, drafts: Sequence[Draft]) -> Iterator[Fault]:
    # One under the date of the text before is an undated change, and reported as that.
    if (
        draft.effective is not None
        and not draft.undated
        and draft.effective < draft.first.published_on
        and not _went_on_applying(draft, drafts)
    ):
        yield dating_faults.published_late(
            draft.first, effective=draft.effective, applies_from=draft.applies_at_the_earliest
        )


def _went_on_applying(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether it puts back, under the same date, words that nothing had taken the place of."""
    former = draft.returns_to
    if former is None or former.effective != draft.effective:
        return False
    between = drafts[drafts.index(former) + 1 : drafts.index(draft)]
    return all(each.applies_from is None for each in between)


def _stale(preview: Draft, drafts: Sequence[Draft], today: date) -> Iterator[Fault]:
    """Yield that a next text was overtaken: by its own day, or by a change of the present one."""
    if preview.applies_at_the_earliest <= today:
        yield dating_faults.preview_left(preview.newest, day=preview.applies_at_the_earliest)
    overtaken = [
        draft.first
        for draft in drafts
        if draft.first.source is Source.GIT and draft.first.published > preview.newest.published
    ]
    if overtaken:
        yield dating_faults.preview_overtaken(preview.newest, changed=overtaken[-1].published_on)

"""What publication tells against the dates of a policy's texts: late, in a batch, or dateless."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive import dating_faults
from archive.batches import batches
from archive.drafts import Draft
from archive.faults import Fault
from archive.revisions import Source


def check_publications(drafts: Sequence[Draft]) -> Iterator[Fault]:
    """Yield what is wrong with when the texts of one policy were published."""
    imported: set[int] = set()
    for batch in batches(drafts):
        imported.update(id(draft) for draft in batch)
        yield dating_faults.batch_import(batch[-1].first, texts=len(batch))
    for former, draft in pairwise(drafts):
        if id(draft) not in imported and _was_first_public_here(draft, former):
            yield from _late(draft)
    newest = drafts[-1] if drafts else None
    if newest is not None and newest.effective is None and not newest.newest.date_unclear:
        yield dating_faults.no_date(newest.first)


def _was_first_public_here(draft: Draft, former: Draft) -> bool:
    """Whether git saw both it and the text before it being published."""
    return (
        former.first.source is not Source.EARLIER and not draft.starts_run and not draft.is_declared
    )


def _late(draft: Draft) -> Iterator[Fault]:
    # One under the date of the text before is an undated change, and reported as that.
    if (
        draft.effective is not None
        and not draft.undated
        and draft.effective < draft.first.published_on
    ):
        yield dating_faults.published_late(draft.first, effective=draft.effective)

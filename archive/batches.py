"""Batches: texts that reached the published branch together, though readers saw them apart.

An import of old versions, or weeks of another repository's changes merged in an hour. Git
then knows the day of the import and not the days on which the texts were first public.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from archive.drafts import Draft
from archive.revisions import Source

_TOGETHER: Final = timedelta(hours=1)
_AT_ONCE: Final = timedelta(minutes=1)
_APART: Final = timedelta(days=1)
_MANY: Final = 3  # two texts in an hour may be a text and its mend


def batches(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, ...]]:
    """Yield the revisions that came as one batch, oldest first."""
    members: list[Draft] = []
    for draft in _lasting(drafts):
        if members and draft.first.published - members[0].first.published > _TOGETHER:
            if _is_batch(members):
                yield tuple(members)
            members = []
        members.append(draft)
    if _is_batch(members):
        yield tuple(members)


def _lasting(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Leave out what is no text of an import: declared ones, and a return to former words."""
    for draft in drafts:
        if draft.first.source is Source.GIT and draft.returns_to is None:
            yield draft


def _is_batch(members: Sequence[Draft]) -> bool:
    """Whether texts under several past dates, or recorded apart, were published together.

    Texts without a date must come at once: an hour's edits by hand are minutes apart, and each
    was public when git says.
    """
    days = [draft.effective for draft in members if draft.effective is not None]
    past = [day for day in days if day < members[0].first.published_on]
    if len(days) == len(members) and len(set(past)) > 1 and days == sorted(days):
        return True
    recorded = [draft.first.first_recorded for draft in members]
    apart = bool(members) and max(recorded) - min(recorded) > _APART
    return len(members) >= _MANY and (apart or (not days and _came_at_once(members)))


def _came_at_once(members: Sequence[Draft]) -> bool:
    return members[-1].first.published - members[0].first.published <= _AT_ONCE

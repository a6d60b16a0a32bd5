"""Which text a revision takes the place of: the one before it in its own file.

A text in `policy/next/` and the one that applies meanwhile are edited side by side, so the
revision published last before another need not be the one that it changes.
"""

from archive.register import Policy
from archive.revisions import Revision, Source


def former_text(policy: Policy, place: int) -> Revision | None:
    """Return what the revision at a place of the history changes; None for a first text."""
    revision, earlier = policy.revisions[place], policy.revisions[:place]
    replaced = [each for each in earlier if _gave_way(each, revision)]
    same_file = [each for each in replaced if each.source is revision.source]
    if same_file or replaced:
        return (same_file or replaced)[-1]
    if revision.source is Source.NEXT:
        earlier = tuple(each for each in earlier if each.source is not Source.NEXT) or earlier
    else:
        earlier = tuple(each for each in earlier if not _still_to_come(each))
    return earlier[-1] if earlier else None


def _gave_way(earlier: Revision, revision: Revision) -> bool:
    """Whether an earlier text stood until the commit that brought a revision."""
    end = earlier.ended
    return (
        end is not None
        and not end.gone
        and (end.commit, end.at) == (revision.commit, revision.published)
    )


def _still_to_come(earlier: Revision) -> bool:
    return earlier.source is Source.NEXT and earlier.ended is None

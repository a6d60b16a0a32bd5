"""Which text a revision takes the place of: the one before it in its own file.

A text in `policy/next/` and the one that applies meanwhile are edited side by side, so the
revision published last before another need not be the one that it changes.
"""

from collections.abc import Mapping

from archive.register import Policy, Register
from archive.revisions import Language, PolicyId, Revision, RevisionId, Source

RevisionKey = tuple[PolicyId, Language, RevisionId]


def revision_key(revision: Revision) -> RevisionKey:
    """Return what a revision is filed under: policy, language and its own id."""
    return revision.policy_id, revision.language, revision.id


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
        earlier = tuple(each for each in earlier if not is_still_announced(each))
    return earlier[-1] if earlier else None


def is_still_announced(revision: Revision) -> bool:
    """Whether a text stands in the folder of next texts, beside the one that applies."""
    return revision.source is Source.NEXT and revision.ended is None


def texts_taken_over(register: Register) -> Mapping[RevisionKey, tuple[Revision, ...]]:
    """Return, for the last text of a policy before a part became another's, that other's text.

    What went from the one to the other is no loss to readers.
    """
    brought = {
        (policy.id, policy.language, revision.commit): revision
        for policy in register
        for revision in reversed(policy.revisions)
    }
    found: dict[RevisionKey, tuple[Revision, ...]] = {}
    for policy in register:
        for parting in policy.partings:
            text = parting.into and brought.get((parting.into, policy.language, parting.commit))
            if text:
                key = (policy.id, policy.language, parting.revision)
                found[key] = (*found.get(key, ()), text)
    return found


def _gave_way(earlier: Revision, revision: Revision) -> bool:
    """Whether an earlier text stood until the commit that brought a revision."""
    end = earlier.ended
    return (
        end is not None
        and not end.gone
        and (end.commit, end.at) == (revision.commit, revision.published)
    )

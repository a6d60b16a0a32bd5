"""Which words stood before: texts published again, and since when those in force have applied.

When a scheduled text is taken back, the former words are published once more. That is another
revision, but for readers nothing changed: the words in force went on applying.
"""

from collections.abc import Iterator
from datetime import date

from archive.register import Policy
from archive.revisions import Revision, State, Version
from site_overrides.sites import Site


def first_publication(site: Site, policy: Policy, revision: Revision) -> Revision | None:
    """Return the earlier revision that first published the same text; None for new words."""
    first = site.first_publications(policy)[revision.blob]
    return None if first is revision else first


def words_since(site: Site, policy: Policy, revision: Revision) -> Revision:
    """Return the revision from which on the words of this one have applied without a break."""
    while former := taken_over(policy, revision):
        if not site.texts.same_words(former.blob, revision.blob):
            break
        revision = former
    return revision


def goes_on(site: Site, policy: Policy, revision: Revision) -> bool:
    """Return whether a text published again went on applying, so that nothing changed by it."""
    again = first_publication(site, policy, revision) is not None
    return again and words_since(site, policy, revision) is not revision


def version_since(site: Site, policy: Policy, version: Version) -> Version:
    """Return the version that this one goes on from with equal words; mostly itself."""
    while (former := _continued(site, policy, version)) is not version:
        version = former
    return version


def applies_since(site: Site, policy: Policy, revision: Revision) -> date | None:
    """Return the day from which on the words of a revision have applied, or will apply."""
    if revision.state is not State.IN_FORCE:
        return revision.applies_from
    return words_since(site, policy, revision).applies_from


def still_standing(site: Site, policy: Policy) -> Iterator[Revision]:
    """Return the former revisions whose words still apply, published again since."""
    current = policy.in_force
    while current and (former := taken_over(policy, current)):
        if not site.texts.same_words(former.blob, current.blob):
            return
        yield former
        current = former


def _continued(site: Site, policy: Policy, version: Version) -> Version:
    applied = [revision for revision in version.revisions if revision.applies_from]
    if not applied:
        return version
    first = min(applied, key=lambda revision: revision.applies_from or revision.published_on)
    return policy.version_of(words_since(site, policy, first))


def taken_over(policy: Policy, revision: Revision) -> Revision | None:
    """Return the revision whose place this one took, without a day between them."""
    begins = revision.applies_from
    if begins is None:
        return None
    return next(
        (
            former
            for former in policy.revisions
            if former.applies_until == begins
            and former.applies_from is not None
            and former.applies_from < begins
        ),
        None,
    )

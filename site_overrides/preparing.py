"""What pages are composed from, made on every core before any page asks for it.

Of a policy whose pages are all kept nothing more is needed.
"""

from collections.abc import Sequence

from archive.redactions import redaction_of
from archive.register import Policy
from archive.texts import Progress
from site_overrides.archived_pages import redline_pairs
from site_overrides.clause_pages import CLAUSES
from site_overrides.former_anchors import followed_pairs
from site_overrides.kept_pages import is_kept
from site_overrides.links import Destinations
from site_overrides.page_frames import PAGE_FRAMES
from site_overrides.policy_pages import POLICY_PAGE
from site_overrides.sites import Site


def prepare_texts(site: Site, report: Progress) -> None:
    """Render the texts that were not rendered before, and read their words."""
    texts = [revision.blob for policy in site.register for revision in policy.revisions]
    site.texts.prepare(texts, progress=report)
    site.texts.prepare_words(texts, progress=report)


def prepare_pages(site: Site, destinations: Destinations, report: Progress) -> None:
    """Compare the texts of the policies whose pages are to be composed, and follow their clauses."""
    waiting = [policy for policy in site.register if not _is_kept(site, policy, destinations)]
    pairs = [pair for policy in waiting for pair in redline_pairs(policy)]
    site.texts.prepare((), pairs, progress=report)
    # Which anchors a text lacks is known only of rendered texts.
    site.texts.prepare_anchors(followed_pairs(site, waiting), progress=report)
    _prepare_clauses(site, waiting, report)
    site.texts.workers.close()


def _is_kept(site: Site, policy: Policy, destinations: Destinations) -> bool:
    return is_kept(site, policy, PAGE_FRAMES) and all(
        is_kept(site, policy, what, beside=destinations.digest) for what in (POLICY_PAGE, CLAUSES)
    )


def _prepare_clauses(site: Site, policies: Sequence[Policy], report: Progress) -> None:
    if not policies:
        return
    from archive.clause_histories import prepare_clauses  # noqa: PLC0415 - with the comparing engine

    redactions = site.settings.redactions
    shown = [
        [r.blob for r in policy.revisions if redaction_of(r, redactions) is None]
        for policy in policies
    ]
    prepare_clauses(site.texts, shown, progress=report)

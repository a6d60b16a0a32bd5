"""The page on which any two texts of a policy are compared, as it goes through MkDocs."""

from functools import partial
from typing import Final

from markupsafe import Markup

from archive.register import Policy
from archive.speech import speech_in
from site_overrides.clause_addresses import compare_address
from site_overrides.generated_pages import Composition, PagePlan
from site_overrides.kept_pages import kept_of
from site_overrides.last_changes import last_change
from site_overrides.sites import Site

_KIND: Final = "compare-page"


def compare_plan(site: Site, policy: Policy) -> PagePlan:
    """Return the page as MkDocs builds it."""
    return PagePlan(
        address=compare_address(site, policy),
        language=policy.language,
        title=speech_in(policy.language).say("{policy}, compare two versions", policy=policy.title),
        kind="compare",
        compose=partial(_composition, site, policy),
        updated=last_change(site, (policy,)).isoformat(),
    )


def _composition(site: Site, policy: Policy) -> Composition:
    kept = kept_of(site, policy, _KIND, partial(_composed, site, policy))
    return Composition(text=Markup(kept))  # noqa: S704 - made by templates that escape


def _composed(site: Site, policy: Policy) -> str:
    # Most builds find it in the cache, and so need nothing of what it is made with.
    from site_overrides.compare_pages import compare_page  # noqa: PLC0415
    from site_overrides.shown_clauses import shown_clauses  # noqa: PLC0415

    return str(compare_page(site, shown_clauses(site, policy)))

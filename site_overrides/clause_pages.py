"""The pages about the clauses of a policy that are written beside the page pipeline."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from site_overrides.archived_pages import ArchivedPage
from site_overrides.clause_history_page import clause_page, clauses_address
from site_overrides.compare_pages import compare_address, compare_page
from site_overrides.links import Destinations
from site_overrides.shown_clauses import ShownClauses
from site_overrides.sites import Site

CLAUSE_PAGES: Final = 2  # of each policy


def clause_pages(
    site: Site, shown: ShownClauses, destinations: Destinations
) -> Iterator[ArchivedPage]:
    """Yield the history of each clause, and the page on which any two texts are compared."""
    yield _page(
        site,
        shown,
        clauses_address(site, shown),
        f"{shown.policy.title}, history of each clause",
        clause_page(site, shown, destinations),
    )
    yield _page(
        site,
        shown,
        compare_address(site, shown),
        f"{shown.policy.title}, compare two versions",
        compare_page(site, shown),
    )


def _page(site: Site, shown: ShownClauses, address: str, title: str, body: Markup) -> ArchivedPage:
    return ArchivedPage(
        address=address,
        title=title,
        canonical=site.policy_address(shown.policy),
        body=body,
        contents=Markup(),
        head=Markup(),
    )

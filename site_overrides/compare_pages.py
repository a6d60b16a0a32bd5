"""The page on which any two texts of a policy are compared; without a script, a table of redlines."""

from typing import Final

from markupsafe import Markup

from site_overrides.clause_files import CLAUSES_FILE, first_in_file
from site_overrides.shown_clauses import ShownClauses
from site_overrides.sites import Site
from site_overrides.templates import fill, link_from

COMPARE_SCRIPT: Final = "assets/fairnotice/compare.js"


def compare_address(site: Site, shown: ShownClauses) -> str:
    """Return the page on which any two texts of a policy are compared."""
    return f"{site.policy_address(shown.policy)}compare/"


def compare_page(site: Site, shown: ShownClauses) -> Markup:
    """Return the body of the page."""
    policy = shown.policy
    address = compare_address(site, shown)
    first = first_in_file(shown.kept, len(shown.texts))
    return fill(
        "compare.html",
        policy=policy,
        texts=tuple(reversed(shown.texts[first:])),
        listed=tuple(reversed(shown.texts)),
        left_out=first,
        file=f"{site.policy_address(policy)}{CLAUSES_FILE}",
        script=COMPARE_SCRIPT,
        policy_address=site.policy_address(policy),
        history_address=site.history_address(policy),
        link=link_from(address),
    )

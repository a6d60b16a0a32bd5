"""The page on which any two texts of a policy are compared; without a script, a table of redlines."""

from markupsafe import Markup

from archive.speech import speech_in
from site_overrides.clause_addresses import clauses_file_address, compare_address
from site_overrides.clause_files import first_in_file
from site_overrides.shown_clauses import ShownClauses
from site_overrides.sites import Site
from site_overrides.templates import fill, link_from


def compare_page(site: Site, shown: ShownClauses) -> Markup:
    """Return the body of the page."""
    policy = shown.policy
    address = compare_address(site, policy)
    first = first_in_file(shown.kept, len(shown.texts))
    return fill(
        "compare.html",
        speech_in(policy.language),
        policy=policy,
        texts=tuple(reversed(shown.texts[first:])),
        listed=tuple(reversed(shown.texts)),
        left_out=first,
        file=clauses_file_address(site, policy),
        policy_address=site.policy_address(policy),
        history_address=site.history_address(policy),
        link=link_from(address),
    )

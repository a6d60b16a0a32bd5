"""Where what is written about the clauses of a policy stands."""

from typing import Final

from archive.register import Policy
from site_overrides.sites import Site

CLAUSES_FILE: Final = "clauses.json"


def clauses_address(site: Site, policy: Policy) -> str:
    """Return the page that tells of every clause of a policy."""
    return f"{site.history_address(policy)}clauses/"


def compare_address(site: Site, policy: Policy) -> str:
    """Return the page on which any two texts of a policy are compared."""
    return f"{site.policy_address(policy)}compare/"


def clauses_file_address(site: Site, policy: Policy) -> str:
    """Return the file of every clause of every text of a policy."""
    return f"{site.policy_address(policy)}{CLAUSES_FILE}"

"""A short way to check a proposal: what stands, what would change, and the day it is looked at."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from archive.proposals import open_proposal
from notify.check_standards import standards_for
from notify.checks import Check, check_proposal
from notify.policy_checks import PolicyCheck
from tests.repositories import PolicyRepository

Files = Mapping[str, str | bytes | None]

TODAY = date(2026, 11, 22)
PRIVACY = """---
effective: 2026-01-01
---
We keep recordings for 30 days. You can delete a recording at any time.
"""
TOLD = """change:
  summary: We keep recordings for 90 days.
  choices: Delete a recording in the app.
"""


def privacy(days: int = 30, effective: str = "2026-01-01", head: str = "") -> str:
    """The privacy policy with another period, another day and further declarations."""
    text = PRIVACY.replace("30 days", f"{days} days").replace("2026-01-01", effective)
    return text.replace("---\nWe", f"{head}---\nWe")


def check_of(folder: Path, *states: Files, published: str = "2026-11-01") -> Check:
    """Check the last state of a repository against those before it, each published in turn.

    The first is published on the first day of the year, the others on the day that is given.
    """
    repository = PolicyRepository(folder / "policies")
    first, *others, changed = states
    repository.commit(first, "2026-01-01")
    for state in others:
        repository.commit(state, published)
    repository.branch("change")
    repository.commit(changed, "2026-11-20")
    with open_proposal(repository.root, base="main", today=TODAY) as proposal:
        return check_proposal(proposal, standards_for(proposal))


def said(check: Check) -> list[str]:
    """Every fault as severity, place and code."""
    return [f"{f.severity} {f.path}:{f.line} {f.code}" for f in check.all_faults]


def the_only(check: Check) -> PolicyCheck:
    """The one text that changes."""
    (policy,) = check.policies
    return policy

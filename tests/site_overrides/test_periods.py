"""How long a text stood that never applied, and what became of it, in sentences."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_overrides.histories import version_entries
from site_overrides.periods import withdrawn_words
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import IN_ENGLISH, opened_site

FIRST = policy("# Terms\n\nWe keep logs.", "2026-02-01")
SECOND = policy("# Terms\n\nWe keep all logs.", "2026-07-01")
THIRD = policy("# Terms\n\nWe keep no logs.", "2026-08-01")
TAKEN_BACK = policy("# Terms\n\nWe keep logs.", "2026-02-01", change="{withdraws: 2026-07-01}")


@pytest.mark.parametrize(
    ("then", "became"),
    [
        pytest.param(TAKEN_BACK, "withdrawn", id="a later text says it takes it back"),
        pytest.param(THIRD, "replaced", id="a later text took its place"),
        pytest.param(None, "withdrawn", id="the policy was taken off"),
    ],
)
def test_a_text_that_never_applied_was_withdrawn_or_replaced(
    tmp_path: Path, then: str | None, became: str
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": FIRST, "policy/other.md": FIRST}, "2026-01-10")
    repository.commit({"policy/terms.md": SECOND}, "2026-04-10")
    repository.commit({"policy/terms.md": then}, "2026-05-10")
    with opened_site(tmp_path, today=date(2026, 6, 1)) as site:
        (terms,) = (each for each in site.register if each.id == "terms")
        words = withdrawn_words(IN_ENGLISH, terms, terms.revisions[1], ZoneInfo("UTC"))
        (entry,) = (e for e in version_entries(site, terms) if e.version.address == "2026-07-01")
        told = entry.revisions[0].events[0]

    assert words.startswith(
        f"It was announced for 1 July 2026 and was {became} before that day, on 10 May 2026:"
    )
    assert (entry.period, told.words) == ("It never applied.", words), "each is said once"

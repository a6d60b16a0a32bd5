"""A significant change is announced on every page until it binds the last of those it concerns."""

from datetime import date
from pathlib import Path

import pytest

from site_overrides.announcements import announcement
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import IN_ENGLISH, Page, opened_site

OLD = "# Terms\n\nWe keep logs for 30 days and delete them then."
NEW = "# Terms\n\nWe sell your logs, and keep them for ten years."


@pytest.mark.parametrize(
    ("today", "words"),
    [
        pytest.param("2026-06-30", "Terms changes on 1 July 2026. Read what changes", id="before"),
        pytest.param(
            "2026-07-01",
            "Terms changes on 1 August 2026 for people who joined before 10 April 2026."
            " Read what changes",
            id="while earlier members are bound by the former text",
        ),
        pytest.param("2026-08-01", "", id="once it binds everybody"),
    ],
)
def test_a_change_is_announced_until_the_day_for_earlier_members(
    tmp_path: Path, today: str, words: str
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy(OLD, "2026-02-01")}, "2026-01-10")
    decision = "\n  level: significant\n  summary: We sell logs.\n  choices: Leave us."
    text = policy(NEW, "2026-07-01", existing="2026-08-01", change=decision)
    repository.commit({"policy/terms.md": text}, "2026-04-10")
    with opened_site(tmp_path, today=date.fromisoformat(today)) as site:
        page = Page(str(announcement(IN_ENGLISH, site, "terms/")))

    assert page.words == words

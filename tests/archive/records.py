"""Short ways to the record of a repository of policies."""

from datetime import date

from archive.manifest import Manifest
from archive.recording import record
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

TODAY = date(2027, 1, 15)


def recorded(
    repository: PolicyRepository, *, former: Manifest | None = None, today: date = TODAY
) -> Manifest:
    """The manifest a build would write."""
    with open_workspace(repository.root, today=today) as workspace:
        return record(
            workspace.register, texts=workspace.texts, settings=workspace.settings, former=former
        )


def two_texts(repository: PolicyRepository) -> tuple[str, str]:
    """Two texts of the terms, and one of the privacy policy with the second; the commits' ids."""
    first = repository.commit(
        {"policy/terms.md": policy("# Terms\n\nFirst words.", "2026-02-01")}, "2026-01-10"
    )
    second = repository.commit(
        {
            "policy/terms.md": policy("# Terms\n\nSecond words.", "2026-07-01"),
            "policy/privacy.md": policy("# Privacy\n\nWe keep logs.", "2026-07-01"),
        },
        "2026-06-10",
    )
    return first, second

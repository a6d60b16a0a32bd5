"""Under which names the pages of a policy once stood."""

from datetime import date
from pathlib import Path

import pytest

from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

WORDS = "# Terms\n\nWe keep logs for thirty days and tell you before we change that."


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    return PolicyRepository(tmp_path)


def names(repository: PolicyRepository) -> dict[str, list[tuple[str, str, str]]]:
    """The former names of each policy: id, language and the day of the last text under it."""
    with open_workspace(repository.root, today=date(2027, 1, 15)) as workspace:
        return {
            policy.id: [
                (name.id, name.language, name.until.date().isoformat())
                for name in policy.former_names
            ]
            for policy in workspace.register
        }


def test_a_policy_that_was_never_called_otherwise_has_none(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": policy(WORDS)}, "2026-01-01")

    assert names(repository) == {"terms": []}


def test_a_file_that_is_renamed_keeps_its_id(repository: PolicyRepository) -> None:
    repository.commit({"policy/Terms.md": policy(WORDS)}, "2026-01-01")
    repository.move("policy/Terms.md", "policy/terms.md", "2026-02-01")
    repository.move("policy/terms.md", "policy/conditions.md", "2026-03-01")

    assert names(repository) == {"terms": []}


def test_an_id_declared_later_makes_the_former_one_a_former_name(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/terms.md": policy(WORDS)}, "2026-01-01")
    repository.commit({"policy/terms.md": policy(WORDS + " Really.")}, "2026-02-01")
    repository.commit({"policy/terms.md": policy(WORDS + " Really.", id="tos")}, "2026-03-01")
    repository.commit({"policy/terms.md": policy(WORDS, id="conditions")}, "2026-04-01")

    assert names(repository) == {
        "conditions": [("terms", "en", "2026-02-01"), ("tos", "en", "2026-03-01")]
    }


def test_so_does_a_language_declared_later(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": policy("# AGB\n\nWorte.")}, "2026-01-01")
    repository.commit({"policy/terms.md": policy("# AGB\n\nWorte.", lang="de")}, "2026-03-01")

    assert names(repository) == {"terms": [("terms", "en", "2026-01-01")]}


def test_so_does_a_text_that_another_redirects_from(repository: PolicyRepository) -> None:
    repository.commit({"policy/old-terms.md": policy(WORDS)}, "2026-01-01")
    repository.commit({"policy/old-terms.md": None}, "2026-02-01")
    new = policy("# Rules\n\nQuite other words.", redirect_from="[old-terms]")
    repository.commit({"policy/rules.md": new}, "2026-02-01")

    assert names(repository) == {"rules": [("old-terms", "en", "2026-01-01")]}


def test_so_does_a_move_that_the_settings_declare(repository: PolicyRepository) -> None:
    repository.write("fairnotice.toml", '[moves]\n"policy/old-terms.md" = "rules"\n')
    repository.commit({"policy/old-terms.md": policy(WORDS)}, "2026-01-01")
    repository.commit({"policy/old-terms.md": None}, "2026-02-01")
    repository.commit({"policy/rules.md": policy("# Rules\n\nOther.")}, "2026-02-02")

    assert names(repository) == {"rules": [("old-terms", "en", "2026-01-01")]}


def test_a_taken_id_was_never_the_second_documents_name(repository: PolicyRepository) -> None:
    repository.commit(
        {
            "policy/terms.md": policy(WORDS),
            "policy/other.md": policy("# Other\n\nQuite other words.", id="terms"),
        },
        "2026-01-01",
    )

    assert names(repository) == {"terms": [], "terms-2": []}

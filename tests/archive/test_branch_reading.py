"""What was read before is not read again, and the answer is the same as when it is."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archive.branch_reading import read_branch
from archive.cache import Cache
from archive.git_history import GitHistory
from archive.register import Register
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

WORDS = "We keep the logs for thirty days and delete them after that.\n" * 6


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    return PolicyRepository(tmp_path / "policies")


def register_of(repository: PolicyRepository) -> Register:
    with open_workspace(repository.root, today=date(2027, 1, 15)) as workspace:
        return workspace.register


def register_read_anew(repository: PolicyRepository) -> Register:
    shutil.rmtree(repository.root / ".fairnotice")
    return register_of(repository)


def test_a_register_that_grew_is_the_register_read_anew(repository: PolicyRepository) -> None:
    path = "policy/privacy.md"
    repository.commit({path: policy(WORDS, "2026-01-01"), "code.py": "1"}, "2026-01-01")
    register_of(repository)
    repository.branch("draft")
    repository.commit({path: policy(f"{WORDS}More.", "2026-02-01")}, "2026-01-05")
    repository.switch("main")
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-01-10")
    steps: tuple[Callable[[], str], ...] = (
        lambda: repository.merge("draft", "2026-02-01"),
        lambda: repository.move(path, "policy/data.md", "2026-03-01"),
        lambda: repository.commit({"code.py": "2"}, "2026-03-02"),
        lambda: repository.commit({"policy/data.md": f"{WORDS}Less.\n"}, "2026-04-01"),
        lambda: repository.commit({"policy/terms.md": None}, "2026-05-01"),
        lambda: repository.commit({"policy/terms.md": "Be kinder.\n"}, "2026-06-01"),
    )
    for grow in steps:
        grow()
        grown, again = register_of(repository), register_of(repository)

        assert grown == again == register_read_anew(repository)


def test_a_branch_that_was_rewritten_is_read_anew(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": "We keep no logs.\n"}, "2026-02-01")
    register_of(repository)
    repository.git("reset", "-q", "--hard", "HEAD^")
    repository.commit({"policy/privacy.md": "We keep few logs.\n"}, "2026-03-01")

    found = register_of(repository)

    assert [revision.published_on for policy in found for revision in policy.revisions] == [
        date(2026, 1, 1),
        date(2026, 3, 1),
    ]
    assert found == register_read_anew(repository)


def test_a_history_that_lost_the_commit_read_last_is_read_anew(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    register_of(repository)
    other = PolicyRepository(tmp_path / "rewritten")
    other.commit({"policy/privacy.md": "We keep few logs.\n"}, "2026-02-01")
    shutil.copytree(repository.root / ".fairnotice", other.root / ".fairnotice")

    assert register_of(other) == register_read_anew(other)


def test_a_branch_taken_back_to_a_former_commit_is_read_anew(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": "We keep no logs.\n"}, "2026-02-01")
    register_of(repository)
    repository.git("reset", "-q", "--hard", "HEAD^")

    assert len(next(iter(register_of(repository))).revisions) == 1


def test_only_the_new_commits_are_asked_of_git(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    new = repository.commit({"policy/privacy.md": "We keep no logs.\n"}, "2026-02-01")

    with GitHistory(repository.root) as history:
        tip = history.commit_id("main")
        first = history.commit_id("main^")
        since = list(history.published_commits(tip, since=first))
        branch = read_branch(history, tip, Cache(tmp_path / "cache"))

        assert [commit.id for commit in since] == [new]
        assert history.follows(tip, first)
        assert not history.follows(first, tip)
        assert branch == read_branch(history, tip, Cache(tmp_path / "cache"))

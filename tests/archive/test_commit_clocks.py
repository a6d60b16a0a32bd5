"""When was a commit published, whatever its committer's clock says?"""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from archive.register import Register
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

PATH = "policy/privacy.md"


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({PATH: policy("We keep logs.", "2026-01-01")}, "2026-01-01")
    made.commit({PATH: policy("We keep no logs.", "2026-06-01")}, "2026-05-01")
    return made


def forge(
    repository: PolicyRepository, text: str, committer: str, *, follows: str | None = "HEAD"
) -> str:
    """Put a commit on the branch whose committer line git would never write itself."""
    repository.write(PATH, text)
    repository.git("add", "--all")
    parent = f"parent {repository.git('rev-parse', follows)}\n" if follows else ""
    lines = (
        f"tree {repository.git('write-tree')}\n{parent}"
        f"author A <a@example.com> 0 +0000\ncommitter {committer}"
    )
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
        cwd=repository.root,
        input=f"{lines}\n\nEdit\n".encode(),
        check=True,
        capture_output=True,
    )
    name = made.stdout.decode().strip()
    repository.git("update-ref", "refs/heads/main", name)
    return name


def register_of(repository: PolicyRepository) -> Register:
    with open_workspace(repository.root, today=date(2027, 1, 15)) as workspace:
        return workspace.register


UNREADABLE = [
    pytest.param("C <c@example.com> notadate +0000", id="no number"),
    pytest.param("C <c@example.com> -5 +0000", id="below nought"),
    pytest.param("C <c@example.com 1700000000 +0000", id="an address that never ends"),
    pytest.param("C <c@example.com>", id="no date"),
]


@pytest.mark.parametrize("committer", UNREADABLE)
def test_a_commit_without_a_date_is_published_with_the_one_before(
    repository: PolicyRepository, committer: str
) -> None:
    name = forge(repository, policy("We sell the logs.", "2026-06-01"), committer)

    register = register_of(repository)

    newest = register.policies[0].revisions[-1]
    assert (newest.commit, newest.published_on) == (name, date(2026, 5, 1))
    assert [(fault.code, fault.commit) for fault in register.faults] == [("dateless-commit", name)]


@pytest.mark.parametrize("committer", UNREADABLE)
def test_a_branch_taken_back_does_not_serve_the_forged_text(
    repository: PolicyRepository, committer: str
) -> None:
    honest = register_of(repository)
    forge(repository, policy("We sell the logs.", "2026-06-01"), committer)
    register_of(repository)
    repository.git("update-ref", "refs/heads/main", "HEAD~1")

    assert register_of(repository) == honest


def test_a_first_commit_without_a_date_is_no_error_of_the_program(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path / "policies")
    text = policy("We keep logs.", "2026-01-01")
    forge(repository, text, "C <c@example.com> notadate +0000", follows=None)

    register = register_of(repository)

    assert [fault.code for fault in register.faults] == ["dateless-commit"]
    assert register.policies[0].revisions[0].published_on == date(1970, 1, 1)


@pytest.mark.parametrize("seconds", ["253402300800", "9999999999999", "9" * 20, "9" * 40])
@pytest.mark.parametrize("touched", [PATH, "x.txt"])
def test_a_commit_dated_beyond_the_calendar_is_a_future_one(
    repository: PolicyRepository, seconds: str, touched: str
) -> None:
    committer = f"C <c@example.com> {seconds} +0000"
    repository.write("x.txt", "x")
    text = (
        policy("We sell the logs.", "2026-06-01")
        if touched == PATH
        else ((repository.root / PATH).read_text())
    )
    name = forge(repository, text, committer)

    register = register_of(repository)

    assert ("future-commit", name) in [(fault.code, fault.commit) for fault in register.faults]
    assert register.policies[0].in_force is not None

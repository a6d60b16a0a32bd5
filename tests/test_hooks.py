"""The hook for pre-commit: does its entry stop a commit that lacks something?"""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import write_program
from tests.repositories import PolicyRepository, policy

ROOT = Path(__file__).parents[1]
BEFORE = policy("We keep recordings for 30 days.", "2026-01-01")


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    """A repository whose git runs the entry before each commit, as pre-commit has it do."""
    hooks: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    )
    (hook,) = hooks
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    found = PolicyRepository(tmp_path / "policies")
    found.commit({"policy/privacy.md": BEFORE}, "2026-01-01")
    program = found.root / ".git/bin/fairnotice"
    write_program(program)
    run = found.write(
        ".git/hooks/pre-commit", f'#!/bin/sh\nPATH="{program.parent}:$PATH"\nexec {hook["entry"]}\n'
    )
    run.chmod(0o755)
    return found


def commit(repository: PolicyRepository) -> subprocess.CompletedProcess[str]:
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "Legal"), ("EMAIL", "legal@example.com"))
    }
    return subprocess.run(
        ["git", "commit", "-q", "-a", "-m", "Edit"],
        cwd=repository.root,
        env=os.environ | who,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_commit_that_lacks_something_is_stopped(repository: PolicyRepository) -> None:
    before = repository.git("rev-parse", "HEAD")
    repository.write("policy/privacy.md", BEFORE.replace("30", "90"))

    done = commit(repository)

    assert done.returncode == 1
    assert "policy/privacy.md:2" in done.stdout + done.stderr
    assert "undated-change" in done.stdout + done.stderr
    assert repository.git("rev-parse", "HEAD") == before


def test_a_commit_that_lacks_nothing_is_made(repository: PolicyRepository) -> None:
    repository.write("policy/privacy.md", BEFORE.replace("keep", "*keep*"))

    done = commit(repository)

    assert done.returncode == 0, done.stdout + done.stderr
    assert repository.git("status", "--porcelain") == ""

"""The command `jobs` on a real repository."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairnotice import fairnotice
from notify.jobs import UnknownJob
from tests.repositories import PolicyRepository

POLICY = "---\neffective: 2020-02-01\n---\n\n# Privacy\n\nWe keep it.\n"


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"fairnotice.toml": "", "policy/privacy.md": POLICY}, at="2020-01-10")
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return made


def run(*arguments: str) -> str:
    done = CliRunner().invoke(fairnotice, ["jobs", *arguments], catch_exceptions=False)
    return done.stdout


def test_it_runs_what_is_due_and_then_nothing() -> None:
    assert "head: nothing has happened yet\n" in run()
    assert run() == "Nothing is due\n"
    (head,) = json.loads(run("--only", "head", "--format", "json"))["jobs"]
    assert head == {"name": "head", "said": "nothing has happened yet", "failed": False}


def test_it_says_when_each_was_last_done() -> None:
    assert "head: never done\n" in run("--list")
    run()
    listed = {job["name"]: job for job in json.loads(run("--list", "--format", "json"))["jobs"]}
    assert listed["head"]["failing"] is False
    assert listed["head"]["done_at"]


def test_a_job_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(UnknownJob, match="there is no job nothing; there is "):
        run("--only", "nothing")

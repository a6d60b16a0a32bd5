"""The action's steps, run as a runner runs them, in a clone with a stranger's branch checked out."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from notify.check_markdown import MARKER
from tests.commands import write_program
from tests.repositories import PolicyRepository, policy

ROOT = Path(__file__).parents[1]
STEPS: list[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))[
    "runs"
]["steps"]
TOKEN = "ghs_made-up-for-a-test"
SAID = "---\neffective: 2026-01-01\n---\n"
BEFORE = f"{SAID}We keep recordings for 30 days. You can delete a recording at any time.\n"
AFTER = BEFORE.replace("30 days", "90 days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a step ended."""

    status: int
    log: str


class Runner:
    """A machine of GitHub: the clone, the action beside it, and the files it hands to steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = PolicyRepository(folder / "origin")
        self.origin.commit({"policy/privacy.md": BEFORE}, "2026-01-01")
        self.origin.branch("change")
        self.workspace = folder / "workspace"
        self.action = folder / "action"
        self.report = folder / "temp/fairnotice-check"
        (folder / "temp").mkdir()
        write_program(self.action / ".venv/bin/fairnotice")

    def _script(self, path: str, line: str) -> None:
        file = self.action / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        file.chmod(0o755)

    def checkout(self, *options: str) -> str:
        """Clone the branch as actions/checkout does, and return the commit that is checked out."""
        origin = f"file://{self.origin.root}"
        self.origin.git("clone", "-q", "-b", "change", *options, origin, str(self.workspace))
        return self.origin.git("rev-parse", "HEAD")

    def run(self, name: str, **environment: str) -> Ended:
        """Run the shell of one step."""
        (step,) = (each for each in STEPS if each.get("name") == name)
        file = self.folder / "step.sh"
        file.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", file],
            cwd=self.workspace,
            env=os.environ
            | {
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_OUTPUT": str(self.folder / "output"),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                "GITHUB_TOKEN": TOKEN,
                "RUNNER_TEMP": str(self.folder / "temp"),
            }
            | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Ended(status=done.returncode, log=done.stdout + done.stderr)

    def check(self, *, base: str = "main", head: str = "") -> Ended:
        return self.run("Check", BASE=base, NUMBER="17", HEAD=head)

    def wrote(self, name: str) -> str:
        file = self.folder / name
        return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_a_change_is_annotated_summed_up_and_reported(runner: Runner) -> None:
    runner.origin.commit({"policy/privacy.md": AFTER}, "2026-02-01")
    head = runner.checkout()

    ended = runner.check(head=head)

    assert ended.status == 1, ended.log
    assert "::error file=policy/privacy.md,line=2,title=undated-change::" in ended.log
    assert runner.wrote("summary").startswith(f"{MARKER}\n### ❌")
    assert runner.wrote("output") == f"report={runner.report}\n"
    assert {file.name: file.read_text() for file in runner.report.iterdir()} == {
        "report.md": runner.wrote("summary"),
        "number": "17\n",
        "head": f"{head}\n",
    }


def test_what_changes_no_word_passes(runner: Runner) -> None:
    runner.origin.commit({"notes.md": "For ourselves.\n"}, "2026-02-01")
    runner.checkout()

    ended = runner.check()

    assert ended.status == 0, ended.log
    assert runner.wrote("summary").startswith(f"{MARKER}\n### ✅")


def test_nothing_that_a_stranger_wrote_runs_or_decides(runner: Runner) -> None:
    # Begun anew: what lies in the folder would be run while Python and the program start.
    start = f'PYTHONPATH={ROOT} exec {sys.executable} -m fairnotice "$@"'
    runner._script(".venv/bin/fairnotice", start)
    ran = runner.folder / "ran"
    code = f"open({str(ran)!r}, 'a').write(__file__)\n"
    modules = (
        "fairnotice",
        "archive/__init__",
        "sitecustomize",
        "usercustomize",
        "click",
        "conftest",
    )
    shell = f"#!/bin/sh\necho run >>{ran}\n"
    runner.origin.commit(
        {
            "policy/privacy.md": AFTER,
            "policy/told.md": policy("::error::forged ##[error]forged @all", "2026-01-01"),
            "fairnotice.toml": 'documents = ["nothing/*.md"]\n',
            "mkdocs.yml": "hooks: [hooks.py]\n",
            ".gitattributes": "* filter=canary diff=canary\n",
            **{f"{name}.py": code for name in modules},
            **dict.fromkeys(("git", "python3", "tests/setup/venv", "bin/fairnotice"), shell),
        },
        "2026-02-01",
    )
    runner.checkout()

    ended = runner.check()

    assert ended.status == 1
    assert not ran.exists()
    assert "undated-change" in ended.log  # its settings would have hidden the policy
    assert "fairnotice.toml" in runner.wrote("summary")
    commands = [line for line in ended.log.splitlines() if line.lstrip().startswith("::")]
    assert all(
        line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in commands
    )
    assert "##[" not in ended.log


def test_the_program_is_given_no_token(runner: Runner) -> None:
    runner._script(".venv/bin/fairnotice", "env")
    runner.checkout()

    ended = runner.check()

    assert ended.status == 0
    assert TOKEN not in ended.log + runner.wrote("summary")
    assert "GITHUB" not in ended.log


@pytest.mark.parametrize(
    ("options", "base", "says"),
    [
        pytest.param(["--depth", "1"], "main", "fetch", id="without its history"),
        pytest.param([], "mian", "there is no commit `origin/mian` here", id="against no branch"),
        pytest.param([], "", "name the branch in the input base", id="where there is no base"),
    ],
)
def test_what_cannot_be_checked_makes_no_report(
    options: list[str], base: str, says: str, runner: Runner
) -> None:
    runner.origin.commit({"policy/privacy.md": AFTER}, "2026-02-01")
    runner.checkout(*options, *(["--no-single-branch"] if options else []))

    ended = runner.check(base=base)

    assert ended.status not in {0} | ({1} if base else set())
    assert says in ended.log
    assert runner.wrote("output") + runner.wrote("summary") == ""


def test_the_program_is_installed_from_the_action_by_its_lock(runner: Runner) -> None:
    runner.checkout()
    runner._script("tests/setup/venv", 'echo "installed with $PYTHON"')

    ended = runner.run("Install the program by the hashes of its lock", PYTHON="/opt/python")

    assert (ended.status, ended.log) == (0, "installed with /opt/python\n")
    assert (ROOT / "tests/setup/venv").is_file()

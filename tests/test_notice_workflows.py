"""Telling people without a terminal: the workflows' steps, run as the hosts run them (S19)."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.recipes import recipe_files
from archive.settings import Settings
from notify.sandbox import Sandbox, running_sandbox
from tests.archive.code_hosts import TOKEN, Host, running_host
from tests.commands import fairnotice, write_program
from tests.notify.keyrings import an_environment
from tests.postgresql import Server
from tests.repositories import PolicyRepository, policy

ROOT = Path(__file__).parents[1]
MARKER = "<!-- fairnotice-notices -->"
TODAY = date.today()  # noqa: DTZ011 (the tests' zone is UTC)
SETTINGS = """
site_name = "Example Messaging Policies"
site_url = "https://policies.example.com/"
contact = "privacy@example.com"
documents = ["policy/{id}.md", "policy/{id}.{lang}.md"]

[services.messaging]
title = "Messaging"

[recipients]
database_env = "CUSTOMERS_URL"
query = "SELECT id, email, name, language, services, joined FROM customers"
"""
PEOPLE = (
    ("c-1", "ada@example.com", "Ada Lovelace", "en", "messaging", None),
    ("c-2", "ben@example.com", "Ben Bitdiddle", "en", "messaging", None),
    ("c-3", "carla@example.com", "Carla Sommer", "de", "messaging", None),
    ("c-4", None, "Dora Post", "en", "messaging", None),
)
TEXTS = {
    "policy/privacy.md": "# Privacy Policy\n\nWe keep call records for {} days.",
    "policy/privacy.de.md": "# Datenschutz\n\nWir speichern Verbindungsdaten {} Tage lang.",
}
SUMMARIES = {
    "policy/privacy.md": "We keep call records for 90 days instead of 30.",
    "policy/privacy.de.md": "Wir speichern Verbindungsdaten 90 statt 30 Tage lang.",
}


def parsed(recipe: str) -> dict[Any, Any]:
    """Return the only file of a recipe, as the host reads it."""
    (file,) = recipe_files(recipe, Settings())
    found: dict[Any, Any] = yaml.safe_load(file.content)
    return found


GITHUB, GITLAB = parsed("github-notices"), parsed("gitlab-notices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a step ended."""

    status: int
    log: str


class Company:
    """A repository on a code host, its customers, and the clone that a job works in."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.origin = PolicyRepository(folder / "origin")
        former = {path: policy(text.format(30), "2020-02-01") for path, text in TEXTS.items()}
        self.origin.commit({"fairnotice.toml": SETTINGS, **former}, at="2020-01-10")
        self.merged = self.merge(60)
        self.customers = folder / "customers.sqlite3"
        with sqlite3.connect(self.customers) as customers:
            customers.execute(
                "CREATE TABLE customers (id, email, name, language, services, joined)"
            )
            customers.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)", PEOPLE)
        customers.close()
        self.ledger = {"FAIRNOTICE_DATABASE": database, **an_environment()}
        self.sources = {"CUSTOMERS_URL": f"sqlite:///{self.customers}"}
        self.program = folder / "program"
        write_program(self.program / ".venv/bin/fairnotice")

    def merge(self, days: int, *, more: str = "") -> str:
        """Publish since yesterday what is to apply in some days; return the commit."""
        change = {
            path: policy(
                text.format(90),
                (TODAY + timedelta(days=days)).isoformat(),
                change="{level: significant, choices: Delete them in the app.,"
                f" summary: {SUMMARIES[path]}{more}}}",
            )
            for path, text in TEXTS.items()
        }
        return self.origin.commit(change, at=(TODAY - timedelta(days=2)).isoformat())

    def checkout(self) -> Path:
        """Return a clone as a job has it."""
        clone = self.folder / f"job{len(list(self.folder.glob('job*')))}"
        self.origin.git("clone", "-q", f"file://{self.origin.root}", str(clone))
        return clone

    def shell(self, lines: str, environment: Mapping[str, str], *, at: Path | None = None) -> Ended:
        """Run lines of a job in a clone of its own, with nothing but what the job is given."""
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines],
            cwd=at or self.checkout(),
            env=os.environ | {"CI": "true", **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Ended(status=done.returncode, log=done.stdout + done.stderr)


class GitHubRun:
    """One run of the workflow for GitHub."""

    def __init__(self, company: Company, host: Host) -> None:
        self.company, self.host = company, host
        self.temp = company.folder / f"temp{len(list(company.folder.glob('temp*')))}"
        self.temp.mkdir()
        (self.temp / "fairnotice").symlink_to(company.program)
        self.approvals = "/repos/example/policies/actions/runs/77/approvals"

    def step(self, job: str, name: str, **environment: str) -> Ended:
        """Run a step; what it needs of others is named in `environment`."""
        (step,) = (each for each in GITHUB["jobs"][job]["steps"] if each.get("name") == name)
        given = {
            "GITHUB_API_URL": self.host.url,
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_REPOSITORY": "example/policies",
            "GITHUB_RUN_ID": "77",
            "GITHUB_SERVER_URL": "https://github.example.com",
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "GITHUB_TOKEN": TOKEN,
            "RUNNER_TEMP": str(self.temp),
        } | environment
        if "python3" not in step.get("shell", ""):
            return self.company.shell(step["run"], given)
        file = self.temp / "step.py"
        file.write_text(step["run"], encoding="utf-8")
        return self.company.shell(f"exec {sys.executable} -I {file}", given)

    def output(self, name: str) -> str:
        """Return what a step handed on under a name, as GitHub reads it; empty where nothing."""
        file = self.temp / "output"
        lines = iter(file.read_text(encoding="utf-8").splitlines() if file.exists() else ())
        found = {}
        for line in lines:
            key, _, end = line.partition("<<")
            if end and "=" not in key:
                found[key] = "\n".join(iter(lines.__next__, end))
            else:
                key, _, found[key] = line.partition("=")
        return found.get(name, "")

    @property
    def summary(self) -> str:
        """What stands on the page of the run."""
        return (self.temp / "summary").read_text(encoding="utf-8")

    def plan(self, **changes: str) -> Ended:
        ledger = self.company.ledger | self.company.sources | {"PLANNER": "the workflow"}
        return self.step("plan", "Plan", **(ledger | changes))

    def approved_by(self, *logins: str, place: str = "notices") -> Ended:
        """Let people approve on the run's page, and the job find out who."""
        self.host.answers[self.approvals] = [
            {"state": "approved", "user": {"login": login}, "environments": [{"name": place}]}
            for login in logins
        ]
        return self.step("send", "Find out who approved")

    def send(self, sandbox: Sandbox, **changes: str) -> Ended:
        carrier = {"SENDGRID_API_KEY": sandbox.key, "SENDGRID_HOST": sandbox.url}
        given = {"APPROVER": self.output("by"), "PLANS": self.output("plans"), **carrier}
        return self.step("send", "Approve and send", **(self.company.ledger | given | changes))

    def comment(self) -> Ended:
        given = {"COMMITS": self.output("commits"), "RESULT": self.output("result")}
        return self.step("comment", "Post or replace the comment", **given)


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as found:
        yield found


@pytest.fixture
def company(tmp_path: Path, postgresql: Server) -> Company:
    return Company(tmp_path, postgresql.new_database())


@pytest.fixture
def run(company: Company, host: Host) -> GitHubRun:
    return GitHubRun(company, host)


def test_github_from_merge_to_comment(company: Company, host: Host, run: GitHubRun) -> None:
    pulls = f"/repos/example/policies/commits/{company.merged}/pulls"
    host.answers |= {
        pulls: [{"number": 17, "merged_at": "2026-01-01"}, {"number": 18, "merged_at": None}],
        "/repos/example/policies/issues/17/comments": [],
    }

    planned = run.plan()
    approved = run.approved_by("ada-counsel")
    with running_sandbox() as sandbox:
        sent = run.send(sandbox)
        arrived = sorted(message.to for message in sandbox.messages)
    commented = run.comment()

    ends = [planned, approved, sent, commented]
    assert [end.status for end in ends] == [0, 0, 0, 0], ends
    assert "### 3 mails wait to be handed over" in run.summary
    assert "4 on the list: 3 planned, 1 excluded (1 no address)" in run.summary
    for language, mails, summary in (
        ("en", "2", SUMMARIES["policy/privacy.md"]),
        ("de", "1", SUMMARIES["policy/privacy.de.md"]),
    ):
        assert f"| {language} | {TODAY + timedelta(days=60)} | {mails} | Messaging ({mails}) |" in (
            run.summary
        )
        assert summary in run.summary
    assert run.output("mails") == "3"
    assert arrived == ["ada@example.com", "ben@example.com", "carla@example.com"]
    ((method, path, body),) = host.written
    assert (method, path) == ("POST", "/repos/example/policies/issues/17/comments")
    assert body.startswith(f"{MARKER}\n### What became of the notices")
    assert "approved by ada-counsel (https://github.example.com/example/policies/actions/" in (
        body.replace("\\", "").replace("\u2060", "")
    )
    assert "2 accepted" in body
    later = GitHubRun(company, host)
    assert later.plan().status == 0
    assert (later.output("plans"), later.output("mails")) == ("", "0")
    said = "".join(end.log for end in ends) + run.summary + body
    assert "Hello," in said
    assert [part for person in PEOPLE for part in person[1:3] if part and part in said] == []
    assert [value for value in company.ledger.values() if value in said] == []


def test_a_preview_that_was_overtaken_cannot_be_approved(company: Company, run: GitHubRun) -> None:
    run.plan()
    run.approved_by("ada-counsel")
    company.merge(61, more=" This is new.")
    GitHubRun(company, run.host).plan()

    with running_sandbox() as sandbox:
        sent = run.send(sandbox)

        assert sandbox.attempts == 0
    assert sent.status == 2
    assert "preview it first" in sent.log


@pytest.mark.parametrize(
    ("logins", "place"),
    [
        pytest.param([], "notices", id="because nobody has to"),
        pytest.param(["ada-counsel"], "production", id="but something else"),
        pytest.param(["a\nby=b"], "notices", id="under no name"),
    ],
)
def test_what_nobody_approved_is_not_sent(
    logins: list[str], place: str, host: Host, tmp_path: Path
) -> None:
    run = GitHubRun(Company(tmp_path, "postgresql://nobody@localhost/none"), host)

    found = run.approved_by(*logins, place=place)

    assert found.status == 1
    assert "give the environment notices its required reviewers" in found.log
    assert run.output("by") == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"FAIRNOTICE_DATABASE": ""}, "no secret FAIRNOTICE_DATABASE", id="nowhere"),
        pytest.param(
            {"FAIRNOTICE_DATABASE": "sqlite:////tmp/x.sqlite3"},
            "must name a PostgreSQL",
            id="in a file",
        ),
        pytest.param({"FAIRNOTICE_DATA_KEY": ""}, "no secret FAIRNOTICE_DATA_KEY", id="unsealed"),
    ],
)
def test_a_ledger_that_would_be_forgotten_is_refused(
    changes: dict[str, str], says: str, host: Host, tmp_path: Path
) -> None:
    run = GitHubRun(Company(tmp_path, "postgresql://nobody@localhost/none"), host)

    planned = run.plan(**changes)

    assert planned.status == 2
    assert says in planned.log
    assert run.output("plans") == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"FAIRNOTICE_DATABASE": "sqlite:///x"}, "must name a PostgreSQL", id="a file"),
        pytest.param({"SENDGRID_API_KEY": ""}, "has no carrier", id="no carrier"),
    ],
)
def test_nothing_is_sent_from_or_into_a_folder(
    changes: dict[str, str], says: str, host: Host, tmp_path: Path
) -> None:
    run = GitHubRun(Company(tmp_path, "postgresql://nobody@localhost/none"), host)

    with running_sandbox() as sandbox:
        sent = run.send(sandbox, **changes)

    assert (sent.status, says in sent.log) == (2, True)


def test_what_failed_half_way_is_told_and_fails(company: Company, run: GitHubRun) -> None:
    run.plan()
    run.approved_by("ada-counsel")

    with running_sandbox(key="SG.right") as sandbox:
        sent = run.send(sandbox, SENDGRID_API_KEY="SG.wrong")

    assert sent.status == 2
    assert "2 planned" in run.output("result")
    assert company.ledger["FAIRNOTICE_DATABASE"] not in sent.log


def test_the_program_is_installed_at_the_commit_that_was_looked_at(
    host: Host, tmp_path: Path
) -> None:
    program = PolicyRepository(tmp_path / "fair-notice")
    program.write("tests/setup/venv", '#!/bin/sh\necho "installed $*"\n').chmod(0o755)
    looked_at = program.commit({}, "2026-01-01")
    program.commit({"tests/setup/venv": "#!/bin/sh\necho later\n"}, "2026-01-02")
    run = GitHubRun(Company(tmp_path, "postgresql://nobody@localhost/none"), host)
    (run.temp / "fairnotice").unlink()

    ended = run.step(
        "send",
        "Install the program by the hashes of its lock",
        PROGRAM_REPOSITORY=f"file://{program.root}",
        PROGRAM_COMMIT=looked_at,
    )

    assert (ended.status, ended.log) == (0, "installed --runtime\n")


def test_github_hands_a_key_to_no_job_but_the_one_that_needs_it() -> None:
    jobs = GITHUB["jobs"]
    used = {name: set(_secrets(job)) for name, job in jobs.items()}
    ledger = {f"FAIRNOTICE_{key}" for key in ("DATABASE", "DATA_KEY", "INDEX_KEY", "SECRET")}
    ledger.add("FAIRNOTICE_EVIDENCE_KEY")

    assert used["comment"] == set()
    assert jobs["send"]["if"] == "needs.plan.outputs.plans"
    assert used["plan"] == ledger | {"FAIRNOTICE_RECIPIENTS_TOKEN", "CUSTOMERS_URL"}
    assert used["send"] == ledger | {"SENDGRID_API_KEY", "FAIRNOTICE_SMTP"}
    assert [job.get("environment") for job in jobs.values()] == ["notices-plan", "notices", None]
    assert all(job["concurrency"]["cancel-in-progress"] is False for job in jobs.values())
    assert "pull_request" not in GITHUB[True]  # YAML reads the word "on" as true


def _secrets(job: Any) -> Iterator[str]:
    for step in job["steps"]:
        for value in step.get("env", {}).values():
            if str(value).startswith("${{ secrets."):
                yield value.removeprefix("${{ secrets.").removesuffix(" }}")


def gitlab_job(
    company: Company, name: str, part: str = "script", *, at: Path, **given: str
) -> Ended:
    """Run a part of a job of GitLab in a clone."""
    lines = "\n".join(GITLAB[name][part])
    return company.shell(lines, {"PROGRAM": str(company.program)} | given, at=at)


def test_gitlab_from_merge_to_note(company: Company, host: Host) -> None:
    notes = "/projects/7/merge_requests/3/notes"
    requests = f"/projects/7/repository/commits/{company.merged}/merge_requests"
    host.answers |= {"/user": {"id": 1}, notes: [], requests: [{"iid": 3, "state": "merged"}]}
    clone = company.checkout()

    planned = gitlab_job(
        company,
        "notices-plan",
        at=clone,
        **company.ledger,
        **company.sources,
        CI_JOB_URL="https://gitlab.example.com/jobs/4",
        OVERRIDE="",
    )
    lines = (clone / "notices/variables").read_text(encoding="utf-8").splitlines()
    handed_on = dict(line.split("=", 1) for line in lines)
    with running_sandbox() as sandbox:
        sent = gitlab_job(
            company,
            "notices-send",
            at=clone,
            **company.ledger,
            **handed_on,
            SENDGRID_API_KEY=sandbox.key,
            SENDGRID_HOST=sandbox.url,
            GITLAB_USER_LOGIN="ada-counsel",
            CI_JOB_URL="https://gitlab.example.com/jobs/5",
        )
        assert len(sandbox.messages) == 3
    noted = gitlab_job(
        company,
        "notices-send",
        "after_script",
        at=clone,
        CI_API_V4_URL=host.url,
        CI_PROJECT_ID="7",
        POLICIES_NOTE_TOKEN=TOKEN,
        commits=handed_on["commits"],
    )

    assert [end.status for end in (planned, sent, noted)] == [0, 0, 0], (planned, sent, noted)
    assert "### 3 mails wait to be handed over" in planned.log
    status = fairnotice("notify", "status", cwd=clone, **company.ledger).out
    assert "approved by ada-counsel (https://gitlab.example.com/jobs/5)" in status
    ((method, path, body),) = host.written
    assert (method, path) == ("POST", notes)
    assert body.startswith(MARKER)
    assert "1 accepted" in body


def test_gitlab_waits_for_a_person_on_the_protected_branch_alone() -> None:
    (rule,) = GITLAB["notices-send"]["rules"]

    assert rule["when"] == "manual"
    assert "$CI_COMMIT_REF_PROTECTED" in rule["if"]
    assert "merge_request" not in rule["if"]
    for name in ("notices-plan", "notices-send"):
        assert GITLAB[name]["extends"] == ".notices"
    assert GITLAB[".notices"]["resource_group"] == "policies-notices"
    assert "SENDGRID" not in str(GITLAB["notices-plan"])


@pytest.mark.parametrize("name", ["notices-plan", "notices-send"])
def test_gitlab_refuses_a_ledger_that_goes_with_the_job(name: str, tmp_path: Path) -> None:
    company = Company(tmp_path, "sqlite:////tmp/x.sqlite3")

    ended = gitlab_job(company, name, at=company.checkout(), **company.ledger)

    assert ended.status == 2
    assert "must name a PostgreSQL" in ended.log

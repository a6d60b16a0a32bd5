"""Recipes for checking: what a report must be, to be repeated where its readers look."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.recipes import recipe_files
from archive.settings import Settings
from tests.archive.code_hosts import OURS, TOKEN, Host, running_host
from tests.commands import write_program
from tests.repositories import PolicyRepository, policy

ROOT = Path(__file__).parents[2]
HEAD = "1" * 40
REPOSITORY = "/repos/example/policies"
COMMENTS = f"{REPOSITORY}/issues/17/comments"
ZIP = f"{REPOSITORY}/actions/artifacts/6/zip"
TEXT = "<!-- fairnotice-check -->\n### ✅ Nothing to mend\n"
REPORT = {"number": "17\n", "head": f"{HEAD}\n", "report.md": TEXT}
RUN = {
    "id": 5,
    "head_sha": HEAD,
    "head_repository": {"id": 9},
    "path": ".github/workflows/policies-check.yml",
}
REQUEST: dict[str, Any] = {"state": "open", "head": {"sha": HEAD, "repo": {"id": 9}}}


def parsed(recipe: str, path: str) -> dict[str, Any]:
    (found,) = (part for part in recipe_files(recipe, Settings()) if part.path == path)
    document: dict[str, Any] = yaml.safe_load(found.content)
    return document


def packed(files: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


def run_python(script: Path, folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", script],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as found:
        found.answers |= {
            f"{REPOSITORY}/actions/runs/5/artifacts": {"artifacts": [{"id": 4}, {"id": 6}]},
            f"{REPOSITORY}/pulls/17": REQUEST,
            f"{REPOSITORY}/pulls/17/files": [{"filename": "policy/privacy.md"}],
            COMMENTS: [],
        }
        found.files[ZIP] = packed(REPORT)
        yield found


def comment(host: Host, folder: Path, **run: object) -> tuple[int, str]:
    """Run the step that comments, as GitHub does after a check."""
    workflow = parsed("github-check", ".github/workflows/policies-comment.yml")
    (step,) = workflow["jobs"]["comment"]["steps"]
    script, event = folder / "step", folder / "event.json"
    script.write_text(step["run"], encoding="utf-8")
    event.write_text(json.dumps({"workflow_run": RUN | run}), encoding="utf-8")
    environment = {
        "GITHUB_API_URL": host.url,
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "example/policies",
        "GITHUB_TOKEN": TOKEN,
    }
    return run_python(script, folder, environment)


def by(login: str | None, body: str = TEXT, number: int = 31) -> dict[str, Any]:
    return {"id": number, "user": login and {"login": login}, "body": body}


def test_a_report_becomes_a_comment(host: Host, tmp_path: Path) -> None:
    assert comment(host, tmp_path) == (0, "")
    assert host.written == [("POST", COMMENTS, TEXT)]


def test_a_later_report_replaces_the_comment(host: Host, tmp_path: Path) -> None:
    others = [by("ada", "Looks good", number) for number in range(100)]
    host.answers[COMMENTS] = [
        *others,
        by(None),
        by("mallory"),
        by(OURS, "Hello"),
        by(OURS, TEXT, 8),
    ]

    assert comment(host, tmp_path) == (0, "")
    assert host.written == [("PATCH", f"{REPOSITORY}/issues/comments/8", TEXT)]


def test_the_token_does_not_follow_a_redirect(host: Host, tmp_path: Path) -> None:
    comment(host, tmp_path)

    assert host.tokens[f"here {ZIP}"] == f"Bearer {TOKEN}"
    assert host.tokens[f"elsewhere {ZIP}"] == ""


@pytest.mark.parametrize(
    "artifact",
    [
        pytest.param(REPORT | {"number": "17; rm -rf /\n"}, id="a number that is none"),
        pytest.param(REPORT | {"number": "18\n"}, id="a pull request that is not there"),
        pytest.param(REPORT | {"number": "17/../18\n"}, id="a path for a number"),
        pytest.param(REPORT | {"number": "١٧\n"}, id="digits of another script"),
        pytest.param(REPORT | {"number": "1" * 1000}, id="a number without end"),
        pytest.param(REPORT | {"head": "2" * 40 + "\n"}, id="another commit"),
        pytest.param(REPORT | {"report.md": f"{TEXT}{'a' * 65_536}"}, id="too long for a comment"),
        pytest.param(REPORT | {"report.md": "0" * 50_000_000}, id="a bomb"),
        pytest.param(REPORT | {"report.md": "Hello @everyone"}, id="no report"),
        pytest.param(REPORT | {"report.md": b"\xff\xfe"}, id="no text"),
        pytest.param({"../report.md": TEXT, "/tmp/number": "17\n"}, id="files of other names"),
        pytest.param({"number": "17\n"}, id="a part of a report"),
    ],
)
def test_a_forged_report_is_not_repeated(
    artifact: dict[str, str], host: Host, tmp_path: Path
) -> None:
    host.files[ZIP] = packed(artifact)

    status, _ = comment(host, tmp_path)

    assert (status, host.written) == (1, [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["event.json", "step"]


@pytest.mark.parametrize(
    ("artifact", "says"),
    [
        pytest.param(b"PK no archive", "not what the check makes", id="no archive"),
        pytest.param(bytes(1_000_001), "over 1000000 bytes", id="too large"),
    ],
)
def test_what_is_no_archive_is_not_opened(
    artifact: bytes, says: str, host: Host, tmp_path: Path
) -> None:
    host.files[ZIP] = artifact

    status, said = comment(host, tmp_path)

    assert (status, host.written) == (1, [])
    assert says in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param({"head": REQUEST["head"] | {"sha": "3" * 40}}, 0, id="that has gone on"),
        pytest.param({"state": "closed"}, 0, id="that is closed"),
        pytest.param({"head": REQUEST["head"] | {"repo": {"id": 10}}}, 1, id="of somebody else"),
        pytest.param({"head": REQUEST["head"] | {"repo": None}}, 1, id="whose fork is gone"),
    ],
)
def test_nothing_is_said_on_a_pull_request(
    request_: dict[str, Any], status: int, host: Host, tmp_path: Path
) -> None:
    host.answers[f"{REPOSITORY}/pulls/17"] = REQUEST | request_

    assert comment(host, tmp_path)[0] == status
    assert host.written == []


def test_another_workflow_of_that_name_is_not_heard(host: Host, tmp_path: Path) -> None:
    status, said = comment(host, tmp_path, path=".github/workflows/other.yml@main")

    assert (status, host.written) == (1, [])
    assert "another workflow has taken the name" in said


def test_a_check_without_an_answer_leaves_the_comment_as_it_is(host: Host, tmp_path: Path) -> None:
    host.answers[f"{REPOSITORY}/actions/runs/5/artifacts"] = {"artifacts": []}

    assert comment(host, tmp_path) == (0, "")
    assert host.written == []


@pytest.mark.parametrize(
    "file",
    [
        pytest.param({"filename": ".github/workflows/policies-check.yml"}, id="changes it"),
        pytest.param({"filename": "x", "previous_filename": ".github/x.yml"}, id="takes it away"),
        pytest.param({"filename": ".github"}, id="puts a link there"),
    ],
)
def test_who_changes_the_check_does_not_write_its_comment(
    file: dict[str, str], host: Host, tmp_path: Path
) -> None:
    others = [{"filename": f"policy/{number}.md"} for number in range(120)]
    host.answers[f"{REPOSITORY}/pulls/17/files"] = [*others, file]

    assert comment(host, tmp_path) == (0, "")
    ((_, _, body),) = host.written
    assert "changes what checks it" in body
    assert "Nothing to mend" not in body


NOTES = "/projects/7/merge_requests/3/notes"
PIPELINE = parsed("gitlab-check", ".gitlab/policies-check.yml")


def note(host: Host, folder: Path, text: str) -> tuple[int, str]:
    """Run the script of the job that writes the note, beside the report of the job before it."""
    (folder / "policies-check").mkdir()
    (folder / "policies-check/report.md").write_text(text, encoding="utf-8")
    return run_shell(
        PIPELINE["policies-note"]["script"],
        folder,
        CI_API_V4_URL=host.url,
        CI_MERGE_REQUEST_PROJECT_ID="7",
        CI_MERGE_REQUEST_IID="3",
        POLICIES_NOTE_TOKEN=TOKEN,
    )


def run_shell(lines: list[str], folder: Path, **environment: str) -> tuple[int, str]:
    """Run the lines of a job as GitLab does: joined, in a shell that stops at a fault."""
    done = subprocess.run(
        ["bash", "-c", "set -eo pipefail\n" + "\n".join(lines)],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("notes", "written"),
    [
        pytest.param([], ("POST", NOTES), id="the first"),
        pytest.param(
            [
                {"id": 1, "author": {"id": 2}, "body": TEXT},
                {"id": 4, "author": {"id": 1}, "body": "Hello"},
                {"id": 5, "author": {"id": 1}, "body": TEXT},
            ],
            ("PUT", f"{NOTES}/5"),
            id="a later one",
        ),
    ],
)
def test_gitlab_gets_one_note(
    notes: list[dict[str, Any]], written: tuple[str, str], host: Host, tmp_path: Path
) -> None:
    host.answers |= {"/user": {"id": 1}, NOTES: notes}

    assert note(host, tmp_path, TEXT) == (0, "")
    assert host.written == [(*written, TEXT)]


def test_gitlab_gets_no_note_that_is_no_report(host: Host, tmp_path: Path) -> None:
    assert note(host, tmp_path, "/close\n") == (1, "there is no report\n")
    assert host.written == []


def test_gitlab_writes_notes_for_its_own_branches_alone() -> None:
    (rule,) = PIPELINE["policies-note"]["rules"]

    assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID" in rule["if"]
    assert "TOKEN" not in str(PIPELINE["policies-check"])
    for job in PIPELINE.values():
        assert job["inherit"] == {"default": False, "variables": False}
        assert "cache" not in job


@pytest.mark.parametrize("forked", [False, True], ids=["a branch of its own", "a fork"])
def test_gitlab_checks_against_the_target(forked: bool, tmp_path: Path) -> None:  # noqa: FBT001
    target = PolicyRepository(tmp_path / "target.git")
    target.commit(
        {"policy/privacy.md": policy("We keep logs for 30 days.", "2026-01-01")}, "2026-01-01"
    )
    source = target
    if forked:
        target.git("clone", "-q", str(target.root), str(tmp_path / "fork"))
        source = PolicyRepository(tmp_path / "fork")
        source.commit({"fairnotice.toml": 'documents = ["nothing/*"]\n'}, "2026-01-02")
    source.branch("change")
    (source.root / "policies-check").symlink_to(tmp_path / "elsewhere")
    source.commit(
        {"policy/privacy.md": policy("We keep logs for 90 days.", "2026-01-01")}, "2026-02-01"
    )
    source.git("clone", "-q", "-b", "change", str(source.root), str(tmp_path / "build"))
    write_program(tmp_path / "program/.venv/bin/fairnotice")

    status, said = run_shell(
        PIPELINE["policies-check"]["script"],
        tmp_path / "build",
        CI_MERGE_REQUEST_PROJECT_ID="7",
        CI_MERGE_REQUEST_PROJECT_URL=f"file://{target.root}".removesuffix(".git"),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
        CI_PROJECT_ID="8" if forked else "7",
        PROGRAM=str(tmp_path / "program"),
    )

    assert status == 1, said
    assert "undated-change" in said
    assert (tmp_path / "build/policies-check/report.md").read_text() in said
    assert not (tmp_path / "elsewhere").exists()

"""Recipes for publishing, run as a host runs them: shallow clones, lost records, broken copies."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.recipes import RECIPES, recipe_files
from archive.settings import Settings
from tests.commands import fairnotice, write_program
from tests.repositories import PolicyRepository, policy

ROOT = Path(__file__).parents[2]
NEEDS_RSYNC = pytest.mark.skipif(
    shutil.which("rsync") is None and "CI" not in os.environ,
    reason="no rsync here; `make rsync` installs it where it can",
)


def content(recipe: str, path: str, settings: Settings | None = None) -> str:
    (found,) = [
        part.content for part in recipe_files(recipe, settings or Settings()) if part.path == path
    ]
    return found


def github() -> dict[Any, Any]:
    parsed: dict[Any, Any] = yaml.safe_load(content("github", ".github/workflows/policies.yml"))
    return parsed


def steps(using: str) -> list[dict[str, Any]]:
    return [
        step
        for job in github()["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith(using)
    ]


def test_github_builds_on_a_push_every_day_and_when_told_from_outside() -> None:
    triggers = github()[True]  # YAML reads the word "on" as true

    assert triggers["push"] == {"branches": ["main"]}
    assert len(triggers["schedule"]) == 1
    assert triggers["repository_dispatch"] == {"types": ["build-policies"]}
    assert triggers["workflow_dispatch"]["inputs"]["first"]["default"] is False


def test_github_reads_the_whole_history_and_keeps_no_key() -> None:
    assert steps("actions/checkout")
    for step in steps("actions/checkout"):
        assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_github_runs_only_actions_pinned_to_a_commit() -> None:
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", s["uses"]) for s in steps("actions/"))


def test_what_runs_scripts_on_github_may_only_read() -> None:
    workflow = github()

    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        if any("run" in step for step in job["steps"]):
            assert job["permissions"] == {"contents": "read"}


def test_gitlab_reads_the_whole_history_and_publishes_one_site_at_a_time() -> None:
    pipeline = yaml.safe_load(content("gitlab", ".gitlab-ci.yml"))

    assert pipeline["variables"]["GIT_DEPTH"] == "0"
    assert pipeline["pages"]["resource_group"] == "policies"
    assert pipeline["pages"]["artifacts"]["paths"] == ["public"]


def test_gitlab_publishes_nothing_of_a_merge_request() -> None:
    pipeline = yaml.safe_load(content("gitlab", ".gitlab-ci.yml"))
    branch = [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]

    assert pipeline[".published"]["rules"] == branch
    assert {pipeline[job]["extends"] for job in ("pages", "live")} == {".published"}


def test_the_address_and_the_branch_come_from_the_settings() -> None:
    settings = Settings(site_url="https://example.com/$(touch x)/", published="release/1")

    assert "SITE_URL='https://example.com/$(touch x)/'" in content(
        "rsync", "publishing/settings.sh", settings
    )
    assert "BRANCH=release/1" in content("rsync", "publishing/settings.sh", settings)
    workflow = content("github", ".github/workflows/policies.yml", settings)
    assert yaml.safe_load(workflow)[True]["push"] == {"branches": ["release/1"]}


@pytest.mark.parametrize("recipe", RECIPES)
def test_what_is_to_be_filled_in_is_a_file_that_the_recipe_wrote(
    recipe: str, tmp_path: Path
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/privacy.md": "# Privacy\n"}, "2026-01-01")

    answer = fairnotice("init", "--recipe", recipe, cwd=tmp_path)

    last = answer.out.splitlines()[-1]
    named = re.findall(r"[\w./-]+\.(?:yml|sh|service)\b", last)
    assert named
    assert all((tmp_path / each).is_file() for each in named)


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_page_about_a_recipe_names_every_file(recipe: str) -> None:
    pages = {"check": "CHECKING.md", "notices": "NOTICES.md", "service": "LEDGER.md"}
    page = (ROOT / pages.get(recipe.partition("-")[2], "PUBLISHING.md")).read_text(encoding="utf-8")

    assert [part.path for part in recipe_files(recipe, Settings()) if part.path not in page] == []


@pytest.fixture
def origin(tmp_path: Path) -> PolicyRepository:
    """The repository that is pushed to, with a recipe in it."""
    found = PolicyRepository(tmp_path / "origin")
    found.commit({"policy/privacy.md": policy("We keep logs.", "2026-01-01")}, "2026-01-01")
    found.commit({"policy/privacy.md": policy("We keep lists.", "2026-03-01")}, "2026-03-01")
    return found


@pytest.fixture
def live(tmp_path: Path) -> Iterator[str]:
    """The address at which a web server shows what was published."""
    root = tmp_path / "server/current"

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Host:
    """A machine that clones the last commit, as hosts do, and runs the scripts of a recipe."""

    def __init__(self, origin: PolicyRepository, folder: Path) -> None:
        self.origin = origin
        self.folder = folder
        self.server = folder.parent / "server"
        self.program = folder.parent / "fairnotice"
        write_program(self.program)

    def clone(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        address = f"file://{self.origin.root}"
        self.origin.git("clone", "-q", "--depth", "1", address, str(self.folder))

    def run(self, script: str, *arguments: str, **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            [f"publishing/{script}", *arguments],
            cwd=self.folder,
            env=os.environ
            | {"FAIRNOTICE": str(self.program), "FAIRNOTICE_WAITS": ""}
            | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    def deploy(self, **environment: str) -> tuple[int, str]:
        return self.run("deploy.sh", str(self.server), **environment)

    def releases(self) -> list[str]:
        return sorted(path.name for path in (self.server / "releases").iterdir())


@pytest.fixture
def host(origin: PolicyRepository, live: str, tmp_path: Path) -> Host:
    origin.write("fairnotice.toml", f'site_url = "{live}"\n')
    answer = fairnotice("init", "--recipe", "rsync", cwd=origin.root)
    assert answer.status == 0, answer.err
    origin.commit({}, "2026-03-02")
    found = Host(origin, tmp_path / "host")
    found.clone()
    return found


@pytest.mark.slow
@NEEDS_RSYNC
def test_a_site_is_built_published_and_checked_from_a_shallow_clone(host: Host) -> None:
    assert host.run("build.sh", FAIRNOTICE_FIRST="1")[0] == 0
    assert host.deploy() == (0, "")
    assert host.run("check.sh")[0] == 0

    host.origin.commit({"policy/privacy.md": policy("We keep both.", "2026-05-01")}, "2026-05-01")
    host.clone()
    status, said = host.run("check.sh")
    assert (status, "build and publish it again" in said) == (1, True)

    assert host.run("build.sh")[0] == 0
    assert host.deploy() == (0, "")
    assert host.run("check.sh")[0] == 0
    assert (host.server / "current/privacy/2026-05-01/index.html").is_file()
    assert len(host.releases()) == 2


@pytest.mark.slow
@NEEDS_RSYNC
def test_what_was_lost_stops_the_build_and_the_site_stays(host: Host) -> None:
    host.run("build.sh", FAIRNOTICE_FIRST="1")
    host.deploy()
    host.origin.git("commit", "-q", "--amend", "-m", "Another history", at="2026-03-03T12:00:00Z")
    host.clone()

    status, said = host.run("build.sh")

    assert status == 1
    assert "rewritten-history" in said
    assert not (host.folder / "site").exists()


@pytest.mark.slow
@NEEDS_RSYNC
def test_a_missing_record_stops_the_build_unless_it_is_the_first(host: Host) -> None:
    status, said = host.run("build.sh")

    assert status == 1
    assert "missing-manifest" in said


@pytest.mark.slow
@NEEDS_RSYNC
def test_a_copy_that_breaks_off_leaves_the_old_site_whole(host: Host, tmp_path: Path) -> None:
    host.run("build.sh", FAIRNOTICE_FIRST="1")
    host.deploy()
    before = (host.server / "current").resolve()
    tools = tmp_path / "tools"
    tools.mkdir()
    real = shutil.which("rsync")
    # It copies one page and is killed with the script that called it.
    (tools / "rsync").write_text(
        f'#!/bin/bash\nto="${{@: -1}}"\n"{real}" site/index.html "$to"\nkill -9 $PPID\n'
    )
    (tools / "rsync").chmod(0o755)

    status, _ = host.deploy(PATH=f"{tools}:{os.environ['PATH']}")

    assert status == -9
    assert (host.server / "current").resolve() == before
    assert (before / "archive.json").is_file()
    assert len(host.releases()) == 2  # the whole one, and what broke off

    assert host.deploy() == (0, "")
    assert (host.server / "current").resolve() != before


@pytest.mark.slow
@NEEDS_RSYNC
def test_readers_always_find_a_whole_site_while_it_is_switched(host: Host) -> None:
    host.run("build.sh", FAIRNOTICE_FIRST="1")
    host.deploy()
    missed, done = [], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                (host.server / "current/archive.json").read_bytes()
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(8):
        assert host.deploy() == (0, "")
    done.set()
    reader.join()

    assert missed == []
    assert len(host.releases()) == 6  # this one and five to go back to


@pytest.mark.slow
@NEEDS_RSYNC
def test_nothing_is_published_that_was_not_built(host: Host) -> None:
    (host.folder / "site").mkdir()

    status, said = host.deploy()

    assert status == 1
    assert "run publishing/build.sh first" in said
    assert not (host.server / "current").exists()


@pytest.mark.slow
def test_a_program_that_nobody_chose_is_not_installed(host: Host) -> None:
    status, said = host.run("build.sh", FAIRNOTICE="")

    assert status != 0
    assert "write the commit of Fair Notice into PROGRAM_COMMIT" in said


@pytest.mark.slow
def test_a_recipe_is_never_written_over(host: Host) -> None:
    settings = host.origin.root / "publishing/settings.sh"
    settings.write_text("SITE_URL=https://example.com/\n")

    answer = fairnotice("init", "--recipe", "rsync", cwd=host.origin.root)

    assert "publishing/settings.sh: left as it is" in answer.out
    assert settings.read_text() == "SITE_URL=https://example.com/\n"
    assert os.access(host.origin.root / "publishing/deploy.sh", os.X_OK)

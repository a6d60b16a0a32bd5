"""The commands of the ledger's upkeep on a real repository, and what sending asks of its place."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.notify.ledgers import approved, file_in
from tests.postgresql import Server
from tests.repositories import PolicyRepository

ROOT = Path(__file__).parents[2]
FORMER = Path(__file__).with_name("ledger_0001.sql")
CONFIRM = ("ledger", "confirm-restore", "--by", "A. Counsel", "--why", "the disk failed")


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    settings = 'site_name = "Example"\nsite_url = "https://policies.example.com/"\n'
    settings += 'contact = "privacy@example.com"\n[services.messaging]\ntitle = "Messaging"\n'
    policy = "---\neffective: 2020-02-01\n---\n\n# Privacy\n\nWe keep it.\n"
    made.commit({"fairnotice.toml": settings, "policy/privacy.md": policy}, at="2020-01-10")
    return made


def run(
    repository: PolicyRepository, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fairnotice", *arguments],
        cwd=repository.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def answer(repository: PolicyRepository, *arguments: str, **environment: str) -> Any:
    done = run(repository, *arguments, "--format", "json", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def former_ledger(repository: PolicyRepository) -> Path:
    file = repository.root / ".fairnotice/ledger.sqlite3"
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as made:
        made.executescript(FORMER.read_text(encoding="utf-8"))
    return file


def test_a_ledger_of_a_former_release_is_moved_by_its_command_alone(
    repository: PolicyRepository,
) -> None:
    former_ledger(repository)
    for command in (("notify", "status"), ("notify", "send"), CONFIRM):
        refused = run(repository, *command)
        assert refused.returncode == 2
        assert refused.stderr.strip().endswith("run: fairnotice ledger migrate")
        assert len(refused.stderr.splitlines()) == 1

    moved = answer(repository, "ledger", "migrate")

    assert moved["migrated"] == {"from": "0001", "to": "0002"}
    assert Path(moved["backup"]).parent == repository.root / ".fairnotice/backups"
    assert len(answer(repository, "notify", "status")["plans"]) == 2
    assert answer(repository, "ledger", "migrate") == {"migrated": None, "backup": None}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_is_written_to_the_folder_that_is_named(
    repository: PolicyRepository, tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    url = ""
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        url = server.new_database()
    run(repository, "notify", "status", FAIRNOTICE_DATABASE=url)
    to = tmp_path / "backups"

    made = answer(repository, "ledger", "backup", "--to", str(to), FAIRNOTICE_DATABASE=url)

    assert list(to.iterdir()) == [Path(made["backup"])]


def test_a_copied_ledger_sends_nothing_until_a_person_has_looked(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    approved(file_in(tmp_path / "first"), 2).engine.dispose()
    (tmp_path / "second").mkdir()
    shutil.copy(tmp_path / "first/ledger.sqlite3", tmp_path / "second")
    sandbox = {
        "FAIRNOTICE_DATABASE": file_in(tmp_path / "second"),
        "SENDGRID_API_KEY": "SG.sandbox",
        "SENDGRID_HOST": "http://127.0.0.1:1",
    }

    refused = run(repository, "notify", "send", **sandbox)
    assert refused.returncode == 2
    assert "fairnotice ledger confirm-restore" in refused.stderr

    assert answer(repository, *CONFIRM, **sandbox)["unknown"] == 2
    sent = run(repository, "notify", "send", **sandbox)
    assert sent.stdout == "sendgrid: nothing was left to hand over\n"


def test_a_real_carrier_sends_from_no_ledger_that_is_thrown_away(
    repository: PolicyRepository,
) -> None:
    real = {
        "SENDGRID_API_KEY": "SG.key",
        "SENDGRID_HOST": "https://mail.example.com",
        "CI": "true",
    }
    run(repository, "notify", "status")

    refused = run(repository, "notify", "send", **real)

    assert refused.returncode == 2
    assert "this is a CI job" in refused.stderr
    assert "FAIRNOTICE_DATABASE=postgresql://" in refused.stderr
    kept = run(repository, "notify", "send", "--this-disk-is-kept", **real)
    assert "there is no plan yet" in kept.stderr

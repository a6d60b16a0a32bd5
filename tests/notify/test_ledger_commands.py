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
from click.testing import CliRunner

from fairnotice import fairnotice
from notify.errors import NotifyError
from notify.ledger_database import OtherSchema
from notify.ledger_guard import LedgerRestored
from notify.ledger_place import BadPlace
from notify.schema import SCHEMA
from tests.notify.keyrings import an_environment
from tests.notify.ledgers import a_ledger, approved, file_in
from tests.postgresql import Server
from tests.repositories import PolicyRepository

ROOT = Path(__file__).parents[2]
FORMER = Path(__file__).with_name("ledger_0001.sql")
POLICY = "---\neffective: 2020-02-01\n---\n\n# Privacy\n\nWe keep it.\n"
SETTINGS = """
site_name = "Example"
site_url = "https://policies.example.com/"
contact = "privacy@example.com"
[services.messaging]
title = "Messaging"
"""
CONFIRM = ("ledger", "confirm-restore", "--by", "A. Counsel", "--why", "the disk failed")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"fairnotice.toml": SETTINGS, "policy/privacy.md": POLICY}, at="2020-01-10")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("FAIRNOTICE_DATABASE", raising=False)
    for name, value in an_environment().items():
        monkeypatch.setenv(name, value)
    return made


def run(*arguments: str) -> str:
    return CliRunner().invoke(fairnotice, list(arguments), catch_exceptions=False).stdout


def answer(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json"))


def test_a_ledger_of_a_former_release_is_moved_by_its_command_alone(
    repository: PolicyRepository,
) -> None:
    file = repository.root / ".fairnotice/ledger.sqlite3"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as made:
        made.executescript(FORMER.read_text(encoding="utf-8"))
    for command in (("notify", "status"), ("notify", "send"), CONFIRM):
        with pytest.raises(OtherSchema, match="run: fairnotice ledger migrate"):
            run(*command)

    moved = answer("ledger", "migrate")

    assert moved["migrated"] == {"from": "0001", "to": SCHEMA}
    assert Path(moved["backup"]).parent == repository.root / ".fairnotice/backups"
    assert len(answer("notify", "status")["plans"]) == 2
    assert answer("ledger", "migrate") == {"migrated": None, "backup": None}


def test_a_backup_is_written_to_the_folder_that_is_named(tmp_path: Path) -> None:
    run("notify", "status")

    made = answer("ledger", "backup", "--to", str(tmp_path / "backups"))

    assert list((tmp_path / "backups").iterdir()) == [Path(made["backup"])]


def test_a_backup_of_postgresql_is_its_own_dump(tmp_path: Path, postgresql: Server) -> None:
    url = postgresql.new_database()
    a_ledger(url)

    done = subprocess.run(
        [sys.executable, "-m", "fairnotice", "ledger", "backup", "--to", tmp_path / "backups"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "FAIRNOTICE_DATABASE": url},
        capture_output=True,
        text=True,
        check=True,
    )

    (file,) = (tmp_path / "backups").iterdir()
    assert done.stdout == f"The ledger was copied to {file}\n"
    assert "TABLE DATA public event" in postgresql.run("pg_restore", "--list", str(file))


def test_a_copied_ledger_sends_nothing_until_a_person_has_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(file_in(tmp_path / "first"), 2).engine.dispose()
    (tmp_path / "second").mkdir()
    shutil.copy(tmp_path / "first/ledger.sqlite3", tmp_path / "second")
    monkeypatch.setenv("FAIRNOTICE_DATABASE", file_in(tmp_path / "second"))
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.sandbox")
    monkeypatch.setenv("SENDGRID_HOST", "http://127.0.0.1:1")

    with pytest.raises(LedgerRestored, match="fairnotice ledger confirm-restore"):
        run("notify", "send")

    assert answer(*CONFIRM)["unknown"] == 2
    assert run("notify", "send") == "sendgrid: nothing was left to hand over\n"


def test_a_real_carrier_sends_from_no_ledger_that_is_thrown_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.key")
    monkeypatch.setenv("SENDGRID_HOST", "https://mail.example.com")
    monkeypatch.setenv("CI", "true")

    with pytest.raises(BadPlace, match=r"a CI job.*FAIRNOTICE_DATABASE=postgresql://"):
        run("notify", "send")
    with pytest.raises(NotifyError, match="there is no plan yet"):
        run("notify", "send", "--this-disk-is-kept")

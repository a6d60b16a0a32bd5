"""A site publishes where the ledger of notices ends, so that nobody can cut it unseen (T26)."""

import json
from pathlib import Path

import pytest

from archive.settings import Settings
from archive.workspace import open_workspace
from notify.jobs import Surroundings
from notify.ledger_heads import head_of, read_heads
from notify.witness import keep_head
from site_overrides.record_files import BuildRecord, FormerRecord, build_record, record_files
from tests.notify.ledgers import OPENED, approved, file_in
from tests.repositories import PolicyRepository, policy
from tests.schemas import violations


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository of policies."""
    repository = PolicyRepository(tmp_path / "policies")
    repository.commit({"policy/privacy.md": policy("We keep logs.", "2026-01-01")}, "2026-01-01")
    return repository.root


def built(root: Path) -> tuple[BuildRecord, bytes]:
    """Return the record of a build, and the status that it writes."""
    with open_workspace(root) as workspace:
        record = build_record(workspace, FormerRecord(), replaced=None)
        return record, dict(record_files(workspace, record))["status.json"]


def test_the_status_names_the_last_entry_that_the_daily_job_kept(
    root: Path, tmp_path: Path
) -> None:
    ledger = approved(file_in(tmp_path), 1)
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    keep_head(Surroundings(ledger=ledger, settings=Settings(), environ=environ, root=root))

    record, status = built(root)

    with ledger.reading() as connection:
        assert [*read_heads(status.decode())] == [head_of(connection)]
    OPENED.pop().dispose()
    assert record.warnings == ()
    assert violations(json.loads(status), "archive/schemas/status.schema.json") == []


def test_where_no_ledger_is_kept_there_is_none_to_name(root: Path) -> None:
    record, status = built(root)

    assert (record.warnings, json.loads(status)["ledger"]) == ((), None)


def test_what_is_no_end_of_a_ledger_is_said_and_not_published(root: Path) -> None:
    built(root)
    (root / ".fairnotice/ledger-head.txt").write_text("<script>", encoding="ascii")

    record, status = built(root)

    assert json.loads(status)["ledger"] is None
    (warning,) = record.warnings
    assert warning.endswith("is no end of a ledger: remove it; fairnotice jobs writes it anew")

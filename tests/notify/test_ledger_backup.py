"""Backups of the ledger, and its move from the schema of a former release to this one's."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from notify.deliveries import DeliveryState
from notify.ledger import approve
from notify.ledger_backup import Migrated, backup
from notify.ledger_backup import migrate as move
from notify.ledger_batches import claim
from notify.ledger_database import LedgerUnusable, OtherSchema, connected
from notify.ledger_release import release_withheld
from notify.schema import SCHEMA
from notify.sealing import Seals
from tests.notify.hands import Hands, sent
from tests.notify.keyrings import a_keyring
from tests.notify.ledgers import OPENED, Clock, a_ledger, approved, file_in, totals
from tests.postgresql import Server

S = DeliveryState
NOW = datetime(2027, 3, 1, tzinfo=UTC)
# A ledger of the first release, in the middle of sending: 2 accepted, 2 unknown, 2 withheld,
# 2 planned, and a late joiner whose plan waits for its approval.
FORMER = Path(__file__).with_name("ledger_0001.sql").read_text(encoding="utf-8")
SCHEMAS = [f"{number:04}" for number in range(1, int(SCHEMA))]
TABLES = ("ledger", "plan", "baseline", "notice", "batch", "delivery", "event")


@pytest.fixture
def former(new_database: Callable[[], str]) -> str:
    """The URL of a ledger of the first release."""
    url = new_database()
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(FORMER)
        if url.startswith("sqlite"):
            engine = opened(url)
            with closing(sqlite3.connect(engine.url.database or "")) as file:
                made.backup(file)
        else:
            with opened(url).begin() as connection:
                _first_schema(connection)
                _copy_rows(made, connection)
    return url


def _migrations(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "notify:ledger_migrations")
    config.attributes["connection"] = connection
    config.attributes["seals"] = Seals(a_keyring())
    return config


def _first_schema(connection: Connection) -> None:
    command.upgrade(_migrations(connection), "0001")


def of_release(schema: str, url: str) -> None:
    """Let a ledger of the first release be one of a later one, with the same people in flight."""
    with opened(url).begin() as connection:
        command.stamp(_migrations(connection), "0001")
        command.upgrade(_migrations(connection), schema)


def _copy_rows(source: sqlite3.Connection, target: Connection) -> None:
    source.row_factory = sqlite3.Row
    for table in TABLES:
        for row in map(dict, source.execute(f'SELECT * FROM "{table}"')):  # noqa: S608 (ours)
            marks = ", ".join(f":{name}" for name in row)
            target.execute(text(f'INSERT INTO "{table}" VALUES ({marks})'), row)  # noqa: S608


def migrate(engine: Engine, *, folder: Path | None) -> Migrated | None:
    return move(engine, folder=folder, seals=Seals(a_keyring()))


def opened(url: str) -> Engine:
    OPENED.append(connected(url, root=Path("/nonexistent")))
    return OPENED[-1]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_ledger_of_each_former_release_is_moved_and_sent_on_with_nobody_lost(
    schema: str, former: str, tmp_path: Path
) -> None:
    if schema != SCHEMAS[0]:
        of_release(schema, former)
    with pytest.raises(OtherSchema, match="run: fairnotice ledger migrate"):
        a_ledger(former)

    moved = migrate(opened(former), folder=tmp_path)

    assert moved is not None
    assert (moved.found, moved.schema) == (schema, SCHEMA)
    ledger, carrier, clock = a_ledger(former, Clock(moment=NOW), prefix="e"), Hands(), Clock(NOW)
    known = {S.EXCLUDED: 2}  # one customer without an address, in both plans
    assert totals(ledger) == known | {S.ACCEPTED: 2, S.UNKNOWN: 2, S.WITHHELD: 2, S.PLANNED: 3}
    approve(ledger, by="Counsel")
    approve(ledger, by="Counsel")
    release_withheld(ledger)
    sent(ledger, carrier, clock)
    assert totals(ledger) == known | {S.ACCEPTED: 7, S.UNKNOWN: 2}
    assert set(carrier.taken.values()) == {1}


def test_moving_twice_changes_nothing(former: str, tmp_path: Path) -> None:
    migrate(opened(former), folder=tmp_path)

    assert migrate(opened(former), folder=tmp_path) is None
    assert len(list(tmp_path.iterdir())) == 1


def test_a_backup_is_made_before_the_move(former: str, tmp_path: Path) -> None:
    moved = migrate(opened(former), folder=tmp_path)

    assert moved is not None
    assert moved.backup is not None
    assert moved.backup.name.startswith("ledger-0001-")
    assert list(tmp_path.iterdir()) == [moved.backup]
    assert stat.S_IMODE(moved.backup.stat().st_mode) == 0o600
    if moved.backup.suffix == ".sqlite3":
        with closing(sqlite3.connect(moved.backup)) as copy:
            assert copy.execute("SELECT schema FROM ledger").fetchone() == (1,)


def test_no_backup_is_made_where_there_is_one_already(former: str) -> None:
    moved = migrate(opened(former), folder=None)

    assert moved is not None
    assert moved.backup is None


def claimed_until(former: str, lease: str) -> None:
    with opened(former).begin() as connection:
        connection.execute(
            text("UPDATE batch SET settled_at = NULL, lease_until = :lease WHERE id = 'd000010'"),
            {"lease": lease},
        )


def test_a_ledger_is_not_moved_while_a_sender_awaits_an_answer(former: str, tmp_path: Path) -> None:
    claimed_until(former, "2999-01-01T12:30:00+00:00")

    with pytest.raises(LedgerUnusable, match=r"a sender is at work .* until 12:30 UTC"):
        migrate(opened(former), folder=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_sender_whose_lease_has_ended_holds_up_nothing(former: str, tmp_path: Path) -> None:
    claimed_until(former, "2020-01-01T12:30:00+00:00")

    assert migrate(opened(former), folder=tmp_path)


# Each stands in the way of the last thing that the migration makes.
IN_THE_WAY = {
    "sqlite": "CREATE TRIGGER event_follows AFTER INSERT ON batch BEGIN SELECT 1; END",
    "postgresql": "CREATE FUNCTION event_follows_the_last() RETURNS int LANGUAGE sql AS 'SELECT 1'",
}


def test_a_move_that_fails_leaves_the_ledger_as_it_was(former: str, tmp_path: Path) -> None:
    engine = opened(former)
    with engine.begin() as connection:
        connection.execute(text(IN_THE_WAY[engine.dialect.name]))

    with pytest.raises(LedgerUnusable, match="event_follows"):
        migrate(engine, folder=tmp_path)

    with engine.begin() as connection:
        assert connection.execute(text("SELECT schema FROM ledger")).scalar_one() == 1


def test_a_ledger_of_a_later_release_is_left_alone(database: str, tmp_path: Path) -> None:
    with a_ledger(database).writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(OtherSchema, match="install the release that made it"):
        migrate(opened(database), folder=tmp_path)


def test_where_there_is_no_ledger_none_is_made(database: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="no ledger here yet"):
        migrate(opened(database), folder=tmp_path)
    with pytest.raises(LedgerUnusable, match="no ledger here yet"):
        backup(opened(database), folder=tmp_path, now=NOW)


def test_a_backup_holds_one_moment_of_a_ledger_in_use(tmp_path: Path) -> None:
    ledger = approved(file_in(tmp_path / "first"), 4)
    claim(ledger, carrier="hands", limit=2)

    with ledger.writing() as connection:
        connection.execute(text("UPDATE ledger SET made_at = 'not committed'"))
        copy = backup(ledger.engine, folder=tmp_path / "backups", now=NOW)

    assert copy.name == f"ledger-{SCHEMA}-20270301T000000.000000Z.sqlite3"
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    found = a_ledger(f"sqlite:///{copy}")
    assert totals(found) == {S.SENDING: 2, S.PLANNED: 2}
    with found.reading() as connection:
        made_at = connection.execute(text("SELECT made_at FROM ledger")).scalar_one()
    assert made_at != "not committed"


def test_a_damaged_file_makes_no_backup(tmp_path: Path) -> None:
    ledger = approved(file_in(tmp_path / "first"), 200)
    ledger.engine.dispose()
    file = Path(ledger.engine.url.database or "")
    content = bytearray(file.read_bytes())
    for page in range(0, len(content), 4096):
        if b"p01" in content[page : page + 4096]:  # some of the recipients
            content[page : page + 64] = b"\xff" * 64
    file.write_bytes(content)

    with pytest.raises(LedgerUnusable, match="is damaged: restore an earlier backup"):
        backup(ledger.engine, folder=tmp_path / "backups", now=NOW)

    assert list(tmp_path.glob("backups/*")) == []


def test_without_pg_dump_the_line_to_run_is_told(
    postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql.new_database().replace("fairnotice@", "fairnotice:secret@")
    ledger = a_ledger(url)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(LedgerUnusable, match=r"run: pg_dump .*postgresql://fairnotice@") as raised:
        backup(ledger.engine, folder=tmp_path / "backups", now=NOW)

    assert "secret" not in str(raised.value)
    assert list(tmp_path.glob("backups/*")) == []


def test_a_dump_that_fails_leaves_no_file(
    postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = a_ledger(postgresql.new_database())
    monkeypatch.setenv("PGOPTIONS", "--no-such-option")  # to pg_dump alone: the pool is connected

    with pytest.raises(LedgerUnusable, match="no backup was made"):
        backup(ledger.engine, folder=tmp_path, now=NOW)

    assert list(tmp_path.iterdir()) == []

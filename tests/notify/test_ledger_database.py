"""The ledger's database: how it is found, opened and made, and what it is refused for."""

import json
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from notify.ledger_database import (
    FILE,
    LedgerUnusable,
    OtherSchema,
    connected,
    moment_of,
    open_database,
)
from notify.ledger_events import record
from notify.schema import METADATA, SCHEMA
from tests.notify.ledgers import OPENED, a_ledger
from tests.postgresql import Server

NOWHERE = Path("/nonexistent")


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://db/x", "sqlite://", "postgresql://db.example.com"]
)
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(LedgerUnusable, match=r"write sqlite:///.* or postgresql://"):
        open_database(url, root=NOWHERE)


def test_a_server_that_cannot_be_reached_is_told_in_a_line_without_its_password() -> None:
    url = "postgresql://ledger:secret@127.0.0.1:1/ledger"

    with pytest.raises(LedgerUnusable, match="cannot be opened") as raised:
        open_database(url, root=NOWHERE)

    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_text(json.dumps({"no": "database"} | {"x": "y" * 9_000}))

    with pytest.raises(LedgerUnusable, match="cannot be opened"):
        a_ledger(tmp_path)


def test_a_ledger_behind_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(LedgerUnusable, match="behind a link"):
        a_ledger(tmp_path)


def test_the_ledger_lies_in_a_private_folder_and_is_written_to_the_disk(tmp_path: Path) -> None:
    engine = open_database(None, root=tmp_path)

    file = tmp_path / ".fairnotice" / FILE
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]
    with engine.begin() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]


@pytest.mark.parametrize(
    ("found", "mend"),
    [
        pytest.param("0001", "run: fairnotice ledger migrate", id="an older one"),
        pytest.param("9999", "install the release that made it", id="a newer one"),
    ],
)
def test_another_schema_is_refused_in_one_line(database: str, found: str, mend: str) -> None:
    with a_ledger(database).writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": found})

    with pytest.raises(OtherSchema, match=f"has schema {found} .* needs {SCHEMA}; {mend}$"):
        a_ledger(database)


def test_a_program_that_is_running_stops_where_the_schema_was_changed(database: str) -> None:
    ledger = a_ledger(database)
    with ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(OtherSchema), ledger.writing() as connection:
        record(connection, at="2027", kind="plan", plan=None, facts={})


def test_a_ledger_is_made_once_and_found_again(database: str) -> None:
    def id_of() -> str:
        with a_ledger(database).reading() as connection:
            return str(connection.execute(text("SELECT id FROM ledger")).scalar_one())

    assert id_of() == id_of()


def test_the_migrations_make_the_very_tables_that_the_program_works_with(
    new_database: Callable[[], str],
) -> None:
    described = connected(new_database(), root=NOWHERE)
    OPENED.append(described)
    with described.begin() as connection:
        METADATA.create_all(connection)

    assert _shape(a_ledger(new_database()).engine) == _shape(described)


def _shape(engine: Engine) -> dict[str, object]:
    """Columns, keys, constraints and indexes of every table, as the database tells them."""
    found = inspect(engine)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(table)
                if table != "alembic_version"  # Alembic's own
            ],
            "key": found.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (one["constrained_columns"], one["referred_table"], one["options"])
                for one in found.get_foreign_keys(table)
            ),
            "unique": sorted(one["column_names"] for one in found.get_unique_constraints(table)),
            "checks": sorted(
                " ".join(one["sqltext"].split()) for one in found.get_check_constraints(table)
            ),
            "indexes": sorted(
                (
                    str(one["name"]),
                    one["column_names"],
                    one["unique"],
                    [f"{option} {value}" for option, value in one["dialect_options"].items()],
                )
                for one in found.get_indexes(table)
            ),
        }
        for table in found.get_table_names()
    }


def test_reading_sees_one_moment_and_holds_up_no_writer(database: str) -> None:
    ledger = a_ledger(database)

    with ledger.reading() as reader:
        before = _made_at(reader)
        with ledger.writing() as writer:
            writer.execute(text("UPDATE ledger SET made_at = 'later'"))
        assert _made_at(reader) == before

    with ledger.reading() as reader:
        assert _made_at(reader) == "later"


def test_what_only_reads_can_write_nothing_on_postgresql(postgresql: Server) -> None:
    ledger = a_ledger(postgresql.new_database())

    with pytest.raises(DatabaseError, match="read-only"), ledger.reading() as reader:
        reader.execute(text("UPDATE ledger SET made_at = 'later'"))


def _made_at(connection: Connection) -> str:
    return str(connection.execute(text("SELECT made_at FROM ledger")).scalar_one())


def test_the_time_is_the_database_s(database: str) -> None:
    with a_ledger(database).writing() as connection:
        first, second = moment_of(connection), moment_of(connection)
        if connection.dialect.name == "postgresql":
            asked = "SELECT clock_timestamp()"
            assert first <= connection.execute(text(asked)).scalar_one()

    assert first <= second
    assert first.tzinfo is UTC
    assert abs(datetime.now(UTC) - first) < timedelta(minutes=1)


def test_an_event_cannot_be_taken_away_by_putting_another_in_its_place(tmp_path: Path) -> None:
    """SQLite takes rows away for INSERT OR REPLACE without asking the trigger for DELETE."""
    a_ledger(tmp_path).engine.dispose()
    file = sqlite3.connect(tmp_path / "ledger.sqlite3")
    with file:
        file.execute("INSERT INTO event VALUES (1, '', 'plan', 1, '{}', '0', 'a')")

    with pytest.raises(sqlite3.IntegrityError, match="follows the last one"), file:
        file.execute("INSERT OR REPLACE INTO event VALUES (1, '', 'plan', 1, '{}', '0', 'b')")
    file.close()


def test_events_cannot_be_emptied_at_once_on_postgresql(postgresql: Server) -> None:
    ledger = a_ledger(postgresql.new_database())

    with pytest.raises(IntegrityError, match="only ever added"), ledger.writing() as connection:
        connection.execute(text("TRUNCATE event"))

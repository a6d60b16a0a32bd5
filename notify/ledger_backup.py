"""Backups of the ledger, and its move to another schema, which makes one first."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.engine import URL

from notify.ledger_database import (
    LedgerUnusable,
    moment_of,
    reading,
    refuse_other_schema,
    schema_of,
    told_in_a_line,
    upgrade,
)
from notify.ledger_place import home_of
from notify.schema import SCHEMA
from notify.schema import ledger as _ledger
from notify.schema import version as _version
from notify.sealing import Seals

FOLDER: Final = "backups"  # beside the ledger, where no other folder is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """From which schema to which a ledger was moved, and where what it was before lies."""

    found: str
    schema: str
    backup: Path | None  # null where it was made in another way


def backup(engine: Engine, *, folder: Path, now: datetime) -> Path:
    """Write a copy of the whole ledger, as it is at one moment, to a new file; return the file.

    Raises LedgerUnusable where there is no ledger, or PostgreSQL's own `pg_dump` is not here.
    """
    with told_in_a_line(), reading(engine) as connection:
        found = _schema_found(connection)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sqlite = engine.dialect.name == "sqlite"
    name = f"ledger-{found}-{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
    file = folder / f"{name}.{'sqlite3' if sqlite else 'dump'}"
    part = file.with_name(f"{file.name}.part")
    part.touch(mode=0o600, exist_ok=False)  # it holds addresses
    try:
        (_copy_sqlite if sqlite else _dump_postgresql)(engine, part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def migrate(engine: Engine, *, folder: Path | None, seals: Seals) -> Migrated | None:
    """Move a ledger to the schema of this program, after a backup; None where it has it already.

    Nobody else writes meanwhile. What was written before it was sealed is sealed. Without a folder no backup is made. Raises LedgerUnusable where a
    sender is at work, and leaves the ledger as it was.
    """
    with told_in_a_line(), engine.begin() as connection:
        found = _locked_schema(connection)
        if found == SCHEMA:
            return None
        if found > SCHEMA:
            refuse_other_schema(found)
        now = moment_of(connection)
        _refuse_claimed(connection, now)
        file = backup(engine, folder=folder, now=now) if folder is not None else None
        upgrade(connection, found=found, seals=seals)
        connection.execute(
            update(_ledger).where(_ledger.c.home == "").values(home=home_of(connection))
        )
    return Migrated(found=found, schema=SCHEMA, backup=file)


def _schema_found(connection: Connection) -> str:
    found = schema_of(connection)
    if found is None:
        raise LedgerUnusable("there is no ledger here yet; fairnotice notify plan makes it")
    return found


def _locked_schema(connection: Connection) -> str:
    """Return the schema, while nobody else can write to the ledger until this is done."""
    found = _schema_found(connection)
    if connection.dialect.name == "sqlite":
        return found  # its one writer is who began this transaction
    locked = select(_version.c.version_num).with_for_update()
    return str(connection.execute(locked).scalar_one())


def _refuse_claimed(connection: Connection, now: datetime) -> None:
    """Raise while a sender awaits an answer; one whose lease has ended will not write any more."""
    until = connection.execute(
        text("SELECT max(lease_until) FROM batch WHERE settled_at IS NULL")
    ).scalar_one()
    if until is not None and datetime.fromisoformat(until) >= now:
        raise LedgerUnusable(
            "a sender is at work on this ledger: let it end, or stop it and wait until"
            f" {datetime.fromisoformat(until):%H:%M} UTC; then run this again"
        )


def _copy_sqlite(engine: Engine, file: Path) -> None:
    with (
        closing(sqlite3.connect(str(engine.url.database))) as source,
        closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, and none beside it
        if not _is_whole(copy):
            raise LedgerUnusable(f"{engine.url.database} is damaged: restore an earlier backup")


def _is_whole(copy: sqlite3.Connection) -> bool:
    try:
        found: list[tuple[str]] = copy.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError:
        return False
    return found == [("ok",)]


def _dump_postgresql(engine: Engine, file: Path) -> None:
    environ, database = _for_libpq(engine.url)
    line = f'pg_dump --format=custom --file=ledger.dump "{database}"'
    program = shutil.which("pg_dump")
    if program is None:
        raise LedgerUnusable(
            f"pg_dump is not on this machine; where it is, run: {line}"
            " (and here, to migrate after that: fairnotice ledger migrate --already-backed-up)"
        )
    done = subprocess.run(
        [program, "--no-password", "--format=custom", f"--file={file}", f"--dbname={database}"],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LedgerUnusable(
            f"no backup was made, for {line} said: {' '.join(done.stderr.split())}"
        )


def _for_libpq(url: URL) -> tuple[Mapping[str, str], str]:
    """Return how PostgreSQL's own programs are told of a database: the password only apart."""
    query = dict(url.query)
    password = query.pop("password", url.password)
    bare = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=query,
    )
    return {"PGPASSWORD": str(password)} if password else {}, bare.render_as_string()

"""The database of the ledger: a file of SQLite, or PostgreSQL where several hosts send.

What the two do differently stands here, in `ledger_rows`, `ledger_place` and the migrations,
nowhere else.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from archive.workspace import state_folder
from notify.errors import NotifyError
from notify.ledger_place import home_of, mounts_here, refuse_network_disk
from notify.schema import SCHEMA
from notify.schema import ledger as _ledger
from notify.schema import version as _version
from notify.sealing import Seals

FILE: Final = "ledger.sqlite3"
FIRST: Final = "0001"  # the schema that did not write its number where later ones do
_LOG_PAGES: Final = 4_000  # 16 MB of log: a page that changes again and again is copied once
_PATIENCE: Final = 60  # seconds that a writer waits for another one

_WRITE_THIS: Final = (
    "write sqlite:////folder/ledger.sqlite3, or postgresql://user:password@host/database"
)
_SNAPSHOT: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {"only_reads": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


class LedgerUnusable(NotifyError):
    """The ledger's database cannot be used as it is."""


class LedgerAway(LedgerUnusable):
    """The database does not answer, or has no room: what was to be written may be tried again."""


class OtherSchema(LedgerUnusable):
    """The ledger was made by another release; nothing but `ledger migrate` changes that."""


def open_database(url: str | None, *, root: Path) -> Engine:
    """Return the ledger's database, made where there is none; refuse another schema."""
    engine = connected(url, root=root)
    try:
        with told_in_a_line():
            with reading(engine) as connection:
                found = schema_of(connection)
            refuse_other_schema(_made(engine) if found is None else found)
    except NotifyError:
        engine.dispose()
        raise
    return engine


def connected(url: str | None, *, root: Path) -> Engine:
    """Return the database that a URL names, whatever is in it; none names the usual file."""
    made = _url(url, root=root)
    return _sqlite(made) if made.get_backend_name() == "sqlite" else _postgresql(made)


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Turn what the database refuses into a line that says so."""
    try:
        yield
    except DatabaseError as error:
        said = " ".join(str(error.orig).split())
        if "malformed" in said:  # as SQLite calls a file whose pages do not fit together
            raise LedgerUnusable("the ledger is damaged: restore an earlier backup") from error
        raise LedgerUnusable(f"the ledger cannot be opened: {said}") from error


@contextmanager
def told_when_away() -> Iterator[None]:
    """Turn a database that has gone, is locked or is full into `LedgerAway`."""
    try:
        yield
    except OperationalError as error:
        said = " ".join(str(error.orig).split())
        raise LedgerAway(f"the ledger cannot be written: {said}") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment, holds up no writer, and writes nothing."""
    with engine.connect() as opened:
        connection = opened.execution_options(**_SNAPSHOT[engine.dialect.name])
        with connection.begin():
            yield connection


@contextmanager
def written_soon(connection: Connection) -> Iterator[None]:
    """Run a transaction that does not wait for the disk.

    Should the machine stop, it may be gone; not so if a later one, which waits, was done.
    """
    if connection.dialect.name == "postgresql":
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA synchronous = NORMAL")
    try:
        with connection.begin():
            yield
    finally:
        driver.execute("PRAGMA synchronous = FULL")


def hold(connection: Connection) -> None:
    """Wait until every other writer is done, and stop where the schema was changed meanwhile.

    Whoever writes an event holds it from then until the transaction ends: a chain has one end.
    """
    refuse_other_schema(
        connection.execute(select(_version.c.version_num).with_for_update()).scalar_one()
    )


def hold_mailboxes(connection: Connection, mailboxes: Iterable[str]) -> None:
    """Wait until no other writer is at work on some mailboxes, named by their keyed hashes.

    On SQLite who writes is alone anyway. It may be taken before rows that others want, unlike `hold`.
    """
    if connection.dialect.name == "postgresql":
        for one in sorted(mailboxes):
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(one))))


def moment_of(connection: Connection) -> datetime:
    """Return the present by the clock of the database, the one that all its users share."""
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)  # SQLite's own clock is this machine's, and tells milliseconds only


def overwrite_deleted(connection: Connection) -> None:
    """Let what is taken away in this transaction be overwritten in the file, not only unlinked.

    On PostgreSQL that is the work of its VACUUM; what was there is sealed in either case.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def truncate_log(engine: Engine) -> None:
    """Empty the log beside a file of SQLite, in which former values still stand."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def schema_of(connection: Connection) -> str | None:
    """Return the schema of the ledger in a database; None where there is no ledger."""
    tables = inspect(connection)
    if tables.has_table(_version.name):
        return connection.execute(select(_version.c.version_num)).scalar_one_or_none()
    return FIRST if tables.has_table(_ledger.name) else None


def refuse_other_schema(found: str) -> None:
    """Raise where a ledger has another schema than this program."""
    if found == SCHEMA:
        return
    mend = (
        "run: fairnotice ledger migrate" if found < SCHEMA else "install the release that made it"
    )
    raise OtherSchema(f"the ledger has schema {found} and this program needs {SCHEMA}; {mend}")


def upgrade(connection: Connection, *, found: str | None, seals: Seals | None = None) -> None:
    """Run every migration after the one found, in the transaction that is open."""
    # Hardly any command needs them, and they take long to import.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "notify:ledger_migrations")
    config.attributes["connection"] = connection
    config.attributes["seals"] = seals  # for what was written before it was sealed
    if found == FIRST:
        command.stamp(config, FIRST)
    command.upgrade(config, "head")


def _made(engine: Engine) -> str:
    """Make the ledger, unless another process did meanwhile; return its schema."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('fairnotice'))"))
        found = schema_of(connection)
        if found is not None:
            return found
        upgrade(connection, found=None)
        connection.execute(
            insert(_ledger).values(
                only=1,
                id=secrets.token_hex(16),
                made_at=moment_of(connection).isoformat(),
                home=home_of(connection),
            )
        )
    return SCHEMA


def _url(url: str | None, *, root: Path) -> URL:
    if not url:
        return URL.create("sqlite", database=str(state_folder(root) / FILE))
    try:
        made = make_url(url)
    except ArgumentError as error:
        raise LedgerUnusable(f"FAIRNOTICE_DATABASE is no URL; {_WRITE_THIS}") from error
    if made.get_backend_name() not in _SNAPSHOT or not made.database:
        raise LedgerUnusable(f"FAIRNOTICE_DATABASE names no database; {_WRITE_THIS}")
    return made


def _sqlite(url: URL) -> Engine:
    file = Path(url.database or "")
    if file.is_symlink() or file.parent.is_symlink():
        raise LedgerUnusable(f"{file} lies behind a link; name the file itself")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_network_disk(file, mounts=mounts_here())
    # It holds addresses; the files that SQLite puts beside it take over its mode.
    file.touch(mode=0o600)
    engine = create_engine(url.set(drivername="sqlite"), hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own transactions begin too late to read and write as one.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")


def _begin_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        hide_parameters=True,  # an error may be logged, and names nobody
        connect_args={"connect_timeout": 10, "application_name": "fairnotice"},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'")
    connection.commit()

"""The boundary to the organisation's own database: rows of recipients from one SQL query.

The query runs in a transaction that is read-only where the database knows such a thing and
undone in every case, within a stated time; rows come a thousand at a time. What an error says
is cleared of the address of the database and of its password.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, CursorResult, Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from notify.errors import NotifyError
from notify.mailboxes import one_line
from notify.recipient_rows import Row, in_order, wrong_columns
from notify.recipients import InvalidRecipients, SourceBroke

TIME_LIMIT: Final = 600.0  # seconds for the whole list
_AT_ONCE: Final = 1_000  # rows
_STEPS: Final = 100_000  # of SQLite's machine, between two looks at the clock
_SAID: Final = 300  # characters of what a database says
_READ_ONLY: Final[Mapping[str, str]] = {
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}


def sql_rows(url: str, query: str, *, variable: str, seconds: float = TIME_LIMIT) -> Iterator[Row]:
    """Yield the rows of a query, numbered from 1.

    `variable` is where the environment holds the URL; errors name it instead. Raises
    `InvalidRecipients` where the columns are wrong, `SourceBroke` where no more can be read.
    """
    made = _url(url, variable)
    end = time.monotonic() + seconds
    try:
        with (
            _reading(_engine(made, variable), seconds) as connection,
            closing(connection.exec_driver_sql(query)) as result,
        ):
            in_columns = in_order(_columns(result, variable))
            for number, values in enumerate(result, start=1):
                if time.monotonic() > end:
                    raise SourceBroke(_too_long(variable, seconds))
                yield Row(number, *in_columns(values))
    except SQLAlchemyError as error:
        # Without its cause, whose text may hold the URL, also where --debug shows every cause.
        late = time.monotonic() > end
        said = _too_long(variable, seconds) if late else _said(error, made, variable)
        raise SourceBroke(said) from None


def _url(url: str, variable: str) -> URL:
    try:
        return make_url(url.strip())
    except ArgumentError:
        message = f"{variable} is no URL of a database; write dialect://user:password@host/name"
        raise NotifyError(message) from None


def _engine(url: URL, variable: str) -> Engine:
    file = url.database or ""
    if url.get_backend_name() == "sqlite" and not (
        file.startswith("file:") or Path(file).is_file()
    ):
        raise NotifyError(f"{variable} names an SQLite file that does not exist")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")  # the driver that comes with this program
    try:
        return create_engine(url, poolclass=NullPool)
    except ModuleNotFoundError as error:
        message = f"{variable}: the package {error.name} is missing; install it beside this program"
        raise NotifyError(message) from None


@contextmanager
def _reading(engine: Engine, seconds: float) -> Iterator[Connection]:
    """Give a connection that reads; whatever it did is undone."""
    options: dict[str, Any] = {
        "stream_results": True,
        "yield_per": _AT_ONCE,
        "no_parameters": True,  # so that % and : in a query are themselves
    }
    with engine.connect() as connection, connection.begin() as transaction:
        if (statement := _READ_ONLY.get(engine.dialect.name)) is not None:
            connection.exec_driver_sql(statement)
        _limit(connection, seconds)
        yield connection.execution_options(**options)
        transaction.rollback()


def _limit(connection: Connection, seconds: float) -> None:
    """Let the database itself end a query that takes too long, where we know how to ask it."""
    match connection.dialect.name:
        case "postgresql":
            milliseconds = max(1, round(seconds * 1_000))
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
        case "sqlite":
            end = time.monotonic() + seconds
            driver: Any = connection.connection.driver_connection
            driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)


def _columns(result: CursorResult[Any], variable: str) -> list[str]:
    if not result.returns_rows:
        raise InvalidRecipients(f"{variable}: the query gives no rows; write a SELECT")
    names = [name.lower() for name in result.keys()]  # noqa: SIM118 - a method of its own
    if (problem := wrong_columns(names)) is not None:
        raise InvalidRecipients(f"{variable}: the query: {problem}")
    return names


def _too_long(variable: str, seconds: float) -> str:
    return f"{variable}: the query took more than {seconds:g} s"


def _said(error: SQLAlchemyError, url: URL, variable: str) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    said = one_line(str(cause))
    for part in sorted(_parts(url), key=len, reverse=True):
        said = said.replace(part, "…")
    return f"{variable}: the database says: {said[:_SAID]}"


def _parts(url: URL) -> set[str]:
    """Return what tells where a database is and how one gets in."""
    given = (
        value
        for each in url.query.values()
        for value in ([each] if isinstance(each, str) else each)
    )
    whole = url.render_as_string(hide_password=False)
    return {part for part in (whole, url.password, url.host, *given) if part}

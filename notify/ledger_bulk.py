"""Many rows of the ledger at once, put in or changed, as each database takes them fastest."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_VALUES: Final = 32_000  # in a statement; every SQLite that has strict tables takes them


def insert_many(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Put many rows into a table, by the driver: a tenth of the time that expressions of SQL take.

    On SQLite a statement takes as many as it has room for: one for each row takes half as long
    again. PostgreSQL takes them as a copy.
    """
    listed = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
            for values in rows:
                copy.write_row(values)
        return
    row, at_once = ", ".join("?" * len(columns)), _VALUES // len(columns)
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        marks = ", ".join([f"({row})"] * len(some))
        statement = f'INSERT INTO "{table.name}" ({listed}) VALUES {marks}'  # noqa: S608 (ours)
        driver.execute(statement, tuple(chain.from_iterable(some)))


def change_many(connection: Connection, table: Table, ids: Sequence[str], **values: object) -> None:
    """Let the rows with these ids hold these values; an expression of SQL takes half as long again."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    changes = ", ".join(f'"{name}" = {mark}' for name in values)
    listed = ", ".join([mark] * len(ids))
    statement = f'UPDATE "{table.name}" SET {changes} WHERE "id" IN ({listed})'  # noqa: S608 (ours)
    connection.exec_driver_sql(statement, (*values.values(), *ids))


def insert_new(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, object]],
    *,
    returning: Column[str],
) -> list[str]:
    """Add the rows whose key is not there yet; return a column of those that were added."""
    if not rows:
        return []
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    statement = made.on_conflict_do_nothing().returning(returning)
    return list(connection.execute(statement, list(rows)).scalars())

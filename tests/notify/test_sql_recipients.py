"""A query as the list: read as a stream, read-only, within its time, and silent about its address."""

import sqlite3
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from notify.errors import NotifyError
from notify.recipient_rows import Row
from notify.recipients import InvalidRecipients, SourceBroke
from notify.sql_recipients import sql_rows
from tests.postgresql import Server

ALL = "SELECT id, email, name, language, services, joined FROM customers ORDER BY id"
ENDLESS = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
SELECT n AS id, '' AS email, '' AS name, '' AS language, '' AS services FROM numbers {}
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Two customers in an SQLite file."""
    file = tmp_path / "customers.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.executescript(
            """
            CREATE TABLE customers (id INTEGER, email, name, language, services, joined);
            INSERT INTO customers VALUES (1, 'ada@example.com', 'Ada', 'en', 'voice;backup', NULL);
            INSERT INTO customers VALUES (2, NULL, NULL, NULL, NULL, '2019-03-11');
            """
        )
    connection.close()
    return file


def rows(file: Path, query: str = ALL, **limits: Any) -> list[Row]:
    return list(sql_rows(f"sqlite:///{file}", query, variable="CUSTOMERS_URL", **limits))


def test_rows_are_numbered_and_keep_what_the_database_gives(database: Path) -> None:
    first, second = rows(database)

    assert (first.number, first.id, first.services) == (1, 1, "voice;backup")
    assert (second.number, second.email, second.joined) == (
        2,
        None,
        "2019-03-11",
    )


def test_names_of_columns_count_whatever_their_case(database: Path) -> None:
    query = ALL.replace("id, email", "id AS ID, email AS Email", 1)

    assert rows(database, query) == rows(database)


def test_percent_and_colon_in_a_query_are_themselves(database: Path) -> None:
    query = ALL.replace("name,", "':x %s %(y)s ' || name AS name,").replace(
        "ORDER", "WHERE email LIKE '%@example.com' ORDER"
    )

    (row,) = rows(database, query)
    assert row.name == ":x %s %(y)s Ada"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("SELECT id, email FROM customers", "'name' is missing", id="columns missing"),
        pytest.param(ALL.replace("joined", "joined AS joind"), "did you mean 'joined'", id="joind"),
        pytest.param("PRAGMA foreign_keys = ON", "write a SELECT", id="no rows at all"),
    ],
)
def test_a_query_gives_the_columns_of_the_list(database: Path, query: str, said: str) -> None:
    with pytest.raises(InvalidRecipients, match=said):
        rows(database, query)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM customers RETURNING id, email, name, language, services",
        "DROP TABLE customers",
        "INSERT INTO customers (id) VALUES (3)",
        f"{ALL}; DROP TABLE customers",
    ],
)
def test_a_query_changes_nothing(database: Path, query: str) -> None:
    with pytest.raises(NotifyError):
        rows(database, query)

    assert len(rows(database)) == 2


@pytest.mark.parametrize(
    "filtered",
    [
        pytest.param("WHERE n < 0", id="before the first row"),
        pytest.param("", id="among rows that never end"),
    ],
)
def test_a_query_ends_within_its_time(database: Path, filtered: str) -> None:
    began = time.monotonic()

    with pytest.raises(SourceBroke, match=r"CUSTOMERS_URL: the query took more than 0\.3 s"):
        for _ in sql_rows(
            f"sqlite:///{database}", ENDLESS.format(filtered), variable="CUSTOMERS_URL", seconds=0.3
        ):
            pass

    assert time.monotonic() - began < 5


def test_rows_come_as_they_are_wanted(database: Path) -> None:
    some = sql_rows(f"sqlite:///{database}", ENDLESS.format(""), variable="CUSTOMERS_URL")
    assert len(list(islice(some, 1_000))) == 1_000

    tracemalloc.start()
    try:
        for _ in islice(some, 20_000):
            pass
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_a_query_that_fails_after_some_rows_broke_off(database: Path) -> None:
    query = ENDLESS.format("WHERE n <= 1500 OR abs(-9223372036854775807 - (n > 1500))")
    read: list[Row] = []

    some = sql_rows(f"sqlite:///{database}", query, variable="CUSTOMERS_URL")
    read.extend(islice(some, 1_000))
    with pytest.raises(SourceBroke, match="integer overflow"):
        read.extend(some)

    assert [row.number for row in read[:1_000]] == list(range(1, 1_001))


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("nonsense hunter2", id="no URL"),
        pytest.param("postgresql+nodriver://reader:hunter2@db.example.com/crm", id="no driver"),
        pytest.param("nothing://reader:hunter2@db.example.com/crm", id="no such database"),
        pytest.param("sqlite:////nowhere/hunter2.sqlite3", id="no file"),
    ],
)
def test_what_goes_wrong_names_the_variable_and_never_the_url(url: str) -> None:
    with pytest.raises(NotifyError) as caught:
        list(sql_rows(url, ALL, variable="CUSTOMERS_URL"))

    said = [str(caught.value)]
    cause: BaseException | None = caught.value
    while cause is not None:
        said.append(str(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    assert "CUSTOMERS_URL" in said[0]
    for text in said:
        assert "hunter2" not in text
        assert "db.example.com" not in text


def test_no_file_is_made_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(NotifyError, match="does not exist"):
        rows(tmp_path / "missing.sqlite3")

    assert list(tmp_path.iterdir()) == []


# --- on a real server

SERIES = """
SELECT n::text AS id, NULL AS email, 'a%' AS name, 'en' AS language,
       ARRAY['voice', 'backup'] AS services, DATE '2019-03-11' AS joined
FROM generate_series(1, {}) AS n
"""
ONE = SERIES.format(1)


def asked(server: Server, query: str, **limits: Any) -> Iterator[Row]:
    return sql_rows(server.new_database(), query, variable="CUSTOMERS_URL", **limits)


def test_postgresql_gives_its_own_types(postgresql: Server) -> None:
    (row,) = asked(postgresql, ONE)

    assert row == Row(1, "1", None, "a%", "en", ["voice", "backup"], date(2019, 3, 11))


@pytest.fixture
def customers(postgresql: Server) -> Iterator[Engine]:
    """A database with one customer, and a function that deletes them."""
    url = postgresql.new_database().replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE customers (id text)")
        connection.exec_driver_sql("INSERT INTO customers VALUES ('ada')")
        connection.exec_driver_sql(
            "CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS"
            " 'DELETE FROM customers RETURNING id'"
        )
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param(ONE.replace("n::text", "wipe()"), "read-only transaction", id="a function"),
        pytest.param(
            ONE.replace("n::text", "set_config('transaction_read_only', 'off', true) || wipe()"),
            "read-write mode must be set before|read-only transaction",
            id="a function that switches writing on",
        ),
        pytest.param(
            f"WITH gone AS (DELETE FROM customers RETURNING 1) {ONE}",  # noqa: S608 - refused
            "data-modifying",
            id="a deletion within",
        ),
        pytest.param(
            f"{ONE}; COMMIT; DELETE FROM customers",  # noqa: S608 - refused
            "multiple commands",
            id="a second statement",
        ),
        pytest.param(
            f"COMMIT; DELETE FROM customers; {ONE}",  # noqa: S608 - refused
            "syntax error",
            id="a statement before",
        ),
    ],
)
def test_postgresql_changes_nothing(customers: Engine, query: str, said: str) -> None:
    url = customers.url.render_as_string(hide_password=False)

    with pytest.raises(SourceBroke, match=said):
        list(sql_rows(url, query, variable="CUSTOMERS_URL"))

    with customers.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM customers").scalar_one()
    assert count == 1


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(ONE.replace("1)", "(SELECT 1 FROM pg_sleep(30)))"), id="asleep"),
        pytest.param(SERIES.format("9223372036854775807"), id="rows that never end"),
    ],
)
def test_postgresql_ends_within_its_time(postgresql: Server, query: str) -> None:
    began = time.monotonic()

    with pytest.raises(SourceBroke, match=r"took more than 0\.5 s"):
        for _ in asked(postgresql, query, seconds=0.5):
            pass

    assert time.monotonic() - began < 10


def test_postgresql_keeps_the_rows_until_they_are_wanted(postgresql: Server) -> None:
    some = asked(postgresql, SERIES.format(2_000_000))

    before = getrusage(RUSAGE_SELF).ru_maxrss
    assert [row.number for row in islice(some, 5_000)][-1] == 5_000
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 50_000  # kB; all rows would take 500 MB
    del some  # whoever loses interest leaves nothing open


def test_a_server_that_refuses_us_is_not_repeated(postgresql: Server) -> None:
    url = postgresql.new_database().replace("fairnotice@", "nobody:hunter2@")

    with pytest.raises(SourceBroke, match="CUSTOMERS_URL: the database says: ") as caught:
        list(sql_rows(url, ONE, variable="CUSTOMERS_URL"))

    assert "hunter2" not in str(caught.value)
    assert str(postgresql.folder) not in str(caught.value)

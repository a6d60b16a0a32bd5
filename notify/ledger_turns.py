"""Turns: work on the ledger that only one process at a time may do, whatever host it runs on."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from notify.ledger_database import LedgerUnusable


class AtWork(LedgerUnusable):
    """Another process does what only one at a time may do."""


@contextmanager
def no_other(engine: Engine, work: str) -> Iterator[Connection]:
    """Give a connection that only one process at a time has for some work.

    Raises `AtWork` where another has it; one that has ended, however it did, has it no more.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with _only_session(connection, work):
                yield connection
        else:
            with _only_file(Path(f"{engine.url.database}.{work}"), work):
                yield connection


@contextmanager
def _only_session(connection: Connection, work: str) -> Iterator[None]:
    key = func.hashtext(f"fairnotice {work}")
    with connection.begin():
        if not connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one():
            raise AtWork(_at_work(work))
    try:
        yield
    finally:
        connection.detach()  # the session ends with it, and with the session the lock


@contextmanager
def _only_file(file: Path, work: str) -> Iterator[None]:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AtWork(_at_work(work)) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _at_work(work: str) -> str:
    return f"another {work} is at work on this ledger; let it end, then run this again"

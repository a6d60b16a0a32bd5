"""Keys by which the ledger is written, salts that prove whom a batch named, and a chain to show.

Its events are bound by the hash of what they say, so that it can be shown without showing that.
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

from notify.chain import BrokenChain

revision = "0003"
down_revision = "0002"

_TABLES = (
    """CREATE TABLE key_in_use (
    purpose TEXT NOT NULL,
    id TEXT NOT NULL,
    since TEXT NOT NULL,
    retired_at TEXT,
    PRIMARY KEY (purpose, id)
)""",
    """CREATE TABLE hold (
    number INTEGER PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    why TEXT NOT NULL,
    person TEXT,
    notice TEXT,
    ended_at TEXT,
    ended_by TEXT,
    ended_why TEXT,
    CONSTRAINT of_a_person_or_a_notice CHECK ((person IS NULL) <> (notice IS NULL))
)""",
    """CREATE TABLE job (
    name TEXT PRIMARY KEY NOT NULL,
    begun_at TEXT NOT NULL,
    done_at TEXT,
    said TEXT NOT NULL,
    failed_at TEXT
)""",
)
_SQLITE_GUARD = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
)


def upgrade() -> None:
    """Add tables and a column, and bind the events anew."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    op.execute("ALTER TABLE batch ADD COLUMN salts TEXT")
    op.execute(
        "DROP TRIGGER event_no_update"
        if sqlite
        else "ALTER TABLE event DISABLE TRIGGER event_no_change"
    )
    _bind_anew(op.get_bind())
    op.execute(_SQLITE_GUARD if sqlite else "ALTER TABLE event ENABLE TRIGGER event_no_change")


def _bind_anew(connection: sa.Connection) -> None:
    """Write the hashes anew; raise where those that stand there are not right."""
    former = hash_ = "0" * 64
    events = connection.execute(sa.text("SELECT * FROM event ORDER BY number")).mappings().all()
    for event in events:
        start = [event["number"], event["at"], event["kind"], event["plan"]]
        if (event["prev_hash"], event["hash"]) != (former, _hash([*start, event["body"], former])):
            raise BrokenChain(
                f"event {event['number']} of the ledger is not as it was written; keep the file"
                " as it is and restore a backup"
            )
        prev, former = hash_, event["hash"]
        hash_ = _hash([*start, hashlib.sha256(event["body"].encode()).hexdigest(), prev])
        connection.execute(
            sa.text("UPDATE event SET prev_hash = :prev, hash = :hash WHERE number = :number"),
            {"prev": prev, "hash": hash_, "number": event["number"]},
        )


def _hash(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()

"""PostgreSQL, events that only ever follow the last one, and where the ledger lives."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_LEDGER = """CREATE TABLE ledger (
    "only" INTEGER PRIMARY KEY NOT NULL CHECK ("only" = 1),
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    home TEXT NOT NULL
)"""
# The trigger comes first even for INSERT OR REPLACE, which would take an event away unasked.
_SQLITE_FOLLOWS = """CREATE TRIGGER event_follows BEFORE INSERT ON event
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'an event follows the last one'); END"""

# Class 23 of the SQL standard, as any other constraint that was violated.
_POSTGRESQL = (
    """CREATE FUNCTION events_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'events are only ever added' USING ERRCODE = '23001'; END $$""",
    """CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION events_are_only_added()""",
    """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION events_are_only_added()""",
    """CREATE FUNCTION event_follows_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event) THEN
            RAISE EXCEPTION 'an event follows the last one' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER event_follows BEFORE INSERT ON event
    FOR EACH ROW EXECUTE FUNCTION event_follows_the_last()""",
)


def upgrade() -> None:
    """Change the table of the ledger itself, and guard its events."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    made_at = connection.execute(sa.text("SELECT made_at FROM ledger")).scalar_one_or_none()
    op.execute("DROP TABLE ledger")
    op.execute(f"{_LEDGER} STRICT" if sqlite else _LEDGER)
    if made_at is not None:
        connection.execute(
            sa.text("INSERT INTO ledger VALUES (1, :id, :made_at, '')"),
            {"id": secrets.token_hex(16), "made_at": made_at},
        )
    for statement in (_SQLITE_FOLLOWS,) if sqlite else _POSTGRESQL:
        op.execute(statement)

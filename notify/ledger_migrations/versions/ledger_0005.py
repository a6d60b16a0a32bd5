"""Who wants no more mail, the canaries, and the headers that a notice goes out with."""

from alembic import op

revision = "0005"
down_revision = "0004"

_TABLES = (
    """CREATE TABLE suppression (
        id TEXT PRIMARY KEY NOT NULL,
        mailbox TEXT NOT NULL,
        mailbox_key TEXT,
        kind TEXT NOT NULL,
        reason TEXT NOT NULL,
        source TEXT NOT NULL,
        at TEXT NOT NULL,
        CONSTRAINT kind_is_known CHECK (kind IN ('legal', 'courtesy')),
        CONSTRAINT reason_is_known CHECK (reason IN ('bounced', 'complained', 'unsubscribed')),
        CONSTRAINT source_is_known CHECK (source IN ('provider', 'link'))
    )""",
    """CREATE TABLE canary (
        id TEXT PRIMARY KEY NOT NULL,
        carrier TEXT NOT NULL,
        sent_at TEXT NOT NULL,
        taken INTEGER NOT NULL CHECK (taken IN (0, 1)),
        seen_at TEXT,
        delivered_at TEXT
    )""",
)


def upgrade() -> None:
    """Make the tables, and room for the headers."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE notice ADD COLUMN headers TEXT NOT NULL DEFAULT '{}'")
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    op.execute("CREATE INDEX suppression_by_mailbox ON suppression (mailbox, kind)")

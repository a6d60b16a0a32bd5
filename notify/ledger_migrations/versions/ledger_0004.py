"""What providers say of the mails they were given, and a doubt that stops the sending."""

from alembic import op

revision = "0004"
down_revision = "0003"

_TABLES = (
    """CREATE TABLE provider_post (
        id TEXT PRIMARY KEY NOT NULL,
        provider TEXT NOT NULL,
        at TEXT NOT NULL,
        signed_at TEXT,
        signature TEXT,
        signer TEXT,
        body TEXT
    )""",
    """CREATE TABLE provider_event (
        provider TEXT NOT NULL,
        id TEXT NOT NULL,
        post TEXT NOT NULL REFERENCES provider_post (id),
        delivery TEXT NOT NULL,
        batch TEXT,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        detail TEXT NOT NULL,
        joined_at TEXT,
        PRIMARY KEY (provider, id),
        CONSTRAINT kind_is_known CHECK (kind IN ('processed', 'deferred', 'delivered', 'dropped',
            'bounced', 'blocked', 'complained'))
    )""",
)
_INDEXES = (
    "CREATE INDEX provider_event_by_delivery ON provider_event (delivery, kind)",
    "CREATE INDEX provider_event_to_join ON provider_event (delivery) WHERE joined_at IS NULL",
    "CREATE INDEX provider_event_by_kind ON provider_event (kind, at)",
)


def upgrade() -> None:
    """Make the tables, and room for the doubt."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE ledger ADD COLUMN doubt TEXT")
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    for statement in _INDEXES:
        op.execute(statement)

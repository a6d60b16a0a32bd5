"""The keys that the ledger is written with, and the salts that prove whom a batch named."""

from alembic import op

revision = "0003"
down_revision = "0002"

_KEY_IN_USE = """CREATE TABLE key_in_use (
    purpose TEXT NOT NULL,
    id TEXT NOT NULL,
    since TEXT NOT NULL,
    retired_at TEXT,
    PRIMARY KEY (purpose, id)
)"""


def upgrade() -> None:
    """Add a table and a column."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"{_KEY_IN_USE} STRICT" if sqlite else _KEY_IN_USE)
    op.execute("ALTER TABLE batch ADD COLUMN salts TEXT")

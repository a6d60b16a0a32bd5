"""What holds sending up: a carrier's limits, a pause, a cancelled plan, a mail put off."""

from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = (
    """CREATE TABLE gate (
        carrier TEXT NOT NULL,
        account TEXT NOT NULL,
        not_before TEXT,
        failures INTEGER NOT NULL,
        failed_at TEXT,
        stopped_at TEXT,
        reason TEXT NOT NULL,
        PRIMARY KEY (carrier, account)
    )""",
    """CREATE TABLE brake (
        "plan" INTEGER PRIMARY KEY NOT NULL,
        kind TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        CONSTRAINT kind_is_known CHECK (kind IN ('pause', 'cancel'))
    )""",
)
_STATEMENTS = (
    'ALTER TABLE "plan" ADD COLUMN approved_carrier TEXT',
    'ALTER TABLE "plan" ADD COLUMN approved_account TEXT',
    'ALTER TABLE "plan" ADD COLUMN approved_sender TEXT',
    "ALTER TABLE delivery ADD COLUMN not_before TEXT",
    "CREATE INDEX delivery_on_its_way ON delivery (batch) WHERE state = 'sending'",
    "CREATE INDEX batch_awaited ON batch (lease_until) WHERE settled_at IS NULL",
)


def upgrade() -> None:
    """Make the tables, and find again quickly what is on its way."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    for statement in _STATEMENTS:
        op.execute(statement)

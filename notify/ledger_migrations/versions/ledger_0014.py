"""Indexes of deliveries that take less of a sender's time, and that SQLite uses."""

from typing import Final

from alembic import op

revision = "0014"
down_revision = "0013"

_INDEXES: Final = (
    """delivery_unknown ON delivery ("plan") WHERE state = 'unknown'""",
    """delivery_withheld ON delivery ("plan") WHERE state = 'withheld'""",
    """delivery_failed ON delivery ("plan") WHERE state = 'failed'""",
    "delivery_of_batch ON delivery (batch) WHERE batch IS NOT NULL",
)


def upgrade() -> None:
    """Put indexes of one state in place of one of a list of states."""
    for former in ("delivery_to_look_at", "delivery_on_its_way"):
        op.execute(f"DROP INDEX {former}")
    for index in _INDEXES:
        op.execute(f"CREATE INDEX {index}")

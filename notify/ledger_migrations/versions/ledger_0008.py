"""Which deliveries name nobody any more, as the person asked."""

from alembic import op

revision = "0008"
down_revision = "0007"

_ERASED = """CREATE TABLE erased (
    delivery TEXT PRIMARY KEY NOT NULL REFERENCES delivery (id),
    at TEXT NOT NULL,
    proof TEXT NOT NULL
)"""


def upgrade() -> None:
    """Add a table."""
    op.execute(f"{_ERASED} STRICT" if op.get_bind().dialect.name == "sqlite" else _ERASED)
    op.execute("CREATE INDEX erased_by_proof ON erased (proof)")

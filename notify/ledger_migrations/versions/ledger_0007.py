"""Until when a notice must be told."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the last lawful day; of a notice that was planned before, it is not known."""
    op.execute("ALTER TABLE notice ADD COLUMN tell_by TEXT")

"""Since when subscribers want to hear of as much as they do, so that nothing older is listed for them."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Take the day on which each wish was last changed: whoever wanted less hears of nothing older."""
    op.execute("ALTER TABLE subscription ADD COLUMN heard_since TEXT NOT NULL DEFAULT ''")
    op.execute("UPDATE subscription SET heard_since = changed_at")

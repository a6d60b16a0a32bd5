"""What a large plan begins with, how many mails a batch holds, and who made a plan."""

from alembic import op

revision = "0010"
down_revision = "0009"

_SAMPLE = """CREATE TABLE sample (
    "plan" INTEGER PRIMARY KEY NOT NULL REFERENCES "plan" (number),
    shares TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    passed_at TEXT,
    passed_by TEXT,
    stopped_at TEXT,
    seen_handed INTEGER NOT NULL,
    seen_refused INTEGER NOT NULL,
    seen_complained INTEGER NOT NULL,
    CHECK ((passed_at IS NULL) = (passed_by IS NULL))
)"""
_STATEMENTS = (
    "ALTER TABLE batch ADD COLUMN mails INTEGER NOT NULL DEFAULT 0",
    'CREATE INDEX batch_of_notice ON batch ("plan", notice)',
    "ALTER TABLE canary ADD COLUMN trial INTEGER NOT NULL DEFAULT 0",
    """ALTER TABLE "plan" ADD COLUMN services TEXT NOT NULL DEFAULT '[]'""",
    'ALTER TABLE "plan" ADD COLUMN planned_by TEXT',
)


def upgrade() -> None:
    """Add a table and what it counts by; of what was handed over before, no sample is asked."""
    op.execute(f"{_SAMPLE} STRICT" if op.get_bind().dialect.name == "sqlite" else _SAMPLE)
    for statement in _STATEMENTS:
        op.execute(statement)

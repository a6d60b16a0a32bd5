"""Deliveries that are written in two thirds of the time, as millions are planned at once."""

from typing import Final

from alembic import op

revision = "0013"
down_revision = "0012"

_RULE: Final = """CASE state
    WHEN 'planned' THEN notice IS NOT NULL AND mailbox IS NOT NULL AND person IS NOT NULL
        AND wording IS NOT NULL AND (claimed IS NULL OR claimed = 1)
    WHEN 'excluded' THEN reason IS NOT NULL AND claimed IS NULL
    WHEN 'sending' THEN notice IS NOT NULL AND mailbox IS NOT NULL AND person IS NOT NULL
        AND wording IS NOT NULL AND batch IS NOT NULL AND claimed IS NOT NULL AND claimed = 1
    WHEN 'accepted' THEN notice IS NOT NULL AND mailbox IS NOT NULL
        AND claimed IS NOT NULL AND claimed = 1
    WHEN 'cancelled' THEN notice IS NOT NULL AND mailbox IS NOT NULL AND claimed IS NULL
    WHEN 'failed' THEN notice IS NOT NULL AND mailbox IS NOT NULL AND claimed IS NULL
    ELSE state IN ('delivered', 'bounced', 'dropped', 'withheld', 'unknown')
        AND notice IS NOT NULL AND mailbox IS NOT NULL AND claimed IS NOT NULL AND claimed = 1
    END"""
_FORMER_RULES: Final = (
    *("state_is_known", "told_something", "told_somebody", "excluded_for_a_reason"),
    *("sending_in_a_batch", "claimed_in_its_states"),
)
_TABLES: Final = {
    "delivery": f"""CREATE TABLE delivery (
        id TEXT PRIMARY KEY NOT NULL,
        "plan" INTEGER NOT NULL REFERENCES planning (number),
        notice TEXT,
        recipient TEXT NOT NULL,
        mailbox TEXT,
        person TEXT,
        wording INTEGER,
        reason TEXT,
        told_as TEXT,
        state TEXT NOT NULL,
        batch TEXT REFERENCES batch (id),
        claimed INTEGER,
        not_before TEXT,
        FOREIGN KEY ("plan", notice) REFERENCES notice ("plan", id),
        UNIQUE (mailbox, "plan", notice),
        CONSTRAINT state_has_what_it_needs CHECK ({_RULE})
    ) STRICT, WITHOUT ROWID""",
    "erased": """CREATE TABLE erased (
        delivery TEXT PRIMARY KEY NOT NULL REFERENCES delivery (id),
        at TEXT NOT NULL,
        proof TEXT NOT NULL
    ) STRICT""",
}
_INDEXES: Final = {
    "a_mailbox_gets_a_notice_once": """UNIQUE INDEX a_mailbox_gets_a_notice_once
    ON delivery (notice, mailbox) WHERE claimed = 1""",
    "delivery_to_claim": """INDEX delivery_to_claim ON delivery ("plan", notice, id)
    WHERE state = 'planned'""",
    "delivery_to_look_at": """INDEX delivery_to_look_at ON delivery (state, "plan")
    WHERE state IN ('bounced', 'dropped', 'failed', 'unknown', 'withheld')""",
    "delivery_on_its_way": """INDEX delivery_on_its_way ON delivery (batch)
    WHERE state = 'sending'""",
    "erased_by_proof": "INDEX erased_by_proof ON erased (proof)",
}


def upgrade() -> None:
    """Say in one rule what a delivery needs in each state, and keep its row with its key."""
    if op.get_bind().dialect.name == "sqlite":
        _remake()
        return
    dropped = "".join(f"DROP CONSTRAINT {name}, " for name in _FORMER_RULES)
    rule = f"ADD CONSTRAINT state_has_what_it_needs CHECK ({_RULE})"
    op.execute(f"ALTER TABLE delivery {dropped}{rule}")


def _remake() -> None:
    """Make the table again, and the one that hangs on it: SQLite alters neither rules nor keys."""
    for index in _INDEXES:
        op.execute(f"DROP INDEX {index}")
    for name in _TABLES:
        op.execute(f"ALTER TABLE {name} RENAME TO former_{name}")
    for name, table in _TABLES.items():
        op.execute(table)
        op.execute(f"INSERT INTO {name} SELECT * FROM former_{name}")  # noqa: S608 (ours)
    for name in reversed(_TABLES):
        op.execute(f"DROP TABLE former_{name}")
    for index in _INDEXES.values():
        op.execute(f"CREATE {index}")

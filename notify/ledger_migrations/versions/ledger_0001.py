"""The first ledger: plans, notices, deliveries, batches and the chain of events."""

from alembic import op

revision = "0001"
down_revision = None

_STATES = (
    "'planned', 'sending', 'accepted', 'delivered', 'bounced', 'dropped',"
    " 'withheld', 'excluded', 'cancelled', 'failed', 'unknown'"
)
_TABLES = (
    """CREATE TABLE ledger (
        schema INTEGER PRIMARY KEY NOT NULL,
        made_at TEXT NOT NULL
    )""",
    """CREATE TABLE "plan" (
        number INTEGER PRIMARY KEY NOT NULL,
        hash TEXT NOT NULL CHECK (length(hash) = 64),
        made_at TEXT NOT NULL,
        today TEXT NOT NULL,
        read_at TEXT NOT NULL,
        recipients INTEGER NOT NULL,
        override_who TEXT,
        override_why TEXT,
        approved_by TEXT,
        approved_at TEXT,
        replaced_by INTEGER,
        FOREIGN KEY (replaced_by) REFERENCES "plan" (number) DEFERRABLE INITIALLY DEFERRED,
        CHECK (approved_at IS NULL OR replaced_by IS NULL),
        CHECK ((override_who IS NULL) = (override_why IS NULL)),
        CHECK ((approved_by IS NULL) = (approved_at IS NULL))
    )""",
    """CREATE TABLE baseline (
        "only" INTEGER PRIMARY KEY NOT NULL CHECK ("only" = 1),
        day TEXT NOT NULL,
        left_out TEXT NOT NULL
    )""",
    """CREATE TABLE notice (
        "plan" INTEGER NOT NULL REFERENCES "plan" (number),
        id TEXT NOT NULL,
        day TEXT NOT NULL,
        language TEXT NOT NULL,
        covered TEXT NOT NULL,
        kind TEXT NOT NULL,
        from_name TEXT NOT NULL,
        from_address TEXT NOT NULL,
        reply_to TEXT,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        html TEXT NOT NULL,
        PRIMARY KEY ("plan", id)
    )""",
    """CREATE TABLE batch (
        id TEXT PRIMARY KEY NOT NULL,
        "plan" INTEGER NOT NULL,
        notice TEXT NOT NULL,
        carrier TEXT NOT NULL,
        claimed_at TEXT NOT NULL,
        lease_until TEXT NOT NULL,
        settled_at TEXT,
        message_id TEXT,
        note TEXT,
        FOREIGN KEY ("plan", notice) REFERENCES notice ("plan", id)
    )""",
    f"""CREATE TABLE delivery (
        id TEXT PRIMARY KEY NOT NULL,
        "plan" INTEGER NOT NULL REFERENCES "plan" (number),
        notice TEXT,
        recipient TEXT NOT NULL,
        address TEXT,
        name TEXT,
        mailbox TEXT,
        substitutions TEXT,
        services TEXT,
        reason TEXT,
        told_as TEXT,
        state TEXT NOT NULL,
        batch TEXT REFERENCES batch (id),
        FOREIGN KEY ("plan", notice) REFERENCES notice ("plan", id),
        UNIQUE ("plan", notice, recipient),
        CONSTRAINT state_is_known CHECK (state IN ({_STATES})),
        CONSTRAINT only_excluded_lack_address CHECK ((state = 'excluded') = (address IS NULL)),
        CONSTRAINT told_something CHECK (state = 'excluded' OR notice IS NOT NULL),
        CONSTRAINT excluded_for_a_known_reason CHECK (state <> 'excluded' OR reason IN
            ('no address', 'other services', 'same mailbox', 'already told')),
        CONSTRAINT sending_in_a_batch CHECK (state <> 'sending' OR batch IS NOT NULL)
    )""",
    """CREATE TABLE event (
        number INTEGER PRIMARY KEY NOT NULL,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        "plan" INTEGER,
        body TEXT NOT NULL,
        prev_hash TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE
    )""",
)
_INDEXES = (
    'CREATE UNIQUE INDEX a_plan_stands_once ON "plan" (hash) WHERE replaced_by IS NULL',
    """CREATE UNIQUE INDEX a_mailbox_gets_a_notice_once ON delivery (notice, mailbox)
    WHERE state NOT IN ('cancelled', 'excluded', 'failed')""",
    'CREATE INDEX delivery_by_state ON delivery (state, "plan", notice, id)',
    "CREATE INDEX delivery_by_mailbox ON delivery (mailbox)",
)
# The first release knew SQLite alone; the next migration makes what PostgreSQL has instead.
_SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
    for verb in ("UPDATE", "DELETE")
)


def upgrade() -> None:
    """Make the tables."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    for statement in (*_INDEXES, *(_SQLITE_TRIGGERS if sqlite else ())):
        op.execute(statement)

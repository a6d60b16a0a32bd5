"""What the reader service keeps: subscriptions, what was asked by an address, answers in products."""

from alembic import op

revision = "0011"
down_revision = "0010"

_TABLES = (
    """CREATE TABLE subscription (
        id TEXT PRIMARY KEY NOT NULL,
        mailbox TEXT NOT NULL UNIQUE,
        address TEXT NOT NULL,
        policies TEXT NOT NULL,
        services TEXT NOT NULL,
        extent TEXT NOT NULL,
        rhythm TEXT NOT NULL,
        language TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        confirmed_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        CONSTRAINT extent_is_known CHECK (extent IN ('must be told', 'all')),
        CONSTRAINT rhythm_is_known CHECK (rhythm IN ('at once', 'weekly'))
    )""",
    """CREATE TABLE reader_request (
        id TEXT PRIMARY KEY NOT NULL,
        kind TEXT NOT NULL,
        mailbox TEXT NOT NULL,
        folded TEXT NOT NULL,
        address TEXT NOT NULL,
        wish TEXT,
        language TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        state TEXT NOT NULL,
        mailed_at TEXT,
        used_at TEXT,
        CONSTRAINT kind_is_known CHECK (kind IN ('subscribe', 'preferences')),
        CONSTRAINT state_is_known CHECK (state IN ('asked', 'mailing', 'mailed', 'unknown')),
        CONSTRAINT mailed_once_it_is_no_more_asked
            CHECK ((mailed_at IS NULL) = (state = 'asked'))
    )""",
    """CREATE TABLE answer (
        id TEXT PRIMARY KEY NOT NULL,
        service TEXT NOT NULL,
        subject TEXT NOT NULL,
        who TEXT,
        policy TEXT NOT NULL,
        revision TEXT NOT NULL,
        version TEXT NOT NULL,
        kind TEXT NOT NULL,
        purpose TEXT NOT NULL,
        at TEXT NOT NULL,
        "key" TEXT NOT NULL,
        request TEXT NOT NULL UNIQUE,
        CONSTRAINT kind_is_known
            CHECK (kind IN ('seen', 'accepted', 'consented', 'refused')),
        CONSTRAINT of_a_purpose CHECK ((kind IN ('consented', 'refused')) = (purpose <> '')),
        CONSTRAINT version_is_a_hash CHECK (length(version) = 71)
    )""",
)
_INDEXES = (
    "CREATE INDEX reader_request_by_folded ON reader_request (folded)",
    "CREATE INDEX reader_request_by_mailbox ON reader_request (mailbox)",
    "CREATE INDEX reader_request_by_mailed ON reader_request (mailed_at)",
    "CREATE INDEX reader_request_to_mail ON reader_request (asked_at, id) WHERE state = 'asked'",
    "CREATE INDEX answer_by_subject ON answer (subject, policy)",
)


def upgrade() -> None:
    """Make the tables."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    for index in _INDEXES:
        op.execute(index)

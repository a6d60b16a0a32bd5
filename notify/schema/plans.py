"""Plans: the notices that a planning made, and what their readers have in place of the marks."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from notify.schema.foundation import METADATA

# Every planning that was begun. Until a row of `plan` has its number it is a draft, which counts
# for nothing: whoever reads deliveries joins `plan`.
planning: Final = Table(
    "planning",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("begun_at", Text, nullable=False),
    sqlite_strict=True,
)

plan: Final = Table(
    "plan",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),  # of its planning
    Column("hash", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("today", Text, nullable=False),
    Column("read_at", Text, nullable=False),  # the commit the texts were read at
    Column("recipients", Integer, nullable=False),  # on the list
    Column("override_who", Text),
    Column("override_why", Text),
    Column("approved_by", Text),
    Column("approved_at", Text),
    # Set before the plan that replaces it is written, in the same transaction.
    Column(
        "replaced_by", Integer, ForeignKey("plan.number", deferrable=True, initially="DEFERRED")
    ),
    Column("told", Integer, nullable=False),  # of the recipients, those to whom a mail goes
    Column("unlisted", Text, nullable=False),  # JSON: how many have no row of their own, and why
    Column("rows", Integer, nullable=False),  # of deliveries, in all states together
    # The way that its mails were approved to go out.
    Column("approved_carrier", Text),
    Column("approved_account", Text),
    Column("approved_sender", Text),  # addresses
    # JSON: of each service its title, how many are told, how many are not.
    Column("services", Text, nullable=False, server_default="[]"),
    Column("planned_by", Text),  # null where nobody was named
    CheckConstraint("approved_at IS NULL OR replaced_by IS NULL"),
    CheckConstraint("length(hash) = 64"),
    CheckConstraint("(override_who IS NULL) = (override_why IS NULL)"),
    CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)"),
    sqlite_strict=True,
)
_UNREPLACED = text("replaced_by IS NULL")
Index(
    "a_plan_stands_once",
    plan.c.hash,
    unique=True,
    sqlite_where=_UNREPLACED,
    postgresql_where=_UNREPLACED,
)

baseline: Final = Table(
    "baseline",
    METADATA,
    # One row at most: a ledger begins once.
    Column("only", Integer, CheckConstraint('"only" = 1'), primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),
    Column("left_out", Text, nullable=False),  # JSON: revision ids
    sqlite_strict=True,
)

notice: Final = Table(
    "notice",
    METADATA,
    Column("plan", Integer, ForeignKey("planning.number"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("covered", Text, nullable=False),  # JSON: the revisions that count as told
    Column("kind", Text, nullable=False),
    Column("from_name", Text, nullable=False),
    Column("from_address", Text, nullable=False),
    Column("reply_to", Text),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("headers", Text, nullable=False, server_default="{}"),  # JSON
    Column("tell_by", Text),  # the last lawful day to tell it; null where no period is owed
    sqlite_strict=True,
)

# What many readers of one notice have in place of its marks: their services, and the words.
wording: Final = Table(
    "wording",
    METADATA,
    Column("plan", Integer, primary_key=True),
    Column("notice", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("services", Text, nullable=False),  # JSON: titles, the reason
    Column("words", Text, nullable=False),  # JSON, by mark
    ForeignKeyConstraint(["plan", "notice"], ["notice.plan", "notice.id"]),
    sqlite_strict=True,
)

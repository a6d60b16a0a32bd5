"""The record itself: which ledger it is, its keys and regular jobs, and the chain of its events."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    String,
    Table,
    Text,
)

from notify.schema.foundation import METADATA

# Where the number of the schema stands; its one row is what writers wait for each other at.
version: Final = Table(
    "alembic_version",
    METADATA,
    Column("version_num", String(32), primary_key=True),
)

ledger: Final = Table(
    "ledger",
    METADATA,
    Column("only", Integer, CheckConstraint('"only" = 1'), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),  # random: what is kept outside names it
    Column("made_at", Text, nullable=False),
    Column("home", Text, nullable=False),  # where it lives, in the words of `ledger_place`
    Column("doubt", Text),  # why nothing may go out until a person has looked
    sqlite_strict=True,
)

# The keys that something in the ledger was written with, each by its id.
key_in_use: Final = Table(
    "key_in_use",
    METADATA,
    Column("purpose", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("retired_at", Text),  # from then on it only reads
    sqlite_strict=True,
)

# When each of the things that must be done regularly was begun, and last done.
job: Final = Table(
    "job",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("begun_at", Text, nullable=False),
    Column("done_at", Text),
    Column("said", Text, nullable=False),
    Column("failed_at", Text),  # null once it was done again
    sqlite_strict=True,
)

# Opaque ids only: the addresses stand in `delivery` and nowhere else.
events: Final = Table(
    "event",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("plan", Integer),
    Column("body", Text, nullable=False),  # JSON
    Column("prev_hash", Text, nullable=False, unique=True),  # a chain cannot fork
    Column("hash", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

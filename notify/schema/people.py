"""People: who gets no more mail of a kind, and what may not be forgotten of whom."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    Table,
    Text,
)

from notify.carriers import MailKind
from notify.keys import Purpose
from notify.schema.foundation import METADATA, SEALED_WITH, one_of
from notify.suppressions import SuppressionReason, SuppressionSource

# Which mailboxes get no more mail of a kind, under every hash that deliveries may name them by.
suppression: Final = Table(
    "suppression",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("mailbox", Text, nullable=False),
    # Sealed, so that another key can find it; null once the person was erased.
    Column("mailbox_key", Text, info={SEALED_WITH: Purpose.DATA}),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", Text, nullable=False),
    one_of("kind", MailKind),
    one_of("reason", SuppressionReason),
    one_of("source", SuppressionSource),
    sqlite_strict=True,
)
Index("suppression_by_mailbox", suppression.c.mailbox, suppression.c.kind)

# What may be neither erased nor forgotten, because a court or somebody else asked for it.
hold: Final = Table(
    "hold",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("person", Text, info={SEALED_WITH: Purpose.DATA}),  # sealed: an address, or their id
    Column("notice", Text),
    Column("ended_at", Text),
    Column("ended_by", Text),
    Column("ended_why", Text),
    CheckConstraint("(person IS NULL) <> (notice IS NULL)", name="of_a_person_or_a_notice"),
    sqlite_strict=True,
)

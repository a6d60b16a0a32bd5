"""Carriers: what holds them up, the mails of our own that try them, and what they post back."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from notify.keys import Purpose
from notify.provider_events import EventKind
from notify.schema.foundation import METADATA, SEALED_WITH, one_of

# What a carrier asked of everybody who sends through one account, and how often it has failed.
gate: Final = Table(
    "gate",
    METADATA,
    Column("carrier", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("not_before", Text),  # nothing is claimed until then
    Column("failures", Integer, nullable=False),  # in a row
    Column("failed_at", Text),
    Column("stopped_at", Text),  # a person must act first
    Column("reason", Text, nullable=False),
    sqlite_strict=True,
)

# What people hold up: one plan, or everything (0).
brake: Final = Table(
    "brake",
    METADATA,
    Column("plan", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    CheckConstraint("kind IN ('pause', 'cancel')", name="kind_is_known"),
    sqlite_strict=True,
)

# Mails of our own to a mailbox of our own: what is heard of them tells a dead webhook from dead mail.
canary: Final = Table(
    "canary",
    METADATA,
    Column("id", Text, primary_key=True),  # of the delivery, and of its batch
    Column("carrier", Text, nullable=False),
    Column("sent_at", Text, nullable=False),
    Column("taken", Integer, CheckConstraint("taken IN (0, 1)"), nullable=False),
    Column("seen_at", Text),  # when the first event about it came in
    Column("delivered_at", Text),
    # 1: to a person who tries a notice; what becomes of it shows nothing of mail as a whole.
    Column("trial", Integer, nullable=False, server_default="0"),
    sqlite_strict=True,
)

# What goes out first of a large plan; the rest waits until it was looked at.
sample: Final = Table(
    "sample",
    METADATA,
    Column("plan", Integer, ForeignKey("plan.number"), primary_key=True, autoincrement=False),
    Column("shares", Text, nullable=False),  # JSON: how many mails, by notice
    Column("begun_at", Text, nullable=False),
    Column("passed_at", Text),  # from then on the rest may go
    Column("passed_by", Text),
    Column("stopped_at", Text),  # by its limits; null once a person let it go on
    # What a person had seen of it when they let it go on: limits count what came since.
    Column("seen_handed", Integer, nullable=False),
    Column("seen_refused", Integer, nullable=False),
    Column("seen_complained", Integer, nullable=False),
    CheckConstraint("(passed_at IS NULL) = (passed_by IS NULL)"),
    sqlite_strict=True,
)

# What a provider posted, as it was signed: the proof of what it said. The body is sealed, as it
# names addresses, and goes when its time is over; the rest stays.
provider_post: Final = Table(
    "provider_post",
    METADATA,
    Column("id", Text, primary_key=True),  # hash of signature, time and body
    Column("provider", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("signed_at", Text),
    Column("signature", Text),
    Column("signer", Text),  # the public key that verified it
    Column("body", Text, info={SEALED_WITH: Purpose.DATA}),
    sqlite_strict=True,
)

provider_event: Final = Table(
    "provider_event",
    METADATA,
    Column("provider", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # the provider's own: what it says twice counts once
    Column("post", Text, ForeignKey("provider_post.id"), nullable=False),
    # No keys to other tables: it may come before the sender's own commit, or name what was lost.
    Column("delivery", Text, nullable=False),
    Column("batch", Text),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),  # by the provider's clock
    Column("detail", Text, nullable=False),
    Column("joined_at", Text),  # when it was counted; null while the delivery is being handed over
    one_of("kind", EventKind),
    sqlite_strict=True,
)
Index("provider_event_by_delivery", provider_event.c.delivery, provider_event.c.kind)
_NOT_JOINED = text("joined_at IS NULL")
Index(
    "provider_event_to_join",
    provider_event.c.delivery,
    sqlite_where=_NOT_JOINED,
    postgresql_where=_NOT_JOINED,
)
Index("provider_event_by_kind", provider_event.c.kind, provider_event.c.at)

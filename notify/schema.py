"""The tables of the ledger, as the newest migration leaves them.

The rules stand here as constraints, so that no mistake elsewhere can break them: a mailbox
gets a notice once, a state is one of those known. Events are never altered, by triggers that
the migrations make. A change here needs a migration in `ledger_migrations`, and a new `SCHEMA`.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.keys import Purpose
from notify.provider_events import EventKind
from notify.suppressions import SuppressionReason, SuppressionSource

SCHEMA: Final = "0009"  # the newest migration

METADATA: Final = MetaData()

SEALED_WITH: Final = "sealed with"  # in the info of a column: the purpose of the keys that seal it


def _one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


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
    CheckConstraint("approved_at IS NULL OR replaced_by IS NULL"),
    CheckConstraint("length(hash) = 64"),
    CheckConstraint("(override_who IS NULL) = (override_why IS NULL)"),
    CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)"),
    sqlite_strict=True,
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

delivery: Final = Table(
    "delivery",
    METADATA,
    Column("id", Text, primary_key=True),  # opaque: carriers keep it for years
    Column("plan", Integer, ForeignKey("planning.number"), nullable=False),
    Column("notice", Text),
    Column("recipient", Text, nullable=False),
    Column("mailbox", Text),  # a keyed hash, equal for two spellings of one mailbox
    # Sealed, a line each: address, name, own words. For who has no address: what stands for it.
    Column("person", Text, info={SEALED_WITH: Purpose.DATA}),
    Column("wording", Integer),
    Column("reason", Text),  # why excluded or failed
    Column("told_as", Text),  # the recipient whose mail reaches the same mailbox
    Column("state", Text, nullable=False),
    Column("batch", Text, ForeignKey("batch.id")),
    Column("claimed", Integer),  # 1 from its first claim on: it may have gone out
    Column("not_before", Text),  # where its own server put it off
    ForeignKeyConstraint(["plan", "notice"], ["notice.plan", "notice.id"]),
    UniqueConstraint("mailbox", "plan", "notice"),
    _one_of("state", DeliveryState),
    CheckConstraint(
        "state = 'excluded' OR (notice IS NOT NULL AND mailbox IS NOT NULL)", name="told_something"
    ),
    CheckConstraint(
        "state NOT IN ('planned', 'sending') OR (person IS NOT NULL AND wording IS NOT NULL)",
        name="told_somebody",
    ),
    CheckConstraint("state <> 'excluded' OR reason IS NOT NULL", name="excluded_for_a_reason"),
    CheckConstraint("state <> 'sending' OR batch IS NOT NULL", name="sending_in_a_batch"),
    CheckConstraint(
        "CASE WHEN state = 'planned' THEN claimed IS NULL OR claimed = 1"
        " WHEN state IN ('cancelled', 'excluded', 'failed') THEN claimed IS NULL"
        " ELSE claimed IS NOT NULL AND claimed = 1 END",
        name="claimed_in_its_states",
    ),
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
# Planned twice is a mistake that harms nobody; from the claim on it would be a second mail.
# Not by its state: that changes again and again, and the index would be written anew each time.
_CLAIMED = text("claimed = 1")
Index(
    "a_mailbox_gets_a_notice_once",
    delivery.c.notice,
    delivery.c.mailbox,
    unique=True,
    sqlite_where=_CLAIMED,
    postgresql_where=_CLAIMED,
)
_PLANNED = text(f"state = '{DeliveryState.PLANNED}'")
Index(
    "delivery_to_claim",
    delivery.c.plan,
    delivery.c.notice,
    delivery.c.id,
    sqlite_where=_PLANNED,
    postgresql_where=_PLANNED,
)
_TO_LOOK_AT = text("state IN ('bounced', 'dropped', 'failed', 'unknown', 'withheld')")
Index(
    "delivery_to_look_at",
    delivery.c.state,
    delivery.c.plan,
    sqlite_where=_TO_LOOK_AT,
    postgresql_where=_TO_LOOK_AT,
)
_SENDING = text(f"state = '{DeliveryState.SENDING}'")
Index(
    "delivery_on_its_way",
    delivery.c.batch,
    sqlite_where=_SENDING,
    postgresql_where=_SENDING,
)

batch: Final = Table(
    "batch",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("plan", Integer, nullable=False),
    Column("notice", Text, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("claimed_at", Text, nullable=False),
    Column("lease_until", Text, nullable=False),
    Column("settled_at", Text),  # null while the answer is awaited
    Column("message_id", Text),
    Column("note", Text),  # what the carrier said of the whole batch
    Column(
        "salts", Text, info={SEALED_WITH: Purpose.EVIDENCE}
    ),  # sealed: what proves each delivery of it, in the order of its event
    ForeignKeyConstraint(["plan", "notice"], ["notice.plan", "notice.id"]),
    sqlite_strict=True,
)
_AWAITED = text("settled_at IS NULL")
Index("batch_awaited", batch.c.lease_until, sqlite_where=_AWAITED, postgresql_where=_AWAITED)

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
    _one_of("kind", EventKind),
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
    _one_of("kind", MailKind),
    _one_of("reason", SuppressionReason),
    _one_of("source", SuppressionSource),
    sqlite_strict=True,
)
Index("suppression_by_mailbox", suppression.c.mailbox, suppression.c.kind)

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
    sqlite_strict=True,
)

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

# Deliveries that name nobody any more, as the person asked; until the proof is forgotten as well,
# who presents the address can still be shown what became of them.
erased: Final = Table(
    "erased",
    METADATA,
    Column("delivery", Text, ForeignKey("delivery.id"), primary_key=True),
    Column("at", Text, nullable=False),
    Column("proof", Text, nullable=False),  # a keyed hash of the mailbox or id
    sqlite_strict=True,
)
Index("erased_by_proof", erased.c.proof)

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

"""Deliveries: who is told what and how far that has come, and the batches they go out in."""

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
    UniqueConstraint,
    text,
)

from notify.deliveries import DeliveryState as S
from notify.keys import Purpose
from notify.schema.foundation import METADATA, SEALED_WITH

# What a delivery must have in each state. One rule, the usual states first: as six rules, this
# would cost a planning more than sealing the address does, and a list of states a sender as much
# as all else that it writes of one.
_TOLD = "notice IS NOT NULL AND mailbox IS NOT NULL"
_SOMEBODY = f"{_TOLD} AND person IS NOT NULL AND wording IS NOT NULL"
_CLAIMED_ONCE = "claimed IS NOT NULL AND claimed = 1"
_FIRST = (S.PLANNED, S.EXCLUDED, S.SENDING, S.ACCEPTED, S.CANCELLED, S.FAILED)
_LATER = ", ".join(f"'{state}'" for state in S if state not in _FIRST)
_STATE_HAS = f"""CASE state
    WHEN '{S.PLANNED}' THEN {_SOMEBODY} AND (claimed IS NULL OR claimed = 1)
    WHEN '{S.EXCLUDED}' THEN reason IS NOT NULL AND claimed IS NULL
    WHEN '{S.SENDING}' THEN {_SOMEBODY} AND batch IS NOT NULL AND {_CLAIMED_ONCE}
    WHEN '{S.ACCEPTED}' THEN {_TOLD} AND {_CLAIMED_ONCE}
    WHEN '{S.CANCELLED}' THEN {_TOLD} AND claimed IS NULL
    WHEN '{S.FAILED}' THEN {_TOLD} AND claimed IS NULL
    ELSE state IN ({_LATER}) AND {_TOLD} AND {_CLAIMED_ONCE} END"""

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
    CheckConstraint(_STATE_HAS, name="state_has_what_it_needs"),
    sqlite_strict=True,
    sqlite_with_rowid=False,  # as ids come in order, the row stands with its key
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
_PLANNED = text(f"state = '{S.PLANNED}'")
Index(
    "delivery_to_claim",
    delivery.c.plan,
    delivery.c.notice,
    delivery.c.id,
    sqlite_where=_PLANNED,
    postgresql_where=_PLANNED,
)
# What is rare and asked for often, a state each: to look whether a row is in a list of states
# takes SQLite as long as to change it, and of such a list it never uses the index for one.
for _state in (S.UNKNOWN, S.WITHHELD, S.FAILED):
    _is_so = text(f"state = '{_state}'")
    Index(f"delivery_{_state}", delivery.c.plan, sqlite_where=_is_so, postgresql_where=_is_so)
_IN_A_BATCH = text("batch IS NOT NULL")  # whatever its state: it stays when that changes
Index("delivery_of_batch", delivery.c.batch, sqlite_where=_IN_A_BATCH, postgresql_where=_IN_A_BATCH)

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
    # How many mails: all of them while the answer is awaited, then those that may have gone out.
    Column("mails", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(["plan", "notice"], ["notice.plan", "notice.id"]),
    sqlite_strict=True,
)
_AWAITED = text("settled_at IS NULL")
Index("batch_of_notice", batch.c.plan, batch.c.notice)
Index("batch_awaited", batch.c.lease_until, sqlite_where=_AWAITED, postgresql_where=_AWAITED)

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

"""The tables of the reader service: who subscribed, what was asked by an address, who answered what."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Table, Text, text

from notify.answers import AnswerKind
from notify.keys import Purpose
from notify.reader_requests import RequestKind, RequestState
from notify.schema.foundation import METADATA, SEALED_WITH, one_of
from notify.subscriptions import Extent, Rhythm

# Who gets courtesy mail: a mailbox subscribes once, after its reader confirmed it by a link.
subscription: Final = Table(
    "subscription",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("mailbox", Text, nullable=False, unique=True),  # a keyed hash, as in `delivery`
    Column("address", Text, nullable=False, info={SEALED_WITH: Purpose.DATA}),
    Column("policies", Text, nullable=False),  # JSON: ids; with no service either, all policies
    Column("services", Text, nullable=False),  # JSON: ids
    Column("extent", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("confirmed_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("heard_since", Text, nullable=False),  # when so much was first wanted
    one_of("extent", Extent),
    one_of("rhythm", Rhythm),
    sqlite_strict=True,
)

# What somebody asked by naming an address, until its days are over: a mail goes there, or none.
reader_request: Final = Table(
    "reader_request",
    METADATA,
    Column("id", Text, primary_key=True),  # what the link in the mail names
    Column("kind", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("folded", Text, nullable=False),  # a keyed hash, equal for name@ and name+tag@
    Column("address", Text, nullable=False, info={SEALED_WITH: Purpose.DATA}),
    Column("wish", Text),  # JSON; null where nothing but a link was asked
    Column("language", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("mailed_at", Text),  # when its mail was begun to be handed over
    Column("used_at", Text),  # when the link was first used
    one_of("kind", RequestKind),
    one_of("state", RequestState),
    CheckConstraint(
        "(mailed_at IS NULL) = (state = 'asked')", name="mailed_once_it_is_no_more_asked"
    ),
    sqlite_strict=True,
)
Index("reader_request_by_folded", reader_request.c.folded)
Index("reader_request_by_mailbox", reader_request.c.mailbox)
Index("reader_request_by_mailed", reader_request.c.mailed_at)
_ASKED = text(f"state = '{RequestState.ASKED}'")
Index(
    "reader_request_to_mail",
    reader_request.c.asked_at,
    reader_request.c.id,
    sqlite_where=_ASKED,
    postgresql_where=_ASKED,
)

# What a product's user said of one version in the product. Rows are only added: the newest of a
# subject, policy and purpose is the present answer.
answer: Final = Table(
    "answer",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("subject", Text, nullable=False),  # a keyed hash of service and the product's own id
    Column("who", Text, info={SEALED_WITH: Purpose.DATA}),  # that id; null once it was erased
    Column("policy", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("version", Text, nullable=False),  # the hash of the very text
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),  # of a consent; empty for the rest
    Column("at", Text, nullable=False),
    Column("key", Text, nullable=False),  # the id of the key that the product signed with
    Column("request", Text, nullable=False, unique=True),  # a hash: said twice, it counts once
    one_of("kind", AnswerKind),
    CheckConstraint("(kind IN ('consented', 'refused')) = (purpose <> '')", name="of_a_purpose"),
    CheckConstraint("length(version) = 71", name="version_is_a_hash"),  # sha256: and 64 digits
    sqlite_strict=True,
)
Index("answer_by_subject", answer.c.subject, answer.c.policy)

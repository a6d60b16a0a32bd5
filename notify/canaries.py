"""Canaries: mails of our own to a mailbox of our own, which tell a dead webhook from dead mail.

Silence alone says nothing: a mail without events may be lost, or only its events. A canary that
was sent later and was heard of shows that events come through.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from notify.carriers import Addressee, Batch, BatchId, DeliveryId, Mail, MailKind, NoticeId
from notify.mailboxes import Mailbox

PATIENCE: Final = timedelta(hours=1)  # for the events of one mail; most come within a minute


class Hearing(StrEnum):
    """What canaries show of mail and of its events."""

    UNTRIED = "untried"  # none was sent, or none could be
    WAITING = "waiting"  # the first one was sent just now
    ALIVE = "alive"  # mail arrives, and its events come through
    NO_EVENTS = "no events"  # the provider took it and nothing was ever heard: look at the webhook
    NO_MAIL = "no mail"  # events come through, and say that it did not arrive: look at the mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """One canary that a carrier took, and what was heard of it."""

    sent_at: datetime
    seen_at: datetime | None  # when the first event about it came in
    delivered_at: datetime | None  # when an event said that it arrived


def hearing(canaries: Sequence[Canary], *, now: datetime) -> Hearing:
    """Return what the newest canary shows that can show anything yet."""
    if not canaries:
        return Hearing.UNTRIED
    for canary in sorted(canaries, key=lambda one: one.sent_at, reverse=True):
        if canary.delivered_at is not None:
            return Hearing.ALIVE
        if now - canary.sent_at >= PATIENCE:
            return Hearing.NO_EVENTS if canary.seen_at is None else Hearing.NO_MAIL
    return Hearing.WAITING


def canary_batch(id_: str, *, to: Mailbox, from_: Mailbox) -> Batch:
    """Return a canary as a carrier takes it: a batch of one, whose id is its delivery's too."""
    mail = Mail(
        notice=NoticeId(id_),
        kind=MailKind.LEGAL,
        subject="Check: do our notices arrive, and do we hear of it?",
        text=_WORDS,
        html=f"<p>{_WORDS}</p>",
        from_=from_,
    )
    addressee = Addressee(delivery=DeliveryId(id_), mailbox=to)
    return Batch(id=BatchId(id_), mail=mail, addressees=(addressee,))


_WORDS: Final = (
    "This mail was sent by Fair Notice to a mailbox of its own. It shows that notices arrive and"
    " that the mail provider's events come back. There is nothing to do."
)

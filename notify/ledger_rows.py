"""Rows of the ledger from plans, and mails from rows: the same bytes on both sides."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from notify.carriers import Addressee, Batch, BatchId, DeliveryId, Mail, MailKind, NoticeId
from notify.deliveries import DeliveryState
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.mailboxes import Mailbox
from notify.plans import Excluded, Plan, PlannedDelivery, PlannedNotice
from notify.sealing import Seals
from notify.tokens import TokenUse, make_token

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStatus:
    """What became of one notice of one plan: how many deliveries are in which state."""

    id: NoticeId
    subject: str
    day: str
    language: str
    counts: Mapping[DeliveryState, int]
    reasons: Mapping[str, int]  # of those excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStatus:
    """One plan: its approval, its notices, and those who are told nothing."""

    number: int
    hash: str
    today: str
    recipients: int
    override: str | None
    approved_by: str | None
    approved_at: str | None
    notices: tuple[NoticeStatus, ...]
    unconcerned: int  # recipients whom no notice of the plan is for
    outcomes: Mapping[tuple[DeliveryState, ...], int]  # recipients, by the states of their mails
    reasons: Mapping[str, int]  # recipients who are excluded, by reason


def plan_row(plan: Plan, *, number: int, now: str) -> dict[str, object]:
    """Return the row of a plan that nobody has approved yet."""
    return {
        "number": number,
        "hash": plan.hash,
        "made_at": now,
        "today": plan.today.isoformat(),
        "read_at": plan.read_at,
        "recipients": plan.recipients,
        "override_who": plan.override.who if plan.override else None,
        "override_why": plan.override.why if plan.override else None,
    }


def notice_row(planned: PlannedNotice, *, plan: int) -> dict[str, object]:
    """Return the row of a notice, with its mail to the byte."""
    mail = planned.mail.mail
    return {
        "plan": plan,
        "id": mail.notice,
        "day": planned.notice.day.isoformat(),
        "language": planned.notice.language,
        "covered": json.dumps(sorted(planned.notice.covered)),
        "kind": mail.kind,
        "from_name": mail.from_.name,
        "from_address": mail.from_.address,
        "reply_to": mail.reply_to.address if mail.reply_to else None,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": json.dumps(dict(mail.headers)),
    }


def delivery_rows(
    plan: Plan, *, number: int, new_id: Callable[[], str]
) -> Iterator[dict[str, object]]:
    """Yield a row for everybody: those to be told, then those who are not."""
    for told in plan.deliveries:
        yield _told_row(told, plan=number, id_=new_id())
    for excluded in plan.excluded:
        yield _excluded_row(excluded, plan=number, id_=new_id())


def mail_of(row: Row) -> Mail:
    """Return the mail of a notice's row: what was approved, never rendered again."""
    return Mail(
        notice=NoticeId(row["id"]),
        kind=MailKind(row["kind"]),
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        from_=Mailbox(address=row["from_address"], name=row["from_name"]),
        reply_to=Mailbox(address=row["reply_to"]) if row["reply_to"] else None,
        headers=json.loads(row["headers"]),
    )


def mailbox_of(row: Row) -> Mailbox:
    """Return the mailbox that a delivery's row goes to."""
    return Mailbox(address=row["address"], name=row["name"])


def addressee_of(row: Row) -> Addressee:
    """Return whom a delivery's row goes to, with the words in place of the marks."""
    return Addressee(
        delivery=DeliveryId(row["id"]),
        mailbox=mailbox_of(row),
        substitutions=json.loads(row["substitutions"]),
    )


def batch_of(batch: str, notice: Row, deliveries: Sequence[Row], *, seals: Seals) -> Batch:
    """Return what is handed over in one call; each courtesy mail with a token to leave by."""
    addressees = tuple(addressee_of(row) for row in deliveries)
    if notice["kind"] == MailKind.COURTESY:
        addressees = tuple(_with_token(addressee, seals) for addressee in addressees)
    return Batch(id=BatchId(batch), mail=mail_of(notice), addressees=addressees)


def _with_token(addressee: Addressee, seals: Seals) -> Addressee:
    # By the newest key of the day it goes out, so that the link lives as long as can be.
    token = make_token(seals.keyring, TokenUse.UNSUBSCRIBE, addressee.delivery)
    words = {**addressee.substitutions, UNSUBSCRIBE_MARK: token}
    return replace(addressee, substitutions=words)


_NOBODY: Mapping[str, None] = dict.fromkeys(
    ("address", "name", "mailbox", "substitutions", "services", "reason", "told_as")
)


def _told_row(told: PlannedDelivery, *, plan: int, id_: str) -> dict[str, object]:
    return {
        **_NOBODY,
        "id": id_,
        "plan": plan,
        "notice": told.notice,
        "recipient": told.recipient,
        "address": told.mailbox.address,
        "name": told.mailbox.name,
        "mailbox": told.mailbox_key,
        "substitutions": json.dumps(dict(told.substitutions)),
        "services": json.dumps(told.services),
        "state": DeliveryState.PLANNED,
    }


def _excluded_row(excluded: Excluded, *, plan: int, id_: str) -> dict[str, object]:
    return {
        **_NOBODY,
        "id": id_,
        "plan": plan,
        "notice": excluded.notice,
        "recipient": excluded.recipient,
        "reason": excluded.reason,
        "told_as": excluded.told_as,
        "state": DeliveryState.EXCLUDED,
    }

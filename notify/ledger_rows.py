"""Rows of the ledger from plans, and mails from rows: the same bytes on both sides."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from notify.carriers import Addressee, Batch, BatchId, DeliveryId, Mail, MailKind, NoticeId
from notify.deliveries import DeliveryState
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.mailboxes import Mailbox
from notify.plans import Entry, Plan, PlannedNotice, Wording
from notify.reader_words import all_words
from notify.recipients import MailboxKey, written_key
from notify.schema import wording as _wording
from notify.sealing import Place, Sealed, Seals
from notify.tokens import TokenUse, make_token

PERSON: Final = Place("delivery.person")  # a line each: address, name, own words

# What a planning writes of a delivery.
DELIVERY: Final = (
    *("id", "plan", "notice", "recipient", "mailbox", "person", "wording", "reason", "told_as"),
    "state",
)
_PLANNED: Final = str(DeliveryState.PLANNED)
_EXCLUDED: Final = str(DeliveryState.EXCLUDED)

Row = Mapping[Any, Any]
Wordings = Mapping[int, Mapping[str, str | None]]  # by number; none stands for the reader's own


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStatus:
    """What became of one notice of one plan: how many deliveries are in which state."""

    id: NoticeId
    subject: str
    day: str
    language: str
    counts: Mapping[DeliveryState, int]
    reasons: Mapping[str, int]  # of those excluded
    stopped: Mapping[str, int] = field(
        default_factory=dict
    )  # of those cancelled, by the reader's doing

    def why(self, state: DeliveryState) -> Mapping[str, int]:
        """Return why deliveries are in a state, where that is known."""
        known = {DeliveryState.EXCLUDED: self.reasons, DeliveryState.CANCELLED: self.stopped}
        return known.get(state, {})


class ServiceTold(NamedTuple):
    """How many people of a service a plan tells, and how many it does not."""

    title: str
    told: int
    not_told: int


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
    services: tuple[ServiceTold, ...] = ()
    planned_by: str | None = None  # None: nobody was named

    def why(self, state: DeliveryState) -> Mapping[str, int]:
        """Return why recipients are in a state, where that is known."""
        return self.reasons if state is DeliveryState.EXCLUDED else {}


def services_in(written: str) -> tuple[ServiceTold, ...]:
    """Return of each service how many a plan tells, from the plan's row."""
    return tuple(ServiceTold(*one) for one in json.loads(written))


def plan_row(plan: Plan, *, number: int, now: str) -> dict[str, object]:
    """Return the row of a plan that nobody has approved yet."""
    return {
        "number": number,
        "hash": plan.hash,
        "made_at": now,
        "today": plan.today.isoformat(),
        "read_at": plan.read_at,
        "recipients": plan.recipients,
        "told": plan.told,
        "unlisted": json.dumps(plan.unlisted),
        "rows": plan.rows,
        "services": json.dumps([[s.service.title, s.told, s.not_told] for s in plan.services]),
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


def tell_by(planned: PlannedNotice, plan: Plan) -> str | None:
    """Return the last lawful day to tell a notice of a plan; None where no period is owed."""
    items = {(item.policy_id, item.subject) for item in planned.notice.items}
    owed = [one.last_day for one in plan.periods if (one.policy_id, one.revision) in items]
    return min(owed).isoformat() if owed else None


def wording_row(wording: Wording, *, plan: int) -> dict[str, object]:
    """Return the row of the words that many readers of a notice share."""
    return {
        "plan": plan,
        "notice": wording.notice,
        "number": wording.number,
        "services": json.dumps(wording.services),
        "words": json.dumps(wording.words),
    }


def delivery_rows(
    entries: Sequence[Entry], *, plan: int, ids: Iterable[str], seals: Seals
) -> list[tuple[object, ...]]:
    """Return the rows of entries, in the order of `DELIVERY`, what they say of a person sealed.

    Only rows of people who should be told say which mailbox they are about: it is found again
    from what is sealed, when the key of the indexes changes.
    """
    sealed = iter(seals.seal_all([entry.person for entry in entries if entry.person], PERSON))
    return [
        _delivery_row(entry, plan, id_, next(sealed) if entry.person else None)
        for entry, id_ in zip(entries, ids, strict=False)
    ]


def _delivery_row(entry: Entry, plan: int, id_: str, sealed: Sealed | None) -> tuple[object, ...]:
    notice, recipient, wording = entry.notice, entry.recipient, entry.wording
    mailbox = None if sealed is None else entry.mailbox
    if wording is None:
        reason = entry.reason.value if entry.reason else None  # text that no driver asks about
        why = (reason, entry.told_as, _EXCLUDED)
        return id_, plan, notice, recipient, mailbox, sealed, None, *why
    number = wording.number
    return id_, plan, notice, recipient, mailbox, sealed, number, None, None, _PLANNED


def key_in(person: str) -> MailboxKey:
    """Return the key of the mailbox that a row's sealed lines are about."""
    return written_key(person.split("\n", 1)[0])


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


def wordings_of(
    connection: Connection, *, plan: int, notice: str, numbers: Collection[int]
) -> Wordings:
    """Return the words, by number, that readers of one notice have in place of its marks."""
    w = _wording.c
    of_notice = (w.plan == plan, w.notice == notice, w.number.in_(numbers))
    found = connection.execute(select(w.number, w.words).where(*of_notice))
    return {row.number: json.loads(row.words) for row in found}


def batch_of(
    batch: str,
    mail: Mail,
    deliveries: Sequence[Any],  # id, person as sealed, number of the wording
    *,
    wordings: Wordings,
    seals: Seals,
) -> Batch:
    """Return what is handed over in one call; each courtesy mail with a token to leave by."""
    people = seals.open_all([person for _, person, _ in deliveries], PERSON)
    words: dict[tuple[object, ...], Mapping[str, str]] = {}  # what many share is made once
    addressees = []
    for (id_, _, wording), person in zip(deliveries, people, strict=True):
        address, name, *own = person.split("\n")
        given = words.get((wording, *own))
        if given is None:
            given = words[wording, *own] = all_words(wordings[wording], own)
        addressees.append(_addressee(id_, address, name, given))
    if mail.kind is MailKind.COURTESY:
        addressees = [_with_token(addressee, seals) for addressee in addressees]
    return Batch(id=BatchId(batch), mail=mail, addressees=tuple(addressees))


def addressee_of(
    id_: str, person: str, shared: Mapping[str, str | None], seals: Seals
) -> Addressee:
    """Return whom a delivery goes to, with the words in place of the marks."""
    address, name, *own = seals.open(person, PERSON).split("\n")
    return _addressee(id_, address, name, all_words(shared, own))


def _addressee(id_: str, address: str, name: str, words: Mapping[str, str]) -> Addressee:
    mailbox = Mailbox(address=address, name=name)
    return Addressee(delivery=DeliveryId(id_), mailbox=mailbox, substitutions=words)


def _with_token(addressee: Addressee, seals: Seals) -> Addressee:
    # By the newest key of the day it goes out, so that the link lives as long as can be.
    token = make_token(seals.keyring, TokenUse.UNSUBSCRIBE, addressee.delivery)
    words = {**addressee.substitutions, UNSUBSCRIBE_MARK: token}
    return msgspec.structs.replace(addressee, substitutions=words)

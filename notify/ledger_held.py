"""What the ledger holds about a mailbox, collected for its reader: by keyed hashes, and nobody else's."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.held_data import HeldAnswer, HeldData, HeldNotice, HeldRequest, HeldStop
from notify.ledger import Ledger
from notify.ledger_answers import answers_by
from notify.ledger_database import told_when_away
from notify.ledger_persons import NobodyFound, PersonRows, person_rows
from notify.ledger_rows import PERSON
from notify.ledger_subscriptions import subscription_of
from notify.mailboxes import Mailbox
from notify.recipients import mailbox_key
from notify.schema import batch as _batch
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.schema import reader_request as _request
from notify.schema import suppression as _suppression
from notify.sealing import Seals


def held_about(ledger: Ledger, mailbox: Mailbox) -> HeldData:
    """Return everything that is held about a mailbox; raise `LedgerAway` where it cannot be read."""
    seals = ledger.seals
    indexes = seals.indexes(mailbox_key(mailbox))
    with told_when_away(), ledger.reading() as connection:
        found = _person(connection, seals, mailbox)
        return HeldData(
            address=mailbox.address,
            subscription=subscription_of(connection, seals, indexes),
            notices=_notices(connection, seals, found.rows if found else ()),
            answers=_answers(connection, seals, found.names if found else frozenset()),
            stops=_stops(connection, indexes),
            requests=_requests(connection, indexes),
        )


def _person(connection: Connection, seals: Seals, mailbox: Mailbox) -> PersonRows | None:
    try:
        return person_rows(connection, seals, mailbox.address)
    except NobodyFound:
        return None


def _notices(connection: Connection, seals: Seals, rows: Sequence[Any]) -> tuple[HeldNotice, ...]:
    found = [_notice_of(connection, seals, row) for row in rows if row.notice is not None]
    return tuple(sorted(found, key=lambda one: one.planned_at, reverse=True))


def _answers(
    connection: Connection, seals: Seals, names: Collection[str]
) -> tuple[HeldAnswer, ...]:
    return tuple(
        HeldAnswer(
            service=service,
            known_as=known_as,
            policy=answer.policy,
            version=answer.version,
            kind=answer.kind,
            purpose=answer.purpose or None,
            at=at,
        )
        for service, known_as, at, answer in reversed(answers_by(connection, seals, names))
    )


def _notice_of(connection: Connection, seals: Seals, row: Any) -> HeldNotice:
    of_notice = (_notice.c.plan == row.plan, _notice.c.id == row.notice)
    notice = connection.execute(select(_notice).where(*of_notice)).one()
    made_at = select(_plan.c.made_at).where(_plan.c.number == row.plan)
    claimed_at = select(_batch.c.claimed_at).where(_batch.c.id == row.batch)
    return HeldNotice(
        subject=notice.subject,
        day=notice.day,
        kind=MailKind(notice.kind),
        language=notice.language,
        planned_at=connection.execute(made_at).scalar_one(),
        handed_over_at=connection.execute(claimed_at).scalar_one_or_none(),
        state=DeliveryState(row.state),
        known_as=row.recipient,
        name=_name(row, seals),
    )


def _name(row: Any, seals: Seals) -> str:
    lines = seals.open(row.person, PERSON).split("\n") if row.person else []
    return lines[1] if len(lines) > 1 else ""


def _stops(connection: Connection, indexes: Sequence[str]) -> tuple[HeldStop, ...]:
    s = _suppression.c
    query = select(s.kind, s.reason, s.source, s.at).where(s.mailbox.in_(indexes)).order_by(s.at)
    rows = {(row.kind, row.reason): row for row in connection.execute(query)}  # one for each key
    return tuple(
        HeldStop(kind=row.kind, reason=row.reason, source=row.source, at=row.at)
        for row in rows.values()
    )


def _requests(connection: Connection, indexes: Sequence[str]) -> tuple[HeldRequest, ...]:
    r = _request.c
    query = select(r.kind, r.asked_at, r.state, r.mailed_at, r.used_at)
    rows = connection.execute(query.where(r.mailbox.in_(indexes)).order_by(r.asked_at.desc()))
    return tuple(
        HeldRequest(
            kind=row.kind,
            asked_at=row.asked_at,
            state=row.state,
            mailed_at=row.mailed_at,
            used_at=row.used_at,
        )
        for row in rows
    )

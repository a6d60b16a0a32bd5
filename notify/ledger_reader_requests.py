"""Requests of readers in the ledger: written down, decided, mailed once, and used once."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from archive.revisions import Language
from notify.ledger import Ledger
from notify.ledger_database import hold, overwrite_deleted, told_when_away
from notify.ledger_joining import chunks
from notify.ledger_rows import Row
from notify.ledger_subscriptions import wish_of, wish_row
from notify.mailboxes import Mailbox
from notify.reader_requests import (
    LINK_LIVES,
    WAITS,
    ReaderRequest,
    RequestId,
    RequestKind,
    RequestState,
    folded_key,
    is_over,
)
from notify.recipients import mailbox_key
from notify.schema import delivery as _delivery
from notify.schema import reader_request as _request
from notify.schema import subscription as _subscription
from notify.schema import suppression as _suppression
from notify.sealing import Place, Seals
from notify.suppressions import SuppressionReason

ADDRESS: Final = Place("reader_request.address")
_LOOKED_AT: Final = 200  # requests a transaction, in which others wait
_HOUR: Final = timedelta(hours=1)
_WEEK: Final = timedelta(days=7)  # the longest time that a limit looks back
# Who cannot be reached is mailed nothing; who called our mail spam is not asked to subscribe.
_UNWANTED: Final = {
    RequestKind.SUBSCRIBE: (SuppressionReason.BOUNCED, SuppressionReason.COMPLAINED),
    RequestKind.PREFERENCES: (SuppressionReason.BOUNCED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRequest:
    """A request as the ledger has it."""

    request: ReaderRequest
    asked_at: str
    mailed_at: str
    used_at: str | None


def write_requests(ledger: Ledger, requests: Sequence[ReaderRequest]) -> None:
    """Write down what was asked, all of it or nothing; raises `LedgerAway` where it cannot be."""
    seals = ledger.seals
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "mailbox": seals.index(mailbox_key(one.mailbox)),
            "folded": seals.index(folded_key(one.mailbox.address)),
            "address": seals.seal(one.mailbox.address, ADDRESS),
            "wish": json.dumps(wish_row(one.wish)) if one.wish else None,
            "language": one.language,
            "state": RequestState.ASKED,
        }
        for one in requests
    ]
    with told_when_away(), ledger.writing() as connection:
        now = ledger.moment(connection)
        connection.execute(insert(_request), [{**row, "asked_at": now} for row in rows])


def take_to_mail(ledger: Ledger, *, mails_an_hour: int, most: int) -> list[ReaderRequest]:
    """Return requests to mail now, each never to be returned again; drop those that get no mail.

    Where the mails of the hour are used up, the rest waits; what waited for a day is dropped.
    """
    with told_when_away(), ledger.reading() as connection:
        room = mails_an_hour - _mailed_since(connection, ledger, _HOUR)
        waits = select(exists().where(_request.c.state == RequestState.ASKED))
        if room <= 0 or not connection.execute(waits).scalar_one():
            return []  # without holding up whoever is just asking
    with told_when_away(), ledger.writing() as connection:
        overwrite_deleted(connection)
        hold(connection)  # two that decide at once would both find room
        room = min(most, mails_an_hour - _mailed_since(connection, ledger, _HOUR))
        oldest = select(_request).where(_request.c.state == RequestState.ASKED)
        order = (_request.c.asked_at, _request.c.id)
        rows = connection.execute(oldest.order_by(*order).limit(_LOOKED_AT)).mappings().all()
        taken: list[ReaderRequest] = []
        dropped: list[str] = []
        for row in rows:
            if not _is_wanted(connection, ledger, row):
                dropped.append(row["id"])
            elif len(taken) >= room:
                break
            else:
                _begin(connection, ledger, row["id"])
                taken.append(request_in(row, ledger.seals))
        connection.execute(delete(_request).where(_request.c.id.in_(dropped)))
        return taken


def settle_request(ledger: Ledger, id_: RequestId, state: RequestState) -> None:
    """Note what became of a mail; one that certainly did not go out is asked for again."""
    values: dict[str, object] = {"state": state}
    if state is RequestState.ASKED:
        values["mailed_at"] = None
    with told_when_away(), ledger.writing() as connection:
        connection.execute(update(_request).where(_request.c.id == id_).values(values))


def drop_request(ledger: Ledger, id_: RequestId) -> None:
    """Forget a request whose mail no carrier takes."""
    with told_when_away(), ledger.writing() as connection:
        overwrite_deleted(connection)
        connection.execute(delete(_request).where(_request.c.id == id_))


def kept_request(
    connection: Connection, seals: Seals, id_: RequestId, kind: RequestKind
) -> KeptRequest | None:
    """Return a request that was mailed; None where it is not known, or is of another kind."""
    query = select(_request).where(
        _request.c.id == id_, _request.c.kind == kind, _request.c.mailed_at.is_not(None)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return KeptRequest(
        request=request_in(row, seals),
        asked_at=row["asked_at"],
        mailed_at=row["mailed_at"],
        used_at=row["used_at"],
    )


def mailed_to(
    connection: Connection, seals: Seals, ids: Collection[str]
) -> list[tuple[RequestId, Mailbox]]:
    """Return the mailboxes that some requests were answered to, where they are still known."""
    r = _request.c
    return [
        (RequestId(row.id), Mailbox(address=seals.open(row.address, ADDRESS)))
        for chunk in chunks(sorted(ids))
        for row in connection.execute(
            select(r.id, r.address).where(r.id.in_(chunk), r.mailed_at.is_not(None)).order_by(r.id)
        )
    ]


def takes_mail(connection: Connection, seals: Seals, kind: RequestKind, mailbox: Mailbox) -> bool:
    """Return whether a mailbox can be reached, and did not call spam what it would get."""
    indexes = seals.indexes(mailbox_key(mailbox))
    stopped = exists().where(
        _suppression.c.mailbox.in_(indexes), _suppression.c.reason.in_(_UNWANTED[kind])
    )
    return not connection.execute(select(stopped)).scalar_one()


def use_request(connection: Connection, ledger: Ledger, id_: RequestId) -> bool:
    """Note that the link of a request is used; return whether it was not before."""
    unused = (_request.c.id == id_, _request.c.used_at.is_(None))
    used = update(_request).where(*unused).values(used_at=ledger.moment(connection))
    return connection.execute(used).rowcount > 0


def open_link(ledger: Ledger, id_: RequestId) -> ReaderRequest | None:
    """Return whose link is opened, once and within its minutes; None where it opens nothing."""
    with told_when_away(), ledger.writing() as connection:
        kept = kept_request(connection, ledger.seals, id_, RequestKind.PREFERENCES)
        if kept is None or not _is_young(connection, ledger, kept.mailed_at):
            return None
        return kept.request if use_request(connection, ledger, id_) else None


def opened_link(ledger: Ledger, id_: RequestId) -> ReaderRequest | None:
    """Return who opened a link within the last minutes; None where nobody did."""
    with told_when_away(), ledger.reading() as connection:
        query = select(_request).where(_request.c.id == id_, _request.c.used_at.is_not(None))
        row = connection.execute(query).mappings().one_or_none()
        if row is None or row["kind"] != RequestKind.PREFERENCES:
            return None
        young = _is_young(connection, ledger, row["used_at"])
        return request_in(row, ledger.seals) if young else None


def forget_requests(ledger: Ledger, *, days: int) -> int:
    """Forget what was asked longer ago than so many days; return how much."""
    total, count = 0, _LOOKED_AT
    while count == _LOOKED_AT:
        with ledger.writing() as connection:
            overwrite_deleted(connection)
            before = ledger.moment(connection, after=-timedelta(days=days))
            old = select(_request.c.id).where(_request.c.asked_at < before).limit(_LOOKED_AT)
            count = connection.execute(delete(_request).where(_request.c.id.in_(old))).rowcount
        total += count
    return total


def request_in(row: Row, seals: Seals) -> ReaderRequest:
    """Return the request of a row."""
    return ReaderRequest(
        id=RequestId(row["id"]),
        kind=RequestKind(row["kind"]),
        mailbox=Mailbox(address=seals.open(row["address"], ADDRESS)),
        language=Language(row["language"]),
        wish=wish_of(json.loads(row["wish"])) if row["wish"] else None,
    )


def _is_wanted(connection: Connection, ledger: Ledger, row: Row) -> bool:
    """Return whether a mail may go out for a request: wanted, within the limits, and in time."""
    kind, address = RequestKind(row["kind"]), ledger.seals.open(row["address"], ADDRESS)
    if row["asked_at"] < ledger.moment(connection, after=-WAITS):
        return False
    mailbox = Mailbox(address=address)
    if not takes_mail(connection, ledger.seals, kind, mailbox):
        return False
    indexes = ledger.seals.indexes(mailbox_key(mailbox))
    if kind is RequestKind.PREFERENCES and not _is_known(connection, indexes):
        return False
    folded = ledger.seals.indexes(folded_key(address))
    mailed = select(_request.c.mailed_at).where(
        _request.c.folded.in_(folded),
        _request.c.kind == kind,
        _request.c.mailed_at > ledger.moment(connection, after=-_WEEK),
    )
    times = [datetime.fromisoformat(at) for at in connection.execute(mailed).scalars()]
    return not is_over(kind, times, now=ledger.now(connection))


def _is_known(connection: Connection, indexes: Sequence[str]) -> bool:
    """Return whether anything is held of a mailbox that its reader could see."""
    tables = (_subscription, _delivery, _suppression)
    known = or_(*(exists().where(table.c.mailbox.in_(indexes)) for table in tables))
    return bool(connection.execute(select(known)).scalar_one())


def _begin(connection: Connection, ledger: Ledger, id_: str) -> None:
    connection.execute(
        update(_request)
        .where(_request.c.id == id_)
        .values(state=RequestState.MAILING, mailed_at=ledger.moment(connection))
    )


def _mailed_since(connection: Connection, ledger: Ledger, time: timedelta) -> int:
    since, now = ledger.moment(connection, after=-time), ledger.moment(connection)
    # A clock that was ahead and was set right must not stop all mails until then.
    query = select(func.count()).where(_request.c.mailed_at > since, _request.c.mailed_at <= now)
    return connection.execute(query).scalar_one()


def _is_young(connection: Connection, ledger: Ledger, at: str) -> bool:
    """Return whether a time is near, also where the clock was ahead and was set right since."""
    since, until = (ledger.moment(connection, after=time) for time in (-LINK_LIVES, LINK_LIVES))
    return since < at < until

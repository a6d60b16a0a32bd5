"""What stayed unknown, settled where silence proves something: it is planned again, knowingly.

A mail whose answer was lost and of which the provider never says a word was most likely not
taken. That holds only while events come through, which a canary shows that was sent later and
was heard of; and only after a quiet time, as providers try for long to post what they have to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, update

from notify.canaries import PATIENCE
from notify.carriers import TELLING, MailKind
from notify.deliveries import DeliveryState, moved
from notify.ledger import Ledger
from notify.ledger_canaries import last_heard
from notify.ledger_database import told_when_away
from notify.ledger_events import Entry, record_all, step_entries
from notify.schema import batch as _batch
from notify.schema import canary as _canary
from notify.schema import delivery as _delivery
from notify.schema import events as _events
from notify.schema import notice as _notice
from notify.schema import provider_event as _event

QUIET: Final = timedelta(hours=6)  # beyond any lease, any call and the usual delay of events
_CHUNK: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What became of the deliveries that were unknown, in numbers."""

    planned_again: int  # legal mail: it goes out once more, recorded as a possible repeat
    canary_wanted: bool  # more could be settled once a canary was heard of
    left: int  # unknown still


def reconcile(ledger: Ledger, *, quiet: timedelta = QUIET) -> Reconciled:
    """Plan again the legal mail of which nothing was heard although it would have been.

    Courtesy mail is never repeated. Whoever this ledger may have told before it was brought back
    from a backup is left alone. Run again, it changes nothing more.
    """
    again = 0
    while (found := _plan_some_again(ledger, quiet=quiet)) > 0:
        again += found
    with ledger.reading() as connection:
        before = ledger.moment(connection, after=-quiet)
        silent = _silent(connection, before=before)
        heard = last_heard(connection) or ""
        newer = silent.where(_batch.c.settled_at >= heard, ~_just_tried(ledger, connection))
        unknown = select(func.count()).where(_delivery.c.state == DeliveryState.UNKNOWN)
        return Reconciled(
            planned_again=again,
            canary_wanted=connection.execute(newer.limit(1)).first() is not None,
            left=connection.execute(unknown).scalar_one(),
        )


def what_settles(ledger: Ledger) -> str | None:
    """Return what will settle what is unknown, in a line; None where nothing is."""
    with ledger.reading() as connection:
        unknown = select(func.count()).where(_delivery.c.state == DeliveryState.UNKNOWN)
        number = connection.execute(unknown).scalar_one()
        heard = connection.execute(select(_event.c.id).limit(1)).first() is not None
    if not number:
        return None
    by_hand = "a person can settle them: fairnotice notify resolve"
    if heard:
        return f"{number:,} unknown: the provider's events settle most of them; {by_hand}"
    return (
        f"{number:,} unknown, and no event of a provider ever came in (fairnotice web); {by_hand}"
    )


def unconfirmed(ledger: Ledger, *, older: timedelta) -> tuple[int, int]:
    """Return of how many accepted mails nothing was heard in so long, and of how many in all."""
    with ledger.reading() as connection:
        before = ledger.moment(connection, after=-older)
        handed_over = (
            select(func.count())
            .select_from(_delivery.join(_batch, _batch.c.id == _delivery.c.batch))
            .where(_batch.c.carrier.in_(TELLING), _batch.c.settled_at < before)
        )
        accepted = _delivery.c.state == DeliveryState.ACCEPTED
        quiet = connection.execute(handed_over.where(accepted, ~_heard_of())).scalar_one()
        told = DeliveryState.DELIVERED, DeliveryState.BOUNCED, DeliveryState.DROPPED
        heard = handed_over.where(_delivery.c.state.in_((*told, DeliveryState.ACCEPTED)))
        return quiet, connection.execute(heard).scalar_one()


def _plan_some_again(ledger: Ledger, *, quiet: timedelta) -> int:
    """Plan a part again, in a short transaction; return how many."""
    with told_when_away(), ledger.writing() as connection:
        before = ledger.moment(connection, after=-quiet)
        shown = exists().where(
            _canary.c.sent_at > _batch.c.settled_at,
            _canary.c.trial == 0,
            _canary.c.seen_at < before,  # since when the provider had time to post the rest
        )
        query = (
            _silent(connection, before=before)
            .where(shown)
            .order_by(_delivery.c.id)
            .limit(_CHUNK)
            .with_for_update(of=_delivery, skip_locked=True)
        )
        rows = connection.execute(query).all()
        entries = [
            entry
            for plan in sorted({row.plan for row in rows})
            for entry in planned_again(
                connection, [r.id for r in rows if r.plan == plan], plan=plan
            )
        ]
        record_all(connection, entries, at=ledger.moment(connection))
    return len(rows)


def planned_again(
    connection: Connection, ids: Sequence[str], *, plan: int, by: str = "silence"
) -> list[Entry]:
    """Let what is unknown go out once more; return the event that says so."""
    to = moved(DeliveryState.UNKNOWN, DeliveryState.PLANNED, again=True)
    connection.execute(update(_delivery).where(_delivery.c.id.in_(ids)).values(state=to))
    return step_entries(plan, to, ids, again=True, possible_repeat=True, said_by=by)


def _silent(connection: Connection, *, before: str) -> Select[tuple[str, int]]:
    """Return the query for legal mail that is unknown, was given up in time, and was never heard of."""
    return (
        select(_delivery.c.id, _delivery.c.plan)
        .join(_batch, _batch.c.id == _delivery.c.batch)
        .join(_notice, (_notice.c.plan == _delivery.c.plan) & (_notice.c.id == _delivery.c.notice))
        .where(
            _delivery.c.state == DeliveryState.UNKNOWN,
            _batch.c.carrier.in_(TELLING),
            _batch.c.settled_at < before,
            _batch.c.claimed_at > _last_restore(connection),
            _notice.c.kind == MailKind.LEGAL,
            ~_heard_of(),
        )
    )


def _just_tried(ledger: Ledger, connection: Connection) -> ColumnElement[bool]:
    """Whether a canary is on its way, of which nothing can be said yet."""
    just_now = _canary.c.sent_at > ledger.moment(connection, after=-PATIENCE)
    return exists().where(just_now, _canary.c.trial == 0)


def _heard_of() -> ColumnElement[bool]:
    return exists().where(_event.c.delivery == _delivery.c.id)


def _last_restore(connection: Connection) -> str:
    """Return when the ledger was last brought back: of what went out before, it cannot know."""
    last = select(func.max(_events.c.at)).where(_events.c.kind == "restore")
    return connection.execute(last).scalar_one_or_none() or ""

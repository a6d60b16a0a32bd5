"""What the ledger tells Prometheus: numbers of states, plans and providers, and never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, exists, func, select

from notify.canaries import Hearing, hearing
from notify.deliveries import DeliveryState, counted
from notify.ledger import Ledger
from notify.ledger_canaries import canaries
from notify.ledger_database import told_when_away
from notify.ledger_jobs import job_records
from notify.ledger_reconcile import unconfirmed
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import gate as _gate
from notify.schema import ledger as _ledger
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.schema import sample as _sample

_OLD_ENOUGH: Final = timedelta(hours=1)  # for the events of a mail to have come


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMeasures:
    """The ledger at one moment, in numbers."""

    deliveries: Mapping[DeliveryState, int]
    waiting: Mapping[str, int]  # to be handed over, by approved plan
    not_approved: Mapping[str, int]  # of plans that wait for a person
    tell_by: Mapping[str, date]  # the last lawful day of what is still to be told, by plan
    unconfirmed: int  # accepted an hour ago, and never heard of
    handed_over: int  # an hour ago, and accepted or more
    hearing: Hearing
    doubted: bool  # nothing goes out until a person has looked
    over_limits: Mapping[str, bool]  # by plan that had a sample: whether its limits stopped it
    stopped: Mapping[str, bool]  # by carrier: whether it stopped everybody and took nothing since
    jobs_done: Mapping[str, datetime]  # when each was last done
    jobs_failing: Mapping[str, bool]  # whether the last try of each failed


def measure(ledger: Ledger) -> LedgerMeasures:
    """Return the ledger in numbers; raise `LedgerAway` where it does not answer."""
    with told_when_away():
        quiet, in_all = unconfirmed(ledger, older=_OLD_ENOUGH)
        found, jobs = canaries(ledger), job_records(ledger)
        with ledger.reading() as connection:
            return LedgerMeasures(
                deliveries=_by_state(connection),
                waiting=_planned(connection, approved=True),
                not_approved=_planned(connection, approved=False),
                tell_by=_tell_by(connection),
                unconfirmed=quiet,
                handed_over=in_all,
                hearing=hearing(found, now=ledger.now(connection)),
                doubted=connection.execute(select(_ledger.c.doubt)).scalar_one() is not None,
                over_limits=_over_limits(connection),
                stopped=_stopped(connection),
                jobs_done={job.name: job.done_at for job in jobs if job.done_at},
                jobs_failing={job.name: job.failing for job in jobs},
            )


def _by_state(connection: Connection) -> Mapping[DeliveryState, int]:
    query = (
        select(_delivery.c.state, func.count().label("number"))
        .join(_plan, _plan.c.number == _delivery.c.plan)
        .where(_plan.c.replaced_by.is_(None))
        .group_by(_delivery.c.state)
    )
    rows = connection.execute(query)
    return counted({DeliveryState(row.state): row.number for row in rows})


def _planned(connection: Connection, *, approved: bool) -> Mapping[str, int]:
    """Return how many deliveries are planned, by the beginning of the plan's hash; zeros too."""
    wanted = _plan.c.approved_at.is_not(None) if approved else _plan.c.approved_at.is_(None)
    planned = (
        select(func.count())
        .where(_delivery.c.plan == _plan.c.number, _delivery.c.state == DeliveryState.PLANNED)
        .scalar_subquery()
    )
    query = select(_plan.c.hash, planned.label("number")).where(
        wanted, _plan.c.replaced_by.is_(None)
    )
    return {row.hash[:12]: row.number for row in connection.execute(query)}


def _tell_by(connection: Connection) -> Mapping[str, date]:
    """Return by when the first of what is planned must be told, by the beginning of a plan's hash."""
    waits = exists().where(
        _delivery.c.plan == _notice.c.plan,
        _delivery.c.notice == _notice.c.id,
        _delivery.c.state == DeliveryState.PLANNED,
    )
    query = (
        select(_plan.c.hash, func.min(_notice.c.tell_by).label("day"))
        .join(_notice, _notice.c.plan == _plan.c.number)
        .where(_plan.c.replaced_by.is_(None), _notice.c.tell_by.is_not(None), waits)
        .group_by(_plan.c.hash)
    )
    return {row.hash[:12]: date.fromisoformat(row.day) for row in connection.execute(query)}


def _over_limits(connection: Connection) -> Mapping[str, bool]:
    """Return of each plan with a sample whether too many of its mails bounced or were called spam."""
    query = select(_plan.c.hash, _sample.c.stopped_at).join(_plan, _plan.c.number == _sample.c.plan)
    return {row.hash[:12]: row.stopped_at is not None for row in connection.execute(query)}


def _stopped(connection: Connection) -> Mapping[str, bool]:
    """Return of each carrier whether it stopped every sender, and took nothing since."""
    took = (
        select(func.max(_batch.c.settled_at))
        .where(_batch.c.carrier == _gate.c.carrier, _batch.c.message_id.is_not(None))
        .scalar_subquery()
    )
    query = select(_gate.c.carrier, func.max(_gate.c.stopped_at).label("at"), took.label("took"))
    rows = connection.execute(query.group_by(_gate.c.carrier)).all()
    return {row.carrier: row.at is not None and row.at > (row.took or "") for row in rows}

"""Events of providers joined to the deliveries that they are about: what they prove is counted.

Whoever comes second, the sender with its own answer or the event, joins the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, select, update

from notify.deliveries import DeliveryState
from notify.ledger_events import Entry, step_entries
from notify.provider_events import EventKind, proven, steps_to
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import provider_event as _event

_CHUNK: Final = 5_000  # ids in a query
_NOT_ARRIVED: Final = (EventKind.BOUNCED, EventKind.BLOCKED, EventKind.DROPPED)
# No later attempt is known to have reached anybody.
_MAY_BE_THE_FIRST: Final = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN)

DeliveryRow = Any  # a row of the table of deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What events made of deliveries: what the chain says of it, and how many moved."""

    entries: list[Entry]
    moved: int
    known: frozenset[str]  # which deliveries there are, of those that were named


def join_settled(connection: Connection, now: str, *, batch: str) -> list[Entry]:
    """Count what was said of a batch before its sender had written down its own answer.

    Returns the events of the chain that say so, to be added after those of the answer.
    """
    waiting = (
        select(_event.c.delivery)
        .join(_delivery, _delivery.c.id == _event.c.delivery)
        .where(_event.c.joined_at.is_(None), _delivery.c.batch == batch)
        .distinct()
    )
    return join(connection, now, deliveries=connection.execute(waiting).scalars()).entries


def join(connection: Connection, now: str, *, deliveries: Iterable[str]) -> Joined:
    """Count what was said of some deliveries and not counted yet.

    What is just being handed over waits for its sender, who comes back with `join_settled`.
    """
    waiting = _not_joined(connection, sorted(set(deliveries)))
    rows = _locked(connection, waiting)
    sending = {row.id for row in rows if row.state == DeliveryState.SENDING}
    found = [row for row in rows if row.id not in sending]
    moves: dict[tuple[int, DeliveryState, DeliveryState], list[str]] = defaultdict(list)
    for row in found:
        target = proven(EventKind(event.kind) for event in waiting[row.id])
        if steps_to(DeliveryState(row.state), target):
            moves[row.plan, DeliveryState(row.state), target].append(row.id)
    entries = _repeats(connection, found, waiting)
    for (plan, state, target), ids in moves.items():
        entries += _moved(connection, ids, plan=plan, state=state, target=target)
    _give_causes(connection, {row.id: waiting[row.id] for row in found})
    # Of a delivery that is not there nothing more will be known: it is counted, too.
    _mark_joined(connection, now, [id_ for id_ in waiting if id_ not in sending])
    known = frozenset(row.id for row in rows)
    return Joined(entries=entries, moved=sum(map(len, moves.values())), known=known)


def _not_joined(connection: Connection, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return the events that were not counted yet, by delivery."""
    found: dict[str, list[Any]] = defaultdict(list)
    for chunk in chunks(ids):
        query = (
            select(_event.c.delivery, _event.c.batch, _event.c.kind, _event.c.detail)
            .where(_event.c.delivery.in_(chunk), _event.c.joined_at.is_(None))
            .order_by(_event.c.at, _event.c.id)
        )
        for row in connection.execute(query):
            found[row.delivery].append(row)
    return found


def _locked(connection: Connection, events: Mapping[str, Sequence[Any]]) -> list[DeliveryRow]:
    """Return the deliveries that events are about, held until the transaction ends.

    Their batches are held first, in the order in which a sender holds them when it settles.
    """
    batches = sorted({event.batch for some in events.values() for event in some if event.batch})
    for chunk in chunks(batches):
        held = select(_batch.c.id).where(_batch.c.id.in_(chunk)).order_by(_batch.c.id)
        connection.execute(held.with_for_update()).all()
    rows: list[DeliveryRow] = []
    for chunk in chunks(sorted(events)):
        query = (
            select(_delivery.c.id, _delivery.c.plan, _delivery.c.state, _delivery.c.batch)
            .where(_delivery.c.id.in_(chunk))
            .order_by(_delivery.c.id)
        )
        rows += connection.execute(query.with_for_update()).all()
    return rows


def _moved(
    connection: Connection,
    ids: Sequence[str],
    *,
    plan: int,
    state: DeliveryState,
    target: DeliveryState,
) -> list[Entry]:
    for chunk in chunks(ids):
        connection.execute(
            update(_delivery).where(_delivery.c.id.in_(chunk)).values(state=target, claimed=1)
        )
    return [
        entry
        for step in steps_to(state, target)
        for entry in step_entries(plan, step, ids, said_by="provider")
    ]


def _repeats(
    connection: Connection, rows: Sequence[DeliveryRow], events: Mapping[str, Sequence[Any]]
) -> list[Entry]:
    """Return that deliveries went out again although an earlier attempt had reached somebody."""
    twice = [
        (row.plan, event.batch, row.id)
        for row in rows
        if row.state not in _MAY_BE_THE_FIRST
        for event in events[row.id]
        if event.batch not in (None, row.batch)
    ]
    known = _told_of_before(connection, {(batch, id_) for _, batch, id_ in twice})
    fresh = sorted({one for one in twice if one[1:] not in known})
    return [
        Entry("repeat", plan, {"batch": batch, "deliveries": [id_ for _, _, id_ in found]})
        for (plan, batch), found in groupby(fresh, key=lambda one: one[:2])
    ]


def _told_of_before(
    connection: Connection, pairs: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return the attempts of which an event was counted already."""
    found: set[tuple[str, str]] = set()
    for chunk in chunks(sorted({delivery for _, delivery in pairs})):
        query = select(_event.c.batch, _event.c.delivery).where(
            _event.c.delivery.in_(chunk), _event.c.joined_at.is_not(None)
        )
        found |= {(row.batch, row.delivery) for row in connection.execute(query)}
    return found


def _give_causes(connection: Connection, events: Mapping[str, Sequence[Any]]) -> None:
    """Write down why a mail did not arrive, in a word and a code, never in a server's words."""
    causes: dict[str, list[str]] = defaultdict(list)
    for id_, some in events.items():
        for event in some:
            if event.kind in _NOT_ARRIVED:
                causes[f"{event.kind} {event.detail}".strip()].append(id_)
    for cause, ids in causes.items():
        for chunk in chunks(ids):
            because = update(_delivery).where(_delivery.c.id.in_(chunk)).values(reason=cause)
            connection.execute(because)


def _mark_joined(connection: Connection, now: str, ids: Sequence[str]) -> None:
    for chunk in chunks(ids):
        connection.execute(
            update(_event)
            .where(_event.c.delivery.in_(chunk), _event.c.joined_at.is_(None))
            .values(joined_at=now)
        )


def chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """Yield ids in parts that fit into a query."""
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))

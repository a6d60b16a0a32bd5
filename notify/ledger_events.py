"""Events of the ledger: added one after the other, each bound to all before it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, insert, select

from notify.carriers import DeliveryId
from notify.chain import Event, checked, next_event
from notify.deliveries import DeliveryState, Step
from notify.ledger_database import hold
from notify.schema import events

_FETCHED: Final = 50  # events at a time; one may name thousands of deliveries


class Entry(NamedTuple):
    """What an event will say."""

    kind: str
    plan: int | None
    facts: dict[str, Any]


def record(
    connection: Connection, *, at: str, kind: str, plan: int | None, facts: dict[str, Any]
) -> None:
    """Add an event to the chain, in the transaction that does what it says.

    Rows that another writer may want at the same time are taken before the first event: whoever
    adds one holds the chain until the transaction ends.
    """
    record_all(connection, [Entry(kind, plan, facts)], at=at)


def record_all(connection: Connection, entries: Sequence[Entry], *, at: str) -> None:
    """Add several events at once, so that the chain is held for as short as can be."""
    if not entries:
        return
    hold(connection)
    newest = select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    last = (row.number, row.hash) if row else None
    rows = []
    for entry in entries:
        event = next_event(last, at=at, kind=entry.kind, plan=entry.plan, facts=entry.facts)
        last = (event.number, event.hash)
        rows.append(asdict(event))
    connection.execute(insert(events), rows)


def record_step(
    connection: Connection,
    *,
    at: str,
    plan: int,
    to: DeliveryState,
    ids: Sequence[object],
    **more: object,
) -> None:
    """Add the event that deliveries came to a state; nothing where there are none."""
    record_all(connection, step_entries(plan, to, ids, **more), at=at)


def step_entries(
    plan: int, to: DeliveryState, ids: Sequence[object], **more: object
) -> list[Entry]:
    """Return the event that deliveries came to a state; none where there are none."""
    return [Entry("step", plan, {"to": to, "deliveries": list(ids), **more})] if ids else []


def steps(connection: Connection) -> Iterator[Step]:
    """Yield every step of every delivery in order; raise where the chain was tampered with."""
    query = select(events).order_by(events.c.number).execution_options(yield_per=_FETCHED)
    rows = connection.execute(query).mappings()
    for event in checked(Event(**row) for row in rows):
        if event.kind == "step":
            facts = event.facts
            deliveries = tuple(map(DeliveryId, facts["deliveries"]))
            yield Step(
                deliveries=deliveries,
                to=DeliveryState(facts["to"]),
                released=facts.get("released") is True,
                again=facts.get("again") is True,
            )

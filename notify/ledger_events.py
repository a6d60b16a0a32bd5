"""Events of the ledger: added one after the other, each bound to all before it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select

from notify.carriers import DeliveryId
from notify.chain import Event, checked, next_event
from notify.deliveries import DeliveryState, Step
from notify.ledger_database import hold
from notify.schema import events


def record(
    connection: Connection, *, at: str, kind: str, plan: int | None, facts: dict[str, Any]
) -> None:
    """Add an event to the chain, in the transaction that does what it says.

    Rows that another writer may want at the same time are taken before the first event: whoever
    adds one holds the chain until the transaction ends.
    """
    hold(connection)
    newest = select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    event = next_event(
        (last.number, last.hash) if last else None, at=at, kind=kind, plan=plan, facts=facts
    )
    connection.execute(insert(events).values(**asdict(event)))


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
    if ids:
        facts = {"to": to, "deliveries": list(ids), **more}
        record(connection, at=at, kind="step", plan=plan, facts=facts)


def steps(connection: Connection) -> Iterator[Step]:
    """Yield every step of every delivery in order; raise where the chain was tampered with."""
    rows = connection.execute(select(events).order_by(events.c.number)).mappings()
    for event in checked(Event(**row) for row in rows):
        if event.kind == "step":
            facts = event.facts
            deliveries = tuple(map(DeliveryId, facts["deliveries"]))
            yield Step(
                deliveries=deliveries,
                to=DeliveryState(facts["to"]),
                released=facts.get("released") is True,
            )

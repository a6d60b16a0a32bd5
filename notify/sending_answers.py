"""What a carrier answered for one batch, and what that does to the gate of its account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from notify.carriers import Allowance, Batch, Carrier
from notify.ledger_gates import (
    Gate,
    close_gate,
    gate_of,
    locked_gate,
    open_gate,
    stop_gate,
    under_way,
)
from notify.ledger_work import Work
from notify.sending_course import Asked
from notify.settlements import Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be recorded of a batch that came back."""

    batch: Batch
    settlement: Settlement
    asked: Asked | None = None
    taken: bool = False  # some of it
    allowance: Allowance | None = None
    stops: str = ""  # why nobody may go on


def gate_after(
    work: Work, carrier: Carrier, answers: Sequence[Answer], *, now: datetime, locked: bool
) -> Gate:
    """Return the gate to the carrier's account, as the answers leave it."""
    connection, ledger = work.connection, work.ledger
    found = locked_gate if locked else gate_of
    gate = found(connection, carrier=carrier.name, account=carrier.account)
    for one in answers:
        if one.stops:
            gate = stop_gate(connection, ledger, gate, reason=one.stops)
        elif one.asked is not None:
            gate = close_gate(connection, ledger, gate, asked=one.asked, batch=one.batch.id)
        elif one.taken:
            gate = open_gate(connection, gate)
    for one in answers:
        if one.allowance is not None:
            next_calls = under_way(connection, carrier=carrier.name) + len(answers)
            if one.allowance.calls < next_calls:
                asked = _used_up(carrier, one.allowance, now)
                gate = close_gate(connection, ledger, gate, asked=asked, batch=one.batch.id)
    return gate


def _used_up(carrier: Carrier, allowance: Allowance, now: datetime) -> Asked:
    """Ask all to wait before their next calls together are more than the carrier takes."""
    reason = f"{carrier.name} takes {allowance.calls:,} more calls for now"
    return Asked(wait=max(allowance.until - now, timedelta()), reason=reason, failed=False)

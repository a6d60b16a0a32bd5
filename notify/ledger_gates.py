"""The gate to a carrier's account: what it asked of one sender, all senders keep to.

A limit that was reached closes the gate until the carrier's own time. A failure closes it for a
while, each further one for twice as long; then one small batch tries whether it passes, and the
first that is taken opens the gate for all. Nobody has to start anything again.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, select, text, update

from notify.carriers import BatchId
from notify.ledger import Ledger
from notify.schema import batch as _batch
from notify.schema import gate as _gate
from notify.sending_course import Asked

OPEN_UNTIL: Final = 3  # failures in a row: after those, one batch at a time tries
PROBE: Final = 10  # mailboxes of the batch that tries
PACED: Final = "notice.per_minute"  # the reason of a gate that the settings close
LONGEST: Final = timedelta(minutes=10)  # that the gate stays closed without being asked to
_PROBING: Final = timedelta(minutes=1)  # in which nobody else tries
# Two senders may be the first to need it.
_NEW: Final = text(
    "INSERT INTO gate (carrier, account, failures, reason) VALUES (:carrier, :account, 0, '')"
    " ON CONFLICT (carrier, account) DO NOTHING"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Whether claims may pass, and why not."""

    carrier: str
    account: str
    not_before: str | None = None
    failures: int = 0
    failed_at: str | None = None
    stopped_at: str | None = None  # whoever began before stops
    reason: str = ""

    def closed(self, now: str) -> bool:
        """Whether nothing may be claimed at a moment."""
        return self.not_before is not None and self.not_before > now

    @property
    def broken(self) -> bool:
        """Whether one small batch must try before all go on."""
        return self.failures >= OPEN_UNTIL


def gate_of(connection: Connection, *, carrier: str, account: str) -> Gate:
    """Return the gate to an account; open where nothing was ever asked."""
    row = connection.execute(select(_gate).where(*_is(carrier, account))).mappings().one_or_none()
    return Gate(**row) if row else Gate(carrier=carrier, account=account)


def locked_gate(connection: Connection, *, carrier: str, account: str) -> Gate:
    """Return the gate to an account, which nobody else can change until the transaction ends."""
    connection.execute(_NEW, {"carrier": carrier, "account": account})
    connection.execute(select(_gate.c.carrier).where(*_is(carrier, account)).with_for_update())
    return gate_of(connection, carrier=carrier, account=account)


def pace_gate(
    connection: Connection, ledger: Ledger, gate: Gate, *, mails: int, per_minute: int
) -> Gate:
    """Close a gate for as long as so many mails may take, whoever sent them."""
    wait = timedelta(minutes=mails / per_minute)
    values = {"not_before": ledger.moment(connection, after=wait), "reason": PACED}
    return _write(connection, gate, values)


def under_way(connection: Connection, *, carrier: str) -> int:
    """Return how many batches all senders together have handed to a carrier and await."""
    awaited = (_batch.c.settled_at.is_(None), _batch.c.carrier == carrier)
    return connection.execute(select(func.count()).where(*awaited)).scalar_one()


def close_gate(
    connection: Connection, ledger: Ledger, gate: Gate, *, asked: Asked, batch: BatchId
) -> Gate:
    """Close a gate for as long as was asked, or, where the carrier failed again, for longer.

    Of the batches that were on their way together only the first failure counts.
    """
    failures, wait = gate.failures, asked.wait
    values: dict[str, Any] = {"reason": asked.reason}
    if asked.failed:
        failures += 0 if _was_under_way(connection, gate, batch) else 1
        wait = max(wait, min(wait * 2 ** min(failures - 1, 16), LONGEST))
        values |= {"failures": failures, "failed_at": ledger.moment(connection)}
    until = ledger.moment(connection, after=wait)
    values["not_before"] = max(until, gate.not_before or "")
    return _write(connection, gate, values)


def stop_gate(connection: Connection, ledger: Ledger, gate: Gate, *, reason: str) -> Gate:
    """Say to every sender of this account that a person must act first."""
    stopped = {"stopped_at": ledger.moment(connection), "reason": reason}
    return _write(connection, gate, stopped)


def try_gate(connection: Connection, ledger: Ledger, gate: Gate) -> Gate:
    """Let one sender try, and nobody else for a minute."""
    return _write(connection, gate, {"not_before": ledger.moment(connection, after=_PROBING)})


def open_gate(connection: Connection, gate: Gate) -> Gate:
    """Forget every failure: something was taken. What the carrier asked to wait still stands."""
    if not gate.failures:
        return gate
    values: dict[str, Any] = {"failures": 0, "failed_at": None}
    return _write(connection, gate, values | ({"not_before": None} if gate.broken else {}))


def _was_under_way(connection: Connection, gate: Gate, batch: BatchId) -> bool:
    """Return whether a batch had been claimed before the last failure was known."""
    claimed_at = select(_batch.c.claimed_at).where(_batch.c.id == batch)
    return str(connection.execute(claimed_at).scalar_one()) <= (gate.failed_at or "")


def _write(connection: Connection, gate: Gate, values: dict[str, Any]) -> Gate:
    connection.execute(_NEW, {"carrier": gate.carrier, "account": gate.account})
    connection.execute(update(_gate).where(*_is(gate.carrier, gate.account)).values(**values))
    return gate_of(connection, carrier=gate.carrier, account=gate.account)


def _is(carrier: str, account: str) -> tuple[Any, Any]:
    return _gate.c.carrier == carrier, _gate.c.account == account

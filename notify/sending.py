"""Sending: approved deliveries are claimed, handed over and settled, batch after batch.

Every claim is committed before the carrier is called, and no transaction is open meanwhile.
What the carrier leaves open stays `unknown`; nothing that may have gone out goes out again,
except where the carrier itself says that it failed.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NoReturn

from notify.carriers import (
    Accepted,
    Batch,
    Carrier,
    CarrierStopped,
    DeliveryId,
    MailKind,
    Outcome,
    OutcomeUnknown,
    Refused,
    Several,
    TryLater,
)
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_batches import Settlement, claim, give_up_lost, settle, waiting
from notify.ledger_database import LedgerAway
from notify.ledger_guard import LedgerRestored
from notify.ledger_place import BadPlace

PATIENCE = 20  # times in a row that a carrier may ask to wait; then a person should look
UNREACHED = 3  # times in a row without a connection, before anything was taken in this run
REFUSALS = 10  # addresses refused one by one with none accepted: the fault lies elsewhere
NOTES = 5  # of what a carrier says about the mails of one batch
AWAY = (1, 2, 5, 10, 20, 30, 60, 60, 60)  # seconds for which an answer waits for the ledger

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
Say = Callable[[str], None]  # a line for whoever watches


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run of sending: how large the next batch may be, and how it has gone so far."""

    ledger: Ledger
    carrier: Carrier
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    claimed: Callable[[], None]
    say: Say
    limit: int
    waits: int = 0  # in a row
    refusals: int = 0  # single addresses, since something was last accepted
    counts: Counter[DeliveryState] = field(default_factory=Counter)


def send(
    ledger: Ledger,
    carrier: Carrier,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    claimed: Callable[[], None],
    progress: Progress,
    say: Say,
) -> Mapping[DeliveryState, int]:
    """Hand over everything that is approved; return how many deliveries came to which state.

    `claimed` is called between every claim and its hand-over. Every wait is said before it begins.
    Run again, it finds nothing left and changes nothing. Raises `CarrierStopped` when a person
    must act first; what was not handed over stays planned.
    """
    run = _Run(
        ledger=ledger,
        carrier=carrier,
        now=now,
        sleep=sleep,
        claimed=claimed,
        say=say,
        limit=carrier.max_batch,
    )
    run.counts[DeliveryState.UNKNOWN] += give_up_lost(ledger)
    total, done = waiting(ledger), 0
    while (batch := claim(ledger, carrier=carrier.name, limit=run.limit)) is not None:
        done += _hand_over(run, batch)
        progress("Handing over", min(done, total), total)  # another plan may be approved meanwhile
    return run.counts


def _hand_over(run: _Run, batch: Batch) -> int:
    """Hand over one batch and settle it; return how many deliveries need nothing more."""
    try:
        run.claimed()
        outcome = run.carrier.hand_over(batch)
    except (CarrierStopped, BadPlace, LedgerAway, LedgerRestored) as stop:
        _record(run, batch, _released(batch, note=str(stop)))
        raise
    settlement = settlement_of(outcome, batch, counts_as=DeliveryState(run.carrier.counts_as))
    done = {s: len(ids) for s, ids in settlement.to.items() if s is not DeliveryState.PLANNED}
    if _record(run, batch, settlement):
        run.counts.update(done)
    _adapt(run, outcome, size=len(batch.addressees))
    return sum(done.values())


def _record(run: _Run, batch: Batch, settlement: Settlement) -> bool:
    """Settle a batch; an answer is kept, and recorded once the ledger is there again."""
    for seconds in AWAY:
        try:
            return settle(run.ledger, batch.id, settlement)
        except LedgerAway as away:
            run.say(f"{away}; trying again in {seconds} s")
            run.sleep(seconds)
    return settle(run.ledger, batch.id, settlement)


def settlement_of(outcome: Outcome, batch: Batch, *, counts_as: DeliveryState) -> Settlement:
    """Return what an outcome makes of a batch's deliveries."""
    ids = _ids(batch)
    match outcome:
        case Accepted(message_id=message_id):
            return Settlement(to={counts_as: ids}, message_id=message_id or None)
        case OutcomeUnknown(reason=reason):
            return Settlement(to={DeliveryState.UNKNOWN: ids}, note=reason)
        case TryLater():
            return _later(outcome, batch)
        case Refused():
            return _refused(outcome, batch)
        case Several():
            return _settled_singly(outcome, batch, counts_as=counts_as)


def _later(outcome: TryLater, batch: Batch) -> Settlement:
    if outcome.certain:
        return _released(batch, note=outcome.reason)
    # The carrier says that it failed, and may have taken some. Legal mail is owed at least once;
    # other mail is sent at most once.
    if batch.mail.kind is MailKind.LEGAL:
        return _released(batch, note=outcome.reason, possible_repeat=True)
    return Settlement(to={DeliveryState.UNKNOWN: _ids(batch)}, note=outcome.reason)


def _settled_singly(outcome: Several, batch: Batch, *, counts_as: DeliveryState) -> Settlement:
    """Settle each delivery as if it had been handed over alone."""
    to: dict[DeliveryState, list[DeliveryId]] = {}
    reasons: dict[DeliveryId, str] = {}
    notes: dict[str, None] = {}
    possible_repeat = False
    for addressee in batch.addressees:
        alone = replace(batch, addressees=(addressee,))
        own = settlement_of(outcome.outcomes[addressee.delivery], alone, counts_as=counts_as)
        for state, ids in own.to.items():
            to.setdefault(state, []).extend(ids)
        reasons |= own.reasons
        possible_repeat |= own.possible_repeat
        if own.note:
            notes[own.note] = None
    note = "; ".join(list(notes)[:NOTES]) or None
    return Settlement(to=to, reasons=reasons, note=note, possible_repeat=possible_repeat)


def _refused(outcome: Refused, batch: Batch) -> Settlement:
    failed = dict(outcome.addressees)
    if not failed and len(batch.addressees) == 1 and outcome.smaller_may_pass:
        failed = {batch.addressees[0].delivery: outcome.reason}
    others = [id_ for id_ in _ids(batch) if id_ not in failed]
    to = {DeliveryState.FAILED: list(failed), DeliveryState.PLANNED: others}
    return Settlement(
        to={state: ids for state, ids in to.items() if ids}, reasons=failed, note=outcome.reason
    )


def _adapt(run: _Run, outcome: Outcome, *, size: int) -> None:
    """Wait, make the next batch smaller or larger, or stop, as the outcome asks."""
    if isinstance(outcome, TryLater):
        _wait(run, outcome)
        return
    if isinstance(outcome, Several):
        _adapt_to_several(run, outcome)
        return
    run.waits = 0
    if isinstance(outcome, Accepted):
        run.refusals = 0
    elif isinstance(outcome, Refused) and not outcome.addressees:
        _narrow(run, outcome, size=size)


def _adapt_to_several(run: _Run, outcome: Several) -> None:
    """Go on where any mail was taken; else wait, or stop after too many refusals."""
    found = list(outcome.outcomes.values())
    if any(isinstance(one, Accepted) for one in found):
        run.waits = run.refusals = 0
        return
    refused = [one for one in found if isinstance(one, Refused)]
    run.refusals += len(refused)
    if refused and run.refusals >= REFUSALS:
        _stop_refused(run, refused[-1].reason)
    later = [one for one in found if isinstance(one, TryLater)]
    if later:
        _wait(run, min(later, key=lambda one: one.not_before))


def _wait(run: _Run, outcome: TryLater) -> None:
    run.waits += 1
    taken = run.counts[DeliveryState(run.carrier.counts_as)]
    if outcome.unreached and not taken and run.waits >= UNREACHED:
        raise CarrierStopped(f"{outcome.reason}, {run.waits} times in a row; {outcome.unreached}")
    if run.waits > PATIENCE:
        raise CarrierStopped(
            f"{run.carrier.name} has asked {PATIENCE} times in a row to wait"
            f" ({outcome.reason}); send again later"
        )
    seconds = max(0.0, (outcome.not_before - run.now()).total_seconds())
    asked = "could not be reached; trying again in" if outcome.unreached else "asked to wait"
    run.say(f"{run.carrier.name} {asked} {seconds:,.0f} s: {outcome.reason}")
    run.sleep(seconds)


def _narrow(run: _Run, outcome: Refused, *, size: int) -> None:
    """Halve the batch until the refused address stands alone; then take full batches again."""
    if not outcome.smaller_may_pass:
        raise CarrierStopped(f"{run.carrier.name} refuses the mail: {outcome.reason}")
    if size > 1:
        run.limit = size // 2
        return
    run.limit = run.carrier.max_batch
    run.refusals += 1
    if run.refusals >= REFUSALS:
        _stop_refused(run, outcome.reason)


def _stop_refused(run: _Run, reason: str) -> NoReturn:
    raise CarrierStopped(f"{run.carrier.name} refuses one address after another: {reason}")


def _released(batch: Batch, *, note: str, possible_repeat: bool = False) -> Settlement:
    return Settlement(
        to={DeliveryState.PLANNED: _ids(batch)}, note=note, possible_repeat=possible_repeat
    )


def _ids(batch: Batch) -> list[DeliveryId]:
    return [addressee.delivery for addressee in batch.addressees]

"""Settlements: what an outcome makes of the deliveries of its batch, computed from values alone.

What the carrier leaves open is unknown; nothing that may have gone out goes out again, except
legal mail where the carrier itself says that it failed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from notify.carriers import (
    Accepted,
    Batch,
    DeliveryId,
    MailKind,
    Outcome,
    OutcomeUnknown,
    Refused,
    Several,
    TryLater,
)
from notify.deliveries import DeliveryState

_NOTES: Final = 5  # of what a carrier says about the mails of one batch

Ids = Sequence[DeliveryId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is known of a batch once the carrier has answered, or was waited for in vain."""

    to: Mapping[DeliveryState, Ids]
    reasons: Mapping[DeliveryId, str] = field(default_factory=dict)
    again: Sequence[Ids] = ()  # of those planned again: each of these is the next batch
    put_off: Mapping[DeliveryId, timedelta] = field(default_factory=dict)  # planned again, later
    message_id: str | None = None
    note: str | None = None
    possible_repeat: bool = False  # it goes out again though some may have got it


def settlement_of(
    outcome: Outcome, batch: Batch, *, counts_as: DeliveryState, now: datetime
) -> Settlement:
    """Return what an outcome makes of a batch's deliveries."""
    ids = ids_of(batch)
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
            return _settled_singly(outcome, batch, counts_as=counts_as, now=now)


def released(batch: Batch, *, note: str, possible_repeat: bool = False) -> Settlement:
    """Return that nothing of a batch was taken: all of it is planned as before."""
    return Settlement(
        to={DeliveryState.PLANNED: ids_of(batch)}, note=note, possible_repeat=possible_repeat
    )


def ids_of(batch: Batch) -> Ids:
    """Return the deliveries of a batch, in its order."""
    return [addressee.delivery for addressee in batch.addressees]


def _later(outcome: TryLater, batch: Batch) -> Settlement:
    if outcome.certain:
        return released(batch, note=outcome.reason)
    # The carrier says that it failed, and may have taken some. Legal mail is owed at least once;
    # other mail is sent at most once.
    if batch.mail.kind is MailKind.LEGAL:
        return released(batch, note=outcome.reason, possible_repeat=True)
    return Settlement(to={DeliveryState.UNKNOWN: ids_of(batch)}, note=outcome.reason)


def _refused(outcome: Refused, batch: Batch) -> Settlement:
    failed = dict(outcome.addressees)
    if not failed and len(batch.addressees) == 1 and outcome.smaller_may_pass:
        failed = {batch.addressees[0].delivery: outcome.reason}
    others = [id_ for id_ in ids_of(batch) if id_ not in failed]
    to = {DeliveryState.FAILED: list(failed), DeliveryState.PLANNED: others}
    return Settlement(
        to={state: ids for state, ids in to.items() if ids},
        reasons=failed,
        again=_again(outcome, others),
        note=outcome.reason,
    )


def _again(outcome: Refused, others: Ids) -> Sequence[Ids]:
    """Return whom to hand over next: all but the culprits, or both halves until they are found."""
    if not others or not (outcome.addressees or outcome.smaller_may_pass):
        return ()
    if outcome.addressees:
        return (others,)
    half = len(others) // 2
    return others[:half], others[half:]


def _settled_singly(
    outcome: Several, batch: Batch, *, counts_as: DeliveryState, now: datetime
) -> Settlement:
    """Settle each delivery as if it had been handed over alone."""
    to: dict[DeliveryState, list[DeliveryId]] = {}
    reasons: dict[DeliveryId, str] = {}
    put_off: dict[DeliveryId, timedelta] = {}
    notes: dict[str, None] = {}
    possible_repeat = False
    for addressee in batch.addressees:
        fate = outcome.outcomes[addressee.delivery]
        alone = replace(batch, addressees=(addressee,))
        own = settlement_of(fate, alone, counts_as=counts_as, now=now)
        for state, ids in own.to.items():
            to.setdefault(state, []).extend(ids)
        if isinstance(fate, TryLater) and fate.not_before > now:
            put_off[addressee.delivery] = fate.not_before - now
        reasons |= own.reasons
        possible_repeat |= own.possible_repeat
        if own.note:
            notes[own.note] = None
    return Settlement(
        to=to,
        reasons=reasons,
        put_off=put_off,
        note="; ".join(list(notes)[:_NOTES]) or None,
        possible_repeat=possible_repeat,
    )

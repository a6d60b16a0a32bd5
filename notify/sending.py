"""Sending: approved deliveries are claimed, handed over and settled, several batches at a time.

Every claim is committed before the carrier is called, and no transaction is open meanwhile.
What the carrier leaves open stays `unknown`; nothing that may have gone out goes out again,
except where the carrier itself says that it failed. What came back and what goes next share one
transaction, as each of them waits for the disk.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from notify.carriers import Accepted, Batch, BatchId, Carrier, CarrierStopped, Outcome
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.hand_overs import HandOvers, Landed
from notify.ledger import Ledger
from notify.ledger_batches import Room, claim_next, claim_these, put_off_until, waiting
from notify.ledger_database import LedgerAway, told_when_away
from notify.ledger_gates import (
    PACED,
    PROBE,
    Gate,
    pace_gate,
    try_gate,
)
from notify.ledger_samples import Sampling, begin_samples, room_in, waits_until
from notify.ledger_settling import give_up_lost, settle_in, unclaim
from notify.ledger_work import Letters, Work
from notify.sending_answers import Answer, gate_after
from notify.sending_course import Course
from notify.settlements import Ids, released, settlement_of

# Seconds for which an answer waits for the ledger: over an hour in all, in which somebody can
# make room on a disk.
AWAY: Final = (1, 2, 5, 10, 20, 30, *[60] * 60)
_SLICE: Final = 60.0  # seconds after which a sender that waits looks whether it still must

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
Say = Callable[[str], None]  # a line for whoever watches


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run of sending, and how it has gone so far."""

    ledger: Ledger
    carrier: Carrier
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    say: Say
    course: Course
    plans: Collection[int] | None
    per_minute: int | None  # mails, of all senders through the account
    sampling: Sampling | None  # None: nobody is told, or a test looks by itself
    letters: Letters = field(default_factory=dict)
    counts: Counter[DeliveryState] = field(default_factory=Counter)
    began: str = ""  # by the ledger's clock
    gate: Gate | None = None  # as it was last seen
    next: list[Ids] = field(default_factory=list)  # the batches that answers ask for
    unsure: list[BatchId] = field(default_factory=list)  # claimed, if the last commit was done
    said: str | None = None  # until when it waits, as it was last told


def send(
    ledger: Ledger,
    carrier: Carrier,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    claimed: Callable[[], None],
    progress: Progress,
    say: Say,
    lines: int = 1,
    plans: Collection[int] | None = None,
    per_minute: int | None = None,
    sampling: Sampling | None = None,
) -> Mapping[DeliveryState, int]:
    """Hand over what is approved, of all plans or of some; return how many came to which state.

    At most `lines` batches are on their way at a time. `claimed` is called between every claim
    and its hand-over. Every wait is said before it begins. Run again, it finds nothing left and
    changes nothing. Raises `CarrierStopped` when a person must act first, and `SampleHeld` where
    the rest of a plan waits for one; what was not handed over stays planned.
    """
    course = Course(carrier=carrier.name)
    run = _Run(
        ledger=ledger,
        carrier=carrier,
        now=now,
        sleep=sleep,
        say=say,
        course=course,
        plans=plans,
        per_minute=per_minute,
        sampling=sampling,
    )
    if sampling is not None:
        begin_samples(ledger, sampling, plans)
    lost = give_up_lost(ledger)
    run.counts[DeliveryState.UNKNOWN] += lost
    with ledger.reading() as connection:
        run.began = ledger.moment(connection)
    total = waiting(ledger, plans=plans)

    def told() -> None:
        progress("Handing over", min(run.counts.total() - lost, total), total)

    with HandOvers(carrier, at_once=lines) as under_way:
        try:
            _go_on(run, under_way, claimed=claimed, told=told)
        finally:  # whatever happened here, their answers count
            while under_way.number:
                _exchange(run, under_way.landed(), free=0)
    stop = course.stop or (sampling.held if sampling is not None else None)
    if stop is not None:
        raise stop
    return run.counts


def _go_on(
    run: _Run, under_way: HandOvers, *, claimed: Callable[[], None], told: Callable[[], None]
) -> None:
    """Exchange what came back for what goes next, until nothing is left or may go."""
    while True:
        landed = under_way.landed()
        batches = _exchange(run, landed, free=under_way.free)
        if landed:
            told()  # another plan may be approved meanwhile
        if batches and _noted(run, batches, claimed):
            under_way.start(batches)
        elif not under_way.number and not _waited(run):
            return


def _noted(run: _Run, batches: Sequence[Batch], claimed: Callable[[], None]) -> bool:
    """Return whether a claim is noted outside the ledger; where it cannot be, it is undone."""
    try:
        claimed()
    except NotifyError as error:
        run.course.stop = run.course.stop or error
        _record(run, [Answer(batch=b, settlement=released(b, note=str(error))) for b in batches])
        return False
    return True


def _exchange(run: _Run, landed: Sequence[Landed], *, free: int) -> Sequence[Batch]:
    """Settle what came back, and return what was claimed in its place.

    What broke in a way that nobody foresaw stays claimed, and is unknown once its lease ends.
    """
    answers = []
    for one in landed:
        if isinstance(one.outcome, CarrierStopped):
            run.course.stop = run.course.stop or one.outcome
            why = str(one.outcome)
            settlement = released(one.batch, note=why)
            answers.append(Answer(batch=one.batch, settlement=settlement, stops=why))
        elif isinstance(one.outcome, BaseException):
            run.course.stop = run.course.stop or one.outcome
        else:
            answers.append(_answer(run, one.batch, one.outcome))
    return _record(run, answers, free=free)


def _answer(run: _Run, batch: Batch, outcome: Outcome) -> Answer:
    now, counts_as = run.now(), DeliveryState(run.carrier.counts_as)
    settlement = settlement_of(outcome, batch, counts_as=counts_as, now=now)
    return Answer(
        batch=batch,
        settlement=settlement,
        asked=run.course.meet(outcome, size=len(batch.addressees), now=now),
        taken=counts_as in settlement.to,
        allowance=outcome.allowance if isinstance(outcome, Accepted) else None,
    )


def _record(run: _Run, answers: Sequence[Answer], *, free: int = 0) -> Sequence[Batch]:
    """Do what `_exchange` says; answers are kept, and recorded once the ledger is there again."""
    for seconds in AWAY:
        try:
            return _recorded(run, answers, free=free)
        except LedgerAway as away:
            if not answers:
                raise
            run.say(f"{away}; trying again in {seconds} s")
            run.sleep(seconds)
    return _recorded(run, answers, free=free)


def _recorded(run: _Run, answers: Sequence[Answer], *, free: int) -> Sequence[Batch]:
    with told_when_away(), run.ledger.writing() as connection:
        work = Work(
            ledger=run.ledger, connection=connection, carrier=run.carrier.name, letters=run.letters
        )
        for id_ in run.unsure:
            unclaim(work, id_)
        settled = [one for one in answers if settle_in(work, one.batch.id, one.settlement)]
        gate = gate_after(work, run.carrier, answers, now=run.now(), locked=bool(run.per_minute))
        wanted = [*run.next, *(ids for one in settled for ids in one.settlement.again)]
        batches = _claims(run, work, gate, wanted, free=free)
        work.finish()
    run.unsure.clear()
    run.gate, run.next = gate, wanted
    for one in settled:
        for state, ids in one.settlement.to.items():
            run.counts[state] += 0 if state is DeliveryState.PLANNED else len(ids)
    return batches


def _claims(run: _Run, work: Work, gate: Gate, wanted: list[Ids], *, free: int) -> Sequence[Batch]:
    """Claim as many batches as may go now, first those that are wanted; they are taken off."""
    if (gate.stopped_at or "") > run.began:
        run.course.stop = run.course.stop or CarrierStopped(gate.reason)
    if run.course.stop is not None or gate.closed(work.now):
        return []
    limit, number = run.carrier.max_batch, free
    if gate.broken and free:
        limit, number = PROBE, 1
        try_gate(work.connection, run.ledger, gate)
    limit = min(limit, run.per_minute or limit)
    batches: list[Batch] = []
    room = room_in(work, run.sampling, run.plans) if run.sampling and number else {}
    while len(batches) < number:
        run.unsure.append(id_ := BatchId(run.ledger.new_id()))
        if wanted:
            batch = claim_these(work, id_=id_, ids=wanted.pop(0))
        elif (batch := _next(run, work, id_, limit, room)) is None:
            break
        if batch is not None:
            batches.append(batch)
            if run.per_minute:
                mails, pace = len(batch.addressees), run.per_minute
                pace_gate(work.connection, run.ledger, gate, mails=mails, per_minute=pace)
                break
    return batches


def _next(run: _Run, work: Work, id_: BatchId, limit: int, room: Room) -> Batch | None:
    return claim_next(work, id_=id_, limit=limit, plans=run.plans, room=room)


def _waited(run: _Run) -> bool:
    """Wait a little where there is something to wait for; False where this run is over."""
    if run.course.stop is not None:
        return False
    with run.ledger.reading() as connection:
        now = run.ledger.now(connection)
    until, why = _until(run, now)
    if until is None or until <= now:
        return until is not None
    seconds = (until - now).total_seconds()
    if why and run.said != until.isoformat():
        run.said = until.isoformat()
        run.say(f"{why}; going on in {seconds:,.0f} s")
    run.sleep(min(seconds, _SLICE))
    return True


def _until(run: _Run, now: datetime) -> tuple[datetime | None, str]:
    """Return until when nothing can be claimed, and why; None where nothing is left to claim."""
    if run.gate is not None and run.gate.not_before is not None:
        until = datetime.fromisoformat(run.gate.not_before)
        if until > now and waiting(run.ledger, plans=run.plans):
            return until, run.gate.reason if run.gate.reason != PACED else ""
    if run.sampling is not None:
        look = waits_until(run.ledger, run.sampling, run.plans)
        if look is not None:
            return look, ""  # it speaks for itself
    return put_off_until(run.ledger, plans=run.plans), "the rest was put off by its own servers"

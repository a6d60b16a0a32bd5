"""Who was not reached by mail, for a letter or an SMS, and what came of that, as somebody records it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, and_, or_, select

from notify.carriers import DeliveryId, MailKind
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_database import hold
from notify.ledger_events import record
from notify.ledger_proofs import OUTCOME, chain
from notify.ledger_rows import PERSON
from notify.mailboxes import is_one_line
from notify.persons import mailbox_of, names_in
from notify.plans import Exclusion
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan

LONGEST: Final = 500  # characters of a note

_S: Final = DeliveryState
_NOT_REACHED: Final = (_S.BOUNCED, _S.DROPPED, _S.FAILED, _S.UNKNOWN)


class BadOutcome(NotifyError):
    """An outcome does not say what came of which delivery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of telling somebody in another way than by our mail."""

    delivery: DeliveryId
    channel: str  # letter, SMS, ...
    told: bool
    day: date
    note: str = ""

    def __post_init__(self) -> None:
        for words in (self.channel, self.note):
            if not is_one_line(words) or len(words) > LONGEST:
                raise BadOutcome(
                    f"write channel and note in one line of up to {LONGEST} characters"
                )
        if not self.channel.strip():
            raise BadOutcome("name the channel: --channel letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReached:
    """Somebody whom no mail has told of a notice, and what is known of how to reach them."""

    delivery: DeliveryId
    recipient: str
    address: str
    name: str
    notice: str
    subject: str
    day: str
    why: str


def record_outcomes(ledger: Ledger, outcomes: Sequence[Outcome], *, by: str, today: date) -> int:
    """Record what came of letters and the like, all of it or nothing; return how many are new.

    It stands beside what the carrier said, and takes the place of none of it.
    """
    if not by.strip():
        raise BadOutcome("an outcome is recorded by a person; write --by WHO")
    with ledger.writing() as connection:
        hold(connection)
        known = set(_recorded(connection))
        new = [one for one in dict.fromkeys(outcomes) if one not in known]
        at = ledger.moment(connection)
        for one in new:
            _check(connection, ledger, one, by=by, today=today)
            plan = select(_delivery.c.plan).where(_delivery.c.id == one.delivery)
            facts = {
                "delivery": one.delivery,
                "channel": one.channel.strip(),
                "told": one.told,
                "day": one.day.isoformat(),
                "by": by.strip(),
                "note": one.note.strip(),
            }
            number = connection.execute(plan).scalar_one()
            record(connection, at=at, kind=OUTCOME, plan=number, facts=facts)
    return len(new)


def not_reached(ledger: Ledger, *, notice: str | None = None) -> Iterator[NotReached]:
    """Yield whom no legal mail has reached and nobody has told otherwise, by notice.

    Courtesy mail is owed to nobody, and no letter takes its place.
    """
    d = _delivery.c
    without = and_(d.state == _S.EXCLUDED, d.reason == Exclusion.NO_ADDRESS)
    query = (
        select(_delivery, _notice.c.subject, _notice.c.day)
        .join(_notice, and_(_notice.c.plan == d.plan, _notice.c.id == d.notice))
        .join(_plan, _plan.c.number == d.plan)
        .where(_plan.c.approved_at.is_not(None), or_(d.state.in_(_NOT_REACHED), without))
        .where(_notice.c.kind == MailKind.LEGAL)
        .order_by(d.notice, d.id)
    )
    if notice is not None:
        query = query.where(d.notice == notice)
    with ledger.reading() as connection:
        told = {one.delivery for one in _recorded(connection) if one.told}
        for row in connection.execute(query):
            if row.id not in told and not _told_since(connection, row):
                yield _not_reached(ledger, row)


def _not_reached(ledger: Ledger, row: Any) -> NotReached:
    lines = ledger.seals.open(row.person, PERSON).split("\n") if row.person else []
    known = lines if lines and mailbox_of(lines[0]) else ["", ""]  # nothing stands for an address
    return NotReached(
        delivery=DeliveryId(row.id),
        recipient=row.recipient,
        address=known[0],
        name=known[1],
        notice=row.notice,
        subject=row.subject,
        day=row.day,
        why=row.state if row.state != _S.EXCLUDED else row.reason,
    )


def _told_since(connection: Connection, row: Any) -> bool:
    """Return whether a later delivery of the notice reached the same mailbox."""
    d = _delivery.c
    other = select(d.id).where(
        d.notice == row.notice, d.mailbox == row.mailbox, d.state == _S.DELIVERED
    )
    return connection.execute(other.limit(1)).first() is not None


def _recorded(connection: Connection) -> Iterator[Outcome]:
    for event in chain(connection):
        if event.kind == OUTCOME:
            facts = event.facts
            yield Outcome(
                delivery=DeliveryId(facts["delivery"]),
                channel=facts["channel"],
                told=facts["told"],
                day=date.fromisoformat(facts["day"]),
                note=facts["note"],
            )


def _check(connection: Connection, ledger: Ledger, one: Outcome, *, by: str, today: date) -> None:
    row = connection.execute(select(_delivery).where(_delivery.c.id == one.delivery)).one_or_none()
    if row is None or row.notice is None:
        raise BadOutcome(
            f"there is no delivery {one.delivery[:40]} of a notice; fairnotice notify not-reached"
            " names those that may be recorded"
        )
    if one.day > today:
        raise BadOutcome(f"{one.day} is still to come: record what has happened")
    names = ledger.seals.open(row.person, PERSON).split("\n")[:2] if row.person else []
    if names_in(f"{one.channel} {one.note} {by}", (*names, row.recipient)):
        raise BadOutcome(
            "what is recorded is kept for ever, where nobody can be erased: leave the person's"
            " name, address and id out of channel, note and --by"
        )

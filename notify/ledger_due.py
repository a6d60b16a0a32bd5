"""What is due: everything that must be told and is not fully handed over, with its last lawful day.

A daily job asks for it, so that the day never comes on which nobody was told.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, select

from archive.revisions import RevisionId
from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.duties import Duty
from notify.event_duties import EventDuty
from notify.ledger import Ledger
from notify.ledger_brakes import EVERYTHING, braked
from notify.owing import Owing
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan

# What is neither handed over nor never to be: somebody is still to be told, or may not have been.
_LEFT: Final = (
    DeliveryState.PLANNED,
    DeliveryState.SENDING,
    DeliveryState.WITHHELD,
    DeliveryState.UNKNOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that must be told and is not, or not to everybody."""

    what: str
    last_day: date | None  # None: no law or promise names one
    people: int | None  # left to tell; None: nobody knows before it is planned
    cause: str

    def line(self, today: date) -> str:
        """Return it as a line for the person who must act."""
        day = "no last day" if self.last_day is None else f"by {self.last_day}"
        late = ", which has passed" if self.last_day is not None and self.last_day < today else ""
        people = "people not counted yet" if self.people is None else f"{self.people:,} left"
        return f"{self.what}: {day}{late}, {people}: {self.cause}"


def what_is_due(ledger: Ledger, owed: Iterable[Owing]) -> Sequence[Due]:
    """Return what is due, the nearest last day first: what was planned, and what never was."""
    with ledger.reading() as connection:
        planned = _planned(connection)
        told_of = _told_of(connection)
    never = [
        Due(
            what=_what(one.duty),
            last_day=one.last_day,
            people=None,
            cause=_why_not_planned(one),
        )
        for one in owed
        if not told_of.issuperset(one.duty.covered)
    ]
    return sorted([*planned, *never], key=lambda due: due.last_day or date.max)


def _what(duty: Duty) -> str:
    title = duty.original.policy.title
    return f"{title}: {duty.what}" if isinstance(duty, EventDuty) else title


def _why_not_planned(one: Owing) -> str:
    duty = one.duty
    if not (duty.summary or duty.explains_itself):
        return "no summary; write change.summary"
    if duty.asks_consent and duty.consent is None:
        return "whether consent is needed is not answered; write change.consent"
    return "not planned; run: fairnotice notify plan"


def _planned(connection: Connection) -> list[Due]:
    """Return the notices of plans that were not replaced, and why some people are left."""
    n = _notice.c
    query = (
        select(_plan, n.subject, n.tell_by, _delivery.c.state, func.count().label("people"))
        .join(_notice, n.plan == _plan.c.number)
        .join(_delivery, (_delivery.c.plan == n.plan) & (_delivery.c.notice == n.id))
        .where(_plan.c.replaced_by.is_(None), _delivery.c.state.in_(_LEFT))
        .where(n.kind == MailKind.LEGAL)  # courtesy mail is owed to nobody
        .group_by(*_plan.c, n.subject, n.tell_by, _delivery.c.state)
    )
    held = braked(connection)
    return [
        Due(
            what=row.subject,
            last_day=date.fromisoformat(row.tell_by) if row.tell_by else None,
            people=row.people,
            cause=_cause(row, paused=row.number in held or EVERYTHING in held),
        )
        for row in connection.execute(query)
    ]


def _cause(row: Any, *, paused: bool) -> str:
    match DeliveryState(row.state):
        case DeliveryState.UNKNOWN:
            return "unknown whether they were told; see: fairnotice notify status"
        case DeliveryState.WITHHELD:
            return "withheld in a folder; configure a carrier, approve again, then send"
        case DeliveryState.SENDING:
            return "in the hands of a sender"
    if row.approved_at is None:
        return 'not approved; run: fairnotice notify approve --by "WHO"'
    return "paused; run: fairnotice notify resume" if paused else "run: fairnotice notify send"


def _told_of(connection: Connection) -> frozenset[RevisionId]:
    """Return the texts that some plan tells of, be it approved or not."""
    query = (
        select(_notice.c.covered)
        .join(_plan, _plan.c.number == _notice.c.plan)
        .where(_plan.c.replaced_by.is_(None))
    )
    found = connection.execute(query).scalars().all()
    return frozenset(RevisionId(id_) for covered in found for id_ in json.loads(covered))

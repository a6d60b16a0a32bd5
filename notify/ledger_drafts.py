"""Drafts: a plan that is being written, and counts for nothing until its last short step.

Its rows are written a thousand at a time, so that nobody else has to wait. What a planning left
that was ended, and what belonged to a plan that was replaced, is taken away in the same manner.
"""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from notify import schema
from notify.deliveries import FIRST_STATES
from notify.errors import NotifyError
from notify.ledger import Ledger, waiting_plan
from notify.ledger_approvals import approve_with, name_planner, same_mails_approved
from notify.ledger_bulk import insert_many
from notify.ledger_cancelling import cancel_planned
from notify.ledger_database import hold, written_soon
from notify.ledger_events import record
from notify.ledger_former_readers import former_readers
from notify.ledger_keys import require_keys
from notify.ledger_rows import (
    DELIVERY,
    delivery_rows,
    notice_row,
    plan_row,
    tell_by,
    wording_row,
)
from notify.ledger_standing import baseline_of, plans_made, standing_of, told_before
from notify.ledger_subscriptions import stopped_subscribers, subscribers
from notify.ledger_turns import no_other
from notify.planning import Books
from notify.plans import InvalidPlan, NoticePeriod, Part, Plan, Standing

_CHUNK: Final = 2_000  # rows that are taken away at once

_planning, _plan, _notice = schema.planning, schema.plan, schema.notice
_wording, _delivery, _baseline = schema.wording, schema.delivery, schema.baseline


class PlannedMeanwhile(NotifyError):
    """Another planning or approval changed what this one was made from."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A plan while it is written."""

    ledger: Ledger
    connection: Connection  # the one that keeps other plannings away
    standing: Standing
    made: tuple[int, int]  # plans and approvals when it was begun
    scratch: Path
    stem: str  # of the ids of its deliveries
    _number: int | None = None  # none before its first row
    _rows: int = 0

    @property
    def books(self) -> Books:
        """What a planning reads and writes."""
        return Books(
            standing=self.standing,
            told_before=told_before(self.ledger),
            former=partial(former_readers, self.ledger),
            subscribers=partial(subscribers, self.ledger),
            stopped=partial(stopped_subscribers, self.ledger),
            write=self.write,
            cancel=partial(cancel_planned, self.ledger),
            seals=self.ledger.seals,
            scratch=self.scratch,
        )

    def write(self, part: Part) -> None:
        """Write the next part, in a transaction of its own."""
        number, seals = self._number or self._next_number(), self.ledger.seals
        ids = (f"{self.stem}{place:08x}" for place in count(self._rows))
        rows = delivery_rows(part.entries, plan=number, ids=ids, seals=seals)
        self._rows += len(rows)
        with written_soon(self.connection):
            require_keys(self.connection, seals.keyring)
            self._begin(number)
            if part.notices:
                notices = [notice_row(notice, plan=number) for notice in part.notices]
                self.connection.execute(insert(_notice), notices)
            if part.wordings:
                wordings = [wording_row(wording, plan=number) for wording in part.wordings]
                self.connection.execute(insert(_wording), wordings)
            insert_many(self.connection, _delivery, DELIVERY, rows)

    def keep(self, plan: Plan, *, by: str | None = None) -> bool:
        """Make the draft a plan; False where it tells the ledger nothing new.

        `by` names who made it. A plan that still waits for its approval is replaced. Raises `PlannedMeanwhile` where what
        it was made from has changed since.
        """
        with self.connection.begin():
            hold(self.connection)
            require_keys(self.connection, self.ledger.seals.keyring)
            if plans_made(self.connection) != self.made:
                raise PlannedMeanwhile(
                    "a plan was made or approved meanwhile, and this one knows nothing of it;"
                    " run: fairnotice notify plan"
                )
            if baseline_of(self.connection) is None:
                self._begin_ledger(plan)
            if not self._is_new(plan):
                if by is not None:
                    name_planner(self.connection, self.ledger, plan, by=by)
                return False
            self._keep(plan, by)
        self._number = None  # nothing to take away
        return True

    def _keep(self, plan: Plan, by: str | None) -> None:
        if self._number is None or plan.rows != self._rows:
            raise InvalidPlan("the draft does not hold what the plan counts")
        former = waiting_plan(self.connection)
        if former is not None:
            replaced = update(_plan).where(_plan.c.number == former.number)
            self.connection.execute(replaced.values(replaced_by=self._number))
        for notice in plan.notices:
            of_this = (_notice.c.plan == self._number, _notice.c.id == notice.notice.id)
            last_day = tell_by(notice, plan)
            self.connection.execute(update(_notice).where(*of_this).values(tell_by=last_day))
        now = self.ledger.moment(self.connection)
        self.connection.execute(
            insert(_plan).values(**plan_row(plan, number=self._number, now=now), planned_by=by)
        )
        facts = {"hash": plan.hash, "recipients": plan.recipients, "planned": plan.deliveries}
        facts |= {"rows": plan.rows, "replaces": former.number if former else None}
        facts |= {"by": by} if by is not None else {}
        # Until when each change had to be told is proof too, and is computed anew by nobody.
        facts |= {"periods": [_period_facts(period) for period in plan.periods]}
        record(self.connection, at=now, kind="plan", plan=self._number, facts=facts)
        approved = same_mails_approved(self.connection, plan)
        if approved is not None and plan.override is None:
            approve_with(self.connection, self._number, approved, at=now)

    def _begin(self, number: int) -> None:
        if self._number is None:
            now = self.ledger.moment(self.connection)
            self.connection.execute(insert(_planning).values(number=number, begun_at=now))
            self._number = number

    def _next_number(self) -> int:
        with self.ledger.reading() as connection:
            last = connection.execute(select(func.max(_planning.c.number))).scalar_one()
        return (last or 0) + 1

    def _begin_ledger(self, plan: Plan) -> None:
        if plan.baseline is None:
            raise InvalidPlan("the first plan of a ledger must be its baseline")
        left_out = sorted(plan.baseline.left_out)
        day = plan.baseline.day.isoformat()
        self.connection.execute(
            insert(_baseline).values(only=1, day=day, left_out=json.dumps(left_out))
        )
        facts = {"day": day, "left_out": left_out}
        now = self.ledger.moment(self.connection)
        record(self.connection, at=now, kind="baseline", plan=None, facts=facts)

    def _is_new(self, plan: Plan) -> bool:
        stands = (_plan.c.hash == plan.hash, _plan.c.replaced_by.is_(None))
        same = self.connection.execute(select(_plan.c.number).where(*stands)).first()
        return same is None and bool(plan.notices and plan.rows)


def _period_facts(one: NoticePeriod) -> dict[str, str]:
    return {
        "policy": one.policy_id,
        "revision": one.revision,
        "period": str(one.period),
        "reason": one.reason,
        "last_day": one.last_day.isoformat(),
    }


@contextmanager
def drafting(ledger: Ledger, *, scratch: Path) -> Iterator[Draft]:
    """Give a draft to write a plan in; what was not kept of it in the end is taken away.

    Raises `AtWork` while another planning is at work on the ledger.
    """
    with no_other(ledger.engine, "planning") as connection:
        _clear(connection)
        with ledger.reading() as reader:
            draft = Draft(
                ledger=ledger,
                connection=connection,
                standing=standing_of(reader),
                made=plans_made(reader),
                scratch=scratch,
                stem=ledger.new_id(),
            )
        # What was loaded so far stays: to look for garbage in it takes a sixth of a planning.
        gc.freeze()
        try:
            yield draft
        finally:
            gc.unfreeze()
            _clear(connection)


def _clear(connection: Connection) -> None:
    """Take away what was begun and is no plan, and the rows of plans that were replaced."""
    with connection.begin():
        drafts = select(_planning.c.number).where(_planning.c.number.not_in(select(_plan.c.number)))
        begun = connection.execute(drafts).scalars().all()
        stale = select(_plan.c.number).where(_plan.c.replaced_by.is_not(None), _plan.c.rows > 0)
        replaced = connection.execute(stale).scalars().all()
    for number in (*begun, *replaced):
        _clear_rows(connection, number)
    with connection.begin():
        connection.execute(delete(_wording).where(_wording.c.plan.in_([*begun, *replaced])))
        connection.execute(delete(_notice).where(_notice.c.plan.in_(begun)))
        connection.execute(delete(_planning).where(_planning.c.number.in_(begun)))
        connection.execute(update(_plan).where(_plan.c.number.in_(replaced)).values(rows=0))


def _clear_rows(connection: Connection, number: int) -> None:
    for state in sorted(FIRST_STATES):
        of_plan = (_delivery.c.state == state, _delivery.c.plan == number)
        some = select(_delivery.c.id).where(*of_plan).limit(_CHUNK)
        left = _CHUNK
        while left == _CHUNK:
            with written_soon(connection):
                left = connection.execute(
                    delete(_delivery).where(_delivery.c.id.in_(some))
                ).rowcount

"""Approvals that go on: who joins late is told under the approval of those told before.

That holds while each mail is the very same, to the byte. Whatever else somebody must take on,
they approve themselves.
"""

from typing import Any, Final

from sqlalchemy import Connection, select, update

from notify.ledger_events import record
from notify.ledger_rows import notice_row
from notify.plans import Plan, PlannedNotice
from notify.schema import notice as _notice
from notify.schema import plan as _plan

_APPROVAL: Final = "approved_"  # how every column of an approval begins


def same_mails_approved(connection: Connection, plan: Plan) -> Any:
    """Return the newest approved plan that holds a mail of this one; None if any is not approved."""
    found = [_approved(connection, planned) for planned in plan.notices]
    if not found or None in found:
        return None
    return max(found, key=lambda row: row.number)


def approve_with(connection: Connection, number: int, approved: Any, *, at: str) -> None:
    """Approve a plan as another one was, on the record."""
    by = approved.approved_by.partition(", with plan ")[0]
    values = {name: value for name, value in approved._asdict().items() if _of_approval(name)}
    values |= {"approved_by": f"{by}, with plan {approved.hash[:12]}", "approved_at": at}
    connection.execute(update(_plan).where(_plan.c.number == number).values(**values))
    facts = {"by": by, "with": approved.hash}
    record(connection, at=at, kind="approval", plan=number, facts=facts)


def _approved(connection: Connection, planned: PlannedNotice) -> Any:
    """Return the newest approved plan that holds the very same mail; None where there is none."""
    wanted = notice_row(planned, plan=0)
    plans = connection.execute(
        select(_plan, *(_notice.c[name].label(f"notice_{name}") for name in wanted))
        .join(_notice, _notice.c.plan == _plan.c.number)
        .where(_plan.c.approved_at.is_not(None), _notice.c.id == wanted["id"])
        .order_by(_plan.c.number.desc())
    )
    for row in plans:
        if all(getattr(row, f"notice_{name}") == wanted[name] for name in wanted if name != "plan"):
            return row
    return None


def _of_approval(name: str) -> bool:
    return name.startswith(_APPROVAL)

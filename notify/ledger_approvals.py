"""Approvals that go on, and who may approve: somebody else than who made the plan.

Who joins late is told under the approval of those told before, while each mail is the very same,
to the byte. Whatever else somebody must take on, they approve themselves.
"""

from typing import Any, Final

from sqlalchemy import Connection, select, update

from notify.errors import NotifyError
from notify.ledger import Ledger, Pin
from notify.ledger_events import record
from notify.ledger_rows import notice_row
from notify.plans import Plan, PlannedNotice
from notify.schema import notice as _notice
from notify.schema import plan as _plan

_APPROVAL: Final = "approved_"  # how every column of an approval begins
_ALLOW: Final = ", or set own_approval = true under [notice]"


class SamePerson(NotifyError):
    """A plan is approved by somebody else than who made it, unless the settings allow it."""


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


def name_planner(connection: Connection, ledger: Ledger, plan: Plan, *, by: str) -> None:
    """Name who made a plan that stands already and names nobody, on the record."""
    nobody = (
        _plan.c.hash == plan.hash,
        _plan.c.replaced_by.is_(None),
        _plan.c.planned_by.is_(None),
    )
    found = connection.execute(select(_plan.c.number).where(*nobody)).scalar_one_or_none()
    if found is not None:
        connection.execute(update(_plan).where(_plan.c.number == found).values(planned_by=by))
        at = ledger.moment(connection)
        record(connection, at=at, kind="planner", plan=found, facts={"by": by})


def by_another(pin: Pin, *, by: str, must_be_named: bool) -> Pin:
    """Return what binds an approval as `pin` does, given by somebody else than who made the plan.

    Where `must_be_named`, a plan that names nobody raises `SamePerson` as well.
    """

    def checked(connection: Connection, plan: int) -> dict[str, str]:
        query = select(_plan.c.planned_by, _plan.c.hash).where(_plan.c.number == plan)
        planner, hash_ = connection.execute(query).one()
        if planner is None and must_be_named:
            raise SamePerson(
                f"plan {hash_[:12]} does not say who made it, and somebody else must approve it;"
                f' run: fairnotice notify plan --by "WHO"{_ALLOW}'
            )
        if planner is not None and _person(planner) == _person(by):
            raise SamePerson(
                f"{by} made plan {hash_[:12]}; let somebody else preview and approve it{_ALLOW}"
            )
        return pin(connection, plan)

    return checked


def _person(name: str) -> str:
    """A name, however it is spaced and cased."""
    return " ".join(name.split()).casefold()


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

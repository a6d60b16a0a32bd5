"""What the ledger holds that matters to the next plan: its baseline, and who was told of what."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, func, or_, select

from archive.revisions import RevisionId
from notify import schema
from notify.deliveries import NOT_TOLD
from notify.duties import Baseline
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.plans import Exclusion, Known, Standing, ToldBefore
from notify.sealing import UNINDEXED, MailboxIndex

_plan, _notice, _delivery = schema.plan, schema.notice, schema.delivery
_baseline = schema.baseline
_APPROVED = _plan.c.approved_at.is_not(None)
_TOLD = _delivery.c.state.not_in(sorted(NOT_TOLD))


class OtherIndex(NotifyError):
    """Mailboxes stand in the ledger under a key that is not the newest any more."""


def standing_of(connection: Connection) -> Standing:
    """Return what matters to the next plan, whoever is on the list; only approved plans count."""
    somebody = (
        select(_delivery.c.id)
        .where(_delivery.c.plan == _notice.c.plan, _delivery.c.notice == _notice.c.id, _TOLD)
        .exists()
    )
    told = select(_notice.c.covered).join(_plan, _plan.c.number == _notice.c.plan)
    found = connection.execute(told.where(_APPROVED, somebody)).scalars()
    last = select(_plan.c.recipients).order_by(_plan.c.number.desc()).limit(1)
    return Standing(
        baseline=baseline_of(connection),
        known=frozenset(RevisionId(one) for covered in found for one in json.loads(covered)),
        recipients=connection.execute(last).scalar_one_or_none(),
    )


def baseline_of(connection: Connection) -> Baseline | None:
    """Return the ledger's first day, and what had taken effect by then; None before any plan."""
    row = connection.execute(select(_baseline)).one_or_none()
    if row is None:
        return None
    silent = frozenset(map(RevisionId, json.loads(row.left_out)))
    return Baseline(day=date.fromisoformat(row.day), left_out=silent)


def plans_made(connection: Connection) -> tuple[int, int]:
    """Return how many plans there are, and how many of them are approved."""
    counted = select(func.count(), func.count(_plan.c.approved_at)).select_from(_plan)
    plans, approved = connection.execute(counted).one()
    return plans, approved


def told_before(ledger: Ledger) -> ToldBefore:
    """Return what says of some mailboxes, in order, what each was told by approved plans.

    Who could not be mailed, and was listed for that, counts as told of it as well. Raises
    `OtherIndex` where the ledger's mailboxes could not be found again.
    """
    with ledger.reading() as connection:
        _refuse_other_index(connection, ledger.seals.index_prefix)
        notices = connection.execute(
            select(_notice.c.plan, _notice.c.id, _notice.c.covered, _plan.c.today)
            .join(_plan, _plan.c.number == _notice.c.plan)
            .where(_APPROVED)
        ).all()
    covered = {(n.plan, n.id): frozenset(map(RevisionId, json.loads(n.covered))) for n in notices}
    days = {n.plan: date.fromisoformat(n.today) for n in notices}
    d = _delivery.c
    listed = (d.state == "excluded") & (d.reason == Exclusion.NO_ADDRESS)
    query = select(d.mailbox, d.plan, d.notice, d.state).where(
        d.plan.in_(sorted(days)), or_(_TOLD, listed)
    )

    def told(mailboxes: Sequence[MailboxIndex]) -> Mapping[MailboxIndex, Known]:
        found: dict[MailboxIndex, Known] = {}
        if not days:
            return found
        wanted = frozenset(mailboxes)
        between = query.where(d.mailbox.between(mailboxes[0], mailboxes[-1]))
        with ledger.reading() as connection:
            for mailbox, plan, notice, state in connection.execute(between):
                if mailbox in wanted:
                    day = days[plan] if state != "excluded" else None
                    found[mailbox] = _more(found.get(mailbox), covered[plan, notice], day)
        return found

    return told


def _more(known: Known | None, covered: frozenset[RevisionId], day: date | None) -> Known:
    if known is None:
        return Known(covered, day)
    last = max((one for one in (known.last, day) if one), default=None)
    return Known(known.covered | covered, last)


def _refuse_other_index(connection: Connection, prefix: str) -> None:
    """Raise where a mailbox stands under another key; all that begin alike stand between two."""
    mailbox = _delivery.c.mailbox
    for end in (func.min(mailbox), func.max(mailbox)):
        found = connection.execute(select(end).where(mailbox < UNINDEXED)).scalar_one()
        if found is not None and not found.startswith(prefix):
            raise OtherIndex(
                "mailboxes stand in the ledger under a former FAIRNOTICE_INDEX_KEY;"
                " run: fairnotice ledger rekey"
            )

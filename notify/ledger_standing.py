"""What the ledger holds that matters to the next plan: its baseline, and who was told of what."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, func, or_, select

from archive.revisions import RevisionId
from notify import schema
from notify.announcements import Announced, StandingNotice, announced_by, is_lesser
from notify.carriers import MailKind, NoticeId
from notify.deliveries import NOT_TOLD, DeliveryState
from notify.duties import Baseline
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.plans import Exclusion, Known, Standing, ToldBefore
from notify.sealing import UNINDEXED, MailboxIndex

_plan, _notice, _delivery = schema.plan, schema.notice, schema.delivery
_baseline = schema.baseline
_APPROVED = _plan.c.approved_at.is_not(None)
# Whom a notice has reached, may have, or is about to: they are told when it is not so any more.
# What waits of a notice that is not so was cancelled before anybody asks.
_REACHED = frozenset(
    {
        *(DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.UNKNOWN),
        *(DeliveryState.SENDING, DeliveryState.PLANNED),
    }
)
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
    return Standing(
        baseline=baseline_of(connection),
        known=frozenset(RevisionId(one) for covered in found for one in json.loads(covered)),
        recipients=_listed_last(connection),
        notices=frozenset(notices_of(connection)),
    )


def _listed_last(connection: Connection) -> int | None:
    """Return how many were on the list of the last plan that read it; its subscribers were on none.

    A plan of courtesy mail alone may have listed lesser changes, for which no list is read.
    """
    of_plan = select(_notice.c.id).where(_notice.c.plan == _plan.c.number)
    legal = of_plan.where(_notice.c.kind == MailKind.LEGAL).exists()
    newest = (
        select(_plan.c.number, _plan.c.recipients)
        .where(or_(legal, ~of_plan.exists()))
        .order_by(_plan.c.number.desc())
        .limit(1)
    )
    plan = connection.execute(newest).one_or_none()
    if plan is None:
        return None
    courtesy = select(_notice.c.id).where(
        _notice.c.plan == plan.number, _notice.c.kind == MailKind.COURTESY
    )
    asked = select(func.count(_delivery.c.recipient.distinct())).where(
        _delivery.c.plan == plan.number, _delivery.c.notice.in_(courtesy)
    )
    return int(plan.recipients - connection.execute(asked).scalar_one())


def notices_of(connection: Connection) -> Iterator[StandingNotice]:
    """Yield every notice of an approved plan, the oldest plan first."""
    rows = connection.execute(
        select(_notice.c.plan, _notice.c.id, _notice.c.day, _notice.c.covered)
        .join(_plan, _plan.c.number == _notice.c.plan)
        .where(_APPROVED)
        .order_by(_notice.c.plan, _notice.c.id)
    )
    for row in rows.all():
        yield StandingNotice(
            plan=row.plan,
            id=NoticeId(row.id),
            day=date.fromisoformat(row.day),
            covered=frozenset(map(RevisionId, json.loads(row.covered))),
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
        notices = {(one.plan, one.id): one for one in notices_of(connection)}
        plans = connection.execute(select(_plan.c.number, _plan.c.today).where(_APPROVED)).all()
    days = {plan.number: date.fromisoformat(plan.today) for plan in plans}
    d = _delivery.c
    listed = (d.state == DeliveryState.EXCLUDED) & (d.reason == Exclusion.NO_ADDRESS)
    query = select(d.mailbox, d.plan, d.notice, d.state).where(
        d.plan.in_(sorted(days)), or_(_TOLD, listed)
    )

    def told(mailboxes: Sequence[MailboxIndex]) -> Mapping[MailboxIndex, Known]:
        found: dict[MailboxIndex, Known] = {}
        if not days:
            return found
        wanted = frozenset(mailboxes)
        between = query.where(d.mailbox.between(mailboxes[0], mailboxes[-1])).order_by(d.plan)
        with ledger.reading() as connection:
            for mailbox, plan, notice, state in connection.execute(between):
                if mailbox in wanted:
                    told = _told(notices[plan, notice], days[plan], state)
                    former = found.get(mailbox)
                    found[mailbox] = told if former is None else _together(former, told)
        return found

    return told


@lru_cache(maxsize=1_000)
def _told(notice: StandingNotice, planned: date, state: str) -> Known:
    """Return what one delivery tells of a mailbox."""
    announced = announced_by(notice.covered, notice.day) if state in _REACHED else {}
    listing = all(map(is_lesser, notice.covered))
    mailed = None if state == DeliveryState.EXCLUDED else planned
    return Known(
        notice.covered,
        None if listing else mailed,
        frozenset(Announced(revision, day, 1) for revision, day in announced.items()),
        mailed if listing else None,
    )


@lru_cache(maxsize=1_000)
def _together(former: Known, later: Known) -> Known:
    """Return what two deliveries tell of one mailbox, the second of a later plan."""
    announced = {one.revision: one for one in former.announced}
    for one in later.announced:
        times = announced[one.revision].times if one.revision in announced else 0
        announced[one.revision] = one._replace(times=times + 1)
    return Known(
        former.covered | later.covered,
        _later(former.last, later.last),
        frozenset(announced.values()),
        _later(former.listed, later.listed),
    )


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


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

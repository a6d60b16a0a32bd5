"""What is left to hand over, as whoever approves it should see it: every mail, and nobody's name.

A preview may stand in a log or a comment that others read. So each mail is shown as most of its
readers get it, with a greeting that names nobody, and people are numbers.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from archive.revisions import RevisionId
from archive.speech import speech_in
from notify.announcements import text_of
from notify.carriers import NoticeId, substituted
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_rows import PlanStatus, mail_of, wordings_of
from notify.ledger_status import plan_statuses
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.reader_words import all_words
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.schema import wording as _wording

_LEFT_OUT: Final = "…"  # in place of what lets one reader leave a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """How many mails say that these services are the reader's; none are named for all of them."""

    services: tuple[str, ...]
    mails: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePreview:
    """One notice that is left to hand over, in one language, as most of its readers get it."""

    id: NoticeId
    language: str
    day: str
    from_: str
    reply_to: str | None
    subject: str
    text: str
    audiences: tuple[Audience, ...]  # the largest first
    covered: frozenset[RevisionId]

    @property
    def mails(self) -> int:
        """How many mails are left to hand over."""
        return sum(one.mails for one in self.audiences)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPreview:
    """A plan with mails left to hand over: how it stands, and those mails."""

    status: PlanStatus
    notices: tuple[NoticePreview, ...]

    @property
    def mails(self) -> int:
        """How many mails are left to hand over."""
        return sum(one.mails for one in self.notices)


def left_to_hand_over(ledger: Ledger) -> tuple[PlanPreview, ...]:
    """Return every plan that stands with mails left to hand over, the oldest first."""
    with ledger.reading() as connection:
        left = _left(connection)
        notices = {plan: tuple(_notices(connection, plan, left)) for plan, _ in left}
    return tuple(
        PlanPreview(status=status, notices=notices[status.number])
        for status in plan_statuses(ledger)
        if status.number in notices
    )


_Left = Mapping[tuple[int, str], Mapping[int, int]]  # mails by plan and notice, then by wording


def _left(connection: Connection) -> _Left:
    d = _delivery.c
    query = (
        select(d.plan, d.notice, d.wording, func.count().label("mails"))
        .join(_plan, _plan.c.number == d.plan)
        .where(d.state == DeliveryState.PLANNED, _plan.c.replaced_by.is_(None))
        .group_by(d.plan, d.notice, d.wording)
    )
    found: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.plan, row.notice][row.wording] = row.mails
    return found


def _notices(connection: Connection, plan: int, left: _Left) -> Iterator[NoticePreview]:
    query = select(_notice).where(_notice.c.plan == plan)
    for row in connection.execute(query.order_by(_notice.c.day, _notice.c.id)).mappings().all():
        if by_wording := left.get((plan, row["id"])):
            yield _notice_preview(connection, row, by_wording)


def _notice_preview(
    connection: Connection, row: Mapping[Any, Any], by_wording: Mapping[int, int]
) -> NoticePreview:
    plan, notice, mail = row["plan"], row["id"], mail_of(row)
    w = _wording.c
    of_notice = select(w.number, w.services).where(w.plan == plan, w.notice == notice)
    services = {
        one.number: tuple(json.loads(one.services)) for one in connection.execute(of_notice)
    }
    order = sorted(by_wording, key=lambda number: (-by_wording[number], number))
    usual = wordings_of(connection, plan=plan, notice=notice, numbers=order[:1])[order[0]]
    nobody = speech_in(row["language"]).say("Hello,")
    words = {**all_words(usual, [nobody]), UNSUBSCRIBE_MARK: _LEFT_OUT}
    return NoticePreview(
        id=NoticeId(notice),
        language=row["language"],
        day=row["day"],
        from_=f"{mail.from_.name} <{mail.from_.address}>",
        reply_to=mail.reply_to.address if mail.reply_to else None,
        subject=substituted(mail.subject, words),
        text=substituted(mail.text, words),
        audiences=tuple(
            Audience(services=services[number], mails=by_wording[number]) for number in order
        ),
        covered=frozenset(text_of(RevisionId(one)) for one in json.loads(row["covered"])),
    )

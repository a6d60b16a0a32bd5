"""Plans: who is told what, in which language, and why; who is not, and why not.

A plan is computed from values and exists whole or not at all. What the rules forbid is
refused, all reasons at once; some of them a named person may override, on the record.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from archive.revisions import CommitId, PolicyId, RevisionId
from notify.carriers import NoticeId
from notify.duties import Baseline
from notify.errors import NotifyError
from notify.mailboxes import Mailbox
from notify.mails import NoticeMail
from notify.notice_periods import Period
from notify.notices import Notice
from notify.recipients import MailboxKey, RecipientId


class InvalidPlan(NotifyError):
    """A plan was asked to be what it cannot be."""


class InvalidOverride(NotifyError):
    """An override does not say who takes it on and why."""


class Exclusion(StrEnum):
    """Why somebody on the list is not told."""

    NO_ADDRESS = "no address"  # to be told in another way
    OTHER_SERVICES = "other services"  # nothing that changes concerns them
    SAME_MAILBOX = "same mailbox"  # told by the mail to another id with this mailbox
    ALREADY_TOLD = "already told"  # an earlier plan has a delivery for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Who lets a plan pass that the rules refuse, and why."""

    who: str
    why: str

    def __post_init__(self) -> None:
        if not (self.who.strip() and self.why.strip()):
            raise InvalidOverride('an override names a person and a reason; write "who: why"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a ledger holds that matters to the next plan."""

    baseline: Baseline | None = None  # None: the ledger has no plan yet
    told: Mapping[MailboxKey, frozenset[RevisionId]]  # by deliveries that are not to be repeated
    planned_on: Mapping[MailboxKey, date]  # the last day a plan had a delivery for the mailbox
    recipients: int | None = None  # of the last plan, approved or not

    @property
    def known(self) -> frozenset[RevisionId]:
        """The revisions that somebody has been told of."""
        return frozenset(revision for some in self.told.values() for revision in some)


NOTHING_YET = Standing(told={}, planned_on={})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNotice:
    """A notice of the plan, as the very bytes that will be handed over."""

    notice: Notice
    mail: NoticeMail


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """One notice to one mailbox, and why."""

    notice: NoticeId
    recipient: RecipientId
    mailbox: Mailbox
    mailbox_key: MailboxKey
    services: tuple[str, ...]  # the titles that are the reason
    substitutions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """One recipient who is not told, and why."""

    recipient: RecipientId
    reason: Exclusion
    notice: NoticeId | None  # what they would have been told; None: nothing concerns them
    told_as: RecipientId | None = None  # the id whose mail reaches the same mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePeriod:
    """How long before its day one policy's change is told, why, and until when that is in time."""

    policy_id: PolicyId
    revision: RevisionId
    period: Period
    reason: str
    last_day: date  # of telling, the first day of the text being what it is


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who is told what, frozen: every recipient is in it, once told or once excluded for a reason."""

    today: date
    read_at: CommitId
    recipients: int
    notices: tuple[PlannedNotice, ...]
    deliveries: tuple[PlannedDelivery, ...]
    excluded: tuple[Excluded, ...]
    baseline: Baseline | None  # of a first plan
    warnings: tuple[str, ...]
    override: Override | None
    periods: tuple[NoticePeriod, ...] = ()  # of what nobody was told of before

    def __post_init__(self) -> None:
        told = {delivery.recipient for delivery in self.deliveries}
        excluded = {one.recipient for one in self.excluded}
        if told & excluded or len(told) + len(excluded) != self.recipients:
            raise InvalidPlan(
                f"{len(told)} told and {len(excluded)} excluded are not the"
                f" {self.recipients} recipients; report this as a mistake of the program"
            )
        known = {planned.notice.id for planned in self.notices}
        named = {d.notice for d in self.deliveries} | {e.notice for e in self.excluded if e.notice}
        if named != known:
            raise InvalidPlan("a delivery without its notice, or a notice that nobody gets")
        if len({(d.notice, d.mailbox_key) for d in self.deliveries}) < len(self.deliveries):
            raise InvalidPlan("a mailbox would get the same notice twice")

    @cached_property
    def hash(self) -> str:
        """What an approval is bound to: every mail and every mailbox, to the byte."""
        digest = hashlib.sha256()
        for part in _facts(self):
            digest.update(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass"))
            digest.update(b"\n")
        return digest.hexdigest()

    @property
    def reasons(self) -> Mapping[Exclusion, int]:
        """How many recipients are not told, by reason; zeros included."""
        found = {one.recipient: one.reason for one in self.excluded}
        counts = Counter(found.values())
        return {reason: counts[reason] for reason in Exclusion}


def read_override(written: str) -> Override:
    """Return the override of "who: why"."""
    found = re.fullmatch(r"\s*([^:\n]{2,100}):\s*(\S[^\n]{2,1000})", written)
    if found is None:
        raise InvalidOverride('an override names a person and a reason; write "who: why"')
    return Override(who=found[1].strip(), why=found[2].strip())


def _facts(plan: Plan) -> Iterable[list[object]]:
    """Yield what makes two plans the same, whatever the day they were made on."""
    if plan.override:
        yield ["override", plan.override.who, plan.override.why]
    for planned in sorted(plan.notices, key=lambda p: p.notice.id):
        mail = planned.mail.mail
        reply_to = mail.reply_to.address if mail.reply_to else None
        yield ["notice", mail.notice, mail.kind, mail.from_.name, mail.from_.address, reply_to]
        yield ["mail", mail.subject, mail.text, mail.html, sorted(planned.notice.covered)]
        yield ["headers", sorted(mail.headers.items())]
    for d in sorted(plan.deliveries, key=lambda d: (d.notice, d.mailbox_key)):
        words = sorted(d.substitutions.items())
        yield [d.notice, d.recipient, d.mailbox.name, d.mailbox.address, words, d.services]
    for e in sorted(plan.excluded, key=lambda e: (e.recipient, e.notice or "")):
        yield ["excluded", e.recipient, e.reason, e.notice, e.told_as]

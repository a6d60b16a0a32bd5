"""Plans: who is told what, in which language, and why; who is not, and why not.

A plan is computed from values and exists whole or not at all. What the rules forbid is
refused, all reasons at once; some of them a named person may override, on the record.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import msgspec

from archive.revisions import CommitId, PolicyId, RevisionId
from notify.announcements import Announced, StandingNotice
from notify.audiences import ServiceReach
from notify.carriers import NoticeId
from notify.duties import Baseline
from notify.errors import NotifyError
from notify.mails import NoticeMail
from notify.notice_periods import Period
from notify.notices import Notice
from notify.recipients import RecipientId
from notify.sealing import MailboxIndex


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
    OWN_ADDRESS = "own address"  # the mails come from it, or their answers go there


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
    """What a ledger holds that matters to the next plan, whoever is on the list."""

    baseline: Baseline | None = None  # None: the ledger has no plan yet
    known: frozenset[RevisionId] = frozenset()  # the revisions that somebody has been told of
    recipients: int | None = None  # of the last plan, approved or not
    notices: frozenset[StandingNotice] = frozenset()  # of approved plans


class Known(NamedTuple):
    """What one mailbox was told already, by deliveries that are not to be repeated."""

    covered: frozenset[RevisionId]
    last: date | None  # the last day a plan had a mail for it
    announced: frozenset[Announced] = frozenset()  # by what reached it, or is about to
    listed: date | None = None  # the last day a plan had a list of lesser changes for it


ToldBefore = Callable[[Sequence[MailboxIndex]], Mapping[MailboxIndex, Known]]  # asked in order


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNotice:
    """A notice of the plan, as the very bytes that will be handed over."""

    notice: Notice
    mail: NoticeMail


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What many readers of a notice have in place of its marks, and why they are told."""

    notice: NoticeId
    number: int
    services: tuple[str, ...]  # the titles that are the reason
    words: Mapping[str, str | None]  # by mark; None: the reader's own words

    @cached_property
    def digest(self) -> str:
        """The same for the same words, whatever its number."""
        return _digest([[self.services, sorted(self.words.items(), key=itemgetter(0))]])


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One recipient in the plan: to be told something, or not. A struct, as there are millions."""

    mailbox: MailboxIndex
    recipient: RecipientId
    notice: NoticeId | None  # None: nothing concerns them
    person: str  # a line each: address, name, own words; without an address what stands for it
    wording: Wording | None
    reason: Exclusion | None  # None: a mail is planned
    told_as: RecipientId | None  # the id whose mail reaches the same mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The next part of a plan that is being made: what its entries name comes before them."""

    notices: tuple[PlannedNotice, ...]
    wordings: tuple[Wording, ...]
    entries: tuple[Entry, ...]


Write = Callable[[Part], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePeriod:
    """How long before its day one policy's change is told, why, and until when that is in time."""

    policy_id: PolicyId
    revision: RevisionId
    period: Period
    reason: str
    last_day: date  # of telling, the first day of the text being what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is told what, frozen: every recipient is counted in it, once told or once excluded.

    Its entries stand in the ledger. The hash is what an approval is bound to: every mail to the
    byte, and every entry, in the order of their mailboxes' indexes.
    """

    today: date
    read_at: CommitId
    hash: str
    recipients: int  # on the list
    told: int  # of them, those to whom a mail goes
    notices: tuple[PlannedNotice, ...]
    mails: Mapping[NoticeId, int]
    reasons: Mapping[Exclusion, int]  # recipients who are not told, zeros included
    unlisted: Mapping[Exclusion, int]  # of them, those who have no entry
    rows: int  # entries
    baseline: Baseline | None  # of a first plan
    warnings: tuple[str, ...]
    override: Override | None
    periods: tuple[NoticePeriod, ...] = ()  # of what nobody was told of before
    services: tuple[ServiceReach, ...] = ()  # how many of each are told, where there are services
    settling: tuple[str, ...] = ()  # what must be told and is too young yet, a line each

    def __post_init__(self) -> None:
        if self.told + sum(self.reasons.values()) != self.recipients:
            raise InvalidPlan(
                f"{self.told} told and {sum(self.reasons.values())} excluded are not the"
                f" {self.recipients} recipients; report this as a mistake of the program"
            )
        if not {planned.notice.id for planned in self.notices}.issuperset(self.mails):
            raise InvalidPlan("a delivery without its notice")

    @property
    def deliveries(self) -> int:
        """How many mails it plans; a reader of two days' notices gets two."""
        return sum(self.mails.values())


class PlanDigest:
    """The hash of a plan, taken while its entries go by.

    Without the key of the indexes nobody can guess who is in it, not even in a plan for one.
    """

    def __init__(self) -> None:
        self._entries = hashlib.sha256()
        self.rows = 0  # entries taken in

    def add_all(self, entries: Collection[Entry]) -> None:
        """Take in the next entries; they come by index, and by recipient."""
        lines = [
            f"{e.mailbox}\x1f{e.recipient}\x1f{e.notice or ''}\x1f{e.person}\x1f"
            f"{e.wording.digest if e.wording else ''}\x1f{e.reason or ''}\x1f{e.told_as or ''}\x1e"
            for e in entries
        ]
        self._entries.update("".join(lines).encode())
        self.rows += len(entries)

    def of(self, notices: Iterable[PlannedNotice], override: Override | None) -> str:
        """Return the hash of all that was taken in, with the notices and the override."""
        return _digest([*_facts(notices, override), ["entries", self._entries.hexdigest()]])


def read_override(written: str) -> Override:
    """Return the override of "who: why"."""
    found = re.fullmatch(r"\s*([^:\n]{2,100}):\s*(\S[^\n]{2,1000})", written)
    if found is None:
        raise InvalidOverride('an override names a person and a reason; write "who: why"')
    return Override(who=found[1].strip(), why=found[2].strip())


def _facts(notices: Iterable[PlannedNotice], override: Override | None) -> Iterable[list[object]]:
    """Yield what makes two plans the same, whatever the day they were made on."""
    if override:
        yield ["override", override.who, override.why]
    for planned in sorted(notices, key=lambda p: p.notice.id):
        mail = planned.mail.mail
        reply_to = mail.reply_to.address if mail.reply_to else None
        yield ["notice", mail.notice, mail.kind, mail.from_.name, mail.from_.address, reply_to]
        yield ["mail", mail.subject, mail.text, mail.html, sorted(planned.notice.covered)]
        yield ["headers", sorted(mail.headers.items())]


def _digest(facts: Iterable[list[object]]) -> str:
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(json.dumps(fact, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()

"""What the ledger can prove: who was told what, when, who says so, and what nobody knows.

Accepted is not delivered, and delivered is not read. Each statement here names its source, and
what follows from none is said to be unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from archive.revisions import PolicyId, RevisionId
from notify.answers import AnswerKind
from notify.carriers import DeliveryId, NoticeId
from notify.deliveries import DeliveryState
from notify.provider_events import EventKind

_ANSWERS: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.SEEN: "The notice stood on their screen",
    AnswerKind.ACCEPTED: "They accepted the text",
    AnswerKind.CONSENTED: "They consented, for the purpose \u201c{purpose}\u201d",
    AnswerKind.REFUSED: "They refused or took back their consent, for the purpose \u201c{purpose}\u201d",
}


class Verdict(StrEnum):
    """Whether somebody was told, as far as anybody knows."""

    TOLD = "told"
    NOT_TOLD = "not told"
    UNKNOWN = "unknown"


_S: Final = DeliveryState
_VERDICTS: Final[Mapping[DeliveryState, tuple[Verdict, str]]] = {
    _S.PLANNED: (Verdict.NOT_TOLD, "It was planned and has not been handed over yet."),
    _S.SENDING: (
        Verdict.UNKNOWN,
        "It is being handed over; the mail service has not answered yet.",
    ),
    _S.ACCEPTED: (
        Verdict.UNKNOWN,
        "The mail service accepted it for sending. Whether it arrived is not known.",
    ),
    _S.DELIVERED: (
        Verdict.TOLD,
        "The mail server of the recipient accepted it. Whether anybody read it is not known.",
    ),
    _S.BOUNCED: (Verdict.NOT_TOLD, "The mail server of the recipient refused it."),
    _S.DROPPED: (Verdict.NOT_TOLD, "The mail service took it and then did not try to deliver it."),
    _S.WITHHELD: (Verdict.NOT_TOLD, "It was written to a folder and went to nobody."),
    _S.EXCLUDED: (Verdict.NOT_TOLD, "No mail was to go out for this entry."),
    _S.CANCELLED: (Verdict.NOT_TOLD, "It was planned, then cancelled before it was handed over."),
    _S.FAILED: (Verdict.NOT_TOLD, "The mail service refused this address."),
    _S.UNKNOWN: (
        Verdict.UNKNOWN,
        "The mail service gave no answer that arrived: it may have been sent or not.",
    ),
}


def verdict_of(state: DeliveryState) -> Verdict:
    """Return whether a delivery in a state told anybody, as far as anybody knows."""
    return _VERDICTS[state][0]


def told_in_time(
    verdict: Verdict, told_on: date | None, *, last_day: date | None, today: date
) -> bool | None:
    """Return whether a notice period was met; None where that is not known, or not yet."""
    if last_day is None or verdict is Verdict.UNKNOWN:
        return None
    if told_on is None and today <= last_day:
        return None
    return told_on is not None and told_on <= last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened to a delivery: when, what, and who says so."""

    at: str  # in UTC, ISO 8601
    event: int  # its number in the chain
    what: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One thing that a mail service reported of one delivery, and what shows that it was they."""

    delivery: DeliveryId
    kind: EventKind
    at: str  # by the service's clock, ISO 8601
    detail: str  # a code or a known cause
    provider: str
    taken_in_at: str  # by the ledger's clock
    post: str  # hash of the post it came in
    checked: str  # how it is known that they said so, as far as it is
    kept: bool  # whether the whole post is still kept, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOnRecord:
    """What a person said of one very text in a product, as the product reported it."""

    id: str
    at: str  # in UTC, ISO 8601
    event: int | None  # its number in the chain; None: the chain does not have it
    service: str
    policy_id: PolicyId
    revision: RevisionId
    version: str  # the hash of the text
    kind: AnswerKind
    purpose: str  # of a consent; empty for the rest
    key: str  # the id of the key that the product signed with

    @property
    def what(self) -> str:
        """What was said, in words that claim no more."""
        return _ANSWERS[self.kind].format(purpose=self.purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One attempt to hand a delivery over, bound into the chain."""

    delivery: DeliveryId
    batch: str
    position: int  # in the batch
    root: str
    leaf_hash: str
    leaf: str | None  # None: not shown, or erased
    path: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulDay:
    """Until when people had to be told of one policy's change, and why."""

    policy_id: PolicyId
    period: str  # "30 days"
    reason: str
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeElsewhere:
    """What came of a letter or another way of telling, as somebody recorded it."""

    at: str
    event: int
    channel: str
    told: bool
    day: date
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What became of one notice to one person."""

    delivery: DeliveryId
    recipient: str
    notice: NoticeId | None  # None: nothing that was planned concerned them
    subject: str
    day: date | None  # from which the change applies to them
    covered: tuple[RevisionId, ...]
    language: str
    services: tuple[str, ...]  # the reason, as the mail gave it
    state: DeliveryState
    as_of: date  # the day of which all this is said
    reason: str | None  # why excluded or failed
    told_as: str | None  # the entry whose mail reached the same mailbox
    erased: bool
    happenings: tuple[Happening, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    outcomes: tuple[OutcomeElsewhere, ...] = ()
    reports: tuple[Report, ...] = ()
    lawful: tuple[LawfulDay, ...] = ()
    delivered_on: date | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the person was told: by mail, or in another way that somebody recorded."""
        if any(outcome.told for outcome in self.outcomes):
            return Verdict.TOLD
        return verdict_of(self.state)

    @property
    def meaning(self) -> str:
        """What the state says, in a sentence."""
        return _VERDICTS[self.state][1]

    @property
    def told_on(self) -> date | None:
        """The first day on which they were told, as far as anybody says so."""
        days = [outcome.day for outcome in self.outcomes if outcome.told]
        if self.state is DeliveryState.DELIVERED and self.delivered_on is not None:
            days.append(self.delivered_on)
        return min(days, default=None)

    @property
    def last_day(self) -> date | None:
        """The last day on which they could be told in time; None where none is on record."""
        return min((one.last_day for one in self.lawful), default=None)

    @property
    def in_time(self) -> bool | None:
        """Whether the notice period was met; None where that is not known."""
        return told_in_time(self.verdict, self.told_on, last_day=self.last_day, today=self.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOnRecord:
    """A text that applied to a person on a day."""

    policy_id: PolicyId
    title: str
    language: str
    revision: RevisionId
    commit: str
    path: str
    published_on: date
    applies_from: date | None
    applies_until: date | None
    sha256: str
    content: bytes

    @property
    def file(self) -> str:
        """The name of its file in a bundle."""
        return f"texts/{self.policy_id.replace('/', '-')}.{self.language}.{self.revision}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheList:
    """What the organisation's list of recipients says of a person today."""

    recipient: str
    services: tuple[str, ...]  # titles; none means all
    joined: date | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything on record about one person, for one day."""

    named: str  # as who asked named them
    on: date
    company: str
    made_at: str
    listed: tuple[OnTheList, ...]
    texts: tuple[TextOnRecord, ...]
    tellings: tuple[Telling, ...]
    erased_on: tuple[str, ...]
    answers: tuple[AnswerOnRecord, ...]  # given in products
    holds: tuple[str, ...]
    notes: tuple[str, ...]  # what is not known, beside what each telling says

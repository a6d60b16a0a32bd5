"""The seam to whatever carries mail: what is handed over, and what may come of it.

A notifier makes a `Batch` and gives it to a `Carrier`; the `Outcome` says what is known
about it afterwards. Only a carrier's own module knows about folders, HTTP or SMTP.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from typing import Literal, NewType, Protocol

import msgspec

from notify.errors import NotifyError
from notify.mailboxes import Mailbox, is_one_line, is_plain_text

NoticeId = NewType("NoticeId", str)  # opaque: carriers keep ids for years, so none tells a person
BatchId = NewType("BatchId", str)
DeliveryId = NewType("DeliveryId", str)

MAX_BATCH = 1_000  # the most that any carrier takes in one call
HTML_LIMIT = 90_000  # bytes; Gmail cuts a mail off at 102 KB, with its links at the end

# Whose providers tell by events what became of each mail; what others left open nobody settles
# but a person.
TELLING = frozenset({"sendgrid"})

_LONGEST = 64  # characters of an id
_OPAQUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
_MARK = re.compile(r"[A-Za-z0-9_.:%-]{12,64}\Z")  # survives HTML, Markdown and JSON unchanged
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}\Z")
_OWN_HEADERS = frozenset(  # the carrier writes these, or the provider refuses them
    {"from", "to", "cc", "bcc", "subject", "reply-to", "date", "message-id", "auto-submitted"}
    | {"mime-version", "content-type", "content-transfer-encoding"}
    | {"received", "dkim-signature", "x-sg-id", "x-sg-eid"}
)


class InvalidMail(NotifyError):
    """A mail, an addressee or a batch was asked to be what it cannot be."""


class CarrierStopped(NotifyError):
    """The carrier takes nothing more until a person acts; nothing has failed for good."""


class MailKind(StrEnum):
    """Why people are mailed."""

    LEGAL = "legal"  # they use a service: unsubscribing from news does not stop it
    COURTESY = "courtesy"  # they asked for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One notice in one language, rendered once for many mailboxes.

    Whatever differs from person to person stands in it as a mark, and each addressee
    brings the words that replace it.
    """

    notice: NoticeId
    kind: MailKind
    subject: str
    text: str
    html: str
    from_: Mailbox
    reply_to: Mailbox | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # carriers add `Auto-Submitted`

    def __post_init__(self) -> None:
        _check_opaque(self.notice, "notice")
        if not self.subject.strip() or not is_one_line(self.subject):
            raise InvalidMail("the subject must be one line of text, without control characters")
        if not (self.text.strip() and self.html.strip()):
            raise InvalidMail("a mail needs its text and its HTML; give both parts")
        if not (is_plain_text(self.text) and is_plain_text(self.html)):
            raise InvalidMail("the text or HTML of a mail holds characters that cannot be written")
        if len(self.html.encode()) > HTML_LIMIT:
            raise InvalidMail(
                f"the HTML of a mail is over {HTML_LIMIT:,} bytes; quote fewer passages"
            )
        for name, value in self.headers.items():
            _check_header(name, value)


class Addressee(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One mailbox, the delivery it stands for, and the words that replace the marks.

    A value goes into subject, text and HTML as it is: what stands in HTML needs a mark of its
    own, with an escaped value. Its batch checks it, as that looks at a thousand together.
    """

    delivery: DeliveryId
    mailbox: Mailbox
    substitutions: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One mail and up to 1,000 mailboxes that get it, handed over in one call."""

    id: BatchId
    mail: Mail
    addressees: tuple[Addressee, ...]

    def __post_init__(self) -> None:
        _check_opaque(self.id, "batch")
        if not 1 <= len(self.addressees) <= MAX_BATCH:
            raise InvalidMail(f"a batch takes 1 to {MAX_BATCH:,} mailboxes; make several")
        ids = [a.delivery for a in self.addressees]
        _check_deliveries(ids)
        if len(set(ids)) < len(ids):
            raise InvalidMail(f"batch {self.id} names a delivery twice")
        if len({a.mailbox.address.casefold() for a in self.addressees}) < len(self.addressees):
            raise InvalidMail(f"batch {self.id} names a mailbox twice; tell each person once")
        words = self.words
        marks = words[0].keys()
        # In one order, as a rule, which is seen sooner than that two sets are equal.
        if any(marks != set(one) for one in set(map(tuple, words))):
            raise InvalidMail(f"batch {self.id}: give every addressee a value for every mark")
        if any(one in other for one, other in permutations(marks, 2)):
            raise InvalidMail(f"batch {self.id}: one mark is part of another; use other marks")
        _check_words(words)
        in_headers = [m for m in marks if any(m in v for v in self.mail.headers.values())]
        if not all(one[mark].isascii() for one in words for mark in in_headers):
            raise InvalidMail(f"batch {self.id}: what goes into a header must be ASCII")

    @property
    def words(self) -> list[Mapping[str, str]]:
        """What its addressees have in place of the marks; where many were given the same, once."""
        given = [one.substitutions for one in self.addressees]
        return list(dict(zip(map(id, given), given, strict=True)).values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The carrier has taken every mail of the batch."""

    message_id: str  # the carrier's own name for it; empty where it gave none
    allowance: "Allowance | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many more calls a carrier takes from everybody who sends through an account."""

    calls: int
    until: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The carrier took nothing of the batch, and the same batch would be refused again.

    With `addressees`, those are the reason: the others can be handed over as a new batch.
    Without, `smaller_may_pass` tells that the cause may lie with some of them, or their number:
    halve the batch, down to the one who is the cause. Otherwise the mail itself is refused.
    """

    reason: str
    addressees: Mapping[DeliveryId, str] = field(default_factory=dict)  # each with its reason
    smaller_may_pass: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TryLater:
    """The carrier took nothing, or says that it failed; the same batch may pass later."""

    not_before: datetime  # aware
    reason: str
    certain: bool  # False: it said that it failed, but may have taken some mails (5xx)
    unreached: str = ""  # no connection was made at all: what a person should check

    def __post_init__(self) -> None:
        if self.not_before.utcoffset() is None:
            raise InvalidMail("the time to try again has no time zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeUnknown:
    """No answer came back: any number of the mails may have been taken. Never hand over again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Each mail of the batch fared by itself; every delivery of the batch is named."""

    outcomes: Mapping[DeliveryId, "Single"]


Single = Accepted | Refused | TryLater | OutcomeUnknown
Outcome = Single | Several


class Carrier(Protocol):
    """What can take mails: a folder, SendGrid, an SMTP server."""

    @property
    def name(self) -> str:
        """How people and the ledger call it: "outbox", "sendgrid", "smtp"."""

    @property
    def account(self) -> str:
        """Whose account it sends through, in words that hold no secret; limits are per account."""

    @property
    def counts_as(self) -> Literal["accepted", "withheld"]:
        """The state of a delivery whose mail it has taken."""

    @property
    def max_batch(self) -> int:
        """How many mailboxes it takes in one call."""

    @property
    def lines(self) -> int:
        """How many batches it is given at a time, unless the settings say otherwise."""

    def hand_over(self, batch: Batch) -> Outcome:
        """Return what became of the batch; raise `CarrierStopped` when nothing more may go."""


def substituted(template: str, substitutions: Mapping[str, str]) -> str:
    """Return a text with its marks replaced: what one addressee reads.

    Marks are replaced in one pass, so no value can bring in another mark.
    """
    marks = _any_mark(tuple(substitutions))
    return marks.sub(lambda mark: substitutions[mark.group()], template)


@lru_cache(maxsize=64)
def _any_mark(marks: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds each of the marks of a mail; raise where one of them is none."""
    for mark in marks:
        if not _MARK.match(mark):
            raise InvalidMail(f"{mark!r} is no mark: use 12 to 64 letters, digits or _.:%-")
    return re.compile("|".join(map(re.escape, marks)) or r"(?!)")


def _check_opaque(value: str, what: str) -> None:
    if not _OPAQUE.match(value):
        raise InvalidMail(f"{value!r} is no {what} id: use up to 64 letters, digits, - and _")


def _check_deliveries(ids: Sequence[str]) -> None:
    together = "".join(ids)  # the usual case in one look
    if together.isascii() and together.isalnum() and all(0 < len(id_) <= _LONGEST for id_ in ids):
        return
    for id_ in ids:
        _check_opaque(id_, "delivery")


def _check_words(words: Sequence[Mapping[str, str]]) -> None:
    """Raise where a word could break out of its line, or bring in a mark."""
    marks = _any_mark(tuple(words[0]))
    # The usual case in one look, and what many share in it once. A mark holds no space.
    together = " ".join({word for one in words for word in one.values()})
    if together.isprintable() and marks.search(together) is None:
        return
    for mark, word in [item for one in words for item in one.items()]:
        if not is_one_line(word):
            raise InvalidMail(f"the value for {mark} must be one line of text")
        if marks.search(word) is not None:
            raise InvalidMail(f"the value for {mark} holds a mark; plan again with new marks")


def _check_header(name: str, value: str) -> None:
    if not _HEADER_NAME.match(name) or name.lower() in _OWN_HEADERS:
        raise InvalidMail(f"{name!r} cannot be set as a header of a mail")
    if not (is_one_line(value) and value.isascii()):
        raise InvalidMail(f"the header {name} must be one line of ASCII")

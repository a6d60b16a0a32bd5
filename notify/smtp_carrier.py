"""The carrier of any SMTP server: each mail of a batch is a message of its own, with its own answer.

What the answers come to is decided here; `smtp_lines` speaks to the server.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, Literal

from notify.carriers import (
    Accepted,
    Batch,
    CarrierStopped,
    DeliveryId,
    Outcome,
    OutcomeUnknown,
    Refused,
    Several,
    Single,
    TryLater,
)
from notify.envelopes import Envelopes
from notify.messages import unwritable_addresses
from notify.smtp_answers import Stop
from notify.smtp_lines import Deferred, Lines, MessageRefused
from notify.smtp_servers import SmtpServer, smtp_server

BATCH: Final = 50  # mails: what stays unknown when this program is killed, as no event will tell
TRIES: Final = 5  # times that a server may put one mail off: over 15 minutes
DATA_SECONDS: Final = 180.0


def smtp_carrier(environ: Mapping[str, str], envelopes: Envelopes | None = None) -> "SmtpCarrier":
    """Return the carrier that the environment configures; raise `InvalidSettings` otherwise."""
    return SmtpCarrier(server=smtp_server(environ), envelopes=envelopes)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PutOff:
    """A mail that its server wanted later."""

    times: int
    later: TryLater


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpCarrier:
    """Any server that takes mail by SMTP."""

    server: SmtpServer
    envelopes: Envelopes | None = None  # where bounces come back to; None: to the sender
    data_seconds: float = DATA_SECONDS
    now: Callable[[], datetime] = _now
    # Of this process alone, so that a mail its server does not want yet is not offered again
    # with every batch.
    _put_off: dict[DeliveryId, _PutOff] = field(default_factory=dict, repr=False)

    name: ClassVar[str] = "smtp"
    counts_as: ClassVar[Literal["accepted"]] = "accepted"
    max_batch: ClassVar[int] = BATCH
    lines: ClassVar[int] = 2

    @property
    def account(self) -> str:
        """The server, and who we are to it."""
        return f"{self.server.user}@{self.server}" if self.server.user else str(self.server)

    def hand_over(self, batch: Batch) -> Outcome:
        """Return what became of each mail, as far as the server's answers tell."""
        if (refused := _unwritable(batch)) is not None:
            return refused
        held = self._held(batch)
        lines = Lines(
            server=self.server,
            mail=batch.mail,
            waiting=deque(a for a in batch.addressees if a.delivery not in held),
            now=self.now,
            data_seconds=self.data_seconds,
            envelopes=self.envelopes,
        )
        if lines.waiting:
            asyncio.run(lines.run())
        return self._outcome(lines, held)

    def _held(self, batch: Batch) -> dict[DeliveryId, Single]:
        """Return what its server does not want to see again yet."""
        now = self.now()
        found = ((a.delivery, self._put_off.get(a.delivery)) for a in batch.addressees)
        return {id_: off.later for id_, off in found if off and off.later.not_before > now}

    def _outcome(self, lines: Lines, held: Mapping[DeliveryId, Single]) -> Outcome:
        met, answers = lines.met, lines.answers
        if not answers:
            if isinstance(met, Stop):
                raise CarrierStopped(met.reason)
            if met is not None and not held:
                return met
        if (whole := _mail_refused(lines)) is not None:
            return whole
        outcomes = dict(held)
        for addressee in lines.waiting:
            outcomes[addressee.delivery] = self._untried(met)
        for id_, answer in answers.items():
            outcomes[id_] = self._single(id_, answer)
        if all(isinstance(one, Accepted) for one in outcomes.values()):
            return Accepted(message_id="")  # each has its own: its Message-ID
        return Several(outcomes=outcomes)

    def _untried(self, met: TryLater | Stop | None) -> TryLater:
        if isinstance(met, TryLater):
            return met
        reason = met.reason if met else "was not begun"
        return TryLater(not_before=self.now(), reason=reason, certain=True)

    def _single(
        self,
        id_: DeliveryId,
        answer: Accepted | Refused | OutcomeUnknown | Deferred | MessageRefused,
    ) -> Single:
        former = self._put_off.pop(id_, None)
        match answer:
            case MessageRefused(reason=reason):
                return Refused(reason=reason, smaller_may_pass=True)
            case Deferred(reason=reason):
                times = former.times + 1 if former else 1
                if times >= TRIES:
                    reason = f"put off {times} times, at last: {reason}"
                    return Refused(reason=reason, smaller_may_pass=True)
                until = self.now() + timedelta(minutes=2 ** (times - 1))
                later = TryLater(not_before=until, reason=reason, certain=True)
                self._put_off[id_] = _PutOff(times=times, later=later)
                return later
        return answer


def _unwritable(batch: Batch) -> Refused | None:
    """Return what could not be written as a message at all."""
    mail = batch.mail
    senders = [mail.from_, *([mail.reply_to] if mail.reply_to else [])]
    if not all(sender.ascii_address for sender in senders):
        return Refused(reason="the part before the @ of From and Reply-To must be ASCII")
    if bad := unwritable_addresses(batch):
        return Refused(reason="addresses that mail cannot be written to", addressees=bad)
    return None


def _mail_refused(lines: Lines) -> Refused | None:
    """Return that the mail itself is refused: several were read, and none was taken.

    Then nobody's address is to blame, and nobody counts as failed. What is unknown must stay so.
    """
    answers = list(lines.answers.values())
    read = [one for one in answers if isinstance(one, MessageRefused)]
    if len(read) > 1 and not any(isinstance(one, Accepted | OutcomeUnknown) for one in answers):
        return Refused(reason=read[-1].reason)
    return None

"""The only module that speaks SMTP: the mails of one batch, over a few connections at a time.

A mail is accepted when the server has answered its last line with 250. Where that answer is
lost, the server may have the mail or not: it is unknown. Before that line, nothing was taken.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPSenderRefused

from notify.carriers import Accepted, Addressee, DeliveryId, Mail, OutcomeUnknown, Refused
from notify.envelopes import Envelopes
from notify.messages import eml
from notify.smtp_answers import (
    Obstacle,
    Stop,
    concerns_all,
    in_a_minute,
    is_later,
    is_refusal,
    obstacle,
    said,
)
from notify.smtp_servers import Security, SmtpServer

LINES: Final = 4  # connections at a time
BEGUN: Final = 240.0  # seconds after which no further mail of a batch is begun
IN_A_ROW: Final = 10  # mails not taken with none taken between: the fault lies elsewhere
CONNECT_SECONDS: Final = 20.0
COMMAND_SECONDS: Final = 30.0
_GOODBYE: Final = 5.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """The server wants one mail later (4xx)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRefused:
    """The server refused a message once it had read it: the cause may lie with every mail."""

    reason: str


Answer = Accepted | Refused | OutcomeUnknown | Deferred | MessageRefused


@dataclass(slots=True, kw_only=True)
class Lines:
    """One batch on its way: what waits, what was answered, and what stands in the way of all."""

    server: SmtpServer
    mail: Mail
    waiting: deque[Addressee]
    now: Callable[[], datetime]
    data_seconds: float  # servers look for viruses before they answer
    envelopes: Envelopes | None = None  # where bounces come back to; None: to the sender
    answers: dict[DeliveryId, Answer] = field(default_factory=dict)
    met: Obstacle | None = None  # by any connection; a reason to stop wins
    _not_taken: int = 0  # in a row
    _halted: bool = False
    _end: float = 0.0  # by the loop's clock

    async def run(self) -> None:
        """Hand over what waits, until nothing does or no connection is left."""
        self._end = asyncio.get_running_loop().time() + BEGUN
        first = await self._connected()  # alone: four wrong passwords could lock an account
        if first is not None:
            others = range(min(LINES, len(self.waiting)) - 1)
            await asyncio.gather(self._line(first), *(self._line(None) for _ in others))

    async def _line(self, client: SMTP | None) -> None:
        """Hand over one mail after another on one connection."""
        if (client := client or await self._connected()) is None:
            return
        try:
            usable = True
            while usable and (addressee := self._next()) is not None:
                usable = await self._one(client, addressee)
        finally:
            with suppress(SMTPException, OSError):
                await client.quit(timeout=_GOODBYE)
            client.close()

    async def _connected(self) -> SMTP | None:
        """Return a connection that may be used, or None, and what stands in the way is noted."""
        server = self.server
        client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user.encode() if server.user else None,
            password=server.password.encode() if server.password else None,
            local_hostname=self._sender.rpartition("@")[2],  # not what this machine is called
            timeout=COMMAND_SECONDS,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
        )
        try:
            await client.connect(timeout=CONNECT_SECONDS)
        except (SMTPException, OSError) as error:
            client.close()
            self._meet(error)
            return None
        return client

    def _next(self) -> Addressee | None:
        if self._halted or isinstance(self.met, Stop) or not self.waiting:
            return None
        if asyncio.get_running_loop().time() > self._end:
            self.met = self.met or in_a_minute("this batch took too long", self.now())
            return None
        return self.waiting.popleft()

    async def _one(self, client: SMTP, addressee: Addressee) -> bool:
        """Hand over one mail; return whether the connection may be used again."""
        message = eml(self.mail, addressee, date=self.now())
        begun = False
        try:
            await client.mail(self._bounces_to(addressee))
            await client.rcpt(addressee.mailbox.ascii_address or "")
            begun = True
            await client.data(message, timeout=self.data_seconds)
        except SMTPSenderRefused as error:
            return self._back(addressee, error)
        except SMTPResponseException as error:
            if concerns_all(error):
                return self._back(addressee, error)
            if is_later(error) or is_refusal(error):
                self._note_not_taken(addressee, error, read=begun)
                return await self._start_over(client)
            return self._lost(addressee, error, begun=begun)
        except (SMTPException, OSError) as error:
            return self._lost(addressee, error, begun=begun)
        self.answers[addressee.delivery] = Accepted(message_id="")
        self._not_taken = 0
        return True

    def _note_not_taken(
        self, addressee: Addressee, error: SMTPResponseException, *, read: bool
    ) -> None:
        reason = f"{self.server}: {said(error, self.server)}"
        if is_later(error):
            self.answers[addressee.delivery] = Deferred(reason=reason)
        elif read:
            self.answers[addressee.delivery] = MessageRefused(reason=reason)
        else:
            self.answers[addressee.delivery] = Refused(reason=reason, smaller_may_pass=True)
        self._not_taken += 1
        if self._not_taken >= IN_A_ROW:
            self._halted = True
            self.met = self.met or in_a_minute(reason, self.now())

    def _lost(self, addressee: Addressee, error: Exception, *, begun: bool) -> bool:
        """Note a connection that broke or fell silent."""
        if not begun:
            return self._back(addressee, error)
        self.answers[addressee.delivery] = OutcomeUnknown(
            reason=f"{self.server} gave no answer to the message ({said(error, self.server)})"
        )
        self._meet(error)
        return False

    def _back(self, addressee: Addressee, error: Exception) -> bool:
        """Let a mail that was not taken wait again, behind the others."""
        self.waiting.append(addressee)
        self._meet(error)
        return False

    async def _start_over(self, client: SMTP) -> bool:
        try:
            await client.rset()
        except (SMTPException, OSError) as error:
            self._meet(error)
            return False
        return True

    def _meet(self, error: Exception) -> None:
        met = obstacle(error, self.server, self.now())
        if self.met is None or isinstance(met, Stop):
            self.met = met

    def _bounces_to(self, addressee: Addressee) -> str:
        if self.envelopes is None:
            return self._sender
        return self.envelopes.address_for(addressee.delivery)

    @property
    def _sender(self) -> str:
        return self.mail.from_.ascii_address or ""

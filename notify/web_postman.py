"""Who mails what readers asked for, after they were answered: as soon as it is asked, and every while.

It ends in order: the mail in hand is settled, the rest is asked again by whoever comes next.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from anyio import CapacityLimiter, to_thread

from notify.carriers import Carrier, CarrierStopped
from notify.errors import NotifyError
from notify.ledger_database import told_when_away
from notify.ledger_guard import check_home
from notify.reader_mailing import mail_requests
from notify.web_logs import LOGGER
from notify.web_service import WebService

_EVERY: Final = 30.0  # seconds: what another process wrote down, or what waited for room
_GATHER: Final = 0.2  # seconds: a look holds up those who ask, so one look is for many
_AFTER_A_STOP: Final = 60.0  # seconds


@dataclass(slots=True, kw_only=True)
class Postman:
    """Hands over readers' mails, one after the other, beside what is answered."""

    service: WebService
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    # A room of its own: the requests of others do not wait for a carrier.
    _room: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    @property
    def carrier(self) -> Carrier | None:
        """The carrier that mails go by; None where the settings lack what such mails need."""
        return self.service.carrier if self.service.takes_readers else None

    def wake(self) -> None:
        """Let it look at what was asked."""
        self._woken.set()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Work until the end of a block, and end in order."""
        carrier = self.carrier
        if carrier is None:
            yield
            return
        task = asyncio.create_task(self._work(carrier))
        try:
            yield
        finally:
            self._ended.set()
            self._woken.set()
            await task

    async def _work(self, carrier: Carrier) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            try:
                done = await to_thread.run_sync(self._mail, carrier, limiter=self._room)
            except (CarrierStopped, NotifyError):
                logging.getLogger(LOGGER).exception("readers' mails wait")
                await _until(self._ended, _AFTER_A_STOP)
            else:
                if not done and not self._ended.is_set():
                    await _until(self._woken, _EVERY)
                    await _until(self._ended, _GATHER)

    def _mail(self, carrier: Carrier) -> int:
        service = self.service
        with told_when_away():  # who left or was erased since a backup would be mailed from it
            check_home(service.ledger, marks=service.marks)
        return mail_requests(
            service.ledger, carrier, service.settings, go_on=lambda: not self._ended.is_set()
        )


async def _until(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, and no longer than some seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass

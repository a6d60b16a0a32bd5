"""What readers ask, written down before they are answered: many at once in one transaction.

Every request waits for the disk, and one wait serves all that came meanwhile. Nothing is looked up:
whoever is known, unknown, has asked too often or takes no mail is answered alike and as fast.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from notify.errors import NotifyError
from notify.ledger_reader_requests import write_requests
from notify.reader_requests import ReaderRequest, RequestId
from notify.web_service import WebService

_AT_ONCE: Final = 500  # requests a transaction


def new_request_id() -> RequestId:
    """Return an id that nobody guesses, and that no ledger gives a mail of its own."""
    return RequestId(f"r{secrets.token_hex(12)}")


@dataclass(slots=True, kw_only=True)
class Intake:
    """Takes in requests while others are being written."""

    service: WebService
    wake: Callable[[], None]  # who looks at what was asked
    _waiting: list[tuple[ReaderRequest, asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def put(self, request: ReaderRequest) -> None:
        """Return once a request is on the disk; raise `LedgerAway` where it cannot be."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((request, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            requests = [request for request, _ in some]
            try:
                await self.service.in_thread(write_requests, self.service.ledger, requests)
            except NotifyError as error:
                for _, done in some:
                    done.set_exception(error)
            else:
                for _, done in some:
                    done.set_result(None)
        self.wake()

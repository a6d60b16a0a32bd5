"""Whether the service lives, and whether it can do its work now."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from notify.ledger_database import LedgerUnusable
from notify.ledger_health import check_health
from notify.web_service import WebService

PATIENCE: Final = 5.0  # seconds for the ledger to answer


@dataclass(slots=True, kw_only=True)
class HealthEndpoints:
    """Answers whoever starts, stops and routes to the service."""

    service: WebService
    _asked: asyncio.Task[None] | None = field(default=None)  # one at a time

    async def live(self, _request: Request) -> JSONResponse:
        """Answer 200: the process is there and answers."""
        return JSONResponse({"live": True})

    async def ready(self, _request: Request) -> JSONResponse:
        """Answer 200 where the ledger can be written, else 503 and nothing about why: the log says."""
        if self._asked is None or self._asked.done():
            work = self.service.in_thread(check_health, self.service.ledger)
            self._asked = asyncio.create_task(work)
        asked = self._asked  # while this waits, the next one may be asked
        done, _ = await asyncio.wait({asked}, timeout=PATIENCE)
        ready = bool(done) and not isinstance(asked.exception(), LedgerUnusable)
        if ready:
            asked.result()  # anything else that it met is a fault of the program
        return JSONResponse({"ready": ready}, status_code=200 if ready else 503)


def health_routes(service: WebService) -> list[Route]:
    """Return where the health of the service is asked."""
    health = HealthEndpoints(service=service)
    return [
        Route("/health/live", health.live, methods=["GET"]),
        Route("/health/ready", health.ready, methods=["GET"]),
    ]

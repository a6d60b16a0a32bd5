"""The endpoint to which a mail provider posts its signed events."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass, field
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from notify.ledger_database import LedgerUnusable
from notify.ledger_provider_events import Post, TakenIn, take_in
from notify.sealing import Place
from notify.sendgrid_events import (
    PROVIDER,
    NotEvents,
    NotSigned,
    Signature,
    Verifier,
    read_events,
    signature_of,
)
from notify.web_frame import read_body
from notify.web_logs import LOGGER
from notify.web_service import WebService

PATH: Final = "/events/sendgrid"
LARGEST: Final = 5_000_000  # bytes
BODY: Final = Place("provider_post.body")
AT_ONCE: Final = 16  # bodies in memory; strangers can make them as large as the provider's
_AGAIN: Final = "60"  # seconds after which a provider may try again


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsEndpoint:
    """Takes in what SendGrid says of mails of ours, and nothing that anybody else says."""

    service: WebService
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def take(self, request: Request) -> Response:
        """Answer one post: 204 once all of it is in the ledger, and never before."""
        verifier = self.service.verifier
        if verifier is None:
            raise self._refusal(503, "no key")
        try:
            signature = signature_of(request.headers)  # a stranger's body is not even read
            async with self._room:
                body = await read_body(request, largest=LARGEST)
                taken = await self.service.in_thread(self._take, verifier, signature, body)
        except NotSigned as error:
            raise self._refusal(403, "not signed") from error
        except NotEvents as error:
            raise self._refusal(400, "no events") from error
        except LedgerUnusable as error:
            raise self._refusal(503, "ledger away") from error
        except HTTPException as error:
            if error.status_code == 413:
                self._count("too large")
            raise
        self._count("taken")
        self._count_events(taken)
        return Response(status_code=204)

    def _take(self, verifier: Verifier, signature: Signature, body: bytes) -> tuple[TakenIn, int]:
        signer = verifier.verified_by(body, signature, now=self.service.now())
        events, others = read_events(body)
        if not events:
            return TakenIn(), others  # what is said of other people's mails is not kept
        post = Post(
            provider=PROVIDER,
            body=self.service.ledger.seals.seal(body.decode(), BODY),
            digest=hashlib.sha256(body).hexdigest(),
            signed_at=signature.timestamp,
            signature=signature.value,
            signer=signer,
        )
        return take_in(self.service.ledger, post, events), others

    def _refusal(self, status: int, result: str) -> HTTPException:
        self._count(result)
        return HTTPException(status, headers={"Retry-After": _AGAIN} if status == 503 else None)

    def _count(self, result: str) -> None:
        self.service.measures.posts.labels(result).inc()
        if result != "taken":
            logging.getLogger(LOGGER).warning("a post was refused", extra={"result": result})

    def _count_events(self, taken: tuple[TakenIn, int]) -> None:
        found, others = taken
        numbers = {
            "new": found.new,
            "repeated": found.repeated,
            "not ours": others,
            "lost": found.lost,
        }
        for result, number in numbers.items():
            self.service.measures.events.labels(result).inc(number)
        extra = {"events": numbers}
        if found.lost:
            logging.getLogger(LOGGER).error("the ledger lacks mails that went out", extra=extra)


def events_routes(service: WebService) -> list[Route]:
    """Return where providers post their events."""
    return [Route(PATH, EventsEndpoint(service=service).take, methods=["POST"])]

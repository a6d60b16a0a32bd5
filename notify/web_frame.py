"""What holds for every request: an id, a line in the log, headers that keep it to itself, limits."""

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from notify.web_logs import LOGGER
from notify.web_measures import Measures

BODY_SECONDS: Final = 30.0  # for a whole body; providers take well under one
HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it over https alone
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_UNKNOWN_ROUTE: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An application with what holds for every request around it, refusals and faults included."""

    app: ASGIApp
    routes: Mapping[Callable[..., object], str]  # the path of each endpoint, with its marks
    measures: Measures
    log: logging.Logger = field(default_factory=lambda: logging.getLogger(LOGGER))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and say so in the log."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        id_, begun, status = secrets.token_hex(8), time.perf_counter(), 500

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_headers(message["headers"], id_)
            await send(message)

        try:
            await self.app(scope, receive, framed)
        finally:
            self._note(scope, id_, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, id_: str, status: int, seconds: float) -> None:
        route = self.routes.get(scope.get("endpoint"), _UNKNOWN_ROUTE)  # type: ignore[arg-type]
        self.measures.requests.labels(route, str(status)).inc()
        self.measures.seconds.labels(route).observe(seconds)
        self.log.info(
            "answered",
            extra={
                "request": id_,
                "method": scope["method"],
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
            },
        )


async def read_body(request: Request, *, largest: int) -> bytes:
    """Return the body of a request; refuse one that is too large before reading on, or too slow."""
    announced = request.headers.get("content-length")
    if announced is not None and not re.fullmatch("[0-9]{1,9}", announced):
        raise HTTPException(413 if announced.isdigit() else 400)
    if announced is not None and int(announced) > largest:
        raise HTTPException(413)
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > largest:
                    raise HTTPException(413)
                parts.append(part)
    except TimeoutError as error:
        raise HTTPException(408) from error
    except ClientDisconnect as error:
        raise HTTPException(400) from error
    return b"".join(parts)


def _with_headers(own: list[tuple[bytes, bytes]], id_: str) -> list[tuple[bytes, bytes]]:
    given = {name.lower() for name, _ in own}
    usual = {**HEADERS, "X-Request-Id": id_}
    return own + [
        (name.lower().encode(), value.encode())
        for name, value in usual.items()
        if name.lower().encode() not in given
    ]

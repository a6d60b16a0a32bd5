"""The service, running on a port of this machine, and short ways to speak to it."""

import http.client
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import uvicorn

from archive.settings import Settings
from notify.api_keys import ApiKey
from notify.carriers import Carrier
from notify.ledger import Ledger
from notify.ledger_guard import marks_folder
from notify.published_policies import PublishedPolicies
from notify.sendgrid_events import SETTING, read_verifier
from notify.web_server import bound, server_config
from notify.web_service import WebService
from tests.notify.provider_posts import key, public


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningWeb:
    service: WebService
    url: str
    server: uvicorn.Server

    def stop(self) -> None:
        """Tell it to end, as SIGTERM does."""
        self.server.should_exit = True

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Reply:
        line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            line.request(method, path, body, dict(headers))
            answer = line.getresponse()
            return Reply(status=answer.status, headers=answer.headers, body=answer.read())
        finally:
            line.close()

    def post(self, path: str, **fields: str | list[str]) -> Reply:
        """Post a form, as a browser does."""
        body = urlencode(fields, doseq=True).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def counted(self, measure: str, **labels: str) -> float:
        return self.service.measures.registry.get_sample_value(measure, labels) or 0.0


SETTINGS = Settings(
    site_name="Example Messaging Policies",
    site_url="https://policies.example.com/",
    service_url="https://notices.example.com/",
    contact="privacy@example.com",
)


@contextmanager
def running_web(
    ledger: Ledger,
    *,
    keys: str | None = None,
    now: datetime | None = None,
    settings: Settings = SETTINGS,
    carrier: Carrier | None = None,
    published: PublishedPolicies = PublishedPolicies(),  # noqa: B008 - frozen
    places: Sequence[Path] = (),
    api_keys: tuple[ApiKey, ...] = (),
) -> Iterator[RunningWeb]:
    """Run the service until the end, with the public key of tests unless others are named."""
    named = public(key()) if keys is None else keys
    service = WebService(
        ledger=ledger,
        settings=settings,
        verifier=read_verifier({SETTING: named}),
        marks=marks_folder(os.environ),
        now=lambda: now or datetime.now(UTC),
        carrier=carrier,
        published=lambda: published,
        places=lambda: list(places),
        api_keys=api_keys,
    )
    with bound("127.0.0.1", 0) as socket:
        server = uvicorn.Server(server_config(service))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            url = f"http://127.0.0.1:{socket.getsockname()[1]}"
            yield RunningWeb(service=service, url=url, server=server)
        finally:
            server.should_exit = True
            thread.join(40)
            assert not thread.is_alive()

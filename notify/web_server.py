"""How the service is run: its parts from the environment, its port, and the server around it."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import uvicorn
from prometheus_client import start_http_server

from archive.errors import InvalidSettings
from archive.settings import Settings, load_settings
from notify.api_keys import read_api_keys
from notify.carrier_choice import choose_carrier, outbox
from notify.carriers import Carrier
from notify.erasing import places_of
from notify.errors import NotifyError
from notify.keys import refuse_practice
from notify.ledger import open_ledger
from notify.ledger_guard import marks_folder
from notify.published_policies import PublishedPolicies
from notify.sendgrid_events import SETTING, read_verifier
from notify.web import web_application
from notify.web_collector import LedgerCollector
from notify.web_events import PATH
from notify.web_service import WebService

STOPPING: Final = 30  # seconds for what was begun
_WAITING: Final = 2_048  # callers
_AT_ONCE: Final = 100  # connections; more are told to come later


class PortTaken(NotifyError):
    """The service could not get its port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where a service listens."""

    socket: socket.socket
    metrics: str | None
    events: bool  # whether a provider's events can be verified
    readers: bool  # whether readers can subscribe
    products: bool  # whether products can ask

    def as_json(self) -> dict[str, object]:
        """Return what `fairnotice web --format json` says."""
        return {
            "url": _url(self.socket),
            "metrics": self.metrics,
            "events": self.events,
            "readers": self.readers,
            "products": self.products,
        }

    def as_text(self) -> str:
        """Return the same for people."""
        url = _url(self.socket)
        taken = f"{url}{PATH} takes SendGrid's signed events"
        refused = f"no events are taken: set {SETTING} to the key that SendGrid's settings show"
        forms = f"{url}/subscribe takes those who want mails"
        none = "nobody can subscribe: set service_url, notice.courtesy_from and a carrier"
        lines = [f"Service at {url}", f"  {taken if self.events else refused}"]
        lines.append(f"  {forms if self.readers else none}")
        lines += [f"  {url}/api/openapi.json describes what products ask"] if self.products else []
        return "\n".join(lines + ([f"  metrics at {self.metrics}"] if self.metrics else []))


def service_of(
    environ: Mapping[str, str],
    *,
    root: Path,
    now: Callable[[], datetime],
    published: Callable[[], PublishedPolicies],
) -> WebService:
    """Return the service of a repository; raise where its keys or its ledger are not to be used."""
    verifier = read_verifier(environ)
    ledger = open_ledger(environ, root=root)
    refuse_practice(ledger.seals.keyring)
    settings = load_settings(root)
    folder = outbox(environ, root=root).folder
    service = WebService(
        ledger=ledger,
        settings=settings,
        verifier=verifier,
        marks=marks_folder(environ),
        now=now,
        carrier=_carrier(environ, settings, root),
        published=published,
        api_keys=read_api_keys(environ, services=[one.id for one in settings.services]),
        places=lambda: places_of(root, folder),
    )
    service.measures.registry.register(LedgerCollector(ledger, zone=settings.timezone))
    return service


def _carrier(environ: Mapping[str, str], settings: Settings, root: Path) -> Carrier | None:
    """Return what readers' mails go by; None where no carrier can be used as things are set."""
    try:
        return choose_carrier(environ, settings, root=root, pretended_day=False)
    except InvalidSettings:  # `notify send` says so; the rest of the service does its work
        return None


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """Give a socket that listens at an address, whose callers wait to be served; else `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, port))
            made.listen(_WAITING)
        except (OSError, OverflowError) as error:
            raise PortTaken(
                f"{host} port {port} cannot be used ({error}); choose another"
            ) from error
        made.set_inheritable(True)
        yield made


@contextmanager
def metrics_served(service: WebService, host: str, port: int | None) -> Iterator[str | None]:
    """Give the address of the metrics while they are served, apart from what strangers reach."""
    if port is None:
        yield None
        return
    try:
        server, thread = start_http_server(port, addr=host, registry=service.measures.registry)
    except (OSError, OverflowError) as error:
        raise PortTaken(f"{host} port {port} cannot be used ({error}); choose another") from error
    try:
        yield f"http://{host}:{server.server_port}/metrics"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve(service: WebService, sock: socket.socket) -> None:
    """Answer until the process is told to end; what was begun is ended first."""
    uvicorn.Server(server_config(service)).run(sockets=[sock])


def server_config(service: WebService) -> uvicorn.Config:
    """Return how the server around the application behaves."""
    return uvicorn.Config(
        web_application(service),
        access_log=False,  # its lines would hold paths, and so tokens
        log_config=None,
        proxy_headers=False,  # nothing that a stranger can write is believed
        server_header=False,
        ws="none",
        lifespan="on",
        limit_concurrency=_AT_ONCE,
        h11_max_incomplete_event_size=16_384,
        timeout_graceful_shutdown=STOPPING,
    )


def _url(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

"""The command `fairnotice web`."""

import json
import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, Literal

import click

from archive.git_history import root_of
from notify.notify_options import FORMAT

DEFAULT_PORT: Final = 8000


@click.command(epilog="Example: fairnotice web --port 8000 --metrics-port 9464")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="0 takes any free port.")
@click.option("--metrics-port", type=int, help="Also give Prometheus its metrics, at this port.")
@click.option("--metrics-host", default="127.0.0.1", show_default=True)
@FORMAT
def web(
    *,
    host: str,
    port: int,
    metrics_port: int | None,
    metrics_host: str,
    form: Literal["text", "json"],
) -> None:
    """Run the service: it takes the mail provider's signed events, and what readers ask.

    It speaks plain HTTP; put a server that speaks HTTPS in front of it. It stops when it is told
    to end (SIGTERM, Ctrl-C), after what it was doing is done.
    """
    # Other commands start without what only a service needs.
    from notify.web_logs import log_to  # noqa: PLC0415
    from notify.web_published import Watch  # noqa: PLC0415
    from notify.web_server import Listening, bound, metrics_served, serve, service_of  # noqa: PLC0415

    root, now = root_of(Path.cwd()), partial(datetime.now, UTC)
    log_to()
    watch = Watch(root=root, now=now)
    service = service_of(os.environ, root=root, now=now, published=watch)
    with (
        bound(host, port) as socket,
        metrics_served(service, metrics_host, metrics_port) as also,
        watch.looking(),
    ):
        listening = Listening(
            socket=socket,
            metrics=also,
            events=service.verifier is not None,
            readers=service.takes_readers,
            products=bool(service.api_keys),
        )
        click.echo(json.dumps(listening.as_json()) if form == "json" else listening.as_text())
        serve(service, socket)

"""The command `fairnotice sandbox`."""

import json
import signal
from contextlib import suppress
from functools import partial
from typing import Literal

import click

from notify.notify_options import FORMAT

DEFAULT_PORT = 8925


@click.command(
    epilog="Example: fairnotice sandbox --port 8925, then in another terminal"
    " SENDGRID_HOST=http://127.0.0.1:8925 SENDGRID_API_KEY=SG.sandbox"
    " FAIRNOTICE_DATABASE=sqlite:///$PWD/.fairnotice/rehearsal.sqlite3 fairnotice notify plan"
)
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="0 takes any free port.")
@click.option("--key", help="Take this API key only; it begins with SG.")
@click.option(
    "--calls-a-minute",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Answer 429 to more calls than these.",
)
@click.option(
    "--events-to",
    metavar="URL",
    help="Post signed events of what becomes of the mails to fairnotice web on this machine.",
)
@FORMAT
def sandbox(
    *,
    port: int,
    key: str | None,
    calls_a_minute: int,
    events_to: str | None,
    form: Literal["text", "json"],
) -> None:
    """Run a local SendGrid that mails nobody, with a page that shows what arrived."""
    from notify.sandbox import running_sandbox  # noqa: PLC0415 - other commands start without it

    log = partial(click.echo, err=True)
    with running_sandbox(
        port=port, key=key, calls_a_minute=calls_a_minute, events_to=events_to, log=log
    ) as running:
        verifies = running.events.public_key if events_to else None
        click.echo(_started(running.url, running.key, verifies, form))
        with suppress(KeyboardInterrupt):
            signal.pause()


def _started(url: str, key: str, verifies: str | None, form: Literal["text", "json"]) -> str:
    if form == "json":
        return json.dumps({"url": url, "key": key, "webhook_key": verifies})
    return (
        f"Sandbox at {url} (what arrives is shown there; Ctrl-C stops it)\n"
        f"  SENDGRID_HOST={url}\n  SENDGRID_API_KEY={key}\n"
        "  FAIRNOTICE_DATABASE=sqlite:///$PWD/.fairnotice/rehearsal.sqlite3  (a ledger of its own)"
        + (f"\n  SENDGRID_WEBHOOK_KEY={verifies}  (for fairnotice web)" if verifies else "")
    )

"""The commands `notify approve` and `notify send`: what may go out, and that it goes."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import FrameType

import click

from archive.published_site import read_published
from archive.settings import Settings
from archive.terminal import print_json, progress_shown, safe
from archive.workspace import Workspace, open_workspace
from notify.carrier_choice import choose_carrier, tells_nobody
from notify.carriers import TELLING, Carrier
from notify.errors import NotifyError
from notify.keys import refuse_practice
from notify.last_looks import refuse_superseded, refuse_unpublished
from notify.ledger import Ledger, approve, open_ledger, withheld
from notify.ledger_approvals import by_another
from notify.ledger_batches import claimed_until
from notify.ledger_brakes import paused
from notify.ledger_guard import check_home, keep_mark, marks_folder
from notify.ledger_place import refuse_forgotten_disk
from notify.ledger_release import release_withheld as release
from notify.ledger_samples import Sampling
from notify.ledger_status import plan_statuses
from notify.ledger_ways import pinned_to, send_unseen, to_send, told_in, way_of
from notify.ledger_withheld import what_releases
from notify.mails import senders
from notify.notify_options import FORMAT, TODAY
from notify.outbox_carrier import OutboxCarrier
from notify.plans import read_override
from notify.sending import send
from notify.silences import send_own_canary, settle_silence
from notify.workspace_judgements import judgements_of


@click.command(name="approve", epilog='Example: fairnotice notify approve --by "A. Counsel"')
@click.argument("plan_hash", required=False)
@click.option("--by", required=True, help="Who approves; recorded.")
@TODAY
@FORMAT
def approve_command(plan_hash: str | None, by: str, today: date | None, form: str) -> None:
    """Let the waiting plan go out: these very mails, to these people, by this carrier's account."""
    with open_workspace(Path.cwd(), today=today) as workspace:
        carrier = _carrier(workspace, pretended_day=today is not None)
        ledger = open_ledger(os.environ, root=workspace.root)
        own_allowed = workspace.settings.notice.own_approval
    pin = pinned_to(way_of(carrier))
    if not own_allowed:
        pin = by_another(pin, by=by, must_be_named=not tells_nobody(carrier))
    approved = approve(ledger, by=by, hash_=plan_hash, pin=pin)
    released = sum(one.deliveries for one in withheld(ledger) if one.hash == approved)
    if form == "json":
        print_json({"hash": approved, "by": by, "withheld": released})
        return
    send_it = "fairnotice notify send" + (" --release-withheld" if released else "")
    again = f" again, with {released:,} withheld," if released else ""
    click.echo(safe(f"Plan {approved[:12]} is approved{again} by {by}. Next: {send_it}"))


@click.command(name="send", epilog="Example: fairnotice notify send")
@click.option(
    "--release-withheld",
    is_flag=True,
    help="Also what lies in a folder, where it was approved again since.",
)
@click.option(
    "--this-disk-is-kept",
    is_flag=True,
    help="Send although the ledger's disk looks like one that is thrown away.",
)
@click.option(
    "--pages-unseen",
    metavar="TEXT",
    help='Do not compare the pages that the mails lead to: "who: why", recorded.',
)
@TODAY
@FORMAT
def send_command(
    *,
    release_withheld: bool,
    this_disk_is_kept: bool,
    pages_unseen: str | None,
    today: date | None,
    form: str,
) -> None:
    """Hand over everything approved that was not handed over yet; again, it changes nothing."""
    with open_workspace(Path.cwd(), today=today) as workspace:
        carrier = _carrier(workspace, pretended_day=today is not None)
        ledger, settings = open_ledger(os.environ, root=workspace.root), workspace.settings
        claimed = _guarded(ledger, carrier, kept=this_disk_is_kept)
        if release_withheld:
            _release(ledger, carrier)
        plans = to_send(ledger, way_of(carrier), senders=lambda: senders(workspace.settings))
        if plans:
            _look(workspace, ledger, plans, carrier, pages_unseen=pages_unseen)
    settle_silence(ledger, carrier, settings, say=_say)
    with progress_shown() as progress, _ended_in_order():
        counts = send(
            ledger,
            carrier,
            now=partial(datetime.now, UTC),
            sleep=time.sleep,
            claimed=claimed,
            progress=progress,
            say=_say,
            lines=settings.notice.at_once or carrier.lines,
            plans=plans,
            per_minute=settings.notice.per_minute,
            sampling=_sampling(ledger, carrier, settings),
        )
    found = {str(state): count for state, count in counts.items() if count}
    if found:
        send_own_canary(ledger, carrier, settings, say=_say)
    if form == "json":
        print_json({"carrier": carrier.name, "deliveries": found})
        return
    listed = ", ".join(f"{count} {state}" for state, count in found.items())
    click.echo(f"{carrier.name}: {listed or _why_nothing(ledger)}")
    if isinstance(carrier, OutboxCarrier) and found:
        click.echo(f"Nobody was told: the mails lie in {safe(str(carrier.folder))}")
    say_withheld(ledger)


def say_withheld(ledger: Ledger) -> None:
    """Say what to do about mails that told nobody, where there are any."""
    if (advice := what_releases(withheld(ledger))) is not None:
        click.echo(advice)


def _sampling(ledger: Ledger, carrier: Carrier, settings: Settings) -> Sampling | None:
    """Return how to go about samples; None where nobody is told."""
    if carrier.counts_as == "withheld":
        return None
    if carrier.name not in TELLING:
        deaf = f"{carrier.name} posts no events"
    else:
        deaf = "" if settings.notice.canary else "notice.canary is not set"
    canary = None if deaf else partial(send_own_canary, ledger, carrier, settings, say=_say)
    return Sampling(least=settings.notice.sample, say=_say, canary=canary, deaf=deaf)


def _carrier(workspace: Workspace, *, pretended_day: bool) -> Carrier:
    return choose_carrier(
        os.environ, workspace.settings, root=workspace.root, pretended_day=pretended_day
    )


def _look(
    workspace: Workspace,
    ledger: Ledger,
    plans: Sequence[int],
    carrier: Carrier,
    *,
    pages_unseen: str | None,
) -> None:
    """Raise where what is to be told of is not so any more, or readers would not find it."""
    told = told_in(ledger, plans)
    refuse_superseded(
        workspace.register,
        judgements_of(workspace),
        told,
        zone=workspace.settings.timezone,
    )
    if pages_unseen is not None:
        send_unseen(ledger, taken_on=read_override(pages_unseen))
    elif not tells_nobody(carrier) and workspace.settings.site_url:
        refuse_unpublished(
            workspace.register,
            told,
            site_url=workspace.settings.site_url,
            default_language=workspace.settings.language,
            html_of=workspace.texts.html,
            page_at=read_published,
        )


def _guarded(ledger: Ledger, carrier: Carrier, *, kept: bool) -> Callable[[], None]:
    """Refuse a ledger that is not to be trusted; return what notes each claim outside it."""
    if carrier.counts_as == "withheld":
        return lambda: None
    if not tells_nobody(carrier):
        refuse_practice(ledger.seals.keyring)
        if not kept:
            refuse_forgotten_disk(ledger.engine, os.environ)
    marks = marks_folder(os.environ)
    check_home(ledger, marks=marks)
    return partial(keep_mark, ledger, marks=marks)


def _release(ledger: Ledger, carrier: Carrier) -> None:
    """Let out what was withheld; a folder would only withhold it again."""
    if carrier.counts_as == "withheld":
        raise NotifyError(
            "no carrier is configured that could tell anybody; set SENDGRID_API_KEY or"
            " FAIRNOTICE_SMTP"
        )
    release(ledger)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let a request to end take nothing more, and wait for the answers that are on their way."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _say(line: str) -> None:
    click.echo(safe(line), err=True)


def _why_nothing(ledger: Ledger) -> str:
    """Say why nothing was handed over; raise where a step is missing."""
    plans = plan_statuses(ledger)
    if not plans:
        raise NotifyError("there is no plan yet; run: fairnotice notify plan")
    if any(plan.approved_by is None for plan in plans):
        raise NotifyError('a plan waits for approval; run: fairnotice notify approve --by "WHO"')
    if (held := paused(ledger)) is not None:
        raise NotifyError(held)
    if (until := claimed_until(ledger)) is not None:
        return (
            f"the rest is in the hands of another sender; if it has ended, after {until:%H:%M} UTC"
        )
    return "nothing was left to hand over"

"""What a run of sending does about silence: it settles what silence proves, and sends canaries.

`fairnotice notify send` and `fairnotice jobs` both do this; either is enough.
"""

from collections.abc import Callable
from datetime import timedelta

from archive.errors import InvalidSettings
from archive.settings import Settings
from notify.carrier_choice import choose_carrier
from notify.carriers import TELLING, Carrier, CarrierStopped
from notify.jobs import Surroundings
from notify.ledger import Ledger
from notify.ledger_canaries import send_canary
from notify.ledger_guard import check_home, marks_folder
from notify.ledger_reconcile import Reconciled, reconcile
from notify.ledger_settling import give_up_lost
from notify.mailboxes import read_mailbox
from notify.mails import sender

Say = Callable[[str], None]  # a line for whoever watches


def reconcile_job(around: Surroundings) -> str:
    """Do the same as a job, whether or not anything is to be sent; return what it did."""
    ledger, settings = around.ledger, around.settings
    lost = give_up_lost(ledger)
    try:
        carrier = choose_carrier(around.environ, settings, root=around.root, pretended_day=False)
    except InvalidSettings:  # `notify send` says so; silence can be settled all the same
        carrier = None
    if carrier is not None and carrier.counts_as == "accepted":
        check_home(ledger, marks=marks_folder(around.environ))
    lines: list[str] = []
    found = settle_silence(ledger, carrier, settings, say=lines.append)
    counts = f"{lost:,} given up, {found.planned_again:,} planned again, {found.left:,} unknown"
    return "; ".join([counts, *lines])


def settle_silence(
    ledger: Ledger, carrier: Carrier | None, settings: Settings, *, say: Say
) -> Reconciled:
    """Plan again what silence shows was never taken, and send the canary that would show more."""
    quiet = timedelta(hours=settings.notice.quiet_hours)
    found = reconcile(ledger, quiet=quiet)
    if found.planned_again:
        say(
            f"{found.planned_again:,} mails whose answer was lost were never heard of, while a"
            " canary was: they go out again, each recorded as a possible repeat"
        )
    if found.canary_wanted and carrier is not None:
        send_own_canary(ledger, carrier, settings, say=say)
    return found


def send_own_canary(ledger: Ledger, carrier: Carrier, settings: Settings, *, say: Say) -> bool:
    """Send a canary, where the settings name a mailbox for it and the carrier tells by events."""
    written = settings.notice.canary
    if written is None or carrier.name not in TELLING:
        return False
    try:
        taken = send_canary(ledger, carrier, to=read_mailbox(written), from_=sender(settings))
    except CarrierStopped as stop:
        say(f"no canary could be sent: {stop}")
        return False
    if not taken:
        say(f"{carrier.name} did not take the canary for {written}; check notice.canary")
    return taken

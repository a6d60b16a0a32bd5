"""The command `notify test`: the notices of a plan, sent to people who are named."""

import os
from datetime import date
from pathlib import Path

import click

from archive.terminal import print_json, safe
from archive.workspace import open_workspace
from notify.carrier_choice import choose_carrier
from notify.carriers import Accepted, Outcome, OutcomeUnknown, Refused
from notify.errors import NotifyError
from notify.ledger import open_ledger
from notify.ledger_trials import try_notices
from notify.links import link_rules
from notify.mailboxes import read_mailbox
from notify.notify_options import FORMAT, TODAY
from notify.outbox_carrier import OutboxCarrier


class TrialNotTaken(NotifyError):
    """The carrier did not take a test mail."""


@click.command(
    name="test", epilog='Example: fairnotice notify test --to "A. Counsel <counsel@example.com>"'
)
@click.option("--to", "written", multiple=True, required=True, help="Whom; may be repeated.")
@TODAY
@FORMAT
def trial_command(*, written: tuple[str, ...], today: date | None, form: str) -> None:
    """Send each notice of the newest plan to people you name, by the carrier that will send it.

    It is no notice: nobody counts as told. The mails are those that would go out, under the names
    of the people who try them, with [Test] before the subject.
    """
    to = [read_mailbox(one) for one in written]
    with open_workspace(Path.cwd(), today=today) as workspace:
        carrier = choose_carrier(
            os.environ, workspace.settings, root=workspace.root, pretended_day=today is not None
        )
        ledger, rules = open_ledger(os.environ, root=workspace.root), link_rules(workspace.settings)
    tried = list(try_notices(ledger, carrier, to=to, rules=rules))
    if form == "json":
        listed = [
            {
                "notice": one.notice,
                "language": one.language,
                "to": one.to,
                "said": _said(one.outcome),
            }
            for one in tried
        ]
        print_json({"carrier": carrier.name, "mails": listed})
    else:
        for one in tried:
            said = _said(one.outcome)
            click.echo(safe(f"notice {one.notice[:12]} ({one.language}) to {one.to}: {said}"))
        if isinstance(carrier, OutboxCarrier):
            click.echo(safe(f"No carrier is configured: the mails lie in {carrier.folder}"))
    if any(not isinstance(one.outcome, Accepted | OutcomeUnknown) for one in tried):
        raise TrialNotTaken("not every test mail was taken; nothing else was changed")


def _said(outcome: Outcome) -> str:
    match outcome:
        case Accepted():
            return "taken"
        case Refused(reason=reason, addressees=blamed):
            return f"refused: {next(iter(blamed.values()), reason)}"
        case OutcomeUnknown(reason=reason):
            return f"unknown: {reason}"
    return f"not now: {getattr(outcome, 'reason', 'put off')}"

"""Which carrier sends: the one that the environment configures, or a folder of files."""

from collections.abc import Mapping
from pathlib import Path

from archive.errors import InvalidSettings
from archive.settings import Settings
from archive.workspace import state_folder
from notify.carriers import Carrier
from notify.envelopes import Envelopes
from notify.keys import read_keyring
from notify.mailboxes import read_mailbox
from notify.outbox_carrier import OutboxCarrier, outbox_carrier
from notify.sendgrid_carrier import SendGridCarrier, sendgrid_carrier
from notify.smtp_servers import SETTING
from notify.transport import is_loopback

_PUBLISHED = ("docs", "policy", "site")


def choose_carrier(
    environ: Mapping[str, str], settings: Settings, *, root: Path, pretended_day: bool
) -> Carrier:
    """Return the carrier to send with.

    Without one, mails go to a folder, and the ledger says `withheld`. Where the settings
    name whom legal mail comes from, people expect it to go out: a missing key is then no
    reason to write files for a night unnoticed. A SendGrid on this machine tells nobody, so it
    needs a ledger of its own.
    """
    refuse_pretended_day(environ, pretended_day=pretended_day)
    if environ.get("SENDGRID_API_KEY") and environ.get(SETTING):
        raise InvalidSettings(
            f"SENDGRID_API_KEY and {SETTING} are both set; unset the one that is not to send"
        )
    if environ.get(SETTING):
        from notify.smtp_carrier import smtp_carrier  # noqa: PLC0415 - few need it, and it is slow

        return smtp_carrier(environ, envelopes_of(environ, settings, root=root))
    if environ.get("SENDGRID_API_KEY"):
        carrier = sendgrid_carrier(environ)
        if is_loopback(carrier.host) and not environ.get("FAIRNOTICE_DATABASE"):
            raise InvalidSettings(_rehearsal(root))
        return carrier
    if settings.notice.legal_from:
        raise InvalidSettings(
            f"notice.legal_from is set, but no carrier is: set SENDGRID_API_KEY or {SETTING} to"
            " send, or take legal_from out of the settings to write the mails to a folder"
        )
    return outbox(environ, root=root)


def tells_nobody(carrier: Carrier) -> bool:
    """Return whether a carrier is a folder, or a rehearsal by a SendGrid of this machine."""
    rehearsal = isinstance(carrier, SendGridCarrier) and is_loopback(carrier.host)
    return rehearsal or carrier.counts_as == "withheld"


def _rehearsal(root: Path) -> str:
    # The real ledger would say `accepted`, and the real notice would never go out.
    return (
        "a local SendGrid tells nobody: give the rehearsal a ledger of its own, from plan to"
        f" status: FAIRNOTICE_DATABASE=sqlite:///{root.resolve()}/.fairnotice/rehearsal.sqlite3"
    )


def refuse_pretended_day(environ: Mapping[str, str], *, pretended_day: bool) -> None:
    """Raise where mails could reach people while the program is told of another day."""
    carrier = sendgrid_carrier(environ) if environ.get("SENDGRID_API_KEY") else None
    real = [
        *(["SENDGRID_API_KEY"] if carrier is not None and not is_loopback(carrier.host) else []),
        *([SETTING] if environ.get(SETTING) else []),  # a server of this machine mails people too
    ]
    if pretended_day and real:
        raise InvalidSettings(
            "mails to real people need the real day: leave out --today, or unset"
            f" {' and '.join(real)} to write them to a folder"
        )


def folder_for_mails(folder: Path, *, root: Path) -> OutboxCarrier:
    """Return a folder that somebody named for mails, never one inside what is published."""
    return OutboxCarrier(folder=folder, published=tuple(root / name for name in _PUBLISHED))


def outbox(environ: Mapping[str, str], *, root: Path) -> OutboxCarrier:
    """Return the folder of mails beside the repository, never inside what is published."""
    return outbox_carrier(environ, root=root, published=[root / name for name in _PUBLISHED])


def envelopes_of(environ: Mapping[str, str], settings: Settings, *, root: Path) -> Envelopes | None:
    """Return where bounces of mails by SMTP come back to; None where the settings do not say."""
    if settings.notice.bounces_to is None:
        return None
    keyring = read_keyring(environ, folder=state_folder(root))
    return Envelopes(mailbox=read_mailbox(settings.notice.bounces_to), keyring=keyring)

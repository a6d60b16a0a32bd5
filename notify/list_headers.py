"""The headers that tell mail programs which list a mail belongs to, and how to leave it.

Courtesy mail can be left with one click (RFC 8058) and carries the headers of RFC 2369; legal
mail is a list of its own (RFC 2919) that nobody can leave.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlsplit

from archive.settings import Settings
from notify.carriers import Mail, MailKind
from notify.errors import NotifyError
from notify.mailboxes import read_mailbox

PREFERENCES_ADDRESS: Final = "preferences"  # of the service: where a link to what is held is asked
UNSUBSCRIBE_PATH: Final = "unsubscribe/"
# In place of it each reader's own token is put when a mail is handed over.
UNSUBSCRIBE_MARK: Final = "unsubscribe-token-9f1c6d2e"


class NoCourtesyMail(NotifyError):
    """The settings lack what courtesy mail cannot go without."""


def legal_headers(settings: Settings) -> Mapping[str, str]:
    """Return the headers of legal mail: a name to sort by, and no way out."""
    host = urlsplit(settings.site_url or "").hostname
    return {"List-Id": f"Legal notices <legal-notices.{host}>"} if host else {}


def takes_courtesy(settings: Settings) -> bool:
    """Return whether the settings say whom courtesy mail comes from, and what takes readers off it."""
    service = settings.service_url
    return bool(settings.notice.courtesy_from and service and service.startswith("https://"))


def unsubscribe_link(service_url: str) -> str:
    """Return where one reader leaves courtesy mail, with a mark in place of what is theirs."""
    return f"{service_url}{UNSUBSCRIBE_PATH}{UNSUBSCRIBE_MARK}"


def as_courtesy_mail(mail: Mail, *, settings: Settings) -> Mail:
    """Return a mail as one of the list that people joined: its own From, and a way to leave.

    Raises `NoCourtesyMail` where the settings name no sender apart from that of legal mail, or no
    service that takes the unsubscribing.
    """
    written, service = settings.notice.courtesy_from, settings.service_url
    if not (takes_courtesy(settings) and written and service):
        raise NoCourtesyMail(
            "courtesy mail needs notice.courtesy_from and a service_url that begins with https://"
        )
    sender = read_mailbox(written)
    legal = settings.notice.legal_from
    if legal and read_mailbox(legal).address.casefold() == sender.address.casefold():
        raise NoCourtesyMail(
            "notice.courtesy_from and notice.legal_from are one address; who blocks the one would"
            " lose the other: write another address"
        )
    headers = _courtesy_headers(settings, service)
    return replace(mail, kind=MailKind.COURTESY, from_=sender, headers=headers)


def _courtesy_headers(settings: Settings, service: str) -> Mapping[str, str]:
    host = urlsplit(settings.site_url or service).hostname
    headers = {
        "List-Id": f"Updates on policies <updates.{host}>",
        "List-Unsubscribe": f"<{unsubscribe_link(service)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if settings.site_url:
        headers |= {"List-Help": f"<{settings.site_url}>", "List-Archive": f"<{settings.site_url}>"}
    if settings.contact:
        headers["List-Owner"] = f"<mailto:{quote(settings.contact, safe='@')}>"
    return headers

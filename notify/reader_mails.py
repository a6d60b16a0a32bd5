"""The mails that the service sends because an address was named: a link, and what it is for.

They hold no word that came from outside: who asks may be a stranger, and the mailbox another's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from archive.settings import Settings
from archive.speech import Speech, speech_in, without_isolates, worded
from notify.carriers import Addressee, Batch, BatchId, DeliveryId, Mail, MailKind, NoticeId
from notify.errors import NotifyError
from notify.keys import Keyring
from notify.list_headers import NoCourtesyMail
from notify.mailboxes import Mailbox, one_line, read_mailbox
from notify.mails import company_of
from notify.reader_requests import CONFIRMED_WITHIN, LINK_LIVES, ReaderRequest, RequestKind
from notify.tokens import TokenUse, make_token

CONFIRM_PATH: Final = "confirm/"
PREFERENCES_PATH: Final = "preferences/"

_PATHS: Final[Mapping[RequestKind, tuple[str, TokenUse]]] = {
    RequestKind.SUBSCRIBE: (CONFIRM_PATH, TokenUse.CONFIRM),
    RequestKind.PREFERENCES: (PREFERENCES_PATH, TokenUse.PREFERENCES),
}
_TEMPLATES: Final = Environment(
    loader=PackageLoader("notify"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a mail says: before the link, and after it."""

    subject: str
    before: tuple[str, ...]
    after: tuple[str, ...]


_WORDS: Final[Mapping[RequestKind, _Words]] = {
    RequestKind.SUBSCRIBE: _Words(
        subject=worded("{company}: do you want mails about our policies?"),
        before=(
            worded(
                "Somebody, most likely you, asked us to write to this mailbox when our policies"
                " change. Open this page and press its button to confirm it:"
            ),
        ),
        after=(
            worded("The link works for {days} days."),
            worded("If it was not you, do nothing: you will get no further mails."),
        ),
    ),
    RequestKind.PREFERENCES: _Words(
        subject=worded("{company}: your link to what we hold about you"),
        before=(
            worded(
                "Somebody, most likely you, asked to see, change or delete what we hold about this"
                " mailbox. Open this page to do so:"
            ),
        ),
        after=(
            worded("The link works once, within {minutes} minutes. Do not pass it on."),
            worded("If it was not you, do nothing: nothing was changed."),
        ),
    ),
}


def can_mail(settings: Settings) -> bool:
    """Return whether the settings name what such mails cannot go without."""
    return bool(settings.service_url and settings.notice.courtesy_from)


def reader_batch(request: ReaderRequest, *, settings: Settings, keyring: Keyring) -> Batch:
    """Return the mail that answers a request, as a carrier takes it.

    Raises `NoCourtesyMail` where the settings name no service or no sender.
    """
    if not (settings.service_url and settings.notice.courtesy_from):
        raise NoCourtesyMail("mails to readers need service_url and notice.courtesy_from")
    path, use = _PATHS[request.kind]
    link = f"{settings.service_url}{path}{make_token(keyring, use, request.id)}"
    speech = speech_in(request.language)
    words = _WORDS[request.kind]
    company = one_line(company_of(settings))
    before = [speech.say(one) for one in words.before]
    after = [_said(speech, one) for one in words.after]
    mail = Mail(
        notice=NoticeId(request.id),
        kind=MailKind.LEGAL,  # asked for a moment ago: no list that was left before stops it
        subject=without_isolates(speech.say(words.subject, company=company)),
        text="\n\n".join([*before, link, *after, company, ""]),
        html=_html(speech, before=before, link=link, after=after, company=company),
        from_=read_mailbox(settings.notice.courtesy_from),
        reply_to=_contact(settings),
    )
    addressee = Addressee(delivery=DeliveryId(request.id), mailbox=request.mailbox)
    return Batch(id=BatchId(request.id), mail=mail, addressees=(addressee,))


def _said(speech: Speech, words: str) -> str:
    minutes = int(LINK_LIVES.total_seconds()) // 60
    return speech.say(words, days=CONFIRMED_WITHIN.days, minutes=minutes)


def _html(speech: Speech, **parts: object) -> str:
    template = _TEMPLATES.get_template("reader_mail.html")
    return template.render(lang=speech.language, direction=speech.direction, **parts)


def _contact(settings: Settings) -> Mailbox | None:
    try:
        return read_mailbox(settings.contact) if settings.contact else None
    except NotifyError:
        return None  # it may be the address of a form

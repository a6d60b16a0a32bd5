"""The link by which a reader leaves courtesy mail: one click in a mail program, or a page.

Scanners follow every link of a mail, so asking for the page changes nothing; only posting does
(RFC 8058). The token in the link can do this one thing for one mailbox.
"""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.speech import worded
from notify.carriers import DeliveryId
from notify.ledger_database import LedgerUnusable
from notify.ledger_guard import unsubscribe_for_good
from notify.ledger_place import BadPlace
from notify.list_headers import UNSUBSCRIBE_PATH
from notify.tokens import BadToken, TokenUse, read_token
from notify.web_forms import NoForm, read_form
from notify.web_languages import speech_for
from notify.web_pages import Page, answered
from notify.web_service import WebService

ONE_CLICK: Final = {"List-Unsubscribe": "One-Click"}

_STILL: Final = worded(
    "Legal notices about a service you use still reach you: we owe them to everyone concerned, so"
    " they cannot be switched off."
)
_ASKED: Final = Page(
    title=worded("Stop these mails?"),
    paragraphs=(worded("You will get no more mails with news about our policies."), _STILL),
    button=worded("Stop these mails"),
    fields=ONE_CLICK,
)
_DONE: Final = Page(
    title=worded("You get no more of these mails"),
    paragraphs=(
        worded("No mail with news about our policies goes to this mailbox any more."),
        _STILL,
    ),
)
BAD_LINK: Final = Page(
    title=worded("This link does not work"),
    paragraphs=(
        worded(
            "It may have been cut off by a mail program. Use the link in the mail again, or write"
            " to us."
        ),
    ),
)
AWAY: Final = Page(
    title=worded("Please try again in a minute"),
    paragraphs=(worded("Your wish could not be written down just now. Nothing has changed yet."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribeEndpoint:
    """Shows what the link is for, and does it when told to."""

    service: WebService

    async def show(self, request: Request) -> Response:
        """Answer GET and HEAD: a page with a button, and nothing is changed."""
        if self._delivery(request) is None:
            return self._answered(request, BAD_LINK, status=404)
        return self._answered(request, _ASKED)

    async def leave(self, request: Request) -> Response:
        """Answer POST: the mailbox gets no more courtesy mail, however often this is asked."""
        delivery = self._delivery(request)
        if delivery is None:
            return self._answered(request, BAD_LINK, status=404)
        if not await _is_one_click(request):
            return self._answered(request, _ASKED, status=400)
        try:
            marks = self.service.marks
            await self.service.in_thread(
                unsubscribe_for_good, self.service.ledger, delivery, marks=marks
            )
        except (LedgerUnusable, BadPlace):
            return self._answered(request, AWAY, status=503)
        return self._answered(request, _DONE)

    def _answered(self, request: Request, page: Page, *, status: int = 200) -> Response:
        settings = self.service.settings
        return answered(page, settings, speech_for(request, settings), status=status)

    def _delivery(self, request: Request) -> DeliveryId | None:
        keyring = self.service.ledger.seals.keyring
        try:
            token = read_token(keyring, TokenUse.UNSUBSCRIBE, request.path_params["token"])
        except BadToken:
            return None
        return DeliveryId(token)


def unsubscribe_routes(service: WebService) -> list[Route]:
    """Return where readers leave courtesy mail."""
    endpoint = UnsubscribeEndpoint(service=service)
    path = f"/{UNSUBSCRIBE_PATH}{{token}}"
    return [
        Route(path, endpoint.show, methods=["GET"]),  # and HEAD
        Route(path, endpoint.leave, methods=["POST"]),
    ]


async def _is_one_click(request: Request) -> bool:
    """Return whether the body says what RFC 8058 wants it to say, in either form."""
    try:
        form = await read_form(request)
    except NoForm:
        return False
    return {name: form.one(name) for name in ONE_CLICK} == ONE_CLICK

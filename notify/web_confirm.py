"""The link that confirms a subscription: a page that says what is wanted, and a button that does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.speech import speech_in, worded
from notify.ledger_database import LedgerUnusable
from notify.ledger_place import BadPlace
from notify.ledger_wishes import confirm, confirmable
from notify.reader_mails import CONFIRM_PATH
from notify.reader_requests import ReaderRequest, RequestId
from notify.subscriptions import Extent, Rhythm, Wish
from notify.tokens import BadToken, TokenUse, read_token
from notify.web_languages import speech_for
from notify.web_pages import Page, answered, shown
from notify.web_service import WebService
from notify.web_unsubscribe import AWAY, BAD_LINK

_EXTENTS: Final[Mapping[Extent, str]] = {
    Extent.MUST_BE_TOLD: worded("Only important changes: those that affect your rights"),
    Extent.ALL: worded("Every change, also small ones"),
}
_RHYTHMS: Final[Mapping[Rhythm, str]] = {
    Rhythm.AT_ONCE: worded("As soon as a change is published"),
    Rhythm.WEEKLY: worded("Small changes together, once a week; important ones still at once"),
}
_DONE: Final = Page(
    title=worded("You get mails when our policies change"),
    paragraphs=(
        worded("It is confirmed. Each of these mails has a link that stops them with one click."),
    ),
)
LATE: Final = Page(
    title=worded("This link does not work any more"),
    paragraphs=(worded("Its time is over, or it was used. You can ask for another one."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmEndpoint:
    """Shows what a link would confirm, and confirms it when told to."""

    service: WebService

    async def show(self, request: Request) -> Response:
        """Answer GET and HEAD: a page with a button, and nothing is changed."""
        if (id_ := self._id(request)) is None:
            return self._answered(request, BAD_LINK, status=404)
        service = self.service
        try:
            found = await service.in_thread(confirmable, service.ledger, id_)
        except LedgerUnusable:
            return self._answered(request, AWAY, status=503)
        if found is None or found.wish is None:
            return self._answered(request, LATE, status=410)
        return self._asked(found, found.wish)

    async def confirm(self, request: Request) -> Response:
        """Answer POST: what was asked counts from now on, however often this is posted."""
        if (id_ := self._id(request)) is None:
            return self._answered(request, BAD_LINK, status=404)
        service = self.service
        try:
            done = await service.in_thread(confirm, service.ledger, id_, marks=service.marks)
        except (LedgerUnusable, BadPlace):
            return self._answered(request, AWAY, status=503)
        if done is None:
            return self._answered(request, LATE, status=410)
        return answered(_DONE, service.settings, speech_in(done.language))

    def _asked(self, found: ReaderRequest, wish: Wish) -> Response:
        speech = speech_in(found.language)
        return shown(
            "confirm",
            self.service.settings,
            speech,
            subjects=self._subjects(wish),
            extent=speech.say(_EXTENTS[wish.extent]),
            rhythm=speech.say(_RHYTHMS[wish.rhythm]) if wish.extent is Extent.ALL else "",
            language=speech.language_name(wish.language),
        )

    def _subjects(self, wish: Wish) -> list[str]:
        policies = {one.id: one.title(wish.language) for one in self.service.published().policies}
        services = {one.id: one.title for one in self.service.settings.services}
        found = [policies.get(one, one) for one in wish.policies]
        return [*found, *(services.get(one, one) for one in wish.services)]

    def _id(self, request: Request) -> RequestId | None:
        keyring = self.service.ledger.seals.keyring
        try:
            token = read_token(keyring, TokenUse.CONFIRM, request.path_params["token"])
        except BadToken:
            return None
        return RequestId(token)

    def _answered(self, request: Request, page: Page, *, status: int = 200) -> Response:
        settings = self.service.settings
        return answered(page, settings, speech_for(request, settings), status=status)


def confirm_routes(service: WebService) -> list[Route]:
    """Return where readers confirm a subscription."""
    endpoint = ConfirmEndpoint(service=service)
    path = f"/{CONFIRM_PATH}{{token}}"
    return [
        Route(path, endpoint.show, methods=["GET"]),  # and HEAD
        Route(path, endpoint.confirm, methods=["POST"]),
    ]

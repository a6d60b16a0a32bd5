"""Asking for courtesy mail, and for a link to what is held: a form, and the same answer for everybody."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.revisions import Language
from archive.speech import Speech, worded
from notify.ledger_database import LedgerUnusable
from notify.reader_requests import ReaderRequest, RequestKind
from notify.subscriptions import Wish
from notify.web_callers import Callers
from notify.web_choices import BadWish, choices, first_wish, mailbox_in, wish_in
from notify.web_forms import Form, NoForm, read_form
from notify.web_intake import Intake, new_request_id
from notify.web_languages import speech_for
from notify.web_pages import Page, answered, shown
from notify.web_service import WebService
from notify.web_unsubscribe import AWAY

_ASKED = Page(
    title=worded("Look into your mailbox"),
    paragraphs=(
        worded(
            "If the address can get mails from us, a mail with a link is on its way to it. Nothing"
            " happens before that link is used."
        ),
        worded(
            "No mail after a quarter of an hour? Look among the unwanted mails. We send few of these"
            " to one mailbox, so that nobody can be flooded with them: try again tomorrow."
        ),
    ),
)
TOO_OFTEN = Page(
    title=worded("Please wait a minute"),
    paragraphs=(worded("Too much was asked from your connection. Nothing was written down."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEndpoint:
    """Takes what is asked by an address, and writes it down before it answers."""

    service: WebService
    intake: Intake
    callers: Callers
    _answers: dict[Language, Response] = field(default_factory=dict)

    async def subscribe_form(self, request: Request) -> Response:
        """Answer GET: the form, with what the address names chosen in it."""
        speech = speech_for(request, self.service.settings)
        query = Form(
            values={k: tuple(request.query_params.getlist(k)) for k in ("policy", "service")}
        )
        return self._subscribe(speech, first_wish(query, speech.language))

    async def subscribe(self, request: Request) -> Response:
        """Answer POST: the same page whatever is known of the address."""
        return await self._take(request, RequestKind.SUBSCRIBE)

    async def preferences_form(self, request: Request) -> Response:
        """Answer GET: the form that asks for a link."""
        return self._preferences(speech_for(request, self.service.settings))

    async def preferences(self, request: Request) -> Response:
        """Answer POST: the same page whatever is known of the address."""
        return await self._take(request, RequestKind.PREFERENCES)

    async def _take(self, request: Request, kind: RequestKind) -> Response:
        settings = self.service.settings
        speech = speech_for(request, settings)
        if not self.callers.may_post(request):
            return _waiting(answered(TOO_OFTEN, settings, speech, status=429))
        try:
            form = await read_form(request)
            speech = speech_for(request, settings, named=form.one("lang"))
            asked = self._request(form, kind, speech.language)
        except NoForm:
            return self._again(kind, speech, None, wrong=speech.say(_NO_FORM))
        except BadWish as error:
            return self._again(kind, speech, form, wrong=speech.say(str(error)))
        try:
            await self.intake.put(asked)
        except LedgerUnusable:
            return _waiting(answered(AWAY, settings, speech, status=503))
        return self._asked(speech)

    def _asked(self, speech: Speech) -> Response:
        """Return the same bytes for everybody, made once for each language."""
        if speech.language not in self._answers:
            self._answers[speech.language] = answered(_ASKED, self.service.settings, speech)
        return self._answers[speech.language]

    def _request(self, form: Form, kind: RequestKind, language: Language) -> ReaderRequest:
        mailbox = mailbox_in(form)
        wish: Wish | None = None
        if kind is RequestKind.SUBSCRIBE:
            settings, published = self.service.settings, self.service.published()
            wish = wish_in(form, language=language, settings=settings, published=published)
        return ReaderRequest(
            id=new_request_id(), kind=kind, mailbox=mailbox, language=language, wish=wish
        )

    def _again(
        self, kind: RequestKind, speech: Speech, form: Form | None, *, wrong: str
    ) -> Response:
        form = form or Form(values={})
        email = form.one("email")
        if kind is RequestKind.SUBSCRIBE:
            wish = first_wish(form, speech.language)
            return self._subscribe(speech, wish, wrong=wrong, email=email)
        return self._preferences(speech, wrong=wrong, email=email)

    def _subscribe(
        self, speech: Speech, wish: Wish, *, wrong: str = "", email: str = ""
    ) -> Response:
        settings = self.service.settings
        return shown(
            "subscribe",
            settings,
            speech,
            status=400 if wrong else 200,
            choices=choices(wish, settings=settings, published=self.service.published()),
            wrong=wrong,
            email=email,
            days=settings.web.requests_days,
        )

    def _preferences(self, speech: Speech, *, wrong: str = "", email: str = "") -> Response:
        status = 400 if wrong else 200
        settings = self.service.settings
        return shown("ask_preferences", settings, speech, status=status, wrong=wrong, email=email)


_NO_FORM = worded("The form did not arrive as it was sent. Fill it in again.")


def ask_routes(service: WebService, intake: Intake, callers: Callers) -> list[Route]:
    """Return where anybody asks by naming an address."""
    ask = AskEndpoint(service=service, intake=intake, callers=callers)
    return [
        Route("/subscribe", ask.subscribe_form, methods=["GET"]),
        Route("/subscribe", ask.subscribe, methods=["POST"]),
        Route("/preferences", ask.preferences_form, methods=["GET"]),
        Route("/preferences", ask.preferences, methods=["POST"]),
    ]


def _waiting(response: Response) -> Response:
    response.headers["Retry-After"] = "60"
    return response

"""The link that opens what is held about a mailbox, once; and what its reader does there.

There is no session and no cookie: every form of the page carries a token of its own, which the link
gives out once and which is good for some minutes. Whoever has no such token can do nothing, so
another site that makes a browser post here changes nothing.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.speech import Speech, speech_in, worded
from notify.erasing import erase_everywhere
from notify.held_data import STATES, HeldData
from notify.ledger_database import LedgerUnusable
from notify.ledger_erasure import OnItsWay
from notify.ledger_held import held_about
from notify.ledger_holds import Held
from notify.ledger_persons import NobodyFound
from notify.ledger_place import BadPlace
from notify.ledger_reader_requests import open_link, opened_link
from notify.ledger_unsubscribes import leave
from notify.ledger_wishes import change_wish
from notify.reader_mails import PREFERENCES_PATH
from notify.reader_requests import LINK_LIVES, ReaderRequest, RequestId
from notify.tokens import BadToken, TokenUse, make_token, read_token
from notify.web_choices import BadWish, choices, wish_in
from notify.web_confirm import LATE
from notify.web_forms import Form, NoForm, read_form
from notify.web_languages import speech_for
from notify.web_pages import Page, answered, shown
from notify.web_service import WebService
from notify.web_unsubscribe import AWAY, BAD_LINK

_Do = Callable[[ReaderRequest, Form], Awaitable[Response]]

_BY: Final = "the reader"
_WHY: Final = "asked for through a link mailed to them"
_OPEN: Final = Page(
    title=worded("What we hold about you"),
    paragraphs=(
        worded("The button opens the page, once: the link does not work a second time."),
        worded("Did somebody forward this link to you? Then it is not yours: close this page."),
    ),
    button=worded("Open the page"),
)
_DELETED: Final = Page(
    title=worded("It is deleted"),
    paragraphs=(worded("Our records and files do not name this mailbox any more."),),
)
_HELD: Final = Page(
    title=worded("We may not delete it now"),
    paragraphs=(
        worded(
            "A court or another duty makes us keep what concerns you. Nothing was changed. Write to"
            " us to learn more."
        ),
    ),
)
_BUSY: Final = Page(
    title=worded("Please try again in some minutes"),
    paragraphs=(worded("A mail to you is just being handed over. Nothing was deleted yet."),),
)
_SAVED: Final = worded("Your changes are saved.")
_ENDED: Final = worded("You get no more mails when our policies change.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesEndpoint:
    """Shows a reader what is held about them, and changes it as they say."""

    service: WebService

    async def show(self, request: Request) -> Response:
        """Answer GET and HEAD: a page with a button, and nothing is used up."""
        if self._read(TokenUse.PREFERENCES, request.path_params["token"]) is None:
            return self._answered(request, BAD_LINK, status=404)
        return self._answered(request, _OPEN)

    async def open(self, request: Request) -> Response:
        """Answer POST: everything that is held, the first time and within the minutes."""
        id_ = self._read(TokenUse.PREFERENCES, request.path_params["token"])
        if id_ is None:
            return self._answered(request, BAD_LINK, status=404)
        try:
            reader = await self.service.in_thread(open_link, self.service.ledger, id_)
            if reader is None:
                return self._answered(request, LATE, status=410)
            return await self._shown(reader)
        except LedgerUnusable:
            return self._answered(request, AWAY, status=503)

    async def change(self, request: Request) -> Response:
        """Answer POST: what the form says is wanted from now on."""
        return await self._done(request, self._change)

    async def end(self, request: Request) -> Response:
        """Answer POST: no courtesy mail goes to the mailbox any more."""
        return await self._done(request, self._end)

    async def export(self, request: Request) -> Response:
        """Answer POST: everything that is held, as a file."""
        return await self._done(request, self._export)

    async def deletion(self, request: Request) -> Response:
        """Answer POST: what stays after a deletion, until when and why; nothing is changed."""
        return await self._done(request, self._deletion)

    async def delete(self, request: Request) -> Response:
        """Answer POST: everything is erased, as `notify erase` does it."""
        return await self._done(request, self._delete)

    async def _done(self, request: Request, do: _Do) -> Response:
        """Do something for whoever has the page open."""
        try:
            form = await read_form(request)
            id_ = self._read(TokenUse.OPENED, form.one("token"))
            find = partial(opened_link, self.service.ledger, id_) if id_ else lambda: None
            reader = await self.service.in_thread(find)
            if reader is None:
                return self._answered(request, LATE, status=410)
            return await do(reader, form)
        except NoForm:
            return self._answered(request, LATE, status=400)
        except (LedgerUnusable, BadPlace):
            return self._answered(request, AWAY, status=503)

    async def _end(self, reader: ReaderRequest, _form: Form) -> Response:
        ledger, marks = self.service.ledger, self.service.marks
        await self.service.in_thread(leave, ledger, reader.mailbox, marks=marks)
        return await self._shown(reader, said=_ENDED)

    async def _change(self, reader: ReaderRequest, form: Form) -> Response:
        settings, published = self.service.settings, self.service.published()
        try:
            wish = wish_in(form, language=reader.language, settings=settings, published=published)
        except BadWish as error:
            return await self._shown(reader, said=str(error), status=400)
        await self.service.in_thread(change_wish, self.service.ledger, reader.mailbox, wish)
        return await self._shown(reader, said=_SAVED)

    async def _export(self, reader: ReaderRequest, _form: Form) -> Response:
        held = await self.service.in_thread(held_about, self.service.ledger, reader.mailbox)
        document = json.dumps(held.as_json(), ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": 'attachment; filename="what-is-held-about-me.json"'}
        return Response(document, media_type="application/json", headers=headers)

    async def _deletion(self, reader: ReaderRequest, _form: Form) -> Response:
        settings = self.service.settings
        return shown(
            "deletion",
            settings,
            speech_in(reader.language),
            address=reader.mailbox.address,
            token=self._token(reader),
            years=settings.notice.proof_years,
        )

    async def _delete(self, reader: ReaderRequest, _form: Form) -> Response:
        service, speech = self.service, speech_in(reader.language)
        try:
            await service.in_thread(
                erase_everywhere,
                service.ledger,
                reader.mailbox.address,
                by=_BY,
                why=_WHY,
                marks=service.marks,
                places=service.places(),
            )
        except Held:
            return answered(_HELD, service.settings, speech, status=409)
        except OnItsWay:
            return answered(_BUSY, service.settings, speech, status=409)
        except NobodyFound:  # the same button, pressed twice at once
            pass
        return answered(_DELETED, service.settings, speech)

    async def _shown(self, reader: ReaderRequest, *, said: str = "", status: int = 200) -> Response:
        service, speech = self.service, speech_in(reader.language)
        held = await service.in_thread(held_about, service.ledger, reader.mailbox)
        wish = held.subscription.wish if held.subscription else None
        return shown(
            "preferences",
            service.settings,
            speech,
            status=status,
            said=speech.say(said) if said else "",
            held=held,
            notices=self._notices(held, speech),
            token=self._token(reader),
            minutes=int(LINK_LIVES.total_seconds()) // 60,
            choices=choices(wish, settings=service.settings, published=service.published())
            if wish
            else None,
        )

    def _notices(self, held: HeldData, speech: Speech) -> list[dict[str, str]]:
        zone = self.service.settings.timezone
        return [
            {
                "subject": one.subject,
                "day": speech.short_day(
                    datetime.fromisoformat(one.handed_over_at or one.planned_at)
                    .astimezone(zone)
                    .date()
                ),
                "state": speech.say(STATES[one.state]),
            }
            for one in held.notices
        ]

    def _token(self, reader: ReaderRequest) -> str:
        return make_token(self.service.ledger.seals.keyring, TokenUse.OPENED, reader.id)

    def _read(self, use: TokenUse, token: str) -> RequestId | None:
        try:
            return RequestId(read_token(self.service.ledger.seals.keyring, use, token))
        except BadToken:
            return None

    def _answered(self, request: Request, page: Page, *, status: int = 200) -> Response:
        settings = self.service.settings
        return answered(page, settings, speech_for(request, settings), status=status)


def preferences_routes(service: WebService) -> list[Route]:
    """Return where readers see, change, take along and delete what is held about them."""
    endpoint = PreferencesEndpoint(service=service)
    path = f"/{PREFERENCES_PATH}{{token}}"
    return [
        Route(f"/{PREFERENCES_PATH}change", endpoint.change, methods=["POST"]),
        Route(f"/{PREFERENCES_PATH}end", endpoint.end, methods=["POST"]),
        Route(f"/{PREFERENCES_PATH}export", endpoint.export, methods=["POST"]),
        Route(f"/{PREFERENCES_PATH}deletion", endpoint.deletion, methods=["POST"]),
        Route(f"/{PREFERENCES_PATH}delete", endpoint.delete, methods=["POST"]),
        Route(path, endpoint.show, methods=["GET"]),  # and HEAD
        Route(path, endpoint.open, methods=["POST"]),
    ]

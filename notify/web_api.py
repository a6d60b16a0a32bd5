"""The API for the company's products: what their users must be told, and what they answered.

`openapi.json` beside this module is its description, and is served with it.
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from archive.revisions import Language
from notify.answers import CONSENT, Answer, AnswerKind, BadAnswer, present_answers
from notify.ledger_answers import answers_of, write_answer
from notify.ledger_database import LedgerUnusable
from notify.product_notices import ProductNotice
from notify.subject_tokens import LIVES, Subject, make_subject_token
from notify.web_api_calls import (
    BadCall,
    Call,
    document,
    is_text,
    is_text_or_missing,
    queried,
    read_call,
)
from notify.web_service import WebService

ROOT: Final = "/api/v1"
_OPENAPI: Final = (Path(__file__).parent / "openapi.json").read_bytes()
# No cookie stands for anybody, so any page may ask: what it may see, its token says.
_CORS: Final[Mapping[str, str]] = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT: Final[Mapping[str, str]] = {
    **_CORS,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "7200",
}
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")
_Given = list[tuple[str, str, Answer]]
_Do = Callable[[Request, Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiEndpoints:
    """Answers the products of the company, and their users' browsers."""

    service: WebService

    async def notices(self, request: Request) -> Response:
        """Answer GET: what a user must still be told, and what was answered of it."""
        return await self._answered(request, self._notices)

    async def answers(self, request: Request) -> Response:
        """Answer GET: what a user's answers are at present."""
        return await self._answered(request, self._answers)

    async def answer(self, request: Request) -> Response:
        """Answer POST: an answer is recorded, however often it is said."""
        return await self._answered(request, self._answer)

    async def token(self, request: Request) -> Response:
        """Answer POST: a token by which a browser speaks for one user."""
        return await self._answered(request, self._token)

    async def openapi(self, _request: Request) -> Response:
        """Answer GET: the description of all this."""
        return Response(_OPENAPI, media_type="application/json", headers=dict(_CORS))

    async def preflight(self, _request: Request) -> Response:
        """Answer OPTIONS: what a page of another origin may send."""
        return Response(status_code=204, headers=dict(_PREFLIGHT))

    async def _answered(self, request: Request, do: _Do) -> Response:
        try:
            return await do(request, await read_call(request, self.service))
        except BadCall as error:
            return _error(error.status, error.code, str(error))
        except LedgerUnusable:
            return _error(503, "try-later", "nothing could be written or read just now")

    async def _notices(self, request: Request, call: Call) -> Response:
        query = queried(request, "subject", "lang", "joined")
        subject, joined = call.about(query.get("subject")), _day(query.get("joined"))
        language = _language(query.get("lang"))
        given = await self._given(subject)
        pending = [
            _notice(one, language, _about(one, given))
            for one in self.service.published().notices
            if one.concerns(call.service, joined) and not _is_done(one, given)
        ]
        return _json({"subject": subject.id, "notices": pending})

    async def _answers(self, request: Request, call: Call) -> Response:
        subject = call.about(queried(request, "subject").get("subject"))
        given = present_answers(await self._given(subject))
        return _json({"subject": subject.id, "answers": [_answer(*one) for one in given]})

    async def _answer(self, request: Request, call: Call) -> Response:
        queried(request)
        said = document(
            call.body,
            subject=is_text_or_missing,
            notice=is_text,
            version=is_text,
            kind=lambda value: value in set(AnswerKind),
            purpose=is_text_or_missing,
        )
        subject = call.about(said.get("subject"))
        answer = _said(said, self._notice(str(said["notice"]), call.service))
        id_, at, new = await self.service.in_thread(
            write_answer,
            self.service.ledger,
            subject,
            answer,
            key=call.key,
            request=call.said_once or secrets.token_hex(16),
        )
        return _json(_answer(id_, at, answer), status=201 if new else 200)

    async def _token(self, request: Request, call: Call) -> Response:
        queried(request)
        if call.subject is not None:
            raise BadCall(403, "not-signed", "only a product's own key makes tokens")
        subject = call.about(document(call.body, subject=is_text)["subject"])
        now = self.service.now()
        token = make_subject_token(self.service.ledger.seals.keyring, subject, now=now)
        ends = (now + LIVES).astimezone(UTC).isoformat(timespec="seconds")
        return _json({"token": token, "expires_at": ends}, status=201)

    async def _given(self, subject: Subject) -> _Given:
        return await self.service.in_thread(answers_of, self.service.ledger, subject)

    def _notice(self, id_: str, service: str) -> ProductNotice:
        for one in self.service.published().notices:
            if one.id == id_ and one.concerns(service, None):
                return one
        raise BadCall(404, "no-such-notice", "there is no such notice for this service now")


def api_routes(service: WebService) -> list[Route]:
    """Return where products ask; none where no key of theirs is configured."""
    if not service.api_keys:
        return []
    api = ApiEndpoints(service=service)
    posts = [(f"{ROOT}/answers", api.answer), (f"{ROOT}/tokens", api.token)]
    gets = [
        (f"{ROOT}/notices", api.notices),
        (f"{ROOT}/answers", api.answers),
        ("/api/openapi.json", api.openapi),
    ]
    asked = [f"{ROOT}/notices", f"{ROOT}/answers"]
    return [
        *(Route(path, do, methods=["GET"]) for path, do in gets),
        *(Route(path, do, methods=["POST"]) for path, do in posts),
        *(Route(path, api.preflight, methods=["OPTIONS"]) for path in asked),
    ]


def _said(said: Mapping[str, Any], notice: ProductNotice) -> Answer:
    """Return an answer to a notice; raise `BadCall` where it is to another text, or to nothing asked."""
    if said["version"] != notice.version:
        raise BadCall(409, "another-version", "the notice is of another text; show it again")
    kind = AnswerKind(said["kind"])
    if kind in CONSENT and not notice.asks_consent:
        raise BadCall(422, "no-consent-asked", "the notice asks for no consent")
    try:
        return Answer(
            policy=notice.policy,
            revision=notice.revision,
            version=notice.version,
            kind=kind,
            purpose=said.get("purpose") or "",
        )
    except BadAnswer as error:
        raise BadCall(422, "bad-answer", str(error)) from error


def _is_done(notice: ProductNotice, given: _Given) -> bool:
    """Whether nothing is left to ask: a consent was answered, or else the notice was seen."""
    kinds = {answer.kind for _, _, answer in given if answer.version == notice.version}
    return bool(kinds & CONSENT) if notice.asks_consent else bool(kinds)


def _about(notice: ProductNotice, given: _Given) -> _Given:
    return [one for one in given if one[2].version == notice.version]


def _notice(notice: ProductNotice, language: Language, given: _Given) -> dict[str, object]:
    spoken, text = notice.text(language)
    return {
        "id": notice.id,
        "policy": notice.policy,
        "version": notice.version,
        "former_version": notice.former,
        "day": notice.day.isoformat(),
        "effect": notice.effect,
        "asks": "consent" if notice.asks_consent else "nothing",
        "language": spoken,
        "title": text.title,
        "summary": text.summary,
        "choices": text.choices,
        "link": text.link,
        "redline": text.redline,
        "answers": [_answer(*one) for one in given],
    }


def _answer(id_: str, at: str, answer: Answer) -> dict[str, object]:
    return {"id": id_, "at": at, **answer.as_row(), "purpose": answer.purpose or None}


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written is not None else None
    except ValueError as error:
        raise BadCall(422, "bad-query", "joined is a day such as 2027-03-01") from error


def _language(written: str | None) -> Language:
    if written is not None and not _TAG.match(written):
        raise BadCall(422, "bad-query", "lang is a language such as de or pt-br")
    return Language((written or "").lower())


def _json(content: Mapping[str, object], *, status: int = 200) -> Response:
    return JSONResponse(content, status_code=status, headers=dict(_CORS))


def _error(status: int, code: str, message: str) -> Response:
    response = _json({"error": code, "message": message}, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="fairnotice"'
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response

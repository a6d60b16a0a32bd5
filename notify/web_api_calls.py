"""What a product's call says, and who makes it: signed by the product, or with a token for one user."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from notify.api_keys import SIGNATURE, ApiKey, Asked, NotTheirs, signer
from notify.errors import NotifyError
from notify.keys import KeyId
from notify.subject_tokens import Subject, read_subject_token
from notify.tokens import BadToken
from notify.web_frame import read_body
from notify.web_service import WebService

LARGEST: Final = 10_000  # bytes
LONGEST: Final = 200  # characters of a user's id
_BEARER: Final = "bearer "
_SUBJECT: Final = re.compile(rf"[!-~]{{1,{LONGEST}}}\Z")


class BadCall(NotifyError):
    """A call that cannot be answered as it is: its status, a word for programs, and why."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call whose maker is known."""

    service: str
    subject: str | None  # the one user that a token is for; None: the product speaks for any
    key: KeyId  # the key that signed it, or the token
    said_once: str  # equal when the very same request is made again
    body: bytes

    def about(self, subject: str | None) -> Subject:
        """Return the user that a call is about; raise `BadCall` where it names none, or another."""
        if self.subject is not None and subject in (None, self.subject):
            return Subject(service=self.service, id=self.subject)
        if self.subject is not None:
            raise BadCall(403, "another-subject", "the token is for another subject")
        if subject is None:
            raise BadCall(422, "no-subject", "name a subject")
        if not _SUBJECT.match(subject):
            raise BadCall(
                422, "bad-subject", f"a subject has 1 to {LONGEST} visible ASCII characters"
            )
        return Subject(service=self.service, id=subject)


async def read_call(request: Request, service: WebService) -> Call:
    """Return a call; raise `BadCall` where it is nobody's that may make it."""
    try:
        body = await read_body(request, largest=LARGEST)
    except HTTPException as error:
        raise BadCall(
            error.status_code, "bad-body", "the body is too large, or broke off"
        ) from error
    authorization = request.headers.get("authorization", "")
    if authorization.lower().startswith(_BEARER):
        return _of_token(authorization[len(_BEARER) :].strip(), service, body)
    asked = Asked(
        method=request.method,
        path=request.url.path,
        query=request.scope["query_string"].decode("ascii", "replace"),
        body=body,
    )
    key = _signer(service.api_keys, asked, request, service)
    given = request.headers[SIGNATURE]
    return Call(
        service=key.service, subject=None, key=key.id, said_once=f"{key.id} {given}", body=body
    )


def queried(request: Request, *known: str) -> Mapping[str, str]:
    """Return the values of a query; raise `BadCall` where it holds others, or one twice."""
    items = request.query_params.multi_items()
    names = [name for name, _ in items]
    if not set(names) <= set(known) or len(set(names)) < len(names):
        raise BadCall(422, "bad-query", f"the query may hold {', '.join(known)}, each once")
    return dict(items)


def document(body: bytes, **fields: Callable[[Any], bool]) -> Mapping[str, Any]:
    """Return the JSON object of a body; raise `BadCall` where it holds other fields, or wrong ones.

    A field whose check takes None may be left out.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadCall(400, "no-json", "the body is no JSON") from error
    if not isinstance(found, dict) or not found.keys() <= fields.keys():
        raise BadCall(422, "bad-body", f"the body is an object with {', '.join(fields)}")
    for name, is_right in fields.items():
        if not is_right(found.get(name)):
            raise BadCall(422, "bad-body", f"{name} is missing or wrong")
    return found


def is_text(value: Any) -> bool:
    """Return whether a value is text that can be written."""
    return isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value)


def is_text_or_missing(value: Any) -> bool:
    """Return whether a value is such text, or is not there."""
    return value is None or is_text(value)


def _of_token(token: str, service: WebService, body: bytes) -> Call:
    try:
        subject = read_subject_token(service.ledger.seals.keyring, token, now=service.now())
    except BadToken as error:
        raise BadCall(401, "bad-token", str(error)) from error
    # A browser says the same in another second of its own; the answer itself tells it is the same.
    return Call(
        service=subject.service, subject=subject.id, key=KeyId("token"), said_once="", body=body
    )


def _signer(
    keys: tuple[ApiKey, ...], asked: Asked, request: Request, service: WebService
) -> ApiKey:
    try:
        return signer(keys, asked, request.headers, now=service.now())
    except NotTheirs as error:
        raise BadCall(401, "not-signed", str(error)) from error

"""What an answer of SendGrid means for the batch it was given."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from notify.carriers import (
    Accepted,
    Allowance,
    Batch,
    CarrierStopped,
    DeliveryId,
    Outcome,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from notify.mailboxes import one_line

_SOON = timedelta(seconds=15)
_ONE_MINUTE = timedelta(minutes=1)
_ONE_HOUR = timedelta(hours=1)  # the longest rate-limit window that is believed
_PERSON = re.compile(r"personalizations[.\[](\d{1,4})\]?(?:\.(?:to|substitutions)\b.*)?\Z")
HEADERS = ("X-Message-Id", "X-RateLimit-Remaining", "X-RateLimit-Reset")  # what is read
_SERVER_ERRORS = 500
_SAID = 300  # characters of an answer that are passed on

_Error = tuple[str, str | None]  # message, field


def read_answer(
    batch: Batch, status: int, headers: Mapping[str, str], body: bytes, *, now: datetime
) -> Outcome:
    """Return the outcome that an HTTP answer tells; raise `CarrierStopped` where a person must act.

    A 5xx is SendGrid saying that it failed, which is likely but not certain to mean that nothing
    was taken.
    """
    errors = _errors(body)
    said = _said(status, errors)
    match status:
        case HTTPStatus.ACCEPTED:
            return _acceptance(headers, said, now=now)
        case HTTPStatus.BAD_REQUEST:
            return _refusal(batch, errors, said)
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Refused(reason=said, smaller_may_pass=True)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TryLater(not_before=_reset(headers, now=now), reason=said, certain=True)
        case _ if status == HTTPStatus.REQUEST_TIMEOUT or status >= _SERVER_ERRORS:
            return TryLater(not_before=in_a_minute(now), reason=said, certain=False)
    raise CarrierStopped(_why_stopped(status, said))


def soon(now: datetime) -> datetime:
    """Return when to try again where no connection was made."""
    return now + _SOON


def in_a_minute(now: datetime) -> datetime:
    """Return when to try again where nobody says when."""
    return now + _ONE_MINUTE


def _acceptance(headers: Mapping[str, str], said: str, *, now: datetime) -> Outcome:
    # Python takes an answer cut off among its headers for a whole one; and another server's
    # 202 is no evidence that SendGrid took anything.
    message_id = one_line(headers.get("X-Message-Id") or "")[:_SAID]
    if not message_id:
        return OutcomeUnknown(reason=f"{said}, but without its message id")
    return Accepted(message_id=message_id, allowance=_allowance(headers, now=now))


def _allowance(headers: Mapping[str, str], *, now: datetime) -> Allowance | None:
    """Return how many more calls are free, where SendGrid says how many, and until when."""
    left = headers.get("X-RateLimit-Remaining") or ""
    if not (left.isascii() and left.isdigit() and headers.get("X-RateLimit-Reset")):
        return None
    return Allowance(calls=int(left[:9]), until=_reset(headers, now=now))


def _refusal(batch: Batch, errors: list[_Error], said: str) -> Refused:
    people = [_person(batch, error) for error in errors]
    blamed = {delivery: message for person in people if person for delivery, message in [person]}
    if blamed and all(people):
        return Refused(reason=said, addressees=blamed)
    about_the_mail = any(f and not f.startswith("personalizations") for _, f in errors)
    return Refused(reason=said, smaller_may_pass=not about_the_mail)


def _person(batch: Batch, error: _Error) -> tuple[DeliveryId, str] | None:
    message, field = error
    found = _PERSON.match(field or "")
    if not found or int(found[1]) >= len(batch.addressees):
        return None
    return batch.addressees[int(found[1])].delivery, message


def _errors(body: bytes) -> list[_Error]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # an empty body, or a proxy's page
        return []
    listed = told.get("errors") if isinstance(told, dict) else None
    return [
        (one_line(str(error.get("message")))[:_SAID], _text(error.get("field")))
        for error in (listed if isinstance(listed, list) else [])
        if isinstance(error, dict)
    ]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _said(status: int, errors: list[_Error]) -> str:
    messages = "; ".join(dict.fromkeys(message for message, _ in errors))[:_SAID]
    return f"SendGrid answered {status}: {messages}" if messages else f"SendGrid answered {status}"


def _why_stopped(status: int, said: str) -> str:
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return f"{said}. The key is refused; check SENDGRID_API_KEY"
        case HTTPStatus.FORBIDDEN:
            return f"{said}. Check that the key may send mail and that From is a verified sender"
        case HTTPStatus.OK:
            return f"{said}, not 202: it checked the mails but sends none; end its sandbox mode"
    return f"{said}, as SendGrid does not; check SENDGRID_HOST"


def _reset(headers: Mapping[str, str], *, now: datetime) -> datetime:
    try:
        reset = datetime.fromtimestamp(int(headers.get("X-RateLimit-Reset") or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return in_a_minute(now)
    return min(max(reset, now + timedelta(seconds=1)), now + _ONE_HOUR)

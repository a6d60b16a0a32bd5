"""What SendGrid refuses of a Mail Send call, as its pages of limits and errors say.

Written against those pages and against answers that people have reported, not against our
own carrier, which it is there to test.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 30_000_000
_MAX_PEOPLE = 1_000
_MAX_ADDRESS = 320
_MAX_CUSTOM_ARGS = 10_000  # bytes, a personalization, with those of the whole call
_MAX_SUBSTITUTION_BYTES = 50_000  # a personalization
_MAX_SUBSTITUTIONS = 10_000  # a call

_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+{_LABEL}")
_RESERVED = frozenset(
    {"x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "to", "from", "subject"}
    | {"content-transfer-encoding", "reply-to", "cc", "bcc"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One entry of the `errors` that SendGrid answers with."""

    message: str
    field: str | None


def complaints(payload: object) -> list[Complaint]:
    """Return everything that SendGrid would refuse a call for; none when it would take it."""
    if not isinstance(payload, dict):
        return [Complaint(message="Bad Request", field=None)]
    return [
        *_about_people(payload),
        *_about_sender(payload),
        *_about_subject(payload),
        *_about_content(payload.get("content")),
        *_about_object(payload.get("custom_args"), "custom_args"),
        *_about_headers(payload.get("headers"), "headers"),
        *_about_settings(payload.get("mail_settings")),
    ]


_Found = Iterator[Complaint]


def _about_people(payload: Mapping[str, Any]) -> _Found:
    people = payload.get("personalizations")
    if not isinstance(people, list) or not people:
        yield Complaint(
            message="The personalizations field is required and must have at least one personalization.",
            field="personalizations",
        )
        return
    if len(people) > _MAX_PEOPLE:
        yield Complaint(
            message="The personalization block is limited to 1000 personalizations per API request."
            f" You have provided {len(people)} personalizations. Please consider splitting this"
            " into multiple requests and resending your request.",
            field="personalizations",
        )
        return
    for number, person in enumerate(people):
        where = f"personalizations.{number}"
        if isinstance(person, dict):
            yield from _about_person(person, where, payload.get("custom_args"))
        else:
            yield Complaint(message="Invalid type. Expected: object.", field=where)
    yield from _about_all_people([person for person in people if isinstance(person, dict)])


def _about_person(person: Mapping[str, Any], where: str, shared_arguments: object) -> _Found:
    if not isinstance(person.get("to"), list) or not person["to"]:
        yield Complaint(
            message="The to array is required for all personalization objects, and must have at least one"
            " email object with a valid email address.",
            field=f"{where}.to",
        )
    for kind in ("to", "cc", "bcc"):
        parties = person.get(kind, [])
        if not isinstance(parties, list):
            yield Complaint(message="Invalid type. Expected: array.", field=f"{where}.{kind}")
            continue
        for number, party in enumerate(parties):
            yield from _about_party(party, f"{where}.{kind}.{number}", has_plain_name=True)
    if "from" in person:
        yield from _about_party(person["from"], f"{where}.from")
    if not isinstance(person.get("subject", "-"), str):
        yield Complaint(message="Invalid type. Expected: string.", field=f"{where}.subject")
    yield from _about_object(person.get("custom_args"), f"{where}.custom_args")
    yield from _about_custom_args(person.get("custom_args"), shared_arguments, where)
    yield from _about_substitutions(person.get("substitutions"), f"{where}.substitutions")
    yield from _about_headers(person.get("headers"), f"{where}.headers")


def _about_all_people(people: list[dict[str, Any]]) -> _Found:
    seen: Counter[str] = Counter()
    for number, person in enumerate(people):
        for kind in ("to", "cc", "bcc"):
            for party in _dicts(person.get(kind)):
                address = str(party.get("email")).lower()
                seen[address] += 1
                if seen[address] > 1:
                    yield Complaint(
                        message="Each unique email address in the personalizations array should only be"
                        f" included once. You have included [{address}] more than once.",
                        field=f"personalizations.{number}.{kind}",
                    )
    if sum(seen.values()) > _MAX_PEOPLE:
        yield Complaint(
            message="There is a limit of 1000 total recipients (to + cc + bcc) per request.",
            field="personalizations",
        )
    if sum(len(_object(person.get("substitutions"))) for person in people) > _MAX_SUBSTITUTIONS:
        yield Complaint(
            message="You are limited to 10,000 substitutions.", field="personalizations"
        )


def _about_party(party: object, where: str, *, has_plain_name: bool = False) -> _Found:
    if not isinstance(party, dict):
        yield Complaint(message="Invalid type. Expected: object.", field=where)
        return
    address, name = party.get("email"), party.get("name", "")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        yield Complaint(message="Does not contain a valid address.", field=f"{where}.email")
    elif len(address) > _MAX_ADDRESS:
        yield Complaint(
            message="The email exceeds the maximum total length of 320 characters",
            field=f"{where}.email",
        )
    if not isinstance(name, str):
        yield Complaint(message="Invalid type. Expected: string.", field=f"{where}.name")
    elif re.search("[;,\r\n]" if has_plain_name else "[\r\n]", name):
        yield Complaint(
            message="The name cannot contain ';', ',' or CRLF characters.", field=f"{where}.name"
        )


def _about_custom_args(own: object, shared: object, where: str) -> _Found:
    merged = {**_object(shared), **_object(own)}
    if not all(isinstance(value, str) for value in merged.values()):
        yield Complaint(
            message="Bad Request", field=None
        )  # this is all it says, as reported more than once
    elif len(json.dumps(merged).encode()) >= _MAX_CUSTOM_ARGS:
        yield Complaint(
            message="The combined size of both global and personalization custom arguments may not exceed"
            " 10,000 bytes per personalization.",
            field=f"{where}.custom_args",
        )


def _about_substitutions(values: object, where: str) -> _Found:
    pairs = _object(values)
    yield from _about_object(values, where)
    if not all(isinstance(value, str) for value in pairs.values()):
        yield Complaint(
            message="The substitution values must be an object of key/value pairs, where the values are"
            " all strings.",
            field=where,
        )
    elif sum(len(f"{mark}{value}".encode()) for mark, value in pairs.items()) > (
        _MAX_SUBSTITUTION_BYTES
    ):
        yield Complaint(
            message="Substitutions are limited to 50,000 bytes per personalization.", field=where
        )


def _about_object(value: object, where: str) -> _Found:
    if value is not None and not isinstance(value, dict):
        yield Complaint(message="Invalid type. Expected: object.", field=where)


def _about_headers(headers: object, where: str) -> _Found:
    yield from _about_object(headers, where)
    for name, value in _object(headers).items():
        if not isinstance(value, str):
            yield Complaint(message="The header values must be strings.", field=f"{where}.{name}")
        elif not name.isascii() or not re.fullmatch(r"[!-9;-~]+", name):
            yield Complaint(
                message="Header keys cannot contain non-ASCII characters and empty spaces.",
                field=where,
            )
        elif name.lower() in _RESERVED:
            yield Complaint(
                message="Header can not be one of the reserved keys.", field=f"{where}.{name}"
            )
        elif re.search("[\r\n]", value):
            yield Complaint(
                message="Header values cannot contain CRLF characters.", field=f"{where}.{name}"
            )


def _about_sender(payload: Mapping[str, Any]) -> _Found:
    if "from" in payload:
        yield from _about_party(payload["from"], "from")
    else:
        yield Complaint(
            message="The from object must be provided for every email send. It is an object that requires"
            " the email parameter, but may also contain a name parameter.",
            field="from",
        )
    if "reply_to" in payload:
        yield from _about_party(payload["reply_to"], "reply_to")


def _about_subject(payload: Mapping[str, Any]) -> _Found:
    subject = payload.get("subject")
    everybody_has_one = all(p.get("subject") for p in _dicts(payload.get("personalizations")))
    if subject is None and everybody_has_one and payload.get("personalizations"):
        return
    if not isinstance(subject, str) or not subject:
        yield Complaint(
            message="The subject is required. You can get around this requirement if you use a template"
            " with a subject defined or if every personalization has a subject defined.",
            field="subject",
        )


def _about_content(content: object) -> _Found:
    if not isinstance(content, list) or not content:
        yield Complaint(
            message="Unless a valid template_id is provided, the content parameter is required. There"
            " must be at least one defined content block.",
            field="content",
        )
        return
    types = []
    for number, part in enumerate(content):
        value = _object(part).get("value")
        types.append(_object(part).get("type"))
        if not isinstance(types[-1], str) or re.search("[;\r\n]", types[-1]) or not types[-1]:
            yield Complaint(
                message="Your content type must be a string.", field=f"content.{number}.type"
            )
        if not isinstance(value, str) or not value:
            yield Complaint(
                message="The content value must be a string at least one character in length.",
                field=f"content.{number}.value",
            )
    first = [kind for kind in ("text/plain", "text/html") if kind in types]
    if types[: len(first)] != first:
        yield Complaint(
            message="Following RFC 1341, section 7.2, if either text/html or text/plain are to be sent in"
            " your email: text/plain needs to be first, followed by text/html, followed by any"
            " other content.",
            field="content",
        )


def _about_settings(settings: object) -> _Found:
    on = [n for n, v in _object(settings).items() if _object(v).get("enable") is True]
    bypasses = [name for name in on if name.startswith("bypass_")]
    if "bypass_list_management" in bypasses and len(bypasses) > 1:
        yield Complaint(
            message="The bypass_list_management filter cannot be combined with other bypass filters.",
            field="mail_settings.bypass_list_management",
        )


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []

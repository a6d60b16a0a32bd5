"""Forms that browsers post: read within limits, every value one line of text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from notify.errors import NotifyError
from notify.mailboxes import is_one_line
from notify.web_frame import read_body

LARGEST: Final = 10_000  # bytes
_FIELDS: Final = 100
_SEVERAL: Final = frozenset({"policy", "service"})  # boxes, of which several may be ticked


class NoForm(NotifyError):
    """What was posted is no form that a page of ours could have sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The values of a form by name, as they were typed."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Return a value without the space around it; empty where there is none."""
        return self.values.get(name, ("",))[0].strip()

    def some(self, name: str) -> tuple[str, ...]:
        """Return every value of a name, in order and once."""
        return tuple(sorted({value.strip() for value in self.values.get(name, ())} - {""}))


async def read_form(request: Request) -> Form:
    """Return the form that a request posts; raise `NoForm` where it holds none.

    What is no UTF-8 is refused, as a guess would mail somebody else; so is a field that stands twice
    and can have one value.
    """
    body = await read_body(request, largest=LARGEST)
    try:
        items = await _items(request, body)
    except (MultiPartException, HTTPException, ValueError) as error:
        raise NoForm("the request holds no form") from error
    found: dict[str, tuple[str, ...]] = {}
    for name, value in items:
        if not (is_one_line(value) and is_one_line(name)):
            raise NoForm("a value of the form is no line of text")
        if name in found and name not in _SEVERAL:
            raise NoForm("a field of the form stands twice")
        found[name] = (*found.get(name, ()), value)
    return Form(values=found)


async def _items(request: Request, body: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a form in order; raise ValueError where there are none."""
    kind, said = parse_options_header(request.headers.get("content-type"))
    if kind == b"application/x-www-form-urlencoded":
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    if said.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise ValueError("the form is written in another way than the page it stands on")
    body.decode()  # what is not UTF-8 would be read as Latin-1
    async with Request(request.scope, _once(body)).form(max_files=0, max_fields=_FIELDS) as form:
        return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def _once(body: bytes) -> Receive:
    """Return what gives a body that was read already."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive

"""Forms that browsers post: read within limits, every value one line of text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from notify.errors import NotifyError
from notify.mailboxes import is_one_line
from notify.web_frame import read_body

LARGEST: Final = 10_000  # bytes
_FIELDS: Final = 100


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
    """Return the form that a request posts; raise `NoForm` where it holds none."""
    body = await read_body(request, largest=LARGEST)
    again = Request(request.scope, _once(body))
    try:
        async with again.form(max_files=0, max_fields=_FIELDS) as form:
            found: dict[str, tuple[str, ...]] = {}
            for name, value in form.multi_items():
                if not isinstance(value, str) or not (is_one_line(value) and is_one_line(name)):
                    raise NoForm("a value of the form is no line of text")
                found[name] = (*found.get(name, ()), value)
    except (MultiPartException, HTTPException, UnicodeDecodeError) as error:
        raise NoForm("the request holds no form") from error
    return Form(values=found)


def _once(body: bytes) -> Receive:
    """Return what gives a body that was read already."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive

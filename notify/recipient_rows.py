"""What a row of the list means: a recipient, or what to write instead.

The columns are the same wherever the rows come from. A CSV file has only text; a database and
JSON may also give numbers, days and lists.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

import msgspec
from email_validator import EmailNotValidError, validate_email

from archive.names import language_tag
from archive.revisions import Language
from notify.errors import NotifyError
from notify.mailboxes import NAME_LIMIT, InvalidMailbox, Mailbox, is_one_line
from notify.recipients import (
    BadRow,
    EndedEarly,
    Listed,
    Recipient,
    RecipientId,
    SourceBroke,
    unknown,
    unknown_service,
)
from notify.seen_ids import SeenIds

COLUMNS: Final = ("id", "email", "name", "language", "services", "joined")
REQUIRED: Final = COLUMNS[:5]
ID_LIMIT: Final = 200
_REMEMBERED: Final = 10_000  # languages, days and services that many recipients share

# What needs no library: the plain ASCII addresses nearly everybody has. A test checks that
# email-validator accepts whatever this accepts.
_PLAIN_ADDRESS = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+"
    r"@(?=.{1,200}\Z)(?:(?=[^.]{1,63}\.)[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)+(?:com|net|org|[A-Za-z]{2})\Z"
)


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row as its source gave it."""

    number: int
    id: object
    email: object
    name: object
    language: object
    services: object
    joined: object = ""  # the one column that may be missing


class BadAddress(NotifyError):
    """What was written is no address that mail can be sent to."""


class _BadField(Exception):
    """A field cannot be used; the message says what to write instead."""


class _UnknownServices(_BadField):
    """A row names services that the settings do not define."""


def listed(
    rows: Iterable[Row | BadRow], *, services: Collection[str], language: Language
) -> Iterator[Listed]:
    """Yield what each row means, and at last that the source broke off, if it did.

    An empty language means the one given. An id stands once. Raises `SourceBroke` where the
    source gave no row at all.
    """
    seen, known = SeenIds(), frozenset(services)
    read = 0
    try:
        for row in rows:
            read += 1
            yield row if isinstance(row, BadRow) else _listed(row, seen, known, language)
    except SourceBroke as broke:
        if not read:
            raise
        yield EndedEarly(after=read, problem=str(broke))


def wrong_columns(names: Collection[str]) -> str | None:
    """Return what is wrong with the names of the columns, or None."""
    problems = [f"the column {name!r} is missing" for name in REQUIRED if name not in names]
    problems += [unknown("column", name, COLUMNS) for name in names if name not in COLUMNS]
    if len(set(names)) < len(names):
        problems.append("a column stands twice")
    if not problems:
        return None
    return "; ".join([*problems, f"the columns must be {','.join(COLUMNS)}"])


def in_order(names: Sequence[str]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """Return what puts values, given in the order of these names, in that of the columns."""
    return itemgetter(*[names.index(column) for column in COLUMNS if column in names])


def _listed(
    row: Row, seen: SeenIds, services: frozenset[str], language: Language
) -> Recipient | BadRow:
    try:
        recipient = _recipient(row, services, language)
    except _BadField as problem:
        differ = isinstance(problem, _UnknownServices)
        return BadRow(number=row.number, problem=str(problem), settings_differ=differ)
    former = seen.row_before(recipient.id, row.number)
    if former is None:
        return recipient
    twice = f"the id {recipient.id!r} already stands in row {former}"
    return BadRow(number=row.number, problem=twice)


def _recipient(row: Row, services: frozenset[str], language: Language) -> Recipient:
    joined = "" if row.joined is None else row.joined
    values: Any = (row.id, row.email, row.name, row.language, row.services, joined)
    if not _is_plain(values):
        id_, email, name, *others = map(_text, COLUMNS, values)
        values = (_id(id_), *_mailbox(email, name), *others)
    id_, email, name, spoken, used, joined = values
    return Recipient(
        id=id_,
        address=email,
        name=name if email else "",
        language=_language(spoken) or language,
        services=_services(used, services),
        joined=_day(joined),
    )


def _is_plain(values: tuple[Any, ...]) -> bool:
    """Return whether id, address and name stand as they will be kept: the fast, usual case."""
    try:
        whole = "|".join(values)
    except TypeError:  # not all of it is text
        return False
    id_, email, name, *_ = values
    return (
        whole.isprintable()
        and not ("  " in whole or " |" in whole or "| " in whole)
        and whole == whole.strip()
        and 0 < len(id_) <= ID_LIMIT
        and len(name) <= NAME_LIMIT
        and (not email or _PLAIN_ADDRESS.match(email) is not None)
    )


def _text(name: str, value: object) -> str:
    """Return a value as a CSV file would have it."""
    match value:
        case str():
            text = value.strip()
        case None:
            return ""
        case bool():
            raise _BadField(f"{name} is true or false; write text")
        case datetime():
            return value.date().isoformat()
        case int() | date() | Decimal() | UUID():
            return str(value)
        case list() | tuple() if name == "services":
            text = ";".join(map(_service, value))
        case _:
            raise _BadField(f"{name} is a {type(value).__name__}; write text")
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise _BadField(f"{name} is not written in UTF-8; save the file as UTF-8")
    return text


def _service(item: object) -> str:
    text = _text("a service", item)
    if not text:
        raise _BadField("a service of the list is empty; an empty list means all services")
    return text


def _id(value: str) -> RecipientId:
    if not value:
        raise _BadField("the id is empty; give every recipient one")
    if len(value) > ID_LIMIT or not is_one_line(value):
        raise _BadField(f"the id must be one line of at most {ID_LIMIT} characters")
    return RecipientId(value)


def _mailbox(address: str, name: str) -> tuple[str, str]:
    if not address:
        return "", ""
    try:
        mailbox = Mailbox(address=read_address(address), name=name)
    except (BadAddress, InvalidMailbox) as error:
        raise _BadField(str(error)) from error
    return mailbox.address, mailbox.name


def read_address(written: str) -> str:
    """Return an address in its usual spelling; raise `BadAddress` where it is none."""
    if _PLAIN_ADDRESS.match(written):
        return written
    try:
        return validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadAddress(f"{written[:80]!r} is no email address: {error}") from error


@lru_cache(maxsize=_REMEMBERED)
def _language(value: str) -> Language | None:
    if not value:
        return None
    tag = language_tag(value)
    if tag is None:
        raise _BadField(f"{value[:40]!r} is no language; write a tag such as en or pt-br")
    return Language(tag)


@lru_cache(maxsize=_REMEMBERED)
def _services(value: str, known: frozenset[str]) -> tuple[str, ...]:
    named = dict.fromkeys(name.strip() for name in value.split(";") if name.strip())
    unheard = [unknown_service(name, known) for name in named if name not in known]
    if unheard:
        raise _UnknownServices("; ".join(unheard))
    if value.strip() and not named:
        raise _BadField(f"{value!r} names no service; leave it empty for all")
    return tuple(named)


@lru_cache(maxsize=_REMEMBERED)
def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise _BadField(f"joined is {value[:40]!r}; write a date such as 2027-03-01") from error

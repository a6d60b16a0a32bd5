"""Who is on the list: people and firms with the services they use, read from a CSV file.

Rows stream through one at a time. Every row that cannot be used is reported, with its number
and what to write instead, once the whole file has been read.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NewType

from email_validator import EmailNotValidError, validate_email

from archive.names import is_id, language_tag
from archive.revisions import Language
from archive.settings import SETTINGS_FILE
from notify.errors import NotifyError
from notify.mailboxes import InvalidMailbox, Mailbox, is_one_line

RecipientId = NewType("RecipientId", str)  # the organisation's own name for a recipient
MailboxKey = NewType("MailboxKey", str)  # equal for two spellings of one mailbox

COLUMNS = ("id", "email", "name", "language", "services", "joined")
REQUIRED = COLUMNS[:5]
ID_LIMIT = 200
ENCODING, UNDECODABLE = "utf-8-sig", "surrogateescape"  # of the file
REPORTED = 1_000  # bad rows kept word for word; beyond these only the number grows

# What needs no library: the plain ASCII addresses nearly everybody has. A test checks that
# email-validator accepts whatever this accepts.
_PLAIN_ADDRESS = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?=.{1,200}\Z)(?:(?=[^.]{1,63}\.)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+(?:com|net|org|[A-Za-z]{2})\Z"
)


class InvalidRecipients(NotifyError):
    """Rows of the recipients cannot be used: each with its number and what is wrong."""

    def __init__(
        self, source: str, rows: tuple["BadRow", ...], *, total: int | None = None
    ) -> None:
        self.rows = rows
        self.total = len(rows) if total is None else total
        one_or_many = "1 row" if self.total == 1 else f"{self.total:,} rows"
        lines = [f"{source}: {one_or_many} cannot be used", *map(str, rows[:50])]
        if self.total > len(lines) - 1:
            lines.append(f"and {self.total - len(lines) + 1:,} more")
        super().__init__("\n  ".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One row that cannot be used; the header is row 1, as in a spreadsheet."""

    number: int
    problem: str

    def __str__(self) -> str:
        return f"row {self.number}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person or firm with the services they use."""

    id: RecipientId
    mailbox: Mailbox | None  # None: no address is known
    language: Language
    services: tuple[str, ...]  # none means all
    joined: date | None = None

    @property
    def mailbox_key(self) -> MailboxKey | None:
        """The same for every spelling of one mailbox; None without an address."""
        return mailbox_key(self.mailbox) if self.mailbox else None


class _BadField(Exception):
    """A field cannot be used; the message says what to write instead."""


def read_recipients(
    path: Path, *, services: Collection[str], language: Language
) -> Iterator[Recipient]:
    """Yield each recipient of a CSV file; at its end, raise if any row could not be used.

    An empty language means the one given. Take nothing that was yielded as final before the
    end is reached: a list with one bad row tells nobody.
    """
    try:
        # Bytes that are no UTF-8 stay visible as half characters, so that their row can be named.
        with path.open(encoding=ENCODING, errors=UNDECODABLE, newline="") as file:
            yield from recipients_in(file, name=path.name, services=services, language=language)
    except OSError as error:
        raise NotifyError(f"{path}: cannot be read: {error.strerror}") from error


def recipients_in(
    lines: Iterable[str], *, name: str, services: Collection[str], language: Language
) -> Iterator[Recipient]:
    """Yield each recipient of the lines of a CSV file, as `read_recipients` does."""
    bad: list[BadRow] = []
    total_bad = 0
    seen: dict[str, int] = {}
    for number, row in _rows(name, lines):
        try:
            recipient = _recipient(row, services=services, language=language)
            _check_new(recipient.id, number, seen)
        except _BadField as problem:
            total_bad += 1
            if len(bad) < REPORTED:
                bad.append(BadRow(number=number, problem=str(problem)))
        else:
            yield recipient
    if bad:
        raise InvalidRecipients(name, tuple(bad), total=total_bad)


def unknown_service(name: str, known: Collection[str]) -> str:
    """Return what is wrong with the name of a service that the settings do not define."""
    if known:
        return _unknown("service", name, sorted(known))
    id_ = name if is_id(name) else "voice"
    title = id_.replace("-", " ").capitalize()
    return (
        f"the service {name[:80]!r} is unknown, as the settings define none;"
        f' write in {SETTINGS_FILE}, on two lines: [services.{id_}] and title = "{title}"'
    )


def mailbox_key(mailbox: Mailbox) -> MailboxKey:
    """Return what is equal for two spellings of one mailbox: case folded, domain in ASCII."""
    if mailbox.address.isascii():
        return MailboxKey(mailbox.address.lower())
    checked = validate_email(mailbox.address, check_deliverability=False)
    return MailboxKey(f"{checked.local_part.casefold()}@{checked.ascii_domain.lower()}")


def _rows(name: str, lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and fields of each row; a row of the wrong length has the key ""."""
    reader = csv.reader(lines, strict=True)
    yield from _numbered(name, reader, _header(name, reader))


def _header(name: str, reader: Iterator[list[str]]) -> list[str]:
    try:
        header = [column.strip().lower() for column in next(reader, [])]
    except csv.Error as error:
        raise InvalidRecipients(name, (BadRow(number=1, problem=str(error)),)) from error
    problems = [f"the column {each!r} is missing" for each in REQUIRED if each not in header]
    problems += [_unknown("column", each, COLUMNS) for each in header if each not in COLUMNS]
    if len(set(header)) < len(header):
        problems.append("a column stands twice")
    if problems:
        wanted = f"the header must be {','.join(COLUMNS)}"
        problem = "; ".join([*problems, wanted])
        raise InvalidRecipients(name, (BadRow(number=1, problem=problem),))
    return header


def _numbered(
    name: str, reader: Iterator[list[str]], header: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    number = 1
    try:
        for fields in reader:
            number += 1
            if not any(fields):
                continue
            row = dict(zip(header, fields, strict=False))
            if len(fields) != len(header):
                row[""] = f"{len(fields)} fields where the header has {len(header)}"
            yield number, row
    except csv.Error as error:
        # Past a broken quote no border between rows can be trusted: the file ends here.
        problem = f"no row could be read from here on: {error}"
        raise InvalidRecipients(name, (BadRow(number=number + 1, problem=problem),)) from error


def _recipient(row: dict[str, str], *, services: Collection[str], language: Language) -> Recipient:
    if "" in row:
        raise _BadField(row[""])
    row = {name: value.strip() for name, value in row.items()}
    for name, value in row.items():
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise _BadField(f"{name} is not written in UTF-8; save the file as UTF-8")
    return Recipient(
        id=_id(row["id"]),
        mailbox=_mailbox(row["email"], name=row["name"]),
        language=_language(row["language"]) or language,
        services=_services(row["services"], known=services),
        joined=_day(row.get("joined", "")),
    )


def _check_new(id_: RecipientId, number: int, seen: dict[str, int]) -> None:
    former = seen.setdefault(id_, number)
    if former != number:
        raise _BadField(f"the id {id_!r} already stands in row {former}")


def _id(value: str) -> RecipientId:
    if not value:
        raise _BadField("the id is empty; give every recipient one")
    if len(value) > ID_LIMIT or not is_one_line(value):
        raise _BadField(f"the id must be one line of at most {ID_LIMIT} characters")
    return RecipientId(value)


def _mailbox(address: str, *, name: str) -> Mailbox | None:
    if not address:
        return None
    if not _PLAIN_ADDRESS.match(address):
        try:
            address = validate_email(address, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise _BadField(f"{address[:80]!r} is no email address: {error}") from error
    try:
        return Mailbox(address=address, name=name)
    except InvalidMailbox as error:
        raise _BadField(str(error)) from error


def _language(value: str) -> Language | None:
    if not value:
        return None
    tag = language_tag(value)
    if tag is None:
        raise _BadField(f"{value[:40]!r} is no language; write a tag such as en or pt-br")
    return Language(tag)


def _services(value: str, *, known: Collection[str]) -> tuple[str, ...]:
    named = dict.fromkeys(name.strip() for name in value.split(";") if name.strip())
    unknown = [unknown_service(name, known) for name in named if name not in known]
    if unknown:
        raise _BadField("; ".join(unknown))
    if value.strip() and not named:
        raise _BadField(f"{value!r} names no service; leave it empty for all")
    return tuple(named)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise _BadField(f"joined is {value[:40]!r}; write a date such as 2027-03-01") from error


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    advice = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"the {what} {name[:80]!r} is unknown; {advice}"

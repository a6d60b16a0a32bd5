"""The list of recipients in the order of their mailboxes, whoever shares one standing together.

A list may be longer than memory holds, and who shares a mailbox may stand far apart in it. So it
is sorted through a file without a name, in the workspace: nobody else can open it, and it is gone
with this process, however that ends.
"""

import os
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final, Self

import msgspec

from notify.errors import NotifyError
from notify.recipients import Recipient, RecipientId, address_key, no_mailbox
from notify.sealing import MailboxIndex, Seals

_DIGITS: Final = 2  # of an index, after what all begin with; they tell its shelf
_SHELVES: Final = [f"{number:0{_DIGITS}x}" for number in range(16**_DIGITS)]
_HELD: Final = 200  # lines of a shelf that are kept until they are written together


FORMER: Final = "*"  # in place of services: told before, and not on the list any more


SUBSCRIBED: Final = "\x1d"  # begins, in place of services, what a subscriber wants to hear of


class Person(msgspec.Struct, frozen=True, gc=False):
    """Everybody on the list who shares one mailbox; a struct, as there are millions."""

    mailbox: MailboxIndex
    ids: tuple[RecipientId, ...]  # sorted; the first is who is told
    address: str  # empty where none is known, as for the name
    name: str
    language: str
    joined: str  # ISO 8601, or empty
    services: str  # the ids, with ";" between them; empty means all


class NoRoom(NotifyError):
    """The disk has no room to sort the list of recipients."""


class SortedList:
    """Recipients, put in as they come, and given back sorted."""

    def __init__(self, folder: Path, seals: Seals) -> None:
        self._seals = seals
        self._shelves: dict[str, list[str]] = {digits: [] for digits in _SHELVES}
        self._written: dict[str, list[tuple[int, int]]] = {digits: [] for digits in _SHELVES}
        self._end = 0
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed on exit)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add_all(self, recipients: Iterable[Recipient]) -> None:
        """Put in recipients under the indexes of their mailboxes; who has none stands alone."""
        index, begins, shelves = self._seals.index, len(self._seals.index_prefix), self._shelves
        digits = slice(begins, begins + _DIGITS)
        for one in recipients:
            id_, address, joined = one.id, one.address, one.joined
            key = index(address_key(address) if address else no_mailbox(id_))
            shelf = shelves[key[digits]]
            shelf.append(
                f"{key}\t{id_}\t{address}\t{one.name}\t{one.language}\t"
                f"{joined.isoformat() if joined else ''}\t{';'.join(one.services)}"
            )
            if len(shelf) >= _HELD:
                self._write(key[digits])

    def people(self) -> Iterator[Person]:
        """Yield everybody, by index; may be asked for again."""
        for digits in _SHELVES:
            lines = self._lines(digits)
            lines.sort()
            yield from _grouped(lines)

    def _write(self, digits: str) -> None:
        """Write the lines of a shelf behind all others, so that memory stays small."""
        block = "\n".join(self._shelves[digits]).encode()
        self._shelves[digits].clear()
        try:
            written = os.pwrite(self._file.fileno(), block, self._end)
        except OSError as error:
            raise NoRoom(f"the list cannot be sorted: {error.strerror}; make room") from error
        if written < len(block):
            raise NoRoom("the list cannot be sorted: the disk is full; make room")
        self._written[digits].append((self._end, written))
        self._end += written

    def _lines(self, digits: str) -> list[str]:
        lines = list(self._shelves[digits])
        for start, size in self._written[digits]:
            lines += os.pread(self._file.fileno(), size, start).decode().split("\n")
        return lines


def with_former(listed: Iterator[Person], former: Iterator[Person]) -> Iterator[Person]:
    """Yield two lists as one, both by index; who stands in both counts as the first has them."""
    other = next(former, None)
    for person in listed:
        while other is not None and other.mailbox < person.mailbox:
            yield other
            other = next(former, None)
        if other is not None and other.mailbox == person.mailbox:
            other = next(former, None)
        yield person
    while other is not None:
        yield other
        other = next(former, None)


def with_subscribers(people: Iterator[Person], subscribed: Iterator[Person]) -> Iterator[Person]:
    """Yield two lists as one, both by index; who stands in both comes twice, the subscriber last."""
    first = next(subscribed, None)
    if first is None:  # as hardly any list of millions has them
        return people
    return merge(people, chain([first], subscribed), key=attrgetter("mailbox"))


def _grouped(lines: Iterable[str]) -> Iterator[Person]:
    """Yield a person for every index; their services are taken together."""
    together: list[list[str]] = []
    index = ""
    for line in lines:
        fields = line.split("\t")
        if fields[0] == index:
            together.append(fields)
            continue
        if together:
            yield _person(together)
        index, together = fields[0], [fields]
    if together:
        yield _person(together)


def _person(together: list[list[str]]) -> Person:
    index: Any  # whose type, as that of the ids, costs time to say
    index, id_, address, name, language, joined, services = together[0]
    ids: Any = (id_,)
    if len(together) > 1:
        ids = tuple(fields[1] for fields in together)
        joined = min(fields[5] for fields in together)  # empty: before anything
        named = [fields[6] for fields in together]
        every = sorted({one for some in named for one in some.split(";")})
        services = ";".join(every) if all(named) else ""
    return Person(index, ids, address, name, language, joined, services)

"""The list of recipients in the order of their mailboxes, whoever shares one standing together.

A list may be longer than memory holds, and who shares a mailbox may stand far apart in it. So it
is sorted through a file without a name, in the workspace: nobody else can open it, and it is gone
with this process, however that ends.
"""

import os
from collections.abc import Iterator
from heapq import merge
from itertools import chain
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final, NamedTuple, Self

from notify.errors import NotifyError
from notify.recipients import Recipient, RecipientId
from notify.sealing import MailboxIndex

_SHELVES: Final = 256  # by the first two hex digits after what all indexes begin with
_HELD: Final = 200  # lines of a shelf that are kept until they are written together


FORMER: Final = "*"  # in place of services: told before, and not on the list any more


SUBSCRIBED: Final = "\x1d"  # begins, in place of services, what a subscriber wants to hear of


class Person(NamedTuple):
    """Everybody on the list who shares one mailbox; a tuple, as there are millions."""

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

    def __init__(self, folder: Path, *, prefix: str) -> None:
        self._digits = slice(len(prefix), len(prefix) + 2)
        self._shelves: list[list[str]] = [[] for _ in range(_SHELVES)]
        self._written: list[list[tuple[int, int]]] = [[] for _ in range(_SHELVES)]
        self._end = 0
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed on exit)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, index: MailboxIndex, recipient: Recipient) -> None:
        """Put in a recipient under the index of their mailbox."""
        mailbox, joined = recipient.mailbox, recipient.joined
        number = int(index[self._digits], 16)
        shelf = self._shelves[number]
        shelf.append(
            f"{index}\t{recipient.id}\t{mailbox.address if mailbox else ''}\t"
            f"{mailbox.name if mailbox else ''}\t{recipient.language}\t"
            f"{joined.isoformat() if joined else ''}\t{';'.join(recipient.services)}"
        )
        if len(shelf) >= _HELD:
            self._write(number)

    def people(self) -> Iterator[Person]:
        """Yield everybody, by index; may be asked for again."""
        for number in range(_SHELVES):
            lines = self._lines(number)
            lines.sort()
            yield from _grouped(lines)

    def _write(self, number: int) -> None:
        """Write the lines of a shelf behind all others, so that memory stays small."""
        block = "\n".join(self._shelves[number]).encode()
        self._shelves[number].clear()
        try:
            written = os.pwrite(self._file.fileno(), block, self._end)
        except OSError as error:
            raise NoRoom(f"the list cannot be sorted: {error.strerror}; make room") from error
        if written < len(block):
            raise NoRoom("the list cannot be sorted: the disk is full; make room")
        self._written[number].append((self._end, written))
        self._end += written

    def _lines(self, number: int) -> list[str]:
        lines = list(self._shelves[number])
        for start, size in self._written[number]:
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


def _grouped(lines: list[str]) -> Iterator[Person]:
    """Yield a person for every index; their services are taken together."""
    together: list[list[str]] = []
    index = ""
    for line in lines:
        fields = line.split("\t")
        if fields[0] != index:
            if together:
                yield _person(together)
            index, together = fields[0], []
        together.append(fields)
    if together:
        yield _person(together)


def _person(together: list[list[str]]) -> Person:
    index, id_, address, name, language, joined, services = together[0]
    ids: tuple[RecipientId, ...] = (RecipientId(id_),)
    if len(together) > 1:
        ids = tuple(RecipientId(fields[1]) for fields in together)
        joined = min(fields[5] for fields in together)  # empty: before anything
        named = [fields[6] for fields in together]
        every = sorted({one for some in named for one in some.split(";")})
        services = ";".join(every) if all(named) else ""
    return Person(MailboxIndex(index), ids, address, name, language, joined, services)

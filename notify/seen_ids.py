"""Which ids a list has named so far, in as little memory as can tell them apart.

A set of a million texts takes over 100 MB. Here an id takes 12 bytes, and a third as much again
for room: its 64-bit hash, which Python keys anew in every process, and its row. That two of five
million ids have one hash happens once in 1.4 million readings; the second would be reported as
standing twice.
"""

from array import array
from typing import Final

_FIRST_SIZE: Final = 1_024  # places; always a power of two
_FULL: Final = 3 / 4


class SeenIds:
    """The ids seen, each with the row in which it stood first."""

    def __init__(self) -> None:
        self._count = 0
        self._make_room(_FIRST_SIZE)

    def row_before(self, id_: str, number: int) -> int | None:
        """Return the row in which an id stood before; None where it is new, and is noted."""
        digest = hash(id_) or 1  # 0 is an empty place
        digests, mask = self._digests, self._mask
        place = digest & mask
        while found := digests[place]:
            if found == digest:
                return self._rows[place]
            place = (place + 1) & mask
        digests[place] = digest
        self._rows[place] = number
        self._count += 1
        if self._count > self._most:
            self._grow()
        return None

    def _grow(self) -> None:
        digests, rows = self._digests, self._rows
        self._make_room(2 * len(digests))
        wider, places, mask = self._digests, self._rows, self._mask
        for digest, number in zip(digests, rows, strict=True):
            if digest:
                place = digest & mask
                while wider[place]:
                    place = (place + 1) & mask
                wider[place] = digest
                places[place] = number

    def _make_room(self, size: int) -> None:
        self._mask = size - 1
        self._most = size * _FULL
        self._digests = array("q", [0]) * size
        self._rows = array("I", [0]) * size

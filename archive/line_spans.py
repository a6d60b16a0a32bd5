"""Lines: where in a file a clause is written."""

from typing import NamedTuple


class Lines(NamedTuple):
    """The first and the last line of a file that hold a clause's words, counted from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        if self.first == self.last:
            return f"line {self.first}"
        return f"lines {self.first}–{self.last}"

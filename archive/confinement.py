"""Work on files from outside, done in a process of its own with bounded time and memory."""

import os
import resource
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from archive.errors import ArchiveError, UnreadableText

_MEGABYTE: Final = 1 << 20

_Given = TypeVar("_Given")
_Answer = TypeVar("_Answer")


class Confined(Generic[_Given, _Answer]):
    """A function that works elsewhere: what it is given can neither hang nor fill this process.

    It is called again and again in one process; a call that fails there ends that process only.
    """

    def __init__(
        self, work: Callable[[_Given], _Answer], *, seconds: float, megabytes: int
    ) -> None:
        self._work = work
        self._seconds = seconds
        self._megabytes = megabytes
        self._connection: Connection[Any, Any] | None = None
        self._process: Any = None

    def __call__(self, given: _Given) -> _Answer:
        """Return what the function answers.

        Raises UnreadableText where it needs more time or memory than it has, or fails;
        and what ArchiveError it raises itself.
        """
        connection = self._started()
        connection.send(given)
        if not connection.poll(self._seconds):
            self.close()
            raise UnreadableText(f"takes more than {self._seconds:g} seconds to read")
        try:
            answer, error = connection.recv()
        except EOFError:
            self.close()
            raise UnreadableText("cannot be read: it is damaged, or no file of its kind") from None
        if error is not None:
            raise error
        result: _Answer = answer
        return result

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
            self._process.kill()
            self._process.join()
        self._connection = self._process = None

    def _started(self) -> "Connection[Any, Any]":
        if self._connection is None:
            context = get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs, self._work, self._megabytes), daemon=True
            )
            self._process.start()
            theirs.close()
        return self._connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _serve(connection: "Connection[Any, Any]", work: Callable[[Any], Any], megabytes: int) -> None:
    # What fails here is told by the other side; a trace on the terminal would help nobody.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - the name of a device, not a path
        os.dup2(nowhere.fileno(), sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE,) * 2)
    while True:
        try:
            given = connection.recv()
        except EOFError:
            return
        try:
            answer: tuple[Any, ArchiveError | None] = (work(given), None)
        except ArchiveError as error:
            answer = (None, error)
        except MemoryError:
            answer = (None, UnreadableText(f"takes more than {megabytes} MB of memory to read"))
        except RecursionError:
            answer = (None, UnreadableText("is nested too deeply to be read"))
        connection.send(answer)

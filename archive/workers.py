"""Processes on every core: started once for all the work of a build, and ended when it is done."""

from collections.abc import Callable, Iterable, Iterator
from os import cpu_count
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_Work = TypeVar("_Work")
_Made = TypeVar("_Made")


class Workers:
    """Makes many things of one kind on every core; its processes start with the first of them."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def map(
        self, make: Callable[[_Work], _Made], work: Iterable[_Work], *, at_once: int
    ) -> Iterator[_Made]:
        """Yield what is made of each piece of work, in order; so many are handed over at once."""
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - most builds
            from multiprocessing import get_context  # noqa: PLC0415 - start no process

            self._pool = ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn"))
        return self._pool.map(make, work, chunksize=at_once)

    def close(self) -> None:
        """End the processes; more work starts others."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

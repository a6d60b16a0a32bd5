"""Rendering within limits of time and memory: no text of a repository can hold a build for ever.

Markdown of a few kilobytes can keep a renderer busy for minutes, and some of it cannot be
interrupted. So whatever is not surely quick is rendered by a worker process that may be
killed; past the limits a text is shown as it is written (T6 of the threat list).
"""

import atexit
import resource
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from os import cpu_count
from typing import TYPE_CHECKING, Final

from archive.rendering import as_written, render
from archive.shared_rendering import render_shared

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

SECONDS: Final = 10  # for one text; 100 KB of an ordinary policy take 0.2
MEGABYTES: Final = 512  # for one worker; one that renders ordinary policies needs 60
LONGEST: Final = 2_000_000  # characters; a policy of 150 KB is already the longest known

# The worst text known of this length takes a third of a second; a worker costs as much to start.
_SURELY_QUICK: Final = 1_000
_AHEAD: Final = 16  # texts that wait for a free worker


def render_confined(text: str) -> str:
    """Return the HTML of a text, or the text as it is written where that passes the limits."""
    if len(text) <= _SURELY_QUICK:
        return render(text)
    return _outcome(text, _begun(text, workers=1))


def render_all_confined(texts: Iterable[str]) -> Iterator[str]:
    """Yield the HTML of each text in order, rendered on every core, each within the limits."""
    workers = cpu_count() or 1
    waiting: deque[tuple[str, ProcessFuture[str] | None]] = deque()
    for text in texts:
        waiting.append((text, _begun(text, workers=workers)))
        if len(waiting) >= _AHEAD:
            yield _outcome(*waiting.popleft())
    while waiting:
        yield _outcome(*waiting.popleft())


def _begun(text: str, *, workers: int) -> "ProcessFuture[str] | None":
    """Give a text to a worker; None where it is too long to be tried at all."""
    if len(text) > LONGEST:
        return None
    return confined_workers(workers).schedule(render_shared, args=(text,), timeout=SECONDS)


def _outcome(text: str, begun: "ProcessFuture[str] | None") -> str:
    if begun is None:
        return as_written(text)
    try:
        return str(begun.result())
    except (TookTooLong, OSError, MemoryError):  # that a worker has ended is an OSError to pebble
        return as_written(text)


@cache
def confined_workers(workers: int) -> "ProcessPool":
    """Return so many processes with the memory limit; they are kept, and end with this one."""
    from multiprocessing import get_context  # noqa: PLC0415 - most builds start no worker

    from pebble import ProcessPool  # noqa: PLC0415 - and this brings asyncio

    pool = ProcessPool(max_workers=workers, initializer=_limit_memory, context=get_context("spawn"))
    atexit.register(pool.join)
    atexit.register(pool.stop)
    return pool


def _limit_memory() -> None:
    limit = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

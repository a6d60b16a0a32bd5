"""Several batches on their way at a time: each in a thread of its own, its outcome kept until asked."""

import gc
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from notify.carriers import Batch, Carrier, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """A batch that is not on its way any more, and what came of it: an outcome, or what broke."""

    batch: Batch
    outcome: Outcome | BaseException


class HandOvers:
    """The batches that are on their way to a carrier."""

    def __init__(self, carrier: Carrier, *, at_once: int) -> None:
        self._carrier = carrier
        self._at_once = at_once
        self._pool = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="hand-over")
        self._under_way: dict[Future[Outcome], Batch] = {}

    def __enter__(self) -> Self:
        # What was loaded so far stays: to look for garbage in it takes as long as the calls.
        gc.freeze()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()
        gc.unfreeze()

    @property
    def free(self) -> int:
        """How many more batches may be on their way."""
        return self._at_once - len(self._under_way)

    @property
    def number(self) -> int:
        """How many batches are on their way."""
        return len(self._under_way)

    def start(self, batches: Iterable[Batch]) -> None:
        """Hand over some batches, each by itself."""
        for batch in batches:
            self._under_way[self._pool.submit(self._carrier.hand_over, batch)] = batch

    def landed(self) -> list[Landed]:
        """Return what has come back since, once something has; nothing where nothing is under way."""
        if not self._under_way:
            return []
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        return [
            Landed(batch=self._under_way.pop(future), outcome=future.exception() or future.result())
            for future in done
        ]

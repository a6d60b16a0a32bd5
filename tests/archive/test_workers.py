"""Work is done on every core, in order, by processes that start with the first of it."""

import pytest

from archive.workers import Workers


@pytest.mark.slow
def test_what_is_made_comes_in_order_also_after_the_processes_were_ended() -> None:
    workers = Workers()
    try:
        assert list(workers.map(str.upper, ["a", "b", "c"], at_once=2)) == ["A", "B", "C"]
        workers.close()
        assert list(workers.map(len, ["", "ab"], at_once=1)) == [0, 2]
    finally:
        workers.close()


def test_workers_that_had_no_work_are_ended_too() -> None:
    Workers().close()

"""Garbage collection, paused while much is made and nothing of it is cyclic garbage.

Looking for garbage among what is made by the hundred thousand takes up to a third of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collection(*, lasting: bool = False) -> Iterator[None]:
    """Look for no garbage within; what is `lasting` is not looked through afterwards either."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if lasting:
            gc.freeze()
        if was_on:
            gc.enable()

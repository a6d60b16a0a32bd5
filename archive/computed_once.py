"""What an object computes when it is first asked for, and then keeps."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - it is written above a method, as `property` is
    """A property that is computed when it is first read.

    As `functools.cached_property` is, but without the lock which that takes before Python 3.12:
    a comparison keeps tens of thousands of values.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        # Found there from now on, before this is asked again.
        value = instance.__dict__[self._name] = self._compute(instance)
        return value

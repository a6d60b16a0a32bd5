"""Databases for ledgers: each test that asks for one runs on SQLite, and on PostgreSQL."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.notify.ledgers import OPENED, file_in


@pytest.fixture(autouse=True)
def _ledgers_are_closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().dispose()


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
)
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """What gives the URL of another empty database each time."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("postgresql").new_database
        return make
    numbers = count(1)
    folder = tmp_path_factory.mktemp("ledgers")
    return lambda: file_in(folder / str(next(numbers)))


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """The URL of an empty database."""
    return new_database()

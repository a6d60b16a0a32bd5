"""Where the list comes from: the one source that the settings name, or the file of the command."""

import sqlite3
import tracemalloc
from pathlib import Path

import pytest

from archive.settings import RecipientSource
from notify.errors import NotifyError
from notify.recipient_sources import read_recipients
from notify.recipients import EndedEarly, Recipient
from tests.notify.builders import settings_with
from tests.notify.pages import serving_pages

HEADER = "id,email,name,language,services,joined\n"
QUERY = "SELECT 'q' AS id, '' AS email, '' AS name, '' AS language, 'voice' AS services"


def ids(source: RecipientSource | None, root: Path, **more: object) -> list[str]:
    environ = more.get("environ") or {}
    given = more.get("given")
    assert isinstance(environ, dict)
    assert given is None or isinstance(given, Path)
    settings = settings_with(recipients=source)
    found = list(read_recipients(settings, environ, root=root, given=given))
    assert all(isinstance(one, Recipient) for one in found), found
    return [one.id for one in found if isinstance(one, Recipient)]


def test_a_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER + "c-1,,,,voice,\n")

    assert ids(RecipientSource(csv="people.csv"), tmp_path) == ["c-1"]


def test_a_database_that_the_environment_names(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "crm.sqlite3").close()
    environ = {"CUSTOMERS_URL": f"sqlite:///{tmp_path / 'crm.sqlite3'}"}
    source = RecipientSource(database_env="CUSTOMERS_URL", query=QUERY)

    (tmp_path / "crm.sqlite3").touch()
    assert ids(source, tmp_path, environ=environ) == ["q"]
    with pytest.raises(NotifyError, match="CUSTOMERS_URL, which the environment lacks"):
        ids(source, tmp_path)


def test_pages_of_a_host(tmp_path: Path) -> None:
    person = {"id": "j", "email": "", "name": "", "language": "", "services": ["voice"]}
    with serving_pages() as pages:
        pages.put("/", {"recipients": [person], "next": None})

        assert ids(RecipientSource(url=pages.url + "/"), tmp_path) == ["j"]


def test_the_file_of_the_command_wins(tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_text(HEADER + "given,,,,,\n")

    source = RecipientSource(csv="missing.csv")
    assert ids(source, tmp_path, given=tmp_path / "given.csv") == ["given"]


def test_where_nothing_says_who_is_to_be_told_the_advice_does(tmp_path: Path) -> None:
    with pytest.raises(NotifyError, match="give --recipients FILE"):
        ids(None, tmp_path)


def test_nothing_is_asked_before_the_first_is_wanted(tmp_path: Path) -> None:
    read_recipients(settings_with(recipients=None), {}, root=tmp_path)


def test_pages_that_break_off_end_the_list_early(tmp_path: Path) -> None:
    person = {"id": "j", "email": "", "name": "", "language": "", "services": ["voice"]}
    with serving_pages() as pages:
        pages.put("/", {"recipients": [person], "next": "/gone"})
        settings = settings_with(recipients=RecipientSource(url=pages.url + "/"))

        first, end = read_recipients(settings, {}, root=tmp_path)

    assert isinstance(first, Recipient)
    assert end == EndedEarly(after=1, problem="127.0.0.1, page 2: answered 404")


def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    lines = (f"c-{n},person{n}@example.com,Person {n},en,voice,\n" for n in range(20_000))
    (tmp_path / "people.csv").write_text(HEADER + "".join(lines))
    settings = settings_with(recipients=RecipientSource(csv="people.csv"))
    next(read_recipients(settings, {}, root=tmp_path))  # what a first row loads stays

    tracemalloc.start()
    try:
        number = sum(1 for _ in read_recipients(settings, {}, root=tmp_path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert number == 20_000
    assert peak < 1_000_000  # bytes; the rows themselves would take ten times as much

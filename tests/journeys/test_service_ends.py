"""Whatever ends the service or its ledger, nobody who was answered is lost."""

import http.client
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from sqlalchemy import text

from notify.ledger import Ledger, open_ledger
from notify.ledger_backup import backup
from notify.ledger_guard import confirm_restore, marks_folder
from notify.ledger_reader_requests import ADDRESS
from tests.notify.keyrings import an_environment
from tests.notify.ledgers import a_ledger, file_in
from tests.notify.readers import PUBLISHED, SETTINGS, Letters
from tests.notify.web_processes import web_process
from tests.notify.web_services import running_web
from tests.postgresql import Server
from tests.repositories import PolicyRepository, policy

WRITTEN = """
site_url = "https://policies.example.com/"
service_url = "https://notices.example.com/"
[notice]
courtesy_from = "Example Messaging <updates@example.com>"
[web]
requests_a_minute = 100000
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class Crowd:
    """People who ask one after the other, on several lines at once, until they are told to stop."""

    url: str
    answered: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, line_number: int) -> None:
        line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        number = 0
        while not self.over.is_set():
            address = f"reader{line_number}-{number}@example.com"
            self.asked.add(address)
            try:
                line.request("POST", "/subscribe", f"email={quote(address)}", FORM)
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                break
            if answer.status == 200:
                self.answered.add(address)
            number += 1
        line.close()

    def waited(self, number: int) -> None:
        """Wait until so many were answered."""
        until = time.monotonic() + 30
        while len(self.answered) < number:
            assert time.monotonic() < until
            time.sleep(0.01)


@contextmanager
def crowd(url: str) -> Iterator[Crowd]:
    found = Crowd(url)
    lines = [threading.Thread(target=found.ask, args=(number,)) for number in range(6)]
    for line in lines:
        line.start()
    try:
        yield found
    finally:
        found.over.set()
        for line in lines:
            line.join()


def kept(ledger: Ledger) -> AbstractSet[str]:
    """Whose requests a ledger has."""
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT address FROM reader_request")).scalars()
        return {ledger.seals.open(row, ADDRESS) for row in rows}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["told to end", "killed"])
def test_who_was_answered_is_in_the_ledger_however_the_service_ends(
    tmp_path: Path, how: signal.Signals
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.write("fairnotice.toml", WRITTEN)
    repository.commit({"policy/terms.md": policy("Play fair.", "2026-01-01")}, "2025-12-01")
    with web_process(tmp_path) as running, crowd(running.url) as people:
        people.waited(40)
        running.process.send_signal(how)
        assert running.process.wait(35) in {0, -how}

    ledger = open_ledger(an_environment(), root=tmp_path)
    assert people.answered <= kept(ledger) <= people.asked
    ledger.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[Path], str]]:
    """The URL of a ledger, and what restores a copy of it as LEDGER.md says and returns its URL."""
    if request.param == "sqlite":

        def put_back(copy: Path) -> str:
            (tmp_path / "new").mkdir()
            shutil.copy(copy, tmp_path / "new/ledger.sqlite3")
            return file_in(tmp_path / "new")

        return file_in(tmp_path), put_back
    server: Server = request.getfixturevalue("postgresql")

    def restored(copy: Path) -> str:
        url = server.new_database()
        program = server.programs / "pg_restore"
        options = ("--no-owner", "--exit-on-error", f"--dbname={url}")
        subprocess.run([program, *options, copy], check=True)
        return url

    return server.new_database(), restored


def test_a_copy_made_while_people_ask_has_all_who_were_answered_before_and_serves_again(
    place: tuple[str, Callable[[Path], str]], tmp_path: Path
) -> None:
    url, put_back = place
    ledger = a_ledger(url)
    with (
        running_web(ledger, settings=SETTINGS, carrier=Letters(), published=PUBLISHED) as web,
        crowd(web.url) as people,
    ):
        people.waited(40)
        before = frozenset(people.answered)
        copy = backup(ledger.engine, folder=tmp_path / "backups", now=datetime.now(UTC))
        people.waited(len(people.answered) + 20)  # it held up nobody

    assert people.answered <= kept(a_ledger(url))
    again = a_ledger(put_back(copy))
    found = kept(again)
    assert before <= found <= people.asked
    letters = Letters()
    with running_web(again, settings=SETTINGS, carrier=letters, published=PUBLISHED) as web:
        assert web.post("/subscribe", email="later@example.com").status == 200
        assert kept(again) == found | {"later@example.com"}
        # Who left or was erased since the copy was made is not mailed before that is known again.
        web.stop()
    assert letters.to() == []
    confirm_restore(again, marks=marks_folder(os.environ), by="A", why="tried", complete=True)
    roomy = replace(SETTINGS, web=replace(SETTINGS.web, mails_an_hour=10_000))
    with running_web(again, settings=roomy, carrier=letters, published=PUBLISHED):
        until = time.monotonic() + 20
        while not letters.mails and time.monotonic() < until:
            time.sleep(0.01)
    assert set(letters.to()) <= found | {"later@example.com"}
    assert letters.mails

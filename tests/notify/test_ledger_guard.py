"""The guard of the ledger: what was copied or restored sends nothing that went out already."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from notify.carriers import Accepted, CarrierStopped, DeliveryId
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_backup import backup
from notify.ledger_guard import (
    LedgerRestored,
    NotComplete,
    check_home,
    confirm_restore,
    erase_for_good,
    keep_mark,
    marks_folder,
    unsubscribe_for_good,
)
from notify.ledger_place import BadPlace
from notify.schema import METADATA
from tests.notify.courtesy import approved_courtesy
from tests.notify.hands import Hands, answers, sent
from tests.notify.ledgers import Clock, a_ledger, approved, file_in, totals
from tests.postgresql import Server

S = DeliveryState
Restore = Callable[[Ledger, Path], str]  # how a backup comes back; the URL of where


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    return tmp_path / "marks"


def guarded(ledger: Ledger, carrier: Hands, marks: Path) -> None:
    """Send as `notify send` does: looked at first, and noted before each hand-over."""
    check_home(ledger, marks=marks)
    sent(ledger, carrier, claimed=partial(keep_mark, ledger, marks=marks))


def stopped_after_one_batch() -> Hands:
    return Hands(answers(Accepted(message_id="m"), CarrierStopped("enough")), max_batch=3)


def confirmed(ledger: Ledger, marks: Path, *, complete: bool = False) -> int:
    why = "the disk failed"
    return confirm_restore(ledger, marks=marks, by="Counsel", why=why, complete=complete)


def copied_over(ledger: Ledger, copy: Path) -> str:
    """The same file, with what was in it before."""
    ledger.engine.dispose()
    file = ledger.engine.url.database or ""
    for log in ("-wal", "-shm"):
        Path(file + log).unlink(missing_ok=True)
    shutil.copyfile(copy, file)
    return f"sqlite:///{file}"


def put_in_its_place(ledger: Ledger, copy: Path) -> str:
    ledger.engine.dispose()
    file = ledger.engine.url.database or ""
    shutil.copy(copy, f"{file}.new")
    Path(f"{file}.new").rename(file)
    return f"sqlite:///{file}"


def put_elsewhere(ledger: Ledger, copy: Path) -> str:
    del ledger
    folder = copy.parent / "elsewhere"
    folder.mkdir()
    shutil.copy(copy, folder / "ledger.sqlite3")
    return file_in(folder)


SQLITE = pytest.mark.parametrize("restore", [copied_over, put_in_its_place, put_elsewhere])


@SQLITE
def test_a_restored_file_repeats_nothing(tmp_path: Path, marks: Path, restore: Restore) -> None:
    _repeats_nothing(file_in(tmp_path / "first"), tmp_path / "backups", marks, restore)


def _repeats_nothing(database: str, backups: Path, marks: Path, restore: Restore) -> None:
    ledger, carrier = approved(database, 9), stopped_after_one_batch()
    with pytest.raises(CarrierStopped):
        guarded(ledger, carrier, marks)
    copy = backup(ledger.engine, folder=backups, now=datetime.now(UTC))
    guarded(ledger, carrier, marks)
    assert totals(ledger) == {S.ACCEPTED: 9}

    restored = a_ledger(restore(ledger, copy), prefix="e")
    with pytest.raises(LedgerRestored, match="fairnotice ledger confirm-restore"):
        guarded(restored, carrier, marks)
    assert confirmed(restored, marks) == 6
    guarded(restored, carrier, marks)

    assert totals(restored) == {S.ACCEPTED: 3, S.UNKNOWN: 6}
    assert set(carrier.taken.values()) == {1}
    assert len(carrier.taken) == 9


@pytest.mark.parametrize("restore", [put_in_its_place, put_elsewhere])
def test_by_its_place_alone_a_restored_file_is_known(
    tmp_path: Path, marks: Path, restore: Restore
) -> None:
    ledger, carrier = approved(file_in(tmp_path / "first"), 3), Hands()
    guarded(ledger, carrier, marks)
    copy = backup(ledger.engine, folder=tmp_path / "backups", now=datetime.now(UTC))
    restored = a_ledger(restore(ledger, copy), prefix="e")
    shutil.rmtree(marks)

    with pytest.raises(LedgerRestored, match="lies elsewhere than it did"):
        check_home(restored, marks=marks)


def test_by_its_mark_alone_a_file_of_the_same_place_is_known(tmp_path: Path, marks: Path) -> None:
    ledger = approved(file_in(tmp_path / "first"), 3)
    copy = backup(ledger.engine, folder=tmp_path / "backups", now=datetime.now(UTC))
    guarded(ledger, Hands(), marks)
    restored = a_ledger(copied_over(ledger, copy), prefix="e")

    with pytest.raises(LedgerRestored, match="lacks what this machine has sent from it"):
        check_home(restored, marks=marks)


def with_tables_made_again(server: Server, ledger: Ledger, copy: Path) -> str:
    name = ledger.engine.url.database or ""
    ledger.engine.dispose()
    server.run("pg_restore", "--clean", "--if-exists", "--dbname", name, str(copy))
    return server.url(name)


def into_a_new_database_of_the_same_name(server: Server, ledger: Ledger, copy: Path) -> str:
    name = ledger.engine.url.database or ""
    ledger.engine.dispose()
    server.run("dropdb", name)
    server.run("createdb", "--owner", "fairnotice", name)
    server.run("pg_restore", "--dbname", name, str(copy))
    return server.url(name)


def into_another_database(server: Server, ledger: Ledger, copy: Path) -> str:
    del ledger
    url = server.new_database()
    server.run("pg_restore", "--dbname", make_url(url).database or "", str(copy))
    return url


def with_former_rows_in_the_same_tables(server: Server, ledger: Ledger, copy: Path) -> str:
    """As a snapshot of its disk: the server takes itself for the same."""
    name = ledger.engine.url.database or ""
    ledger.engine.dispose()
    tables = ", ".join(f'"{table}"' for table in METADATA.tables)
    guards = ("DISABLE", "ENABLE")
    off, on = (f"ALTER TABLE event {verb} TRIGGER USER" for verb in guards)
    server.run("psql", "-d", name, "-c", f"{off}; TRUNCATE {tables}")
    server.run("pg_restore", "--data-only", "--disable-triggers", "--dbname", name, str(copy))
    server.run("psql", "-d", name, "-c", on)
    return server.url(name)


@pytest.mark.parametrize(
    "restore",
    [
        with_tables_made_again,
        into_a_new_database_of_the_same_name,
        into_another_database,
        with_former_rows_in_the_same_tables,
    ],
)
def test_a_restored_database_repeats_nothing(
    postgresql: Server,
    tmp_path: Path,
    marks: Path,
    restore: Callable[[Server, Ledger, Path], str],
) -> None:
    database = postgresql.new_database()
    _repeats_nothing(database, tmp_path, marks, partial(restore, postgresql))


def test_a_ledger_that_was_moved_whole_goes_on_where_it_was(tmp_path: Path, marks: Path) -> None:
    ledger, carrier = approved(file_in(tmp_path / "first"), 9), stopped_after_one_batch()
    with pytest.raises(CarrierStopped):
        guarded(ledger, carrier, marks)
    copy = backup(ledger.engine, folder=tmp_path / "backups", now=datetime.now(UTC))
    moved = a_ledger(put_elsewhere(ledger, copy), prefix="e")

    assert confirmed(moved, marks, complete=True) == 0
    guarded(moved, carrier, marks)

    assert totals(moved) == {S.ACCEPTED: 9}
    assert set(carrier.taken.values()) == {1}


def test_what_is_missing_cannot_be_confirmed_as_whole(tmp_path: Path, marks: Path) -> None:
    ledger = approved(file_in(tmp_path / "first"), 9)
    copy = backup(ledger.engine, folder=tmp_path, now=datetime.now(UTC))
    guarded(ledger, Hands(), marks)
    restored = a_ledger(copied_over(ledger, copy))

    with pytest.raises(NotComplete, match="leave out --nothing-is-missing"):
        confirmed(restored, marks, complete=True)


def test_a_sender_of_the_backup_s_time_is_given_up(tmp_path: Path, marks: Path) -> None:
    """What had been claimed when the backup was made may have been answered since."""
    ledger = approved(file_in(tmp_path / "first"), 2)
    copies: list[Path] = []

    def answer(_: object) -> Accepted:
        copies.append(backup(ledger.engine, folder=tmp_path, now=datetime.now(UTC)))
        return Accepted(message_id="m")

    guarded(ledger, Hands(answer), marks)
    clock = Clock()
    restored = a_ledger(put_elsewhere(ledger, copies[0]), clock, prefix="e")
    assert confirmed(restored, marks) == 2
    clock.sleep(86_400)

    carrier = Hands()
    guarded(restored, carrier, marks)

    assert totals(restored) == {S.UNKNOWN: 2}
    assert carrier.sizes == []


def test_a_confirmation_holds_for_every_machine_that_sends(
    postgresql: Server, tmp_path: Path
) -> None:
    database = postgresql.new_database()
    ledger, other = approved(database, 9), a_ledger(database, prefix="e")
    copy = backup(ledger.engine, folder=tmp_path, now=datetime.now(UTC))
    here, there = tmp_path / "here", tmp_path / "there"
    with pytest.raises(CarrierStopped):
        guarded(ledger, stopped_after_one_batch(), here)
    guarded(other, Hands(), there)
    other.engine.dispose()
    restored = a_ledger(with_former_rows_in_the_same_tables(postgresql, ledger, copy))

    confirmed(restored, here)

    for marks in (here, there):
        check_home(restored, marks=marks)


def test_a_ledger_that_stays_where_it_is_is_not_stopped(database: str, marks: Path) -> None:
    ledger = approved(database, 4)

    guarded(ledger, Hands(max_batch=2), marks)
    guarded(a_ledger(database, prefix="e"), Hands(), marks)

    assert totals(ledger) == {S.ACCEPTED: 4}


def test_a_mark_never_goes_back(database: str, marks: Path) -> None:
    ledger = approved(database, 4)
    keep_mark(ledger, marks=marks)
    (file,) = marks.iterdir()
    ahead = f"{10**6:020d} {'a' * 64}\n"
    file.write_text(ahead)

    keep_mark(ledger, marks=marks)

    assert file.read_text() == ahead
    with pytest.raises(LedgerRestored, match="lacks what this machine has sent"):
        check_home(ledger, marks=marks)


def test_a_confirmation_names_a_person_and_a_reason(database: str, marks: Path) -> None:
    ledger = approved(database, 1)
    with pytest.raises(NotifyError, match="--by WHO --why WHY"):
        confirm_restore(ledger, marks=marks, by=" ", why="the disk failed", complete=False)

    confirmed(ledger, marks)

    with ledger.reading() as connection:
        body = connection.execute(
            text("SELECT body FROM event WHERE kind = 'restore'")
        ).scalar_one()
    assert '"by":"Counsel"' in body
    assert '"why":"the disk failed"' in body


def test_where_no_mark_can_be_kept_nothing_goes_out(database: str, tmp_path: Path) -> None:
    ledger, carrier = approved(database, 3), Hands()
    (tmp_path / "file").touch()

    with pytest.raises(BadPlace, match="set XDG_STATE_HOME"):
        guarded(ledger, carrier, tmp_path / "file" / "marks")

    assert carrier.sizes == []
    assert totals(ledger) == {S.PLANNED: 3}


def test_a_mark_that_cannot_be_read_stops_sending(database: str, marks: Path) -> None:
    ledger = approved(database, 3)
    keep_mark(ledger, marks=marks)
    next(marks.iterdir()).write_text("nonsense")

    with pytest.raises(BadPlace, match="is no mark"):
        guarded(ledger, Hands(), marks)


def test_marks_lie_where_programs_keep_their_state() -> None:
    assert marks_folder({"XDG_STATE_HOME": "/var/lib"}) == Path("/var/lib/fairnotice")
    assert marks_folder({}) == Path.home() / ".local/state/fairnotice"


def test_case_29_a_restored_ledger_erases_and_unsubscribes_again_before_it_may_send(
    tmp_path: Path, marks: Path
) -> None:
    ledger = approved_courtesy(file_in(tmp_path / "first"), 3)
    copy = backup(ledger.engine, folder=tmp_path / "backups", now=datetime.now(UTC))
    with ledger.reading() as connection:
        gone, left, _ = connection.execute(text("SELECT id, recipient FROM delivery")).all()
    erase_for_good(ledger, gone.recipient, by="Counsel", why="asked by letter", marks=marks)
    unsubscribe_for_good(ledger, DeliveryId(left.id), marks=marks)

    restored = a_ledger(copied_over(ledger, copy), prefix="e")
    with pytest.raises(LedgerRestored):
        guarded(restored, Hands(), marks)
    confirmed(restored, marks)

    with restored.reading() as connection:
        rows = connection.execute(text("SELECT id, person, state FROM delivery")).all()
        wanted = connection.execute(text("SELECT count(*) FROM suppression")).scalar_one()
    found = {row.id: row for row in rows}
    assert found[gone.id].person is None
    assert {found[gone.id].state, found[left.id].state} == {"cancelled"}
    assert wanted == 1

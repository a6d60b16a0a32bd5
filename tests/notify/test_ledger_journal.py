"""The journal outside the ledger: written before the ledger is, and read again after a restore."""

import stat
from pathlib import Path

import pytest

from notify.ledger_journal import FILE, journal_entries, journal_entry
from notify.ledger_place import BadPlace


def write(marks: Path, kind: str, ledger: str = "l1") -> None:
    journal_entry(marks, ledger=ledger, at="2027", kind=kind, mailboxes=("new", "old"), why="asked")


def kinds(marks: Path, *ledgers: str) -> list[str]:
    return [entry.kind for entry in journal_entries(marks, ledgers=frozenset(ledgers or ("l1",)))]


def test_entries_come_back_in_order_and_only_those_of_the_ledger(tmp_path: Path) -> None:
    for kind, ledger in (("a", "l1"), ("b", "l2"), ("c", "l3"), ("d", "l1")):
        write(tmp_path, kind, ledger)
    assert kinds(tmp_path) == ["a", "d"]
    assert kinds(tmp_path, "l1", "l3") == ["a", "c", "d"]
    (entry, *_) = journal_entries(tmp_path, ledgers=frozenset({"l1"}))
    assert (entry.mailboxes, entry.facts) == (("new", "old"), {"why": "asked"})


def test_without_a_journal_there_is_nothing_to_do_again(tmp_path: Path) -> None:
    assert kinds(tmp_path / "none") == []


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    write(tmp_path / "marks", "a")
    assert stat.S_IMODE((tmp_path / "marks" / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_line_that_a_crash_cut_off_takes_no_other_with_it(tmp_path: Path, cut: int) -> None:
    for kind in "ab":
        write(tmp_path, kind)
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:-cut])
    write(tmp_path, "c")
    assert kinds(tmp_path) == (["a", "b", "c"] if cut == 1 else ["a", "c"])


def test_where_it_cannot_be_written_nothing_goes_on(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(BadPlace, match="XDG_STATE_HOME"):
        write(tmp_path, "a")

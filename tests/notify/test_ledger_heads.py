"""A head that was kept tells whether the chain was cut or made anew (T26)."""

import json
from pathlib import Path

import pytest

from archive.settings import NoticeSettings, Settings
from notify.carriers import CarrierStopped
from notify.jobs import Surroundings
from notify.ledger import Ledger
from notify.ledger_heads import ForeignHead, Head, head_of, read_heads
from notify.sandbox import running_sandbox
from notify.witness import keep_head
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import a_ledger, approved, file_in


def kept(ledger: Ledger, state: Path) -> str:
    environ = {"XDG_STATE_HOME": str(state)}
    return keep_head(Surroundings(ledger=ledger, settings=Settings(), environ=environ, root=state))


def heads_in(state: Path) -> list[Head]:
    (file,) = (state / "fairnotice").glob("*heads.txt")
    return list(read_heads(file.read_text(encoding="ascii")))


def test_every_day_has_its_head(database: str, tmp_path: Path) -> None:
    ledger = approved(database, 2)
    kept(ledger, tmp_path)
    sent(ledger, Hands())
    said = kept(ledger, tmp_path)

    first, second = heads_in(tmp_path)
    assert first.number < second.number
    with ledger.reading() as connection:
        assert head_of(connection) == second
    assert said == f"event {second.number} {second.hash}; 1 former heads are in the chain"


def test_a_day_without_events_adds_no_line(database: str, tmp_path: Path) -> None:
    ledger = approved(database, 1)
    for _ in range(2):
        kept(ledger, tmp_path)
    assert len(heads_in(tmp_path)) == 1


def test_nothing_has_a_head_before_anything_happened(database: str, tmp_path: Path) -> None:
    assert kept(a_ledger(database), tmp_path) == "nothing has happened yet"


@pytest.mark.parametrize(
    "foreign",
    [
        pytest.param("2027-01-15T09:00:00+00:00 event 3 " + "a" * 64, id="made anew"),
        pytest.param("2027-01-15T09:00:00+00:00 event 999 " + "a" * 64, id="cut off"),
    ],
)
def test_a_chain_that_was_cut_or_made_anew_is_told(
    database: str, tmp_path: Path, foreign: str
) -> None:
    ledger = approved(database, 1)
    kept(ledger, tmp_path)
    (file,) = (tmp_path / "fairnotice").glob("*heads.txt")
    with file.open("a", encoding="ascii") as opened:
        opened.write(foreign + "\n")
    with pytest.raises(ForeignHead, match=r"was cut off, or it was made anew"):
        kept(ledger, tmp_path)


def test_heads_are_found_among_other_lines() -> None:
    head = Head(at="2027-01-15T09:00:00+00:00", number=7, hash="b" * 64)
    assert list(read_heads(f"Dear witness,\n\n  {head}\nBye\n")) == [head]


def test_a_head_is_found_in_what_a_site_published() -> None:
    head = Head(at="2027-01-15T09:00:00+00:00", number=7, hash="b" * 64)
    assert list(read_heads(json.dumps({"format": 1, "ledger": str(head)}))) == [head]


WITNESS = Settings(
    site_url="https://policies.example.com/", notice=NoticeSettings(witness="notary@example.com")
)


def witnessed(ledger: Ledger, folder: Path, **environ: str) -> str:
    environ |= {"XDG_STATE_HOME": str(folder), "FAIRNOTICE_DATABASE": str(ledger.engine.url)}
    around = Surroundings(ledger=ledger, settings=WITNESS, environ=environ, root=folder)
    return keep_head(around)


def test_a_witness_is_mailed_a_head_that_is_found_in_the_mail(tmp_path: Path) -> None:
    ledger = approved(file_in(tmp_path), 1)
    with running_sandbox() as sandbox:
        said = witnessed(ledger, tmp_path, SENDGRID_API_KEY=sandbox.key, SENDGRID_HOST=sandbox.url)
        (mail,) = sandbox.messages

    assert said.endswith("; mailed to notary@example.com")
    assert mail.to == "notary@example.com"
    assert [*read_heads(mail.text)] == heads_in(tmp_path)


def test_without_a_carrier_it_says_that_no_witness_has_it(tmp_path: Path) -> None:
    said = witnessed(approved(file_in(tmp_path), 1), tmp_path)

    assert said.endswith("; no carrier is configured to mail it to the witness")
    assert len(heads_in(tmp_path)) == 1


def test_a_witness_who_cannot_be_mailed_is_tried_again(tmp_path: Path) -> None:
    ledger = approved(file_in(tmp_path), 1)
    with running_sandbox(key="SG.right") as sandbox:
        with pytest.raises(CarrierStopped):
            witnessed(ledger, tmp_path, SENDGRID_API_KEY="SG.wrong", SENDGRID_HOST=sandbox.url)
        witnessed(ledger, tmp_path, SENDGRID_API_KEY=sandbox.key, SENDGRID_HOST=sandbox.url)
        assert len(sandbox.messages) == 1

"""What the ledger forgets when its time is over, what a hold keeps, and that the chain verifies."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.ledger_database import truncate_log
from notify.ledger_erasure import erase
from notify.ledger_events import steps
from notify.ledger_holds import place_hold, standing_holds
from notify.ledger_persons import NobodyFound
from notify.ledger_proofs import chain, claim_of, leaves_of_claim
from notify.ledger_retention import forget_posts, forget_proof
from notify.provider_events import EventKind
from tests.notify.ledgers import file_in, totals
from tests.notify.provider_posts import said, taken_in
from tests.notify.test_ledger_erasure import ADA, BOB, contents, states, told
from tests.notify.test_ledger_proofs import about

LATER = date(2034, 3, 2)  # the notices are of 1 March 2027


def test_after_its_years_the_proof_names_nobody_and_still_adds_up(database: str) -> None:
    ledger = told(database)
    before = totals(ledger)

    assert forget_proof(ledger, before=LATER) == 3

    everything = "\n".join(contents(ledger)).casefold()
    for name in (ADA.casefold(), BOB, "c-1", "c-2", "c-3"):
        assert name not in everything
    for named in (ADA, BOB, "c-1"):
        with pytest.raises(NobodyFound):
            states(ledger, named)
    with ledger.reading() as connection:
        assert list(steps(connection))
        for claim in filter(None, map(claim_of, chain(connection))):
            assert leaves_of_claim(connection, ledger.seals, claim)[1] == {}
    assert totals(ledger) == before
    assert forget_proof(ledger, before=LATER) == 0


def test_before_that_nothing_is_forgotten(database: str) -> None:
    ledger = told(database)
    assert forget_proof(ledger, before=date(2027, 3, 1)) == 0
    assert states(ledger, BOB) == ["accepted"]


def test_what_a_hold_keeps_is_kept(database: str) -> None:
    ledger = told(database)
    place_hold(ledger, by="Counsel", why="claim 7", person=BOB)
    with ledger.reading() as connection:
        holds = standing_holds(connection, ledger.seals)
    assert forget_proof(ledger, before=LATER, holds=holds) == 2
    assert states(ledger, BOB) == ["accepted"]
    with pytest.raises(NobodyFound):
        states(ledger, ADA)


def test_a_hold_of_a_notice_keeps_everybody(database: str) -> None:
    ledger = told(database)
    with ledger.reading() as connection:
        notice = connection.execute(text("SELECT id FROM notice")).scalar_one()
    place_hold(ledger, by="Counsel", why="claim 7", notice=notice)
    with ledger.reading() as connection:
        holds = standing_holds(connection, ledger.seals)
    assert forget_proof(ledger, before=LATER, holds=holds) == 0


def test_posts_of_a_provider_are_forgotten_and_what_they_said_is_not(database: str) -> None:
    ledger = told(database)
    taken_in(ledger, said(EventKind.DELIVERED, about(ledger, BOB).delivery))
    assert forget_posts(ledger, before=date(2027, 1, 15)) == 0
    assert forget_posts(ledger, before=date(2027, 2, 15)) == 1
    assert forget_posts(ledger, before=date(2027, 2, 15)) == 0
    assert about(ledger, BOB).happenings[-1].source == "the mail service, in a signed report"


@pytest.mark.parametrize("how", ["erased", "forgotten"])
def test_no_byte_of_what_was_sealed_is_left_in_the_files(tmp_path: Path, how: str) -> None:
    ledger = told(file_in(tmp_path))
    with ledger.reading() as connection:
        query = text("SELECT person FROM delivery WHERE person IS NOT NULL AND recipient = 'c-1'")
        sealed = connection.execute(query).scalar_one()
    assert sealed in bytes_of(tmp_path)

    if how == "erased":
        erase(ledger, ADA, by="Counsel", why="asked by letter", marks=tmp_path / "marks")
    else:
        forget_proof(ledger, before=LATER)
    truncate_log(ledger.engine)

    assert sealed not in bytes_of(tmp_path)
    assert sealed[20:60] not in bytes_of(tmp_path)


def bytes_of(folder: Path) -> str:
    """Every byte of the database and of the log beside it."""
    return "".join(f.read_bytes().decode("latin-1") for f in folder.glob("ledger.sqlite3*"))

"""A hold keeps a person or a notice from being erased or forgotten, until it is ended (S22)."""

import pytest

from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_holds import (
    Held,
    Hold,
    NoSuchHold,
    end_hold,
    place_hold,
    refuse_held,
    standing_holds,
)
from tests.notify.ledgers import a_ledger, approved

WORDS = {"by": "Counsel", "why": "claim 7 of 2027"}


def standing(ledger: Ledger) -> tuple[Hold, ...]:
    with ledger.reading() as connection:
        return standing_holds(connection, ledger.seals)


def refuse(ledger: Ledger, *, persons: tuple[str, ...] = (), notices: tuple[str, ...] = ()) -> None:
    with ledger.reading() as connection:
        refuse_held(connection, ledger.seals, persons=persons, notices=notices)


@pytest.mark.parametrize("spelling", ["ada@example.com", "Ada@Example.COM"])
def test_a_person_is_held_by_any_spelling_of_their_address(database: str, spelling: str) -> None:
    ledger = a_ledger(database)
    place_hold(ledger, **WORDS, person="Ada@example.com")
    with pytest.raises(Held, match=r"hold 1 of a person, since 2027-01-15 by Counsel: claim 7"):
        refuse(ledger, persons=("c-1", spelling))
    refuse(ledger, persons=("c-1", "bob@example.com"))


def test_a_person_is_held_by_their_id(database: str) -> None:
    ledger = a_ledger(database)
    place_hold(ledger, **WORDS, person="c-1")
    with pytest.raises(Held):
        refuse(ledger, persons=("ada@example.com", "c-1"))


def test_a_notice_is_held_for_everybody_who_got_it(database: str) -> None:
    ledger = approved(database, 1)
    with ledger.reading() as connection:
        notice = connection.exec_driver_sql("SELECT id FROM notice").scalar_one()
    place_hold(ledger, **WORDS, notice=notice)
    with pytest.raises(Held, match=f"hold 1 of notice {notice}"):
        refuse(ledger, notices=("another", notice))
    with pytest.raises(NoSuchHold, match="there is no notice other"):
        place_hold(ledger, **WORDS, notice="other")


def test_once_it_is_ended_it_holds_nothing(database: str) -> None:
    ledger = a_ledger(database)
    first, second = (place_hold(ledger, **WORDS, person=p) for p in ("c-1", "c-2"))
    end_hold(ledger, first, by="Counsel", why="settled")
    refuse(ledger, persons=("c-1",))
    assert [hold.number for hold in standing(ledger)] == [second]
    with pytest.raises(NoSuchHold, match="no hold 1 stands"):
        end_hold(ledger, first, by="Counsel", why="again")


def test_a_hold_names_who_and_why_in_words_that_name_nobody(database: str) -> None:
    ledger = a_ledger(database)
    with pytest.raises(NotifyError, match="names a person and a reason"):
        place_hold(ledger, by="Counsel", why=" ", person="c-1")
    with pytest.raises(NotifyError, match="leave the person's name out"):
        place_hold(ledger, by="Counsel", why="ADA@example.com sues", person="ada@example.com")
    assert standing(ledger) == ()


def test_nothing_in_the_database_names_who_is_held(database: str) -> None:
    ledger = a_ledger(database)
    place_hold(ledger, **WORDS, person="ada@example.com")
    with ledger.reading() as connection:
        rows = connection.exec_driver_sql("SELECT person FROM hold").all()
        events = connection.exec_driver_sql("SELECT body FROM event").all()
    assert "ada" not in repr([rows, events])

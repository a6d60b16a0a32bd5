"""Erasing a person takes every name of theirs away, and what happened can still be proved."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from notify.carriers import Accepted, OutcomeUnknown
from notify.commitments import is_erased, opened_salts
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger, approve
from notify.ledger_erasure import OnItsWay, erase, erase_again
from notify.ledger_events import steps
from notify.ledger_holds import Held, end_hold, place_hold
from notify.ledger_persons import NobodyFound, person_rows
from notify.ledger_rekey import rekey
from notify.schema import METADATA
from notify.schema import batch as _batch
from notify.schema import events as _events
from tests.notify.builders import a_recipient
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import a_ledger, planned, totals
from tests.notify.test_ledger_rekey import both

S = DeliveryState
WORDS = {"by": "Counsel", "why": "asked by letter"}
ADA, BOB = "Ada.Lovelace@example.com", "bob@example.com"


def told(database: str) -> Ledger:
    """A ledger by which two people were told, one of them known by two ids."""
    ledger = a_ledger(database)
    some = [a_recipient("c-1", ADA, name="Ada L."), a_recipient("c-2", BOB)]
    planned(ledger, [*some, a_recipient("c-3", ADA.upper())])
    approve(ledger, by="Counsel")
    sent(ledger, Hands())
    return ledger


def contents(ledger: Ledger) -> Iterator[str]:
    """Every value of every table, opened where it is sealed."""
    with ledger.reading() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                for name, value in row.items():
                    yield str(value)
                    if isinstance(value, str) and value[8:9] == "." and name != "made_at":
                        for sealer in (ledger.seals.data, ledger.seals.evidence):
                            try:
                                yield sealer.open(value, f"{table.name}.{name}")  # type: ignore[arg-type]
                            except NotifyError:
                                continue


def in_base64(text: str) -> Iterator[str]:
    """The text as it may stand in base64, whatever comes before and after it."""
    for before in range(3):
        yield base64.b64encode(b" " * before + text.encode()).decode()[4:-4]


def states(ledger: Ledger, named: str) -> list[str]:
    with ledger.reading() as connection:
        return [row.state for row in person_rows(connection, ledger.seals, named).rows]


@pytest.mark.parametrize("named", [ADA, ADA.lower(), "c-1", "c-3"])
def test_case_33_an_erased_person_is_named_nowhere_and_the_chain_still_verifies(
    database: str, tmp_path: Path, named: str
) -> None:
    ledger = told(database)
    assert ADA in "\n".join(contents(ledger))

    erased = erase(ledger, named, **WORDS, marks=tmp_path)

    assert len(erased.deliveries) == 2
    everything = "\n".join(contents(ledger))
    for name in ("ada.lovelace", "ada l.", "c-1", "c-3"):
        assert name not in everything.casefold()
    for written in in_base64(ADA):
        assert written not in everything
    assert BOB in everything
    with ledger.reading() as connection:
        assert list(steps(connection))  # raises where the chain is broken
        reason = connection.execute(select(_events.c.body).where(_events.c.kind == "erasure"))
        assert json.loads(reason.scalar_one())["why"] == "asked by letter"
    assert totals(ledger) == {S.ACCEPTED: 2, S.EXCLUDED: 1}


def test_the_root_of_each_batch_still_stands_and_the_salt_is_gone(
    database: str, tmp_path: Path
) -> None:
    ledger = told(database)
    erase(ledger, ADA, **WORDS, marks=tmp_path)
    with ledger.reading() as connection:
        batch = connection.execute(select(_batch)).one()
        bodies = connection.execute(select(_events.c.body)).scalars()
        (claim,) = [facts for facts in map(json.loads, bodies) if "root" in facts]
    salts = opened_salts(batch.salts, ledger.seals.evidence)
    assert sorted(map(is_erased, salts)) == [False, True]
    with ledger.reading() as connection:
        (bob,) = person_rows(connection, ledger.seals, BOB).rows
    at = claim["deliveries"].index(bob.id)
    assert not is_erased(salts[at])
    assert len(claim["deliveries"]) == 2


def test_who_presents_the_address_is_still_shown_what_became_of_them(
    database: str, tmp_path: Path
) -> None:
    ledger = told(database)
    erase(ledger, ADA, **WORDS, marks=tmp_path)
    assert sorted(states(ledger, ADA.lower())) == ["accepted", "excluded"]
    with pytest.raises(NobodyFound):
        states(ledger, "c-1")


def test_who_was_erased_is_not_told_again_while_the_list_names_them(
    database: str, tmp_path: Path
) -> None:
    ledger = told(database)
    erase(ledger, ADA, **WORDS, marks=tmp_path)
    again = planned(ledger, [a_recipient("c-1", ADA), a_recipient("c-2", BOB)])
    assert not again.new


def test_what_was_planned_for_them_does_not_go_out(database: str, tmp_path: Path) -> None:
    ledger = a_ledger(database)
    planned(ledger, [a_recipient("c-1", ADA), a_recipient("c-2", BOB)])
    approve(ledger, by="Counsel")
    assert erase(ledger, ADA, **WORDS, marks=tmp_path).cancelled == 1
    carrier = Hands()
    sent(ledger, carrier)
    assert set(carrier.taken) == {BOB}
    assert totals(ledger) == {S.ACCEPTED: 1, S.CANCELLED: 1}


def test_a_second_erasure_finds_nothing_more(database: str, tmp_path: Path) -> None:
    ledger = told(database)
    erase(ledger, ADA, **WORDS, marks=tmp_path)
    assert erase(ledger, ADA, **WORDS, marks=tmp_path).deliveries == ()
    with pytest.raises(NobodyFound, match="holds nothing of whoever was named"):
        erase(ledger, "eve@example.com", **WORDS, marks=tmp_path)


def test_a_hold_keeps_them_until_it_is_ended(database: str, tmp_path: Path) -> None:
    ledger = told(database)
    place_hold(ledger, by="Counsel", why="claim 7", person="c-1")
    with pytest.raises(Held, match="fairnotice notify hold --end 1"):
        erase(ledger, ADA, **WORDS, marks=tmp_path)
    assert ADA in "\n".join(contents(ledger))
    assert list(tmp_path.iterdir()) == []
    end_hold(ledger, 1, by="Counsel", why="settled")
    erase(ledger, ADA, **WORDS, marks=tmp_path)


def test_nobody_is_erased_while_a_mail_to_them_is_handed_over(
    database: str, tmp_path: Path
) -> None:
    ledger = a_ledger(database)
    planned(ledger, [a_recipient("c-1", ADA)])
    approve(ledger, by="Counsel")

    def answer(_: object) -> Accepted:
        with pytest.raises(OnItsWay):
            erase(ledger, ADA, **WORDS, marks=tmp_path)
        return Accepted(message_id="m")

    sent(ledger, Hands(answer))
    assert totals(ledger) == {S.ACCEPTED: 1}


@pytest.mark.parametrize("words", [{"by": " ", "why": "x"}, {"by": "x", "why": f"asked by {ADA}"}])
def test_what_is_kept_for_ever_names_a_reason_and_not_the_person(
    database: str, tmp_path: Path, words: dict[str, str]
) -> None:
    with pytest.raises(NotifyError, match="--why"):
        erase(told(database), ADA, **words, marks=tmp_path)


def test_what_a_carrier_said_of_them_is_cleaned(database: str, tmp_path: Path) -> None:
    ledger = a_ledger(database)
    planned(ledger, [a_recipient("c-1", ADA), a_recipient("c-2", BOB)])
    approve(ledger, by="Counsel")
    sent(ledger, Hands(lambda _: OutcomeUnknown(reason=f"lost after {ADA}")))
    erase(ledger, ADA, **WORDS, marks=tmp_path)
    assert ADA not in "\n".join(contents(ledger))
    assert states(ledger, ADA) == ["unknown"]


def test_after_a_restore_it_is_done_again(database: str, tmp_path: Path) -> None:
    ledger = told(database)
    with ledger.reading() as connection:
        (row, *_) = person_rows(connection, ledger.seals, ADA).rows
    erase(ledger, BOB, **WORDS, marks=tmp_path / "other")
    # As if the backup had been made before: the journal knows of Ada, the ledger does not.
    with ledger.reading() as connection:
        made_at = connection.exec_driver_sql("SELECT made_at FROM ledger").scalar_one()
        keys = person_rows(connection, ledger.seals, ADA).keys
    from notify.ledger_journal import journal_entry

    indexes = tuple(index for key in keys for index in ledger.seals.indexes(key))
    journal_entry(tmp_path, ledger=made_at, at="2027", kind="erasure", mailboxes=indexes, **WORDS)

    assert erase_again(ledger, tmp_path) == 2
    assert ADA.casefold() not in "\n".join(contents(ledger)).casefold()
    assert row.state in states(ledger, ADA)
    assert erase_again(ledger, tmp_path) == 0


def test_keys_rotate_after_an_erasure_and_the_proof_stays(database: str, tmp_path: Path) -> None:
    ledger = told(database)
    erase(ledger, ADA, **WORDS, marks=tmp_path)
    done = rekey(a_ledger(database, prefix="e", keyring=both()))
    assert {purpose.name for purpose, _ in done.bound} == {"EVIDENCE"}
    assert sorted(states(a_ledger(database, keyring=both()), ADA)) == ["accepted", "excluded"]
    assert not planned(
        a_ledger(database, prefix="f", keyring=both()), [a_recipient("c-2", BOB)]
    ).new

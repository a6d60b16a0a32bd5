"""The ledger: whole plans, one approval bound to their bytes, and a record nobody can bend."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace as altered
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from notify.announcements import Announced
from notify.chain import BrokenChain
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, NothingToApprove, approve, planned_mails
from notify.ledger_audit import LedgerDamaged, check_states
from notify.ledger_batches import claim, waiting
from notify.ledger_standing import standing_of, told_before
from notify.ledger_status import plan_statuses
from notify.mailboxes import Mailbox
from notify.plans import Known, Standing
from notify.recipients import Listed
from tests.notify.builders import NEW, OLD, TODAY, a_recipient, day, settings_with
from tests.notify.ledgers import a_ledger, people, planned, totals

S = DeliveryState


def standing(ledger: Ledger) -> Standing:
    with ledger.reading() as connection:
        return standing_of(connection)


def known(ledger: Ledger) -> Known | None:
    index = ledger.seals.index("p0000@example.com")
    return told_before(ledger)([index]).get(index)


def test_the_first_plan_begins_the_ledger(database: str) -> None:
    ledger = a_ledger(database)

    assert standing(ledger).baseline is None
    assert planned(ledger, people(3)).new

    baseline = standing(ledger).baseline
    assert baseline is not None
    assert (baseline.day, baseline.left_out) == (TODAY, frozenset({OLD.id}))
    assert totals(ledger) == {S.PLANNED: 3}


def test_planning_twice_makes_nothing_new(database: str) -> None:
    ledger = a_ledger(database)

    assert planned(ledger, people(3)).new
    assert not planned(ledger, people(3)).new
    approve(ledger, by="Counsel")
    assert not planned(ledger, people(3), today=day("2027-01-16")).new

    assert len(plan_statuses(ledger)) == 1


def test_an_unapproved_plan_is_replaced_and_its_deliveries_cancelled(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, people(3))

    assert planned(ledger, people(4)).new

    (status,) = plan_statuses(ledger)
    assert status.recipients == 4
    assert totals(ledger) == {S.PLANNED: 4}


def test_a_plan_can_go_back_to_what_it_was(database: str) -> None:
    ledger = a_ledger(database)

    for number in (3, 4, 3):
        assert planned(ledger, people(number)).new

    assert totals(ledger) == {S.PLANNED: 3}


def test_late_joiners_make_a_plan_of_their_own(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, people(3))
    approve(ledger, by="Counsel")

    assert planned(ledger, people(5), today=day("2027-02-20")).new

    first, second = plan_statuses(ledger)
    assert (sum(first.notices[0].counts.values()), second.approved_by) == (
        3,
        f"Counsel, with plan {first.hash[:12]}",
    )
    assert second.notices[0].counts[S.PLANNED] == 2
    assert second.reasons == {"already told": 3}


def test_only_an_approved_plan_counts_as_told(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, people(1))
    assert standing(ledger).known == frozenset()
    assert known(ledger) is None

    approve(ledger, by="Counsel")

    assert standing(ledger).known == {NEW.id}
    told = Announced(revision=NEW.id, day=day("2027-03-01"), times=1)
    assert known(ledger) == Known(frozenset({NEW.id}), TODAY, frozenset({told}))


def test_an_approval_is_bound_to_the_hash(database: str) -> None:
    ledger = a_ledger(database)
    plan = planned(ledger, people(1)).plan

    with pytest.raises(NothingToApprove, match="preview it first"):
        approve(ledger, by="Counsel", hash_="abc")
    with pytest.raises(NothingToApprove, match="write --by NAME"):
        approve(ledger, by=" ")
    assert approve(ledger, by="Counsel", hash_=plan.hash[:12]) == plan.hash
    with pytest.raises(NothingToApprove, match="run: fairnotice notify plan"):
        approve(ledger, by="Counsel")


def test_nothing_can_be_claimed_before_the_approval(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, people(1))

    assert waiting(ledger) == 0
    assert claim(ledger, carrier="test", limit=10) is None


def test_what_is_handed_over_is_what_was_planned_to_the_byte(database: str) -> None:
    ledger = a_ledger(database)
    plan = planned(ledger, [a_recipient("ada", "Ada@example.com", ["voice"], name="Ada")]).plan
    (preview,) = planned_mails(ledger)
    approve(ledger, by="Counsel")

    batch = claim(ledger, carrier="test", limit=10)

    assert batch is not None
    assert batch.mail == preview.mail == plan.notices[0].mail.mail
    (addressee,) = batch.addressees
    assert addressee == altered(preview.addressees[0], delivery=addressee.delivery)
    assert addressee.mailbox == Mailbox(address="Ada@example.com", name="Ada")
    assert {"Hello Ada,", "Voice"} <= set(addressee.substitutions.values())


def test_a_preview_of_nothing_is_empty(database: str) -> None:
    assert list(planned_mails(a_ledger(database))) == []


def test_overrides_stay_on_the_record(database: str) -> None:
    ledger = a_ledger(database)
    hurried = settings_with(notice={"days": 60})

    planned(ledger, people(1), settings=hurried, override="A. Counsel: agreed")

    assert plan_statuses(ledger)[0].override == "A. Counsel: agreed"


def test_events_hold_no_address_and_no_name(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, [a_recipient("lovelace", "lovelace@example.com", name="Ada Lovelace")])
    approve(ledger, by="Counsel")
    claim(ledger, carrier="test", limit=10)

    with ledger.engine.begin() as connection:
        bodies = connection.execute(text("SELECT body FROM event")).scalars().all()

    assert len(bodies) == 4
    assert "lovelace" not in "".join(bodies).lower()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE event SET body = '{}'", id="an event is altered"),
        pytest.param("DELETE FROM event", id="an event is removed"),
        pytest.param(
            "INSERT INTO event VALUES (9, '', 'step', 1, '{}', 'x', 'y')",
            id="an event leaves a gap",
        ),
        pytest.param("UPDATE delivery SET state = 'sent'", id="a state that is none"),
        pytest.param(
            "INSERT INTO delivery SELECT 'x', plan, notice, 'r2', mailbox, person,"
            " wording, reason, told_as, state, batch, claimed, not_before FROM delivery",
            id="a mailbox gets a notice twice",
        ),
        pytest.param("UPDATE delivery SET state = 'sending'", id="sending outside a batch"),
        pytest.param("UPDATE delivery SET person = NULL", id="told without an address"),
        pytest.param("UPDATE plan SET approved_by = 'X'", id="an approval without its time"),
        pytest.param("INSERT INTO baseline VALUES (2, '2027-01-01', '[]')", id="a second baseline"),
        pytest.param("UPDATE delivery SET plan = 7", id="a delivery without its plan"),
    ],
)
def test_the_database_itself_refuses(database: str, statement: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, people(1))

    with pytest.raises(IntegrityError), ledger.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_ledger_that_was_tampered_with_is_noticed(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    planned(ledger, people(2))
    ledger.engine.dispose()
    file = sqlite3.connect(tmp_path / "ledger.sqlite3")
    file.execute("UPDATE delivery SET state = 'cancelled' WHERE recipient = 'p0001'")
    file.commit()

    with pytest.raises(LedgerDamaged, match="stands as cancelled, but its events say planned"):
        check_states(ledger)

    file.execute("DROP TRIGGER event_no_update")
    file.execute("UPDATE event SET at = '2026' WHERE number = 2")
    file.commit()
    file.close()
    with pytest.raises(BrokenChain, match="event 2 "):
        check_states(ledger)


def test_a_failed_plan_leaves_nothing_behind(database: str) -> None:
    ledger = a_ledger(database)

    def breaks() -> Iterator[Listed]:
        yield from people(3_000)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        planned(ledger, breaks())

    assert standing(ledger).baseline is None
    assert plan_statuses(ledger) == ()

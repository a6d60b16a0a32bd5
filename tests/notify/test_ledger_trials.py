"""Trials in the ledger: known as ours, and no sign of how mail fares."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.settings import Settings
from notify.carriers import Refused
from notify.ledger_canaries import canaries, last_heard
from notify.ledger_guard import check_home
from notify.ledger_trials import MOST, NothingToTry, Trial, try_notices
from notify.links import link_rules
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind
from tests.notify.hands import Hands, answers
from tests.notify.ledgers import a_ledger, approved, people, planned, totals
from tests.notify.provider_posts import said, taken_in

RULES = link_rules(Settings())
COUNSEL = Mailbox(address="counsel@example.com", name="A. Counsel")


def tried(database: str, to: Sequence[Mailbox], carrier: Hands) -> list[Trial]:
    return list(try_notices(approved(database, 2), carrier, to=to, rules=RULES))


def test_a_trial_that_bounces_says_nothing_of_mail_as_a_whole(
    database: str, tmp_path: Path
) -> None:
    ledger, carrier = approved(database, 2), Hands()
    (one,) = try_notices(ledger, carrier, to=[COUNSEL], rules=RULES)
    with ledger.reading() as connection:
        (id_,) = connection.exec_driver_sql("SELECT id FROM canary").scalars()

    taken = taken_in(ledger, said(EventKind.BOUNCED, id_, id_))

    assert one.to == "counsel@example.com"
    assert (taken.new, taken.moved) == (1, 0)
    assert canaries(ledger) == []
    with ledger.reading() as connection:
        assert last_heard(connection) is None
    check_home(ledger, marks=tmp_path)  # an event about it raises no doubt
    assert sum(totals(ledger).values()) == 2


def test_every_language_and_notice_is_tried(database: str) -> None:
    ledger, carrier = a_ledger(database), Hands()
    planned(ledger, people(3))

    found = list(try_notices(ledger, carrier, to=[COUNSEL], rules=RULES))

    assert [one.language for one in found] == ["en"]
    assert carrier.taken == {"counsel@example.com": 1}


def test_what_the_carrier_refuses_is_said(database: str) -> None:
    (one,) = tried(database, [COUNSEL], Hands(answers(Refused(reason="no such From"))))

    assert one.outcome == Refused(reason="no such From")


def test_a_test_is_no_way_to_tell_a_list(database: str) -> None:
    crowd = [Mailbox(address=f"p{number}@example.com") for number in range(MOST + 1)]
    with pytest.raises(NothingToTry, match="1 to 20 people"):
        tried(database, crowd, Hands())

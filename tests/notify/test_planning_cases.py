"""Cases of failure that planning must withstand, each named after its number."""

from pathlib import Path

import pytest

from notify.carriers import InvalidMail, substituted
from notify.ledger import approve, planned_mails
from notify.ledger_batches import claim
from notify.ledger_status import plan_statuses
from notify.recipients import EndedEarly, Listed
from notify.refusals import PlanRefused
from tests.notify.builders import (
    NEW,
    a_decision,
    a_judgement,
    a_recipient,
    day,
    judging,
    settings_with,
)
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import a_ledger, approved, people, planned, totals

HOSTILE = (
    "Ada-unsub-",
    "Ada; Bob, Eve",
    "Ada\r\nBcc: eve@example.com",
    "<b>Ada</b><script>alert(1)</script>",
    "Ada \u202eadA\u202c",
    "visit https://evil.example/x now",
)


def test_case_24_a_mail_that_cannot_be_made_stops_the_plan_before_anybody_is_mailed(
    database: str,
) -> None:
    ledger = a_ledger(database)
    endless = a_judgement(decision=a_decision(summary="We keep records. " * 10_000))

    with pytest.raises(InvalidMail, match=r"write a shorter change\.summary"):
        planned(ledger, people(3), judgements=judging((NEW, endless)))

    assert plan_statuses(ledger) == ()
    assert claim(ledger, carrier="hands", limit=10) is None


@pytest.mark.parametrize("name", HOSTILE)
def test_case_25_a_name_cannot_bring_in_a_mark_a_tag_a_header_or_a_link(
    tmp_path: Path, name: str
) -> None:
    ledger = a_ledger(tmp_path)
    planned(ledger, [a_recipient("ada", services=["voice"], name=name)])

    (batch,) = planned_mails(ledger)

    (addressee,) = batch.addressees
    text, html = (
        substituted(part, addressee.substitutions) for part in (batch.mail.text, batch.mail.html)
    )
    assert text.startswith("Hello ")
    assert text.splitlines()[1] == ""
    assert "<script" not in html
    assert "<b>Ada" not in html
    assert "https://evil.example" not in text + html
    assert "\u202e" not in text + html
    assert "\n" not in addressee.mailbox.name


def test_case_26_one_mailbox_in_several_spellings_gets_one_mail_and_every_id_is_recorded(
    database: str,
) -> None:
    ledger = a_ledger(database)
    spellings = ["info@bücher.example", "INFO@BÜCHER.example", "info@xn--bcher-kva.example"]
    ids = [a_recipient(f"r{n}", one, ["voice"]) for n, one in enumerate(spellings)]

    made = planned(ledger, ids).plan

    assert (made.told, made.deliveries, made.recipients) == (1, 1, 3)
    assert plan_statuses(ledger)[0].reasons == {"same mailbox": 2}


def test_case_27_a_day_too_near_is_refused_and_who_takes_it_on_is_recorded(database: str) -> None:
    ledger, hurried = a_ledger(database), settings_with(notice={"days": 60})

    with pytest.raises(PlanRefused, match="60 days of notice are owed"):
        planned(ledger, people(2), settings=hurried)

    planned(ledger, people(2), settings=hurried, override="A. Counsel: agreed with the authority")
    assert plan_statuses(ledger)[0].override == "A. Counsel: agreed with the authority"


def test_case_28_planning_and_sending_twice_tells_nobody_twice(database: str) -> None:
    ledger = approved(database, 5)
    carrier = Hands()
    sent(ledger, carrier)

    assert not planned(ledger, people(5), today=day("2027-01-16")).new
    sent(ledger, carrier)

    assert set(carrier.taken.values()) == {1}


def test_case_35_what_should_have_been_told_long_ago_does_not_go_out_silently(
    database: str,
) -> None:
    ledger = a_ledger(database)

    with pytest.raises(PlanRefused, match="over 14 days ago; nobody expects to hear of it now"):
        planned(ledger, people(2), today=day("2027-01-27"))

    assert plan_statuses(ledger) == ()


def test_t20_a_list_that_ends_early_is_refused_without_somebody_who_takes_it_on(
    database: str,
) -> None:
    ledger = a_ledger(database)
    broken: list[Listed] = [*people(3), EndedEarly(after=3, problem="the line went dead")]

    with pytest.raises(PlanRefused, match="ended early, after 3 rows"):
        planned(ledger, broken)


def test_t24_who_was_told_is_not_told_again_because_mails_are_rendered_otherwise(
    database: str,
) -> None:
    ledger = approved(database, 3)

    made = planned(
        ledger,
        people(3),
        settings=settings_with(site_name="Another Name", postal_address="2 Other Road"),
    )

    assert not made.new
    assert len(plan_statuses(ledger)) == 1


def test_t30_own_addresses_get_no_mail_that_could_go_in_a_circle(database: str) -> None:
    ledger = a_ledger(database)
    own = settings_with(notice={"legal_from": "Example <Legal@example.com>"})
    listed = [
        a_recipient("from", "legal@example.com", ["voice"]),
        a_recipient("contact", "Privacy@Example.com", ["voice"]),
        a_recipient("ada", services=["voice"]),
    ]

    planned(ledger, listed, settings=own)
    approve(ledger, by="Counsel")

    assert plan_statuses(ledger)[0].reasons == {"own address": 2}
    assert totals(ledger)
    batch = claim(ledger, carrier="hands", limit=10)
    assert batch is not None
    assert [one.mailbox.address for one in batch.addressees] == ["ada@example.com"]

"""Postponed, moved up or taken back after some were told: who hears of it, and in which words (S9)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from archive.register import Register
from archive.revisions import Revision, State
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, approve, planned_mails
from notify.ledger_batches import claim
from notify.ledger_settling import settle
from notify.ledger_status import plan_statuses
from notify.refusals import PlanRefused
from notify.settlements import Settlement
from tests.notify.builders import (
    NEW,
    OLD,
    a_judgement,
    a_policy,
    a_register,
    a_revision,
    day,
    judging,
    settings_with,
)
from tests.notify.ledgers import a_ledger, approved, people, planned, totals

S = DeliveryState
LATER = date(2027, 1, 25)  # what was declared on the 20th has settled by then


def redated(effective: str, *, declared: str = "2027-01-20T10:00Z") -> Revision:
    """The announced text, for which another day was declared."""
    moment, first = datetime.fromisoformat(declared), NEW.datings[0]
    dating = replace(first, effective=day(effective), published=moment)
    return replace(
        NEW,
        datings=(*NEW.datings, dating),
        effective=day(effective),
        applies_from=day(effective),
    )


def register(*revisions: Revision, today: date = LATER) -> Register:
    return a_register(a_policy(OLD, *revisions), today=today)


def answered(ledger: Ledger, **answers: int) -> None:
    """Hand over to as many people as each answer says; the rest stays planned."""
    for state, number in answers.items():
        batch = claim(ledger, carrier="hands", limit=number)
        assert batch is not None
        ids = [addressee.delivery for addressee in batch.addressees]
        settle(ledger, batch.id, Settlement(to={S(state): ids}))


def latest(ledger: Ledger) -> dict[str, int]:
    """To how many the newest plan tells what, by subject."""
    notices = plan_statuses(ledger)[-1].notices
    return {notice.subject: notice.counts[S.PLANNED] for notice in notices}


def test_postponed_those_who_were_told_hear_of_the_day_and_the_rest_of_the_new_one_alone(
    database: str,
) -> None:
    ledger = approved(database, 7)
    answered(ledger, accepted=2, unknown=1, failed=1)

    assert planned(ledger, people(7), register=register(redated("2027-04-01"))).new

    assert latest(ledger) == {
        "Example Messaging: Privacy Policy will now change on 1 April 2027": 3,
        "Example Messaging: Privacy Policy changes on 1 April 2027": 4,
    }
    assert totals(ledger)[S.CANCELLED] == 3
    assert not planned(ledger, people(7), register=register(redated("2027-04-01"))).new


def test_the_mail_says_what_is_so_instead(database: str) -> None:
    ledger = approved(database, 1)
    answered(ledger, accepted=1)
    planned(ledger, people(1), register=register(redated("2027-04-01")))

    (batch,) = planned_mails(ledger)

    said = "This applies from 1 April 2027 instead of 1 March 2027, the day that we told you of."
    for words in (batch.mail.text, batch.mail.html):
        assert said in " ".join(words.split())
    assert "From: 1 April 2027, 00:00 (UTC)." in batch.mail.text


def test_moved_up_the_period_starts_anew(database: str) -> None:
    ledger = approved(database, 2)
    answered(ledger, accepted=2)

    with pytest.raises(PlanRefused, match="applies from 2027-02-20; to people told on 2027-01-25"):
        planned(ledger, people(2), register=register(redated("2027-02-20")))
    lawful = settings_with(notice={"days": 20})
    assert planned(ledger, people(2), register=register(redated("2027-02-20")), settings=lawful).new
    assert latest(ledger) == {
        "Example Messaging: Privacy Policy will now change on 20 February 2027": 2
    }


def test_taken_back_those_who_were_told_hear_that_the_former_text_stays(database: str) -> None:
    ledger = approved(database, 5)
    answered(ledger, accepted=2, unknown=1)
    withdrawn = replace(NEW, state=State.WITHDRAWN, applies_from=None)

    assert planned(ledger, people(6), register=register(withdrawn)).new

    assert latest(ledger) == {
        "Example Messaging: Privacy Policy will not change on 1 March 2027": 3
    }
    assert totals(ledger)[S.CANCELLED] == 2
    (batch,) = planned_mails(ledger)
    said = "The change that we announced for 1 March 2027 is taken back. The text that applies now"
    assert said in " ".join(batch.mail.text.split())
    assert "From:" not in batch.mail.text
    assert "What changes: Privacy Policy: The change that we announced" in batch.mail.text
    approve(ledger, by="Counsel")
    assert not planned(ledger, people(6), register=register(withdrawn)).new


@pytest.mark.parametrize(
    ("now", "subject"),
    [
        pytest.param(redated("2027-04-01"), "will now change on 1 April 2027", id="postponed"),
        pytest.param(
            replace(NEW, state=State.WITHDRAWN, applies_from=None),
            "will not change on 1 March 2027",
            id="taken back",
        ),
    ],
)
def test_who_left_the_list_meanwhile_hears_of_it_as_well(
    database: str, now: Revision, subject: str
) -> None:
    ledger = approved(database, 9)
    answered(ledger, accepted=4, unknown=2, failed=1)  # two are never reached
    query = "SELECT recipient FROM delivery WHERE state IN ('accepted', 'unknown')"
    with ledger.reading() as connection:
        told = set(connection.exec_driver_sql(query).scalars())
    stayed = [one for one in people(9) if one.id == min(told)]

    left = "B. Planner: they left us in January"
    made = planned(ledger, stayed, register=register(now), override=left)

    assert latest(ledger) == {f"Example Messaging: Privacy Policy {subject}": 6}
    assert "5 people were told before and left the list since" in "; ".join(made.plan.warnings)
    (batch,) = planned_mails(ledger)
    assert {a.mailbox.address for a in batch.addressees} == {f"{id_}@example.com" for id_ in told}
    words = Counter(word for a in batch.addressees for word in set(a.substitutions.values()))
    (why,) = (word for word in words if word.startswith("You get this because"))
    assert words[why] == 5  # who is on the list reads which of their services it is about
    approve(ledger, by="Counsel")
    assert not planned(ledger, stayed, register=register(now), override=left).new


REPLACED = replace(NEW, state=State.SUPERSEDED)
SECOND = a_revision(
    "We keep call records for 120 days.",
    published="2027-01-20",
    effective="2027-03-01",
    state=State.SCHEDULED,
    services=("messaging", "voice"),
)
JUDGED = judging((OLD, a_judgement()), (NEW, a_judgement()), (SECOND, a_judgement()))


def test_who_was_told_of_a_text_that_another_replaces_reads_what_differs_from_it(
    database: str,
) -> None:
    ledger = approved(database, 5)
    answered(ledger, accepted=2)
    there = register(REPLACED, SECOND)

    assert planned(ledger, people(5), register=there, judgements=JUDGED).new

    told, others = sorted(planned_mails(ledger), key=lambda batch: len(batch.addressees))
    assert (len(told.addressees), len(others.addressees)) == (2, 3)
    said = "We told you of another text before. This one differs from it in these words:"
    for words in (told.mail.text, told.mail.html):
        assert said in " ".join(words.split())
    assert "for [-90-]{+120+} days" in told.mail.text  # and from the text in force:
    assert "for [-30-]{+120+} days" in told.mail.text
    link = "https://policies.example.com/privacy/2027-03-01/"
    assert f"The text that we told you of before: {link}" in told.mail.text
    assert "before. This one" not in " ".join(others.mail.text.split())
    approve(ledger, by="Counsel")
    assert not planned(ledger, people(5), register=there, judgements=JUDGED).new


def test_moved_and_moved_back_each_is_told_once(database: str) -> None:
    ledger = approved(database, 1)
    answered(ledger, accepted=1)
    back = redated("2027-03-01", declared="2027-01-21T10:00Z")
    again = redated("2027-04-01", declared="2027-01-22T10:00Z")

    for number, revision in enumerate((redated("2027-04-01"), back, again)):
        today = date(2027, 1, 25 + number)
        settings = settings_with(notice={"days": 20})
        there = register(revision, today=today)
        assert planned(ledger, people(1), register=there, settings=settings).new
        approve(ledger, by="Counsel")
        answered(ledger, accepted=1)
        assert not planned(ledger, people(1), register=there, settings=settings).new

    assert totals(ledger) == {S.ACCEPTED: 4}


def test_what_waited_for_its_approval_or_lay_in_a_folder_is_not_told_any_more(
    database: str,
) -> None:
    ledger = approved(database, 2)
    answered(ledger, withheld=2)

    planned(ledger, people(2), register=register(redated("2027-04-01")))

    assert totals(ledger) == {S.CANCELLED: 2, S.PLANNED: 2}
    assert latest(ledger) == {"Example Messaging: Privacy Policy changes on 1 April 2027": 2}


def test_a_new_day_settles_before_it_is_told(database: str) -> None:
    ledger = approved(database, 2)
    answered(ledger, accepted=1)
    young = redated("2027-04-01", declared="2027-01-25T10:00Z")

    made = planned(ledger, people(2), register=register(young))

    assert not made.new
    assert made.plan.settling
    assert totals(ledger) == {S.ACCEPTED: 1, S.PLANNED: 1}


def test_case_23_a_history_that_lost_what_was_told_is_refused_by_name(database: str) -> None:
    ledger = approved(database, 2)
    answered(ledger, accepted=1)

    with pytest.raises(PlanRefused, match=f"told of the revision {NEW.id}, and the repository"):
        planned(ledger, people(2), register=a_register(a_policy(OLD), today=LATER))


def test_case_22_a_text_that_was_replaced_after_planning_is_told_to_nobody_more(
    new_database: Callable[[], str],
) -> None:
    ledger = a_ledger(new_database())
    planned(ledger, people(4))
    approve(ledger, by="Counsel")
    answered(ledger, accepted=1)
    replaced = replace(NEW, state=State.WITHDRAWN, applies_from=None)

    planned(ledger, people(4), register=register(replaced))

    assert claim(ledger, carrier="hands", limit=10) is None

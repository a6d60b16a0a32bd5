"""Can the list be trusted? The figures are those of THREATS.md, T20."""

from pathlib import Path

import pytest

from notify.ledger_status import plan_statuses
from notify.list_readings import ListReading
from notify.recipients import BadRow, EndedEarly, Listed
from notify.refusals import PlanRefused
from tests.notify.builders import a_recipient
from tests.notify.ledgers import a_ledger, planned
from tests.notify.ledgers import people as everybody


def people(number: int) -> list[Listed]:
    return [a_recipient(f"p{n}") for n in range(number)]


def bad(number: int) -> list[Listed]:
    return [BadRow(number=n + 2, problem="the id is empty") for n in range(number)]


def reading(listed: list[Listed]) -> ListReading:
    made = ListReading()
    assert len(list(made.recipients(listed))) == made.people
    return made


@pytest.mark.parametrize(
    ("listed", "last", "said"),
    [
        pytest.param([], None, "the list of recipients is empty", id="nothing"),
        pytest.param(bad(1) + people(49), None, "1 of 50 rows cannot be used, 2 %", id="2 % bad"),
        pytest.param(people(80), 100, "20 % fewer", id="a fifth fewer"),
        pytest.param(people(120), 100, "20 % more", id="a fifth more"),
        pytest.param(people(1), 4, "75 % fewer", id="three of four are gone"),
        pytest.param(
            [*people(90), EndedEarly(after=90, problem="the line went dead")],
            100,
            "ended early, after 90 rows: the line went dead",
            id="broken off",
        ),
    ],
)
def test_what_is_refused_unless_a_person_takes_it_on(
    listed: list[Listed], last: int | None, said: str
) -> None:
    (refusal,) = reading(listed).refusals(last=last)

    assert said in str(refusal)
    assert refusal.may_be_overridden


@pytest.mark.parametrize(
    ("listed", "last"),
    [
        pytest.param(people(3), None, id="a first list of any length"),
        pytest.param(bad(1) + people(50), None, id="just under 2 % bad"),
        pytest.param(people(81), 100, id="just under a fifth fewer"),
        pytest.param(people(119), 100, id="just under a fifth more"),
        pytest.param(people(3), 1, id="two people join a list of one"),
        pytest.param(people(2), 4, id="two people of four leave"),
    ],
)
def test_what_is_everyday_passes(listed: list[Listed], last: int | None) -> None:
    assert list(reading(listed).refusals(last=last)) == []


def test_a_service_that_the_settings_lack_stops_the_plan_whoever_takes_it_on() -> None:
    odd = BadRow(number=9, problem="the service 'fax' is unknown", settings_differ=True)

    (refusal,) = reading([*people(1_000), odd]).refusals(last=None)

    assert "1 row at odds with the settings" in str(refusal)
    assert "row 9: the service 'fax' is unknown" in str(refusal)
    assert not refusal.may_be_overridden


def test_bad_rows_that_are_few_are_warned_of_by_number() -> None:
    assert list(reading(bad(2) + people(998)).warnings()) == [
        "2 rows cannot be used; whoever they name is not told",
        "row 2: the id is empty",
        "row 3: the id is empty",
    ]


def test_a_list_without_a_mistake_gives_no_warning() -> None:
    assert list(reading(people(3)).warnings()) == []


def test_many_bad_rows_are_counted_and_the_message_stays_short() -> None:
    found = reading(bad(3_000) + people(1))

    (refusal,) = found.refusals(last=None)
    assert "3,000 of 3,001 rows" in str(refusal)
    assert "and 2,950 more" in str(refusal)
    assert len(str(refusal).splitlines()) == 52


def test_the_count_that_is_compared_is_the_last_plans_and_who_takes_it_on_is_recorded(
    tmp_path: Path,
) -> None:
    ledger = a_ledger(tmp_path)
    planned(ledger, everybody(10))

    with pytest.raises(PlanRefused, match="the list has 7 recipients and the last plan had 10"):
        planned(ledger, everybody(7))

    taken_on = "A. Counsel: three firms have left"
    assert planned(ledger, everybody(7), override=taken_on).new
    assert [plan.override for plan in plan_statuses(ledger)] == [taken_on]  # the first is replaced
    assert planned(ledger, everybody(7)).plan.recipients == 7


def test_a_list_that_breaks_off_is_planned_only_on_the_record(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    broken: list[Listed] = [*everybody(3), EndedEarly(after=3, problem="the line went dead")]

    with pytest.raises(PlanRefused, match="ended early"):
        planned(ledger, broken)

    made = planned(ledger, broken, override="A. Counsel: the rest is another company's").plan
    assert made.recipients == 3
    assert "the list ended early: the line went dead" in made.warnings

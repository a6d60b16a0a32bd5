"""How many people would be told, and how many not? Everybody is counted once."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.settings import Service
from notify.audiences import audience_of, reach_by_service, reach_of
from notify.recipients import Recipient
from tests.notify.builders import a_recipient

SERVICES = (Service(id="voice", title="Voice"), Service(id="mail", title="Mail"))
ADA = a_recipient("1", "ada@example.com", ["voice"])
BEN = a_recipient("2", "ben@example.com", ["mail"])
BOTH = a_recipient("3", "both@example.com", ["voice", "mail"])
ALL = a_recipient("4", "all@example.com", [])
LETTER = a_recipient("5", None, ["voice"])


@pytest.mark.parametrize(
    ("people", "concerned", "told", "others", "letters"),
    [
        pytest.param([ADA, BEN], ["voice"], 1, 1, 0, id="of one service"),
        pytest.param([ADA, BEN, ALL], [], 3, 0, 0, id="no service named: everybody"),
        pytest.param([BEN, ALL], ["voice"], 1, 1, 0, id="who names none uses all"),
        pytest.param([ADA, LETTER], ["voice"], 1, 0, 1, id="without an address"),
        pytest.param(
            [ADA, a_recipient("6", "ADA@example.com", ["mail"])],
            ["mail"],
            1,
            0,
            0,
            id="one mailbox under two ids is one person with both services",
        ),
    ],
)
def test_people_are_counted(
    people: Sequence[Recipient], concerned: Sequence[str], told: int, others: int, letters: int
) -> None:
    reach = reach_of(audience_of(people), concerned, SERVICES)

    assert (reach.told, reach.not_told, reach.by_other_means) == (told, others, letters)


def test_people_of_a_service_may_be_told_for_another_they_use() -> None:
    reach = reach_of(audience_of([ADA, BEN, BOTH]), ["voice"], SERVICES)

    assert [(each.told, each.not_told) for each in reach.services] == [(2, 0), (1, 1)]


@given(
    people=st.lists(st.sets(st.sampled_from(["voice", "mail"]))),
    concerned=st.sets(st.sampled_from(["voice", "mail"])),
)
def test_everybody_is_told_or_not(people: list[set[str]], concerned: set[str]) -> None:
    audience = audience_of(
        a_recipient(str(number), f"p{number}@example.com", sorted(used))
        for number, used in enumerate(people)
    )
    reach = reach_of(audience, concerned, SERVICES)

    assert reach.told + reach.not_told == len(people)
    for each in reach.services:
        users = [used for used in people if not used or each.service.id in used]
        assert each.told + each.not_told == len(users)


def test_people_of_a_plan_are_counted_for_each_service_they_use() -> None:
    people = {("voice", True): 3, ("mail;voice", False): 2, ("mail", False): 1, ("", True): 4}

    found = reach_by_service(people, SERVICES)

    assert [(one.service.id, one.told, one.not_told) for one in found] == [
        ("voice", 7, 2),
        ("mail", 4, 3),
    ]

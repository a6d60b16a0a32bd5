"""No event can be altered, removed or slipped in without the chain showing it."""

from dataclasses import replace

import pytest

from notify.chain import BrokenChain, Event, checked, next_event


def a_chain(length: int) -> list[Event]:
    events: list[Event] = []
    for number in range(length):
        last = (events[-1].number, events[-1].hash) if events else None
        events.append(next_event(last, at="2027", kind="step", plan=1, facts={"n": number}))
    return events


def test_an_untouched_chain_is_read_in_order() -> None:
    assert [event.facts["n"] for event in checked(a_chain(5))] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("number", range(4))
def test_an_altered_event_is_noticed(number: int) -> None:
    events = a_chain(4)
    events[number] = replace(events[number], body='{"n":9}')

    with pytest.raises(BrokenChain, match=f"event {number + 1} "):
        list(checked(events))


@pytest.mark.parametrize("number", range(3))
def test_a_missing_event_is_noticed(number: int) -> None:
    events = a_chain(4)
    del events[number]

    with pytest.raises(BrokenChain):
        list(checked(events))


def test_an_event_cannot_be_put_in_with_a_hash_of_its_own() -> None:
    events = a_chain(3)
    events[1] = next_event((1, events[0].hash), at="2027", kind="step", plan=1, facts={"n": 9})

    with pytest.raises(BrokenChain, match="event 3 "):
        list(checked(events))

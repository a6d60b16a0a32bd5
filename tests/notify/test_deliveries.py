"""The states of a delivery, and that nothing but its events decides them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.carriers import DeliveryId
from notify.deliveries import (
    FIRST_STATES,
    MOVES,
    DeliveryState,
    ImpossibleMove,
    Step,
    counted,
    moved,
    states_after,
)

S = DeliveryState


@pytest.mark.parametrize(
    "path",
    [
        pytest.param([S.PLANNED, S.SENDING, S.ACCEPTED, S.DELIVERED], id="it arrives"),
        pytest.param([S.PLANNED, S.SENDING, S.ACCEPTED, S.BOUNCED], id="it comes back"),
        pytest.param([S.PLANNED, S.SENDING, S.UNKNOWN, S.ACCEPTED], id="a late answer proves it"),
        pytest.param([S.PLANNED, S.SENDING, S.PLANNED, S.SENDING], id="the carrier asked to wait"),
        pytest.param([S.PLANNED, S.CANCELLED], id="another plan replaced it"),
        pytest.param([S.EXCLUDED], id="it was never to go out"),
    ],
)
def test_what_may_happen_to_a_delivery(path: list[DeliveryState]) -> None:
    one = DeliveryId("d1")

    assert states_after(Step(deliveries=(one,), to=state) for state in path) == {one: path[-1]}


@pytest.mark.parametrize(
    ("state", "to"),
    [
        pytest.param(S.UNKNOWN, S.PLANNED, id="unknown is never sent again blindly"),
        pytest.param(S.WITHHELD, S.ACCEPTED, id="a file in a folder told nobody"),
        pytest.param(S.WITHHELD, S.PLANNED, id="what was withheld is not silently sent"),
        pytest.param(S.EXCLUDED, S.SENDING, id="the excluded stay excluded"),
        pytest.param(S.ACCEPTED, S.PLANNED, id="what was accepted is not repeated"),
        pytest.param(None, S.SENDING, id="nothing goes out unplanned"),
    ],
)
def test_what_may_never_happen(state: DeliveryState | None, to: DeliveryState) -> None:
    with pytest.raises(ImpossibleMove):
        moved(state, to)


def test_what_was_withheld_goes_out_where_a_person_releases_it_and_nothing_else_does() -> None:
    one = (DeliveryId("d1"),)
    steps = [Step(deliveries=one, to=state) for state in (S.PLANNED, S.SENDING, S.WITHHELD)]

    released = states_after([*steps, Step(deliveries=one, to=S.PLANNED, released=True)])

    assert released == {DeliveryId("d1"): S.PLANNED}
    for state in set(S) - {S.WITHHELD, S.SENDING}:
        with pytest.raises(ImpossibleMove):
            moved(state, S.PLANNED, released=True)


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(DeliveryState)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    steps, state = [], None
    for _ in range(draw(st.integers(1, 6))):
        allowed = sorted(FIRST_STATES if state is None else MOVES[state])
        if not allowed:
            break
        state = draw(st.sampled_from(allowed))
        steps.append(state)
    ids = tuple(DeliveryId(f"d{n}") for n in range(draw(st.integers(1, 5))))
    return [Step(deliveries=ids, to=state) for state in steps]


@given(histories())
def test_no_delivery_is_ever_lost_on_the_way(steps: list[Step]) -> None:
    states = states_after(steps)

    assert set(states) == set(steps[0].deliveries)
    counts = {state: list(states.values()).count(state) for state in states.values()}
    assert sum(counted(counts).values()) == len(states)

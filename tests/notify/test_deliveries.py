"""The states of a delivery, and that nothing but its events decides them."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.deliveries import (
    MOVES,
    DeliveryState,
    ImpossibleMove,
    counted,
    moved,
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
    assert came_to(path) == path[-1]


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
    assert moved(S.WITHHELD, S.PLANNED, released=True) == S.PLANNED
    for state in set(S) - {S.WITHHELD, S.SENDING}:
        with pytest.raises(ImpossibleMove):
            moved(state, S.PLANNED, released=True)


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(DeliveryState)


def came_to(path: Iterable[DeliveryState]) -> DeliveryState | None:
    state = None
    for to in path:
        state = moved(state, to)
    return state


@given(state=st.sampled_from(DeliveryState), to=st.sampled_from(DeliveryState))
def test_what_was_told_somebody_is_never_planned_again_without_a_word(
    state: DeliveryState, to: DeliveryState
) -> None:
    """Nothing but a person, or what the provider never heard of, opens a way back."""
    try:
        moved(state, to)
    except ImpossibleMove:
        return
    assert not (to is S.PLANNED and state in {S.ACCEPTED, S.DELIVERED, S.UNKNOWN, S.WITHHELD})
    assert state is not S.EXCLUDED


@given(counts=st.dictionaries(st.sampled_from(DeliveryState), st.integers(0, 9)))
def test_a_count_names_every_state_and_loses_nobody(counts: dict[DeliveryState, int]) -> None:
    assert list(counted(counts)) == list(DeliveryState)
    assert sum(counted(counts).values()) == sum(counts.values())

"""Samples: how many mails go first, and what must be seen of them before the rest goes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.canaries import PATIENCE
from notify.samples import LOOK, SHARE, Answer, Seen, judged, sample_of, too_many

NONE = timedelta()


@pytest.mark.parametrize(
    ("planned", "least", "shares"),
    [
        pytest.param({"n": 1_000}, 1_000, None, id="a plan no larger than its sample goes whole"),
        pytest.param({"n": 1_001}, 1_000, {"n": 1_000}, id="the settings' number goes first"),
        pytest.param({"n": 500_000}, 1_000, {"n": 5_000}, id="or one in a hundred"),
        pytest.param(
            {"en": 150_000, "de": 50_000}, 1_000, {"en": 1_500, "de": 500}, id="of each notice"
        ),
        pytest.param({"en": 5_000, "ja": 1}, 1_000, {"en": 1_000, "ja": 1}, id="even of the least"),
        pytest.param({"n": 500_000}, 0, None, id="none where the settings want none"),
    ],
)
def test_the_size_of_a_sample(
    planned: dict[str, int], least: int, shares: dict[str, int] | None
) -> None:
    assert sample_of(planned, least=least) == shares


@given(
    planned=st.dictionaries(st.text(max_size=3), st.integers(1, 10**6), min_size=1, max_size=9),
    least=st.integers(1, 5_000),
)
def test_a_sample_is_a_part_of_each_notice_and_hardly_more_than_was_asked(
    planned: dict[str, int], least: int
) -> None:
    shares = sample_of(planned, least=least)
    total = sum(planned.values())
    size = max(least, total / SHARE)

    if shares is None:
        assert total <= size + 1
    else:
        assert size <= sum(shares.values()) <= size + 1 + len(planned)
        assert all(1 <= shares[one] <= planned[one] for one in planned)


@pytest.mark.parametrize(
    ("seen", "passed"),
    [
        pytest.param(Seen(handed=1_000, refused=49), None, id="just under five in a hundred"),
        pytest.param(Seen(handed=1_000, refused=50), "could not be delivered", id="five"),
        pytest.param(Seen(handed=20, refused=9), None, id="a few addresses prove nothing"),
        pytest.param(Seen(handed=1_000, complained=2), None, id="two complaints"),
        pytest.param(Seen(handed=1_000, complained=3), "called spam", id="three in a thousand"),
        pytest.param(Seen(handed=100, complained=2), None, id="two of a hundred are two people"),
        pytest.param(Seen(handed=0), None, id="nothing yet"),
    ],
)
def test_the_limits(seen: Seen, passed: str | None) -> None:
    found = too_many(seen)
    assert (found is None) if passed is None else passed in (found or "")


def test_what_a_person_has_seen_does_not_count_again() -> None:
    before = Seen(handed=1_000, refused=80)

    assert too_many(before)
    assert too_many(Seen(handed=3_000, refused=100).since(before)) is None
    assert too_many(Seen(handed=3_000, refused=200).since(before))


@pytest.mark.parametrize(
    ("seen", "idle", "arrived", "answer"),
    [
        pytest.param(
            Seen(handed=1_000, told_of=950), NONE, True, Answer.GO_ON, id="canary and events"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=950), NONE, False, Answer.WAIT, id="the canary is missing"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=600), NONE, True, Answer.WAIT, id="many are still unheard of"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=600), PATIENCE, True, Answer.GO_ON, id="slow servers"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=400), PATIENCE, True, Answer.GIVE_UP, id="half is missing"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=999), PATIENCE, False, Answer.GIVE_UP, id="no canary at all"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=999, refused=60), NONE, True, Answer.STOP, id="a bad list"
        ),
        pytest.param(
            Seen(handed=1_000, told_of=999, under_way=5), NONE, True, Answer.WAIT, id="not all out"
        ),
        pytest.param(Seen(handed=1_000), NONE, None, Answer.WAIT, id="nobody can tell: a while"),
        pytest.param(Seen(handed=1_000), LOOK, None, Answer.GO_ON, id="and then on"),
        pytest.param(
            Seen(handed=1_000, refused=60), LOOK, None, Answer.STOP, id="but never past a limit"
        ),
    ],
)
def test_what_a_look_at_a_sample_comes_to(
    seen: Seen,
    idle: timedelta,
    arrived: bool | None,  # noqa: FBT001
    answer: Answer,
) -> None:
    assert judged(seen, idle=idle, arrived=arrived).answer is answer

"""Which parts hold the same words when they were cut at other places."""

import pytest

from archive.recutting import Group, recut


def group(olds: tuple[int, int], news: tuple[int, int]) -> Group:
    return Group(range(*olds), range(*news))


@pytest.mark.parametrize(
    ("old", "new", "pairs", "expected"),
    [
        pytest.param(["abcdef"], ["abc", "def"], [], [((0, 1), (0, 2))], id="one became two"),
        pytest.param(["abc", "def"], ["abcdef"], [], [((0, 2), (0, 1))], id="two became one"),
        pytest.param(
            ["abcdefgh", "ij"],
            ["abc", "defghij"],
            [((0, 1), (0, 1))],
            [((0, 2), (0, 2))],
            id="the end of one is the head of the next",
        ),
        pytest.param(
            ["abcdef"], ["abc", "xyz", "def"], [], [((0, 1), (0, 3))], id="with a new one between"
        ),
        pytest.param(
            ["abcd", "efgh"],
            ["abcd", "efgh"],
            [((0, 1), (0, 1)), ((1, 2), (1, 2))],
            [((0, 1), (0, 1)), ((1, 2), (1, 2))],
            id="nothing is alone",
        ),
        pytest.param(
            ["abcdef"],
            ["abcdef", "xbdzf"],
            [((0, 1), (1, 2))],
            [((0, 1), (1, 2))],
            id="the partner of a part has those words already",
        ),
        pytest.param(["abcd"], ["axyz", "bcuv"], [], [], id="too little of it is found again"),
        pytest.param(["abcd"], [], [], [], id="there is no other side"),
        pytest.param(
            ["ab", "cdef"],
            ["cdxy", "ab", "ef"],
            [((1, 2), (0, 1))],
            [((1, 2), (0, 3))],
            id="no pair is crossed",
        ),
    ],
)
def test_parts_are_put_together(
    old: list[str],
    new: list[str],
    pairs: list[tuple[tuple[int, int], tuple[int, int]]],
    expected: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    found = recut(old, new, [group(*pair) for pair in pairs])

    assert found == [group(*pair) for pair in expected]

"""Which cell is which when columns come and go."""

import pytest

from archive.cells import align


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(["ab", "c"], ["ab", "d"], [(0, 0), (1, 1)], id="a cell with other words"),
        pytest.param(["a", "b", "c"], ["b", "c"], [(0, None), (1, 0), (2, 1)], id="one removed"),
        pytest.param(["b", "c"], ["a", "b", "c"], [(None, 0), (0, 1), (1, 2)], id="one inserted"),
        pytest.param([], ["a"], [(None, 0)], id="a first cell"),
    ],
)
def test_cells_are_paired_in_order(
    old: list[str], new: list[str], expected: list[tuple[int | None, int | None]]
) -> None:
    assert align(old, new) == expected

"""Which lists in lists are indented too little to be lists of their own."""

import pytest

from archive.rendering import render
from archive.sublists import shallow_sublists


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        pytest.param("1. One\n   - sub\n2. Two", [(2, 3)], id="bullets under a number"),
        pytest.param("- a\n   1. b", [(2, 3)], id="numbers under a bullet"),
        pytest.param("- a\n  - b\n  - c", [(2, 2), (3, 2)], id="bullets under a bullet"),
        pytest.param("1. One\n - sub", [(2, 1)], id="of another kind by one space"),
        pytest.param("1. One\n\n   - sub", [(3, 3)], id="after an empty line"),
        pytest.param("- a\n  goes on\n  - b", [(3, 2)], id="after a line that goes on"),
        pytest.param("- a\n    - b\n      - c", [(3, 6)], id="in a list in a list"),
        pytest.param("- a\n    - b\n\t- c\n- d", [], id="by four, or a tab"),
        pytest.param("- a\n - b\n- c", [], id="of the same kind by one space: an item beside it"),
        pytest.param("  - a\n  - b", [], id="a list that is indented as a whole"),
        pytest.param("- a\n\nWords.\n\n  - b", [], id="another list"),
        pytest.param("```\n- a\n  - b\n```\n  - c", [], id="code"),
        pytest.param("~~~\n```\n- a\n  - b\n~~~\n", [], id="code with a fence in it"),
        pytest.param("- a\n  2027 - b", [], id="a line that is no item"),
    ],
)
def test_what_is_indented_too_little(markdown: str, found: list[tuple[int, int]]) -> None:
    assert list(shallow_sublists(markdown)) == found


@pytest.mark.parametrize("spaces", range(5))
@pytest.mark.parametrize(("item", "inner"), [("1. One", "- sub"), ("- One", "1. sub")])
def test_what_is_named_is_what_the_renderer_makes_no_list_of(
    item: str, inner: str, spaces: int
) -> None:
    markdown = f"{item}\n{' ' * spaces}{inner}"

    has_sublist = render(markdown).replace("\n", "").count("<li>") == 2
    assert has_sublist == (not list(shallow_sublists(markdown)) and spaces > 0)

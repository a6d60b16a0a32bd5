"""Lists in a list that are indented too little: readers see them as part of the line above.

Python-Markdown opens a list in a list at four spaces, whatever the mark of the item above is long;
other programs open it at two or three, so that its author sees nothing wrong.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_ITEM: Final = re.compile(r"([ \t]*)([*+-]|\d{1,9}\.)[ \t]")
_FENCE: Final = re.compile(r"[ \t]*(`{3,}|~{3,})")
_STEP: Final = 4  # spaces from a list to one in it
_LEAST: Final = 2  # spaces by which an author means a list in a list


class _Item(NamedTuple):
    """The mark of a list's item."""

    spaces: int  # before it
    numbered: bool


def shallow_sublists(markdown: str) -> Iterator[tuple[int, int]]:
    """Yield each line, from 1, that begins such a list, and by how many spaces it is indented."""
    above: _Item | None = None
    fence = ""
    for number, line in enumerate(markdown.expandtabs(_STEP).split("\n"), start=1):
        opening = _FENCE.match(line)
        if fence or opening:
            fence = _fence_after(fence, opening)
            above = None
            continue
        item = _ITEM.match(line)
        if item is not None:
            found = _Item(len(item[1]), item[2][-1] == ".")
            if above is not None and _is_shallow(found, above):
                yield number, found.spaces
            else:
                above = found
        elif line.strip() and not line.startswith(" "):
            above = None


def _fence_after(fence: str, line: re.Match[str] | None) -> str:
    """Return the fence that is open behind a line."""
    if not fence or line is None:
        return fence or (line[1] if line else "")
    return "" if line[1].startswith(fence) else fence


def _is_shallow(item: _Item, above: _Item) -> bool:
    """Whether an item is further in than the one above, and not far enough for a list of its own."""
    least = 1 if item.numbered != above.numbered else _LEAST
    further = item.spaces - above.spaces
    return least <= further and item.spaces // _STEP == above.spaces // _STEP

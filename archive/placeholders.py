"""Whether a file only keeps the place of a text that is still to be written."""

import re
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 2000  # characters; more than that says something
_HEADING: Final = re.compile(r"^\#.*$|^.*\n(?:=+|-+)[ \t]*$|<h[1-6]\b.*?</h[1-6]>", re.MULTILINE)
_UNSEEN: Final = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 12
_PROMISE: Final = re.compile(
    r"coming soon|place ?holder|lorem ipsum|under construction|work in progress|\btb[acd]\b"
    r"|\bto be (?:added|announced|completed|confirmed|defined|provided|written)\b",
    re.IGNORECASE,
)


def is_placeholder(body: str, *, dates: Sequence[tuple[int, int]]) -> bool:
    """Return whether a text says nothing yet but its headings, its date and that it will come.

    `dates` are the stretches that state its date.
    """
    if len(body) > _LONGEST:
        return False
    for start, end in reversed(dates):
        body = f"{body[:start]} {body[end:]}"
    said = _UNSEEN.sub(" ", _HEADING.sub(" ", body))
    words = _WORD.findall(said)
    return not words or (len(words) <= _MOST_WORDS and _PROMISE.search(said) is not None)

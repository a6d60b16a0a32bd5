"""A redline written as JSON is the same redline when it is read again."""

from hypothesis import given
from hypothesis import strategies as st

from archive.redline_json import from_json, to_json
from archive.redlines import compare
from archive.rendering import render

WORDS = st.sampled_from(["logs", "30", "days", "never", "“kept”", "[x](https://a.example)", "\n\n"])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


@given(old=TEXTS, new=TEXTS)
def test_round_trip(old: str, new: str) -> None:
    redline = compare(render(old), render(new))

    assert from_json(to_json(redline)) == redline

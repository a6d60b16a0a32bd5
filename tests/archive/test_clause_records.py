"""The record of a policy's clauses: compact, and exact for every revision."""

import json

from hypothesis import given
from hypothesis import strategies as st

from archive.clause_html import page_of, write_clauses
from archive.clause_records import read_record, record_json, spliced, splices_between
from archive.clauses import parse
from archive.rendering import render
from tests.archive.clause_texts import traced

ORDERS = st.lists(st.integers(0, 9), unique=True, max_size=9)
MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# A",
            "# B",
            "words here",
            "other words",
            "* a\n* b",
            "* b\n* c",
            "|x|y|\n|-|-|\n|1|2|",
            "**b** i",
        ]
    ),
    max_size=6,
).map("\n\n".join)


@given(ORDERS, ORDERS)
def test_splices_lead_from_any_order_to_any_other(old: list[int], new: list[int]) -> None:
    assert spliced(old, splices_between(old, new)) == new


@given(st.lists(MARKDOWN, min_size=1, max_size=5))
def test_a_record_gives_back_every_revision(texts: list[str]) -> None:
    record = read_record(record_json(traced(*texts)))

    for revision, text in enumerate(texts):
        assert record.page(revision) == page_of(write_clauses(parse(render(text))))


def test_a_text_that_stands_in_many_revisions_is_kept_once() -> None:
    kept = json.loads(record_json(traced("one\n\ntwo", "one\n\nthree", "one\n\ntwo")))

    assert sorted(kept["texts"]) == ["one", "three", "two"]
    assert kept["revisions"][2] != []

"""Which ids stood before: the same answers as a dictionary gives, in far less memory."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from notify.seen_ids import SeenIds


@given(ids=st.lists(st.text(alphabet="abc", max_size=4), max_size=200))
def test_it_answers_as_a_dictionary_does(ids: list[str]) -> None:
    seen, expected = SeenIds(), dict[str, int]()

    for number, id_ in enumerate(ids, start=1):
        assert seen.row_before(id_, number) == expected.get(id_)
        expected.setdefault(id_, number)


def test_it_grows_and_forgets_nothing() -> None:
    seen = SeenIds()

    assert all(seen.row_before(f"c-{n}", n) is None for n in range(1, 20_001))
    assert all(seen.row_before(f"c-{n}", n + 1) == n for n in range(1, 20_001))


def test_an_id_takes_a_few_bytes() -> None:
    seen = SeenIds()
    for number in range(1, 100_001):
        seen.row_before(f"c-{number}", number)

    assert sum(map(sys.getsizeof, vars(seen).values())) <= 100_000 * 32

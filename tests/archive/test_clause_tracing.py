"""Which clause is which: ids last through rewording, moves, splits, merges and absence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.clause_records import Standing, read_record, record_json
from archive.clause_tracing import Tracer
from tests.archive.clause_texts import paragraphs, steps, traced

LOGS = "We keep the logs of our servers for thirty days and delete them afterwards."
ADS = "Advertisers never receive your telephone number or your address book from us."
LAW = "Disputes are heard by the courts of Utrecht under the law of the Netherlands."
AGE = "You must have reached the age of sixteen before you may open an account here."
ALL = (LOGS, ADS, LAW, AGE)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(ALL, ALL, [0, 1, 2, 3], id="a text that stays keeps every id"),
        pytest.param(
            ALL,
            (LOGS.replace("thirty", "ninety"), ADS, LAW, AGE),
            [0, 1, 2, 3],
            id="a clause that is reworded keeps its id",
        ),
        pytest.param(
            ALL, (LAW, LOGS, ADS, AGE), [2, 0, 1, 3], id="a clause that moves keeps its id"
        ),
        pytest.param(
            (LOGS, LAW), (LOGS, ADS, LAW), [0, 2, 1], id="a clause that is added gets a new id"
        ),
        pytest.param(
            (f"{LOGS} {ADS}", LAW),
            (LOGS, ADS, LAW),
            [0, 2, 1],
            id="of a clause that is split, one part keeps the id",
        ),
        pytest.param(
            (LOGS, ADS, LAW),
            (f"{LOGS} {ADS}", LAW),
            [0, 2],
            id="clauses that are merged stand under the id of one",
        ),
    ],
)
def test_ids_from_one_text_to_the_next(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[int]
) -> None:
    assert traced(paragraphs(*before), paragraphs(*after)).order(1) == expected


def test_a_merge_ends_no_id_and_a_later_split_gives_each_its_own_back() -> None:
    merged = f"{LOGS} {ADS}"

    record = traced(paragraphs(*ALL), paragraphs(merged, LAW, AGE), paragraphs(*ALL))

    assert record.standing(1, 1) == Standing(1, within=0)
    assert record.order(2) == [0, 1, 2, 3]
    assert record.written(1, 2).text == ADS


def test_a_part_that_leaves_a_merged_clause_is_gone() -> None:
    record = traced(
        paragraphs(*ALL), paragraphs(f"{LOGS} {ADS}", LAW, AGE), paragraphs(LOGS, LAW, AGE)
    )

    assert record.order(2) == [0, 2, 3]
    assert record.standing(1, 2) == Standing(2)


def test_a_clause_that_comes_back_has_its_id_again() -> None:
    record = traced(paragraphs(*ALL), paragraphs(LOGS, LAW, AGE), paragraphs(*ALL))

    assert record.order(2) == [0, 1, 2, 3]


def test_a_clause_that_comes_back_with_other_words_has_its_id_again() -> None:
    other = ADS.replace("telephone number", "phone number")

    record = traced(paragraphs(*ALL), paragraphs(LOGS, LAW, AGE), paragraphs(LOGS, LAW, AGE, other))

    assert record.order(2) == [0, 2, 3, 1]


def test_a_document_that_comes_and_goes_brings_no_new_ids() -> None:
    whole, error = paragraphs(*ALL), "This page could not be loaded."

    record = traced(whole, error, whole, error, whole)

    assert len(record.lines) == len(ALL) + 1
    assert record.order(4) == record.order(0)


def test_words_too_far_from_the_first_ones_are_another_clause_that_says_where_it_came_from() -> (
    None
):
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima".split()
    others = "mike november oscar papa quebec romeo sierra tango uniform victor xray zulu".split()
    versions = [
        paragraphs(LOGS, f"The {' '.join(others[:n] + words[n:])} of it.", LAW)
        for n in range(0, len(words) + 1, 3)
    ]

    record = traced(*versions)

    newest = record.order(len(versions) - 1)[1]
    assert newest != 1
    assert record.lines[newest].origin == 1


def test_anchors_are_unique_and_made_of_the_first_wording() -> None:
    reworded = traced(paragraphs(*ALL), paragraphs(LOGS.replace("thirty", "ninety"), *ALL[1:]))
    twice = traced("The same words stand here.\n\nThe same words stand here.")

    assert reworded.lines[0].anchor == traced(LOGS).lines[0].anchor
    assert twice.lines[1].anchor == f"{twice.lines[0].anchor}-2"


SENTENCES = st.sampled_from(
    [*ALL, f"{LOGS} {ADS}", "# Terms", "* one\n* two", "|a|b|\n|-|-|\n|1|2|"]
)
TEXTS = st.lists(st.lists(SENTENCES, max_size=6).map("\n\n".join), min_size=1, max_size=6)


@given(TEXTS)
@settings(max_examples=40)
def test_a_later_revision_never_changes_what_earlier_ones_were_given(texts: list[str]) -> None:
    earlier, later = traced(*texts[:-1]), traced(*texts)

    assert list(later.orders())[: len(texts) - 1] == list(earlier.orders())
    assert [line.anchor for line in later.lines][: len(earlier.lines)] == [
        line.anchor for line in earlier.lines
    ]


@given(TEXTS, st.integers(0, 5))
@settings(max_examples=40)
def test_a_record_that_was_kept_is_carried_on_as_if_it_never_was(texts: list[str], at: int) -> None:
    whole = steps(*texts)
    first = Tracer()
    for step in whole[:at]:
        first.take(step)

    resumed = Tracer(read_record(record_json(first.record)))
    for step in whole[at:]:
        resumed.take(step)

    assert record_json(resumed.record) == record_json(traced(*texts))


@given(TEXTS)
@settings(max_examples=40)
def test_no_clause_stands_twice_and_each_is_somewhere_or_gone(texts: list[str]) -> None:
    record = traced(*texts)

    for revision, order in enumerate(record.orders()):
        assert len(set(order)) == len(order)
        for clause in range(len(record.lines)):
            standing = record.standing(clause, revision)
            by_itself = standing is not None and standing.text is not None
            assert by_itself == (clause in order)
            if standing is not None and standing.within is not None:
                assert standing.within in order


def test_a_clause_that_repeats_what_another_once_said_names_it() -> None:
    longer = LOGS.replace("thirty days", "ninety days at most")

    record = traced(paragraphs(LOGS, LAW), paragraphs(longer, LAW), paragraphs(longer, LAW, LOGS))

    assert record.order(2) == [0, 1, 2]
    assert record.lines[2].origin == 0

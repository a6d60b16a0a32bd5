"""What one clause said, and when."""

from archive.clause_past import wordings
from tests.archive.clause_texts import paragraphs, traced

LOGS = "We keep the logs of our servers for thirty days and delete them afterwards."
LONGER = LOGS.replace("thirty", "ninety")
ADS = "Advertisers never receive your telephone number or your address book from us."


def test_each_wording_has_the_revisions_it_stood_in() -> None:
    record = traced(LOGS, LOGS, LONGER, LONGER)

    assert [(w.html, w.first, w.last) for w in wordings(record, 0, range(4))] == [
        (LOGS, 0, 1),
        (LONGER, 2, 3),
    ]


def test_markup_alone_makes_no_other_wording() -> None:
    record = traced(LOGS, LOGS.replace("logs", "**logs**"))

    assert [(w.first, w.last) for w in wordings(record, 0, range(2))] == [(0, 1)]


def test_a_revision_that_is_left_out_parts_no_wording() -> None:
    record = traced(LOGS, LONGER, LOGS)

    assert [(w.first, w.last) for w in wordings(record, 0, [0, 2])] == [(0, 2)]


def test_words_that_were_gone_in_between_are_told_twice() -> None:
    record = traced(paragraphs(LOGS, ADS), ADS, paragraphs(LOGS, ADS))

    assert [(w.first, w.last) for w in wordings(record, 0, range(3))] == [(0, 0), (2, 2)]


def test_while_merged_it_is_told_which_clause_held_the_words() -> None:
    record = traced(paragraphs(LOGS, ADS), f"{LOGS} {ADS}", paragraphs(LOGS, ADS))

    assert [w.within for w in wordings(record, 1, range(3))] == [None, 0, None]

"""Where sentences end, and which is which in two texts."""

import pytest

from archive import sentences
from archive.clauses import parse
from archive.sentences import Span


def cut(text: str) -> list[str]:
    (block,) = parse(f"<p>{text}</p>").blocks
    (run,) = block.leaves
    return [run.between(*span) for span in sentences.cut(run.keys, run.is_apart)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We log. You ask.", ["We log.", "You ask."], id="at a full stop"),
        pytest.param("Why? Since! So; Yes.", ["Why?", "Since!", "So;", "Yes."], id="at the others"),
        pytest.param("It said “no.” We left.", ["It said “no.”", "We left."], id="after a quote"),
        pytest.param("Acme Inc. Ltd. Gone.", ["Acme Inc. Ltd. Gone."], id="not at short forms"),
        pytest.param("By J. Smith of us.", ["By J. Smith of us."], id="not at an initial"),
        pytest.param("4. Fees are due. Pay.", ["4. Fees are due.", "Pay."], id="not at a label"),
        pytest.param("Keep 4.2 of it, e.g. logs.", ["Keep 4.2 of it, e.g. logs."], id="not inside"),
        pytest.param("我们保存。你可以。", ["我们保存。", "你可以。"], id="without spaces"),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_sentences_keep_their_order_and_none_is_lost() -> None:
    pairs = sentences.align(["abcd", "efgh", "ijkl"], ["abcd", "xyz", "ijkm"])

    assert pairs == [
        (Span(0, 1), Span(0, 1)),
        (Span(1, 2), Span(1, 1)),
        (Span(2, 2), Span(1, 2)),
        (Span(2, 3), Span(2, 3)),
    ]


def test_two_sentences_can_have_become_one() -> None:
    assert sentences.align(["abcdef", "ghijkl"], ["abcdefghijk"]) == [(Span(0, 2), Span(0, 1))]

"""What of a clause is its number, and what is its first word."""

import pytest

from archive.clauses import parse
from archive.labels import label_length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("4. Fees", "4 .", id="a number and a dot"),
        pytest.param("4.2 You may", "4.2", id="a dotted number before a capital"),
        pytest.param("A.2 Price", "A.2", id="a letter with a number before a capital"),
        pytest.param("A.2. price", "A.2 .", id="a letter with a number and a dot"),
        pytest.param("B.2 vitamins", "", id="a letter with a number that names a thing"),
        pytest.param("(a) you may", "( a )", id="a letter in brackets"),
        pytest.param("IV. Fees", "IV .", id="a Roman number"),
        pytest.param("Section 7. Fees", "Section 7 .", id="a number with its noun"),
        pytest.param("4.2 million users", "", id="a figure"),
        pytest.param("30 days after notice", "", id="a term"),
        pytest.param("Section 7 applies", "", id="a reference"),
        pytest.param("4.", "", id="nothing but a number"),
    ],
)
def test_a_clause_begins_with_its_label(text: str, expected: str) -> None:
    (block,) = parse(f"<p>{text}</p>").blocks

    label = block.tokens[: label_length(block.keys)]

    assert " ".join(token.text for token in label) == expected

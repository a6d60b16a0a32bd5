"""A CSV file of recipients: which row is which, and where reading must stop."""

from pathlib import Path

import pytest

from notify.csv_recipients import csv_file_rows, csv_rows
from notify.errors import NotifyError
from notify.recipient_rows import Row
from notify.recipients import BadRow, InvalidRecipients, SourceBroke

HEADER = "id,email,name,language,services,joined\n"


def read(folder: Path, content: str | bytes) -> list[Row | BadRow]:
    file = folder / "recipients.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(csv_file_rows(file))


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    content = HEADER + 'c-1,a@example.com,"Ada, L.",en,voice,\n\nc-2,,,,,\n'

    first, last = read(tmp_path, content)

    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert (first.number, first.name) == (2, "Ada, L.")
    assert (last.number, last.id) == (4, "c-2")


def test_columns_stand_in_any_order_behind_a_byte_order_mark(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "\ufeffEmail, id ,services,name,language\na@example.com,c-1,voice,,\n")

    assert row == Row(2, id="c-1", email="a@example.com", name="", language="", services="voice")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("c-1,a@example.com,,", "4 fields where the header has 6", id="too short"),
        pytest.param("c-1,a@example.com,,,,,,", "8 fields where the header has 6", id="too long"),
    ],
)
def test_a_row_of_another_length_is_no_row(tmp_path: Path, line: str, said: str) -> None:
    good, bad = read(tmp_path, f"{HEADER}ok-1,ok@example.com,,,,\n{line}\n")

    assert isinstance(good, Row)
    assert bad == BadRow(number=3, problem=said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "row 1: the column 'id' is missing", id="an empty file"),
        pytest.param(HEADER.replace("joined", "joind"), "did you mean 'joined'?", id="misspelt"),
        pytest.param('"id\n', "row 1: ", id="a quote that never ends"),
    ],
)
def test_a_header_must_be_the_one_described(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(InvalidRecipients) as caught:
        read(tmp_path, content)

    assert said in str(caught.value)


def test_bytes_that_are_no_utf_8_stay_visible(tmp_path: Path) -> None:
    (row,) = read(tmp_path, (HEADER + "c-1,a@example.com,Zoë,,,\n").encode("latin-1"))

    assert isinstance(row, Row)
    assert row.name == "Zo\udceb"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('c-2,b@example.com,"A" B,,,\nc-3,c@example.com,,,,\n', id="a broken quote"),
        pytest.param('c-2,b@example.com,"A', id="a file that was cut off within a field"),
    ],
)
def test_after_a_broken_quote_nothing_is_trusted(line: str) -> None:
    rows = csv_rows(
        (HEADER + "c-1,a@example.com,,,,\n" + line).splitlines(keepends=True), name="some.csv"
    )

    assert next(rows) is not None
    with pytest.raises(SourceBroke, match=r"some\.csv: no row could be read from row 3 on"):
        next(rows)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotifyError, match="cannot be read: No such file"):
        list(csv_file_rows(tmp_path / "no.csv"))

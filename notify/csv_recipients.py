"""Rows of recipients from a CSV file: a header of the columns, then a line for each."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from notify.errors import NotifyError
from notify.recipient_rows import Row, in_order, wrong_columns
from notify.recipients import BadRow, InvalidRecipients, SourceBroke

# Bytes that are no UTF-8 stay visible as half characters, so that their row can be named.
ENCODING: Final = "utf-8-sig"
UNDECODABLE: Final = "surrogateescape"


def csv_file_rows(path: Path) -> Iterator[Row | BadRow]:
    """Yield the rows of a CSV file; the header is row 1, as in a spreadsheet.

    Raises `InvalidRecipients` where the header is wrong, `SourceBroke` where no more can be read.
    """
    try:
        with path.open(encoding=ENCODING, errors=UNDECODABLE, newline="") as file:
            yield from csv_rows(file, name=path.name)
    except OSError as error:
        raise NotifyError(f"{path}: cannot be read: {error.strerror}") from error


def csv_rows(lines: Iterable[str], *, name: str) -> Iterator[Row | BadRow]:
    """Yield the rows of a CSV file of that name, from its lines, as `csv_file_rows` does."""
    reader = csv.reader(lines, strict=True)
    header = _header(reader, name)
    number, in_columns = 1, in_order(header)
    try:
        for fields in reader:
            number += 1
            if not any(fields):
                continue
            if len(fields) == len(header):
                yield Row(number, *in_columns(fields))
            else:
                problem = f"{len(fields)} fields where the header has {len(header)}"
                yield BadRow(number=number, problem=problem)
    except csv.Error as error:
        # Past a broken quote no border between rows can be trusted: the file ends here.
        raise SourceBroke(
            f"{name}: no row could be read from row {number + 1} on: {error}"
        ) from error


def _header(reader: Iterator[list[str]], name: str) -> list[str]:
    try:
        header = [column.strip().lower() for column in next(reader, [])]
    except csv.Error as error:
        raise InvalidRecipients(f"{name}: row 1: {error}") from error
    if (problem := wrong_columns(header)) is not None:
        raise InvalidRecipients(f"{name}: row 1: {problem}")
    return header

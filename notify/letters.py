"""The file of those to be told by letter or SMS: written for whoever does it, and read back filled in."""

import csv
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from notify.carriers import DeliveryId
from notify.errors import NotifyError
from notify.ledger_outcomes import BadOutcome, NotReached, Outcome

_ABOUT: Final = ("delivery", "recipient", "address", "name", "notice", "subject", "day", "why")
_TO_FILL: Final = ("channel", "told", "on", "note")  # what comes back to `notify record`


def write_letters(file: Path, people: Iterable[NotReached]) -> int:
    """Write a new file with a row for each person; return how many. Raises where it is there already."""
    total = 0
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise NotifyError(f"{file} is there already; name another with --to") from error
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow([*_ABOUT, *_TO_FILL])
        for one in people:
            total += 1
            row = [getattr(one, name) for name in _ABOUT]
            writer.writerow([*map(_inert, row), *("" for _ in _TO_FILL)])
    return total


def _inert(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value and value[0] in "=+-@\t\r" else value


def filled_in(file: Path) -> Iterator[Outcome]:
    """Yield what was filled in; rows without a channel were left open.

    Raises BadOutcome, with the row, where one cannot be read.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for number, row in enumerate(csv.DictReader(opened), start=2):
            if not (row.get("channel") or "").strip():
                continue
            told = (row.get("told") or "").strip().casefold()
            if told not in ("yes", "no"):
                raise BadOutcome(f"{file.name}, row {number}: write yes or no in the column told")
            try:
                day = date.fromisoformat((row.get("on") or "").strip())
            except ValueError as error:
                raise BadOutcome(
                    f"{file.name}, row {number}: write the day in the column on as 2027-03-15"
                ) from error
            yield Outcome(
                delivery=DeliveryId((row.get("delivery") or "").strip()),
                channel=(row["channel"] or "").strip(),
                told=told == "yes",
                day=day,
                note=(row.get("note") or "").strip(),
            )

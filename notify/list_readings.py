"""Whether a list of recipients can be trusted: what was read of it, and the reasons against it.

A list that is cut off, empty, full of mistakes or suddenly another length is more often a broken
export than the truth. Then no plan is made, unless a person takes it on, on the record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from notify.recipients import BadRow, EndedEarly, Listed, Recipient
from notify.refusals import Refusal

BAD_SHARE: Final = 2  # per cent of the rows that cannot be used; from here on no plan is made
CHANGE: Final = 20  # per cent more or fewer than the last plan had; likewise
EVERYDAY: Final = 2  # people who may join or leave between plans, whatever share they are
SHOWN: Final = 50  # rows that are named; beyond these only the number grows


@dataclass(slots=True, kw_only=True)
class _Rows:
    """Rows of one kind: how many, and the first of them."""

    total: int = 0
    first: list[BadRow] = field(default_factory=list)

    def add(self, row: BadRow) -> None:
        self.total += 1
        if len(self.first) < SHOWN:
            self.first.append(row)

    def lines(self) -> Iterator[str]:
        yield from map(str, self.first)
        if self.total > len(self.first):
            yield f"and {self.total - len(self.first):,} more"


@dataclass(slots=True, kw_only=True)
class ListReading:
    """What one reading of the list has met so far."""

    people: int = 0
    without_services: int = 0  # of them; they count for all
    bad: _Rows = field(default_factory=_Rows)
    at_odds: _Rows = field(default_factory=_Rows)  # with the settings
    ended: EndedEarly | None = None

    def recipients(self, listed: Iterable[Listed]) -> Iterator[Recipient]:
        """Yield the recipients of a list; remember the rest."""
        for one in listed:
            if isinstance(one, Recipient):
                self.people += 1
                self.without_services += not one.services
                yield one
            elif isinstance(one, BadRow):
                (self.at_odds if one.settings_differ else self.bad).add(one)
            else:
                self.ended = one

    @property
    def unusable(self) -> int:
        """How many rows name nobody who could be told."""
        return self.bad.total + self.at_odds.total

    def refusals(self, *, last: int | None) -> Iterator[Refusal]:
        """Yield the reasons not to plan with this list; `last` is what the last plan counted."""
        if self.at_odds.total:
            what = f"{_rows(self.at_odds.total)} at odds with the settings"
            yield Refusal(message=_with_lines(what, self.at_odds))
        if self.ended is not None:
            message = (
                f"the list of recipients ended early, after {_rows(self.ended.after)}:"
                f" {self.ended.problem}"
            )
            yield Refusal(message=message, may_be_overridden=True)
        if not (self.people or self.unusable):
            message = "the list of recipients is empty; nobody would be told"
            yield Refusal(message=message, may_be_overridden=True)
        yield from self._too_many_bad()
        if last and self.people:
            yield from self._too_different(last)

    def warnings(self) -> Iterator[str]:
        """Yield what a person should know of a list that was taken as it is."""
        if self.bad.total:
            yield f"{_rows(self.bad.total)} cannot be used; whoever they name is not told"
            yield from self.bad.lines()
        if self.ended is not None:
            yield f"the list ended early: {self.ended.problem}"

    def _too_many_bad(self) -> Iterator[Refusal]:
        total = self.people + self.unusable
        if self.bad.total and self.bad.total * 100 >= total * BAD_SHARE:
            share = self.bad.total * 100 / total
            what = (
                f"{self.bad.total:,} of {_rows(total)} cannot be used, {share:.3g} %;"
                f" from {BAD_SHARE} % on, the source itself may be broken"
            )
            yield Refusal(message=_with_lines(what, self.bad), may_be_overridden=True)

    def _too_different(self, last: int) -> Iterator[Refusal]:
        more = self.people - last
        if abs(more) > EVERYDAY and abs(more) * 100 >= last * CHANGE:
            message = (
                f"the list has {self.people:,} recipients and the last plan had {last:,}:"
                f" {abs(more) * 100 / last:.3g} % {'more' if more > 0 else 'fewer'};"
                f" from {CHANGE} % on, see that it is whole"
            )
            yield Refusal(message=message, may_be_overridden=True)


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _with_lines(what: str, rows: _Rows) -> str:
    return "\n    ".join([what, *rows.lines()])

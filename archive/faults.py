"""What is wrong with a text or its dates, said so that its author can mend it."""

from dataclasses import dataclass
from enum import StrEnum

from archive.fault_codes import FAULTS, PROPOSALS, checked


class Severity(StrEnum):
    """How much a fault matters."""

    ERROR = "error"  # the record or a promise is broken
    WARNING = "warning"  # a person should look


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: where it stands and what to write instead."""

    code: str  # short and lasting, such as "undated-change"
    severity: Severity
    message: str
    path: str
    line: int | None = None
    commit: str | None = None

    def __post_init__(self) -> None:
        checked(self.code, FAULTS | PROPOSALS)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.severity} {self.code}: {self.message}"

    @property
    def in_a_line(self) -> str:
        """The fault in a line, with its commit; one that stands in no file begins with its severity."""
        commit = f" (commit {self.commit[:12]})" if self.commit else ""
        return f"{str(self).removeprefix(': ')}{commit}"

"""Legal faults: what a law asks for and a policy or a change lacks, with where the law says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.fault_codes import FAULTS, checked
from archive.faults import Fault, Severity
from notify.profiles import Check, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalFault:
    """One thing that laws ask for and that is missing: where to write it, and who asks for it."""

    code: str
    severity: Severity
    message: str  # what is wrong, and what to write instead
    profiles: tuple[str, ...]  # the ids of those that ask for it
    sources: tuple[str, ...]  # as a lawyer cites them, in the same order
    path: str
    line: int | None = None
    commit: str | None = None

    def __post_init__(self) -> None:
        checked(self.code, FAULTS)

    @property
    def fault(self) -> Fault:
        """The same as any other fault, with those sources at its end that its words do not name."""
        unnamed = "; ".join(source for source in self.sources if source not in self.message)
        cited = f" ({unnamed})" if unnamed else ""
        return Fault(
            code=self.code,
            severity=self.severity,
            message=f"{self.message}{cited}",
            path=self.path,
            line=self.line,
            commit=self.commit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for a check, and where."""

    profiles: tuple[str, ...]
    sources: tuple[str, ...]


def asked_by(profiles: Iterable[Profile], check: Check) -> Asked | None:
    """Return which of the profiles ask for a check; None where none does."""
    found = [(p.id, rule.source) for p in profiles for rule in p.rules if rule.check is check]
    if not found:
        return None
    return Asked(profiles=tuple(p for p, _ in found), sources=tuple(s for _, s in found))


def merged(faults: Iterable[Fault], legal: Iterable[LegalFault]) -> tuple[Fault, ...]:
    """Return all faults; where a law asks for what a fault is about, its words stand."""
    by_law = [one.fault for one in legal]
    said = {(fault.code, fault.path) for fault in by_law}
    return (*(fault for fault in faults if (fault.code, fault.path) not in said), *by_law)

"""Legal faults: what a law asks for and a policy or a change lacks, with where the law says so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

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
        return Fault(
            code=self.code,
            severity=self.severity,
            message=self._citing(self.message),
            path=self.path,
            line=self.line,
            commit=self.commit,
        )

    def lent_to(self, fault: Fault) -> Fault:
        """Return a fault of the same code, which says more of its case, as serious and cited."""
        severe = Severity.ERROR in (self.severity, fault.severity)
        return replace(
            fault,
            severity=Severity.ERROR if severe else Severity.WARNING,
            message=self._citing(fault.message),
        )

    def _citing(self, message: str) -> str:
        unnamed = "; ".join(source for source in self.sources if source not in message)
        return f"{message} ({unnamed})" if unnamed else message


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
    """Return all faults; one that laws ask about as well stands once, and cites them."""
    by_law = {(one.code, one.path): one for one in legal}
    cited = [
        law.lent_to(fault) if (law := by_law.get((fault.code, fault.path))) else fault
        for fault in faults
    ]
    said = {(fault.code, fault.path) for fault in cited}
    return (*cited, *(one.fault for key, one in by_law.items() if key not in said))

"""Judgements: what stands about one revision, once rules and people have spoken."""

from dataclasses import dataclass

from archive.faults import Fault
from archive.front_matter import ChangeBlock, Level
from notify.assessment import Assessment
from notify.findings import Effect, is_lower
from notify.standing_assessments import must_be_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What stands about one revision, once the decision (if any) has been heard."""

    assessment: Assessment
    decision: ChangeBlock | None  # the change: block that speaks for this very revision
    level: Level
    effect: Effect
    consent: bool
    faults: tuple[Fault, ...]

    @property
    def decided(self) -> bool:
        """Whether people, not only rules, have judged the revision."""
        return self.decision is not None and self.decision.level is not None

    @property
    def must_be_told(self) -> bool:
        """Significant, or reducing rights whatever the decided level (S2)."""
        return must_be_told(self.level, self.effect)


def lowers_without_reason(assessment: Assessment, decision: ChangeBlock) -> bool:
    """Whether people decided less than the rules found, and do not say why."""
    return (
        decision.level is not None
        and is_lower(decision.level, than=assessment.level)
        and not decision.reason.strip()
    )

"""The check: what a proposal means for people, what is wrong with it, and whom it would tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.faults import Fault, Severity
from archive.proposals import Proposal
from archive.register import Policy
from archive.revisions import PolicyId, State
from archive.settings import SETTINGS_FILE
from notify.fresh_faults import FreshFaults
from notify.policy_checks import PolicyCheck, Standards, day_to_come, policy_check
from notify.profiles import unknown_policies
from notify.proposed_changes import ProposedChange, lost_policies, proposed_changes
from notify.record_changes import RecordChange, record_changes, settings_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a branch or the working tree would change, judged as if it were published today."""

    proposal: Proposal
    record_changes: tuple[RecordChange, ...]  # what a reviewer must look at first
    policies: tuple[PolicyCheck, ...]
    faults: tuple[Fault, ...]  # of no policy that changes
    rules: str  # the version of the rules that judged
    audience_problem: str  # why a list that is there could not be read; empty where it could

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """Every fault, those of the policies first, errors before warnings."""
        found = [fault for policy in self.policies for fault in policy.faults]
        return tuple(
            sorted((*found, *self.faults), key=lambda fault: fault.severity is Severity.WARNING)
        )

    @property
    def errors(self) -> int:
        """How many faults stop it."""
        return sum(fault.severity is Severity.ERROR for fault in self.all_faults)

    @property
    def warnings(self) -> int:
        """How many faults a person should look at."""
        return len(self.all_faults) - self.errors


def check_proposal(proposal: Proposal, standards: Standards) -> Check:
    """Return everything that a reviewer and a lawyer should know before a proposal is published."""
    changes = proposed_changes(proposal.before, proposal.after)
    fresh = FreshFaults(proposal, changes)
    policies = tuple(_policies(changes, proposal, standards, fresh))
    return Check(
        proposal=proposal,
        record_changes=record_changes(proposal),
        policies=policies,
        faults=(*fresh.rest(), *_other_faults(proposal)),
        rules=standards.rules,
        audience_problem=standards.audience_problem,
    )


def _policies(
    changes: tuple[ProposedChange, ...],
    proposal: Proposal,
    standards: Standards,
    fresh: FreshFaults,
) -> Iterator[PolicyCheck]:
    """Yield the check of each text, originals before their translations, which follow their days."""
    days = {policy.id: _newest_day(policy) for policy in proposal.after if policy.original is None}
    moved = dict[PolicyId, date | None]()
    for change in changes:
        policy = change.policy
        if change.is_translation:
            gives, moved_from = days.get(policy.id), moved.get(policy.id)
            yield policy_check(
                change, proposal, standards, fresh, gives=gives, moved_from=moved_from
            )
            continue
        found = policy_check(change, proposal, standards, fresh)
        if change.revision.id == policy.revisions[-1].id and days[policy.id] != day_to_come(found):
            moved[policy.id], days[policy.id] = days[policy.id], day_to_come(found)
        yield found


def _newest_day(policy: Policy) -> date | None:
    standing = (r for r in reversed(policy.revisions) if r.state is not State.WITHDRAWN)
    return next((revision.effective for revision in standing), None)


def _other_faults(proposal: Proposal) -> Iterator[Fault]:
    """Yield what is wrong with files and settings, beside what stands in a text."""
    for path in proposal.too_long:
        yield _error("text-too-long", "a text over 2 MB is not read: no policy is so long", path)
    for policy in lost_policies(proposal.before, proposal.after):
        message = (
            f"the policy `{policy.id}` would lose its id, and with it its history and its"
            f" addresses: write `id: {policy.id}` into its front matter"
        )
        yield _error("identity-changed", message, policy.path)
    for message in unknown_policies(proposal.settings, (p.id for p in proposal.after)):
        yield Fault(
            code="unknown-policy",
            severity=Severity.WARNING,
            message=message,
            path=SETTINGS_FILE,
        )
    yield from settings_faults(proposal)


def _error(code: str, message: str, path: str) -> Fault:
    return Fault(code=code, severity=Severity.ERROR, message=message, path=path)

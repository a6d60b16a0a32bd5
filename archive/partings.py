"""Where a policy's words came from when another was split: told in the history of both."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.faults import Fault, Severity
from archive.register import Parting, Policy
from archive.revisions import PolicyId, Revision


def with_partings(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    """Return the policies, each with what its texts say they took over, and what was taken of it.

    A text that names an origin which is no policy, or is the policy itself, gives a fault.
    """
    known = {(policy.id, policy.language): policy for policy in policies}
    names = {policy.id for policy in policies}
    found: dict[tuple[PolicyId, str], list[Parting]] = {}
    faults: dict[tuple[PolicyId, str], list[Fault]] = {}
    for policy in policies:
        key = policy.id, policy.language
        for revision, name in _origins(policy):
            if name not in names or name == policy.id:
                faults.setdefault(key, []).append(_unknown(revision, name))
                continue
            found.setdefault(key, []).append(_parting(revision, revision, origin=name))
            origin = known.get((name, policy.language))
            if origin and (stood := _standing(origin, revision)):
                taken = _parting(stood, revision, into=policy.id)
                found.setdefault((name, policy.language), []).append(taken)
    return tuple(_with(policy, found, faults) for policy in policies)


def _origins(policy: Policy) -> Iterator[tuple[Revision, PolicyId]]:
    """Yield each text with the policies it newly says it was split from."""
    before: tuple[str, ...] = ()
    for revision in policy.revisions:
        change = revision.front_matter.change
        origins = change.origins if change else ()
        for name in origins if origins != before else ():
            yield revision, PolicyId(name)
        before = origins


def _standing(origin: Policy, revision: Revision) -> Revision | None:
    """Return the newest text of a policy before another was published; None before its first."""
    stood = [each for each in origin.revisions if each.published < revision.published]
    return stood[-1] if stood else None


def _parting(
    about: Revision,
    brought: Revision,
    *,
    origin: PolicyId | None = None,
    into: PolicyId | None = None,
) -> Parting:
    return Parting(
        revision=about.id,
        at=brought.published,
        commit=brought.commit,
        origin=origin,
        into=into,
    )


def _unknown(revision: Revision, name: PolicyId) -> Fault:
    return Fault(
        code="unknown-origin",
        severity=Severity.ERROR,
        message=f"`change.from` names `{name}`, which is no other policy here: write the id of the"
        " policy whose words this text took over (`fairnotice versions` lists them)",
        path=revision.path,
        commit=revision.commit,
    )


def _with(
    policy: Policy,
    found: dict[tuple[PolicyId, str], list[Parting]],
    faults: dict[tuple[PolicyId, str], list[Fault]],
) -> Policy:
    key = policy.id, policy.language
    if key not in found and key not in faults:
        return policy
    return replace(
        policy,
        partings=tuple(found.get(key, ())),
        faults=(*policy.faults, *faults.get(key, ())),
    )

"""Which policy took the place of a retired one, by the addresses that it redirects from."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from archive.register import Policy
from archive.revisions import Language
from archive.successions import meant_ids


def replacements(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    """Return the policies, each retired one with the policy that redirects from its address."""
    known: dict[Language, set[str]] = {}
    for policy in policies:
        known.setdefault(policy.language, set()).add(policy.id)
    heirs = {
        (name, policy.language): policy.id
        for policy in policies
        if not policy.retired
        for address in policy.revisions[-1].front_matter.redirect_from
        for name in _named(address, policy, known[policy.language])
    }
    return tuple(
        replace(policy, replaced_by=heirs.get((policy.id, policy.language)))
        if policy.retired
        else policy
        for policy in policies
    )


def _named(address: str, policy: Policy, known: Collection[str]) -> Collection[str]:
    """Return the one id that an address stands for; none where it may stand for several."""
    names = meant_ids(address, known, language=policy.language)
    return names if len(names) == 1 else ()

"""Which policy took the place of a retired one, by the addresses that it redirects from."""

from collections.abc import Sequence
from dataclasses import replace

from archive.register import Policy
from archive.successions import named_id


def replacements(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    """Return the policies, each retired one with the policy that redirects from its address."""
    living = [policy for policy in policies if not policy.retired]
    heirs = {
        (named_id(address, policy.language), policy.language): policy.id
        for policy in living
        for address in policy.revisions[-1].front_matter.redirect_from
    }
    return tuple(
        replace(policy, replaced_by=heirs.get((policy.id, policy.language)))
        if policy.retired
        else policy
        for policy in policies
    )

"""Which former addresses that front matter redirects from are not free: taken, or claimed twice."""

from collections.abc import Iterator, Sequence

from archive.addresses import policy_address
from archive.faults import Fault, Severity
from archive.former_addresses import former_address
from archive.register import Policy
from archive.revisions import Language


def redirect_faults(policies: Sequence[Policy], *, default_language: Language) -> Iterator[Fault]:
    """Yield each former address of a newest text where another text stands or leads already.

    Addresses that differ in case alone are one place on many disks. The languages of one policy
    may claim an address together, and a policy may take over those of a retired one.
    """
    homes = {policy_address(each, default_language=default_language): each for each in policies}
    taken = {home.casefold(): (home, each.id) for home, each in homes.items()}
    claimed: dict[str, Policy] = {}
    for policy in (each for each in policies if not each.retired):
        own = policy_address(policy, default_language=default_language)
        for written in policy.revisions[-1].front_matter.redirect_from:
            address = former_address(written)
            home, holder = taken.get(address.casefold(), (own, policy.id))
            first = claimed.setdefault(address.casefold(), policy)
            if holder != policy.id and not homes[home].retired:
                yield _taken(policy, written, f"`{holder}` stands there")
            elif address != home and address.casefold() == home.casefold():
                yield _taken(policy, written, f"on many disks that is the same as `{home}`")
            elif first.id != policy.id:
                yield _taken(policy, written, f"`{first.id}` redirects from it too")


def _taken(policy: Policy, written: str, why: str) -> Fault:
    return Fault(
        code="redirect-taken",
        severity=Severity.ERROR,
        message=f"`redirect_from`: `{written}` cannot lead here, as {why}: delete it in one of them",
        path=policy.path,
        commit=policy.revisions[-1].commit,
    )

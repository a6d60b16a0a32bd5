"""What is published, as far as the service for readers speaks of it: each policy's name and services."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.register import Register
from archive.revisions import CommitId, Language, PolicyId
from notify.product_notices import ProductNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPolicy:
    """A policy that is not retired, in all its languages."""

    id: PolicyId
    titles: Mapping[Language, str]  # never empty; the original's first
    services: tuple[str, ...]  # none means all

    def title(self, language: Language) -> str:
        """Return its title in a language; else that of the original."""
        return self.titles.get(language) or next(iter(self.titles.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPolicies:
    """The policies as they stand at one commit."""

    read_at: CommitId | None = None  # None: nothing could be read
    policies: tuple[PublishedPolicy, ...] = ()
    notices: tuple[ProductNotice, ...] = ()  # what must be told, by day


def published_policies(
    register: Register, notices: tuple[ProductNotice, ...] = ()
) -> PublishedPolicies:
    """Return the policies of a register that stand, by id, with what must be told of them."""
    found: dict[PolicyId, list[tuple[bool, Language, str]]] = {}
    services: dict[PolicyId, tuple[str, ...]] = {}
    for policy in register:
        if policy.retired:
            continue
        entry = (policy.original is not None, policy.language, policy.title)
        found.setdefault(policy.id, []).append(entry)
        if policy.original is None:
            services[policy.id] = policy.services
    made = (
        PublishedPolicy(
            id=id_,
            titles={language: title for _, language, title in sorted(found[id_])},
            services=services.get(id_, ()),
        )
        for id_ in sorted(found)
    )
    return PublishedPolicies(read_at=register.read_at, policies=tuple(made), notices=notices)

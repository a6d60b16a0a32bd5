"""A notice as everybody may read it: what changes, when, and where it stands; nobody's name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from archive.addresses import policy_address
from archive.confined_rendering import render_confined
from archive.register import Policy, Register
from archive.revisions import PolicyId, Revision, RevisionId
from archive.settings import Settings
from notify.links import link_rules, safe_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """What a notice says of one policy."""

    policy_id: PolicyId
    revision: RevisionId
    title: str
    summary: str  # plain words
    url: str | None  # the policy's page, where the site has an address


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """One notice in one language, for readers and programs whom no list names."""

    id: str
    subject: str
    day: str  # on which it applies, ISO 8601
    language: str
    policies: tuple[PublicChange, ...]

    @property
    def event(self) -> str:
        """What names it wherever it is told, the same at each try."""
        return f"notice_{self.id}"

    @property
    def words(self) -> str:
        """What stands in a channel below the subject."""
        return "\n\n".join(
            "\n".join(filter(None, (f"{one.title}: {one.summary}", one.url)))
            for one in self.policies
        )


def public_changes(
    covered: Collection[RevisionId], *, language: str, register: Register, settings: Settings
) -> tuple[PublicChange, ...]:
    """Return what a notice's texts change, in the words that were decided for readers.

    Each policy stands once: in the notice's language where it has such a text, else as it is.
    """
    rules, found = link_rules(settings), dict[PolicyId, PublicChange]()
    for policy, revision in _covered(covered, register):
        if policy.id in found and policy.language != language:
            continue
        address = policy_address(policy, default_language=settings.language)
        change = revision.front_matter.change
        words = safe_text(render_confined((change and change.summary) or ""), rules).text
        found[policy.id] = PublicChange(
            policy_id=policy.id,
            revision=revision.id,
            title=policy.title,
            summary=" ".join(words.split()),
            url=f"{settings.site_url}{address}" if settings.site_url else None,
        )
    return tuple(found.values())


def _covered(
    covered: Collection[RevisionId], register: Register
) -> Iterator[tuple[Policy, Revision]]:
    for policy in register:
        for revision in policy.revisions:
            if revision.id in covered:
                yield policy, revision

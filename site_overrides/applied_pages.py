"""The pages that answer "what applied to me on that day?", of each policy and of all of them.

Without a script they list every period with its text; with one they answer for the days that their
address names, as in `what-applied/?on=2021-05-01&joined=2019-03-01`.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from archive.register import Policy
from archive.revisions import Language
from archive.speech import Speech, speech_in
from site_overrides.applied_periods import AppliedTo, applied_to
from site_overrides.archived_pages import ArchivedPage
from site_overrides.kept_pages import kept_of
from site_overrides.sites import APPLIED, Site
from site_overrides.templates import fill, link_from

_KIND: Final = "applied-page"
_MOST: Final = 2_000  # periods on the page of all policies; beyond, each policy has its own alone


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedSection:
    """One policy as such a page lists it."""

    title: str
    language: Language
    address: str
    own_page: str
    groups: tuple[AppliedTo, ...]


def applied_address(site: Site, policy: Policy) -> str:
    """Return where the page of one policy stands."""
    return f"{site.policy_address(policy)}{APPLIED}"


def applied_page(site: Site, policy: Policy) -> ArchivedPage:
    """Return the page of one policy."""
    speech = speech_in(policy.language)
    kept = kept_of(site, policy, _KIND, partial(_of_one, speech, site, policy))
    return _page(
        address=applied_address(site, policy),
        language=policy.language,
        title=speech.say("{policy}, what applied on a day", policy=policy.title),
        canonical=site.policy_address(policy),
        body=kept,
    )


def applied_overview(site: Site) -> ArchivedPage:
    """Return the page of all policies, each once: in the site's language, else in its first one."""
    return _page(
        address=APPLIED,
        language=site.settings.language,
        title=site.speech.say("What applied on a day"),
        canonical="",
        body=kept_of(site, None, _KIND, partial(_of_all, site)),
    )


def asks_when_joined(policies: tuple[Policy, ...]) -> bool:
    """Return whether it matters to any of these policies when somebody joined."""
    return any(policy.timelines for policy in policies)


def _page(
    *, address: str, language: Language, title: str, canonical: str, body: str
) -> ArchivedPage:
    return ArchivedPage(
        address=address,
        language=language,
        title=title,
        canonical=canonical,
        body=Markup(body),  # noqa: S704 - made by a template that escapes
        contents=Markup(),
        head=Markup(),
    )


def _of_one(speech: Speech, site: Site, policy: Policy) -> str:
    sections = (_section(speech, site, policy),)
    return _filled(speech, site, sections, (policy,), address=applied_address(site, policy))


def _of_all(site: Site) -> str:
    policies = (*site.in_own_language(site.living), *site.in_own_language(site.retired))
    many = sum(len(policy.revisions) for policy in policies) > _MOST
    sections = tuple(_section(site.speech, site, each, listed=not many) for each in policies)
    return _filled(site.speech, site, sections, policies, address=APPLIED)


def _section(speech: Speech, site: Site, policy: Policy, *, listed: bool = True) -> AppliedSection:
    return AppliedSection(
        title=policy.title,
        language=policy.language,
        address=site.policy_address(policy),
        own_page=applied_address(site, policy),
        groups=applied_to(speech, site, policy) if listed else (),
    )


def _filled(
    speech: Speech,
    site: Site,
    sections: tuple[AppliedSection, ...],
    policies: tuple[Policy, ...],
    *,
    address: str,
) -> str:
    return str(
        fill(
            "applied.html",
            speech,
            sections=sections,
            alone=len(sections) == 1 and address != APPLIED,
            asks_joined=asks_when_joined(policies),
            newest=site.register.today,
            link=link_from(address),
        )
    )

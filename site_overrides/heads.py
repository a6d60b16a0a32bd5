"""What programs find in the head of a page: its feeds, its states through time, its dates."""

from markupsafe import Markup

from archive.register import Policy
from archive.speech import speech_in
from site_overrides.citations import Citation, citation
from site_overrides.feeds import feed_links
from site_overrides.languages import alternates
from site_overrides.mementos import Memento, links_of_memento, links_of_original
from site_overrides.sites import Site, Step
from site_overrides.structured_data import data_block, policy_data, text_data
from site_overrides.templates import fill, link_from


def policy_head(site: Site, policy: Policy, known: tuple[Memento, ...]) -> Markup:
    """Return what stands in the head of a policy's own page."""
    return fill(
        "head.html",
        speech_in(policy.language),
        feeds=feed_links(site, policy),
        related=links_of_original(site, policy, known),
        alternates=alternates(site, policy, site.policy_address),
        data=data_block(policy_data(site, policy)),
        cited=_cited(site, policy),
        link=link_from(site.policy_address(policy)),
    )


def history_head(site: Site, policy: Policy, known: tuple[Memento, ...]) -> Markup:
    """Return what stands in the head of a policy's history."""
    return fill(
        "head.html",
        speech_in(policy.language),
        feeds=feed_links(site, policy),
        related=links_of_original(site, policy, known),
        alternates=alternates(site, policy, site.history_address),
        data=None,
        cited=None,
        link=link_from(site.history_address(policy)),
    )


def text_head(
    site: Site, policy: Policy, known: tuple[Memento, ...], of: Step, *, address: str
) -> Markup:
    """Return what stands in the head of an archived text."""
    return fill(
        "head.html",
        speech_in(policy.language),
        feeds=(),
        related=links_of_memento(site, policy, known, of.revision.id),
        alternates=(),
        data=data_block(text_data(site, policy, of, address=address)),
        cited=citation(site, policy, of.revision, seen_from=address),
        link=link_from(address),
    )


def _cited(site: Site, policy: Policy) -> Citation | None:
    """Return how the text in force is cited from the policy's own page."""
    if policy.in_force is None:
        return None
    return citation(site, policy, policy.in_force, seen_from=site.policy_address(policy))

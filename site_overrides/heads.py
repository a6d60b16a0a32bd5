"""What programs find in the head of a page: its feeds, its states through time, its dates."""

from markupsafe import Markup

from archive.register import Policy
from archive.speech import speech_in
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
        link=link_from(address),
    )

"""The page of a service: which policies its readers are bound by, what is coming, and when."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from archive.register import Policy
from archive.revisions import Revision
from archive.settings import Service
from archive.speech import Speech
from site_overrides.announcements import Announced, announced
from site_overrides.kept_pages import kept_of
from site_overrides.pages import Fact, Upcoming, date_line, upcoming
from site_overrides.sites import SERVICES, Site
from site_overrides.templates import fill, link_from

_KIND: Final = "service-page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLink:
    """Where the page of a service stands."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Covering:
    """A policy that applies to the readers of a service."""

    policy: Policy
    address: str
    history_address: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coming:
    """A text that is to come to the readers of a service, or that leaves them."""

    item: Upcoming
    leaves: bool  # the new text does not cover the service any more
    joins: bool  # the present one does not cover it yet


def service_address(service: Service) -> str:
    """Return where the page of a service stands."""
    return f"{SERVICES}{service.id}/"


def service_links(site: Site, services: tuple[str, ...]) -> tuple[ServiceLink, ...]:
    """Return where the pages of some services stand, of those that the settings name."""
    return tuple(
        ServiceLink(title=service.title, address=service_address(service))
        for service in site.settings.services
        if service.id in services
    )


def service_page(site: Site, service: Service) -> Markup:
    """Return the body of the page."""
    at_once = tuple(
        item for item in announced(site.speech, site) if item.at_once and _concerns(item, service)
    )
    make = partial(_composed, site.speech, site, service, at_once)
    beside = f"{service.id} {[item.change for item in at_once]}"
    kept = kept_of(site, None, _KIND, make, beside=beside)
    return Markup(kept)  # noqa: S704 - made by a template that escapes


def _concerns(item: Announced, service: Service) -> bool:
    return not item.services or service.id in item.services


def _composed(speech: Speech, site: Site, service: Service, at_once: tuple[Announced, ...]) -> str:
    policies = site.in_own_language(site.living)
    return str(
        fill(
            "service.html",
            speech,
            service=service,
            covering=[
                _covering(speech, site, policy)
                for policy in policies
                if policy.in_force and covers(policy.in_force, service)
            ],
            coming=_what_comes(speech, site, policies, service),
            at_once=at_once,
            link=link_from(service_address(service)),
        )
    )


def covers(revision: Revision, service: Service) -> bool:
    """Return whether a text binds the readers of a service; one that names none binds all."""
    return not revision.services or service.id in revision.services


def _covering(speech: Speech, site: Site, policy: Policy) -> _Covering:
    return _Covering(
        policy=policy,
        address=site.policy_address(policy),
        history_address=site.history_address(policy),
        facts=date_line(speech, site, policy),
    )


def _what_comes(
    speech: Speech, site: Site, policies: tuple[Policy, ...], service: Service
) -> list[_Coming]:
    found = []
    for policy in policies:
        now = policy.in_force is not None and covers(policy.in_force, service)
        for item in upcoming(speech, site, policy):
            then = covers(item.entry.revision, service)
            if item.entry.revision.applies_from and (now or then):
                found.append(_Coming(item=item, leaves=now and not then, joins=then and not now))
    return sorted(found, key=lambda each: str(each.item.entry.revision.applies_from))

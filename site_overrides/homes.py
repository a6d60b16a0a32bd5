"""The home page: every policy with its one true line, what is coming, and what was retired."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from archive.register import Policy
from site_overrides.applied_pages import asks_when_joined
from site_overrides.change_log import Moment, entries, with_happenings
from site_overrides.kept_pages import kept_of
from site_overrides.languages import Translation, language_name, translations
from site_overrides.pages import Fact, Upcoming, date_line, upcoming
from site_overrides.service_pages import service_links
from site_overrides.sites import APPLIED, CHANGE_LOG, Site, retired_on
from site_overrides.subscribing import subscribe_form
from site_overrides.templates import fill, link_from
from site_overrides.wording import period_words

_KIND: Final = "home"
_NEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCard:
    """One policy as the home page lists it."""

    policy: Policy
    address: str
    history_address: str
    facts: tuple[Fact, ...]
    coming: tuple[Upcoming, ...]
    services: tuple[str, ...]
    period: str  # when its last text applied, for a retired policy
    versions: int
    retired_on: date | None
    language: str  # its own name
    translations: tuple[Translation, ...]


def home_page(site: Site, found: tuple[Moment, ...], *, titled: bool) -> Markup:
    """Return the list of policies; `titled` where the owner wrote no page of their own."""
    kept = kept_of(
        site, None, _KIND, lambda: str(_composed(site, found, titled=titled)), beside=str(titled)
    )
    return Markup(kept)  # noqa: S704 - made by a template that escapes


def _composed(site: Site, found: tuple[Moment, ...], *, titled: bool) -> Markup:
    speech = site.speech
    return fill(
        "home.html",
        speech,
        titled=titled,
        site_name=site.name,
        living=[_card(site, policy) for policy in site.in_own_language(site.living)],
        retired=[_card(site, policy) for policy in site.in_own_language(site.retired)],
        newest=entries(speech, site, with_happenings(speech, site, found)[:_NEWEST]),
        change_log_address=CHANGE_LOG,
        services=service_links(site, tuple(each.id for each in site.settings.services)),
        applied_address=APPLIED,
        asks_joined=asks_when_joined(site.register.policies),
        newest_day=site.register.today,
        subscribe=subscribe_form(site.settings, speech.language),
        link=link_from(""),
    )


def _card(site: Site, policy: Policy) -> PolicyCard:
    last = policy.versions[-1]
    return PolicyCard(
        policy=policy,
        address=site.policy_address(policy),
        history_address=site.history_address(policy),
        facts=date_line(site.speech, site, policy),
        coming=upcoming(site.speech, site, policy),
        services=site.service_titles(policy.services),
        period=period_words(
            site.speech, last.applies_from, last.applies_until, today=site.register.today
        ),
        versions=len(policy.versions),
        retired_on=retired_on(policy),
        language=language_name(policy.language),
        translations=translations(site, policy, site.policy_address),
    )

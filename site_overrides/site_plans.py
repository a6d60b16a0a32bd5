"""Which pages the site has: the few that go through MkDocs, with what each is composed of."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from markupsafe import Markup

from archive.register import Policy
from archive.speech import Speech, speech_in, worded
from site_overrides.ask_page import ask_page
from site_overrides.change_filters import change_filters, filter_part, ways
from site_overrides.change_log import (
    Event,
    LogPart,
    WayGroup,
    change_log_page,
    log_parts,
    moments,
    with_happenings,
    years,
)
from site_overrides.checking import check_page
from site_overrides.compare_plans import compare_plan
from site_overrides.corrections_page import corrections_page
from site_overrides.generated_pages import Composition, PagePlan
from site_overrides.heads import history_head
from site_overrides.held_page import held_page
from site_overrides.histories import history_page
from site_overrides.homes import home_page
from site_overrides.languages import language_marks
from site_overrides.last_changes import last_change
from site_overrides.links import Destinations
from site_overrides.mementos import mementos
from site_overrides.policy_pages import policy_page
from site_overrides.service_pages import service_address, service_page
from site_overrides.sites import CHANGE_LOG, CHECK_PAGE, CORRECTIONS, HELD, WHOM_TO_ASK, Site
from site_overrides.templates import fill, link_from
from site_overrides.texts_on_pages import sections


def page_plans(
    site: Site, destinations: Destinations, *, warn: Callable[[str], None]
) -> Iterator[PagePlan]:
    """Return every page that goes through MkDocs, the home page first; broken links are told."""
    found = moments(site)
    newest = last_change(site, site.register).isoformat()
    yield PagePlan(
        address="",
        language=site.settings.language,
        title=site.speech.say("All policies"),
        name=worded("All policies"),
        described=site.speech.say(
            "The policies of {site}: what applies today, every earlier version, and what changed.",
            site=site.name,
        ),
        kind="home",
        compose=lambda: Composition(text=home_page(site, found, titled=True)),
        updated=newest,
    )
    for policy in site.register:
        yield _policy_plan(site, policy, destinations, warn)
        yield _history_plan(site, policy, destinations)
        yield compare_plan(site, policy)
    yield from _log_plans(site, with_happenings(site.speech, site, found))
    yield PagePlan(
        address=CHECK_PAGE,
        language=site.settings.language,
        title=site.speech.say("How to check this record"),
        kind="check",
        compose=lambda: _check(site),
        updated=newest,
    )
    yield PagePlan(
        address=CORRECTIONS,
        language=site.settings.language,
        title=site.speech.say("Corrections of the record"),
        kind="corrections",
        compose=lambda: Composition(text=corrections_page(site)),
        updated=newest,
    )
    yield from _for_readers(site, newest)


def _for_readers(site: Site, updated: str) -> Iterator[PagePlan]:
    """Yield the pages that tell readers what is theirs, whom to ask, and what is held of them."""
    plan = partial(PagePlan, language=site.settings.language, updated=updated)
    for service in site.settings.services:
        yield plan(
            address=service_address(service),
            title=site.speech.say("Policies of {service}", service=service.title),
            kind="service",
            compose=partial(_whole, partial(service_page, site, service)),
        )
    yield plan(
        address=WHOM_TO_ASK,
        title=site.speech.say("Whom to ask or complain to"),
        kind="ask",
        compose=partial(_whole, partial(ask_page, site)),
    )
    yield plan(
        address=HELD,
        title=site.speech.say("What is held about you"),
        kind="held",
        compose=partial(_whole, partial(held_page, site)),
    )


def _whole(make: Callable[[], Markup]) -> Composition:
    return Composition(text=make())


def _policy_plan(
    site: Site, policy: Policy, destinations: Destinations, warn: Callable[[str], None]
) -> PagePlan:
    return PagePlan(
        address=site.policy_address(policy),
        language=policy.language,
        title=policy.title,
        described=speech_in(policy.language).say(
            "{policy} of {site}: the text in force, its dates, every earlier version and what changed.",
            policy=policy.title,
            site=site.name,
        ),
        kind="policy",
        compose=partial(policy_page, site, policy, destinations, warn=warn),
        searched=not policy.retired,
        updated=last_change(site, (policy,)).isoformat(),
        text_marks=language_marks(policy.language),
    )


def _history_plan(site: Site, policy: Policy, destinations: Destinations) -> PagePlan:
    return PagePlan(
        address=site.history_address(policy),
        language=policy.language,
        title=speech_in(policy.language).say("History of {policy}", policy=policy.title),
        kind="history",
        compose=partial(_history, site, policy, destinations),
        updated=last_change(site, (policy,)).isoformat(),
    )


def _history(site: Site, policy: Policy, destinations: Destinations) -> Composition:
    return Composition(
        text=history_page(site, policy, destinations.downloads),
        head=history_head(site, policy, mementos(site, policy)),
    )


def _log_plans(site: Site, events: tuple[Event, ...]) -> Iterator[PagePlan]:
    filters = change_filters(site, events)
    links = ways(site, events, filters)
    parts = log_parts(events), (filter_part(site, events, each) for each in filters)
    for part in chain.from_iterable(parts):
        listed = {id(event.policy): event.policy for event in part.events}.values()
        yield PagePlan(
            address=part.address,
            language=site.settings.language,
            title=_log_title(site.speech, part),
            name=worded("Change log") if part.address == CHANGE_LOG else "",
            kind="log",
            compose=partial(_log, site, part, years(events), links),
            updated=last_change(site, listed).isoformat(),
        )


def _log_title(speech: Speech, part: LogPart) -> str:
    if part.year:
        return speech.say("Change log of {year}", year=str(part.year))
    if part.only:
        return speech.say("Change log: {filter}", filter=part.only)
    return speech.say("Change log")


def _log(
    site: Site, part: LogPart, years: tuple[int, ...], links: tuple[WayGroup, ...]
) -> Composition:
    return Composition(
        text=change_log_page(site, part, years=years, ways=links),
        head=fill("filters_head.html", site.speech, link=link_from(part.address)),
    )


def _check(site: Site) -> Composition:
    text = check_page(site)
    return Composition(text=text, contents=sections(text))

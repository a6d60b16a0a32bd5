"""What stands on a policy's own page around the text: its dates, banners and ways to the past."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from archive.addresses import changes_address
from archive.contacts import Contact, contact_of
from archive.events import EventKind
from archive.register import Policy
from archive.revisions import Revision, Source, Version
from archive.speech import Speech, speech_in
from archive.timelines import OtherDays
from site_overrides.downloads import PLACE
from site_overrides.events_on_pages import EventEntry, dated_again, event_entries
from site_overrides.feeds import feed_links
from site_overrides.former_anchors import GoneAnchor
from site_overrides.histories import RevisionEntry, revision_entry, version_name
from site_overrides.languages import (
    original_policy,
    translation_words,
    translations,
)
from site_overrides.remarks import warnings
from site_overrides.republications import first_publication, version_since, words_since
from site_overrides.sites import (
    APPLIED,
    CHECK_PAGE,
    WHOM_TO_ASK,
    Site,
    Step,
    retired_on,
    steps,
    version_in_force,
)
from site_overrides.subscribing import subscribe_form
from site_overrides.templates import fill, link_from
from site_overrides.texts_on_pages import split_heading
from site_overrides.wording import period_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One part of the date line: a label, a day, and where more about it stands."""

    label: str
    day: date
    until: date | None = None
    told: bool = True  # on the list of policies as well, where there is little room
    address: str | None = None
    coming: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A scheduled revision as a banner announces it."""

    policy: Policy
    entry: RevisionEntry
    version: Version
    name: str
    significant: bool
    dated_again: tuple[str, ...]  # how its day was moved since it was announced
    begins: bool  # the policy begins with it: nothing of it applied before
    comments: str | None  # the page on which readers comment on it until its day


def date_line(speech: Speech, site: Site, policy: Policy) -> tuple[Fact, ...]:
    """Return in force since, published, announced, last wording change and next version."""
    facts: list[Fact] = []
    current = policy.in_force
    version = version_in_force(policy)
    if current and version:
        since = version_since(site, policy, version)
        first = since.revisions[0]
        worded = words_since(site, policy, current)
        address = site.version_address(policy, since)
        history = site.history_address(policy)
        facts += [
            Fact(
                label=speech.say("In force since"),
                day=since.applies_from or first.published_on,
                until=version.applies_until,
                address=address,
            ),
            *_publication(speech, first, history),
            Fact(
                label=speech.say("Last wording change"),
                day=worded.published_on,
                address=_changes(site, policy, policy.version_of(worded), worded),
            ),
        ]
    for coming in policy.scheduled[:1]:
        address = site.version_address(policy, policy.version_of(coming))
        if coming.applies_from:
            label = speech.say("Next version from")
            if begins(policy, coming):
                label = speech.say("Applies from")
            facts.append(Fact(label=label, day=coming.applies_from, address=address, coming=True))
    return tuple(facts)


def _publication(speech: Speech, first: Revision, address: str) -> Iterator[Fact]:
    """Yield when a version was published and announced, as far as git saw it."""
    if first.source is not Source.EARLIER:
        published, announced = speech.say("Published"), speech.say("Announced")
        yield Fact(label=published, day=first.published_on, address=address, told=False)
        yield Fact(label=announced, day=first.announced, address=address, told=False)


def _changes(site: Site, policy: Policy, version: Version, revision: Revision) -> str:
    address = site.revision_address(policy, version, revision)
    is_first = policy.versions[0].revisions[0] is revision
    return address if is_first else changes_address(address)


def upcoming(speech: Speech, site: Site, policy: Policy) -> tuple[Upcoming, ...]:
    """Return the scheduled revisions of a policy, the next one first."""
    if not policy.scheduled:
        return ()
    by_id = {step.revision.id: step for step in steps(policy)}
    return tuple(_upcoming(speech, site, policy, by_id[coming.id]) for coming in policy.scheduled)


def original_upcoming(speech: Speech, site: Site, policy: Policy) -> tuple[Upcoming, ...]:
    """Return the scheduled revisions of a translation's original that it does not give yet."""
    if policy.original is None or policy.retired:
        return ()
    given = {revision.effective for revision in policy.scheduled}
    coming = upcoming(speech, site, original_policy(site, policy.original))
    return tuple(item for item in coming if item.entry.revision.effective not in given)


def _upcoming(speech: Speech, site: Site, policy: Policy, step: Step) -> Upcoming:
    judgement = site.judgement(step.revision)
    return Upcoming(
        policy=policy,
        entry=revision_entry(speech, site, policy, step),
        version=step.version,
        name=version_name(speech, step.version),
        significant=judgement is not None and judgement.must_be_told,
        dated_again=tuple(dated_again(speech, site, policy, step.revision)),
        begins=begins(policy, step.revision),
        comments=step.revision.front_matter.comments or site.settings.comments,
    )


def begins(policy: Policy, revision: Revision) -> bool:
    """Return whether no other text of the policy applies before this one."""
    day = revision.applies_from or date.max
    return not any(other.applies_from and other.applies_from < day for other in policy.revisions)


def policy_heading(site: Site, policy: Policy, *, clauses_marked: bool = False) -> Markup:
    """Return what stands above the text: title, date line and the banner of what is coming."""
    speech = speech_in(policy.language)
    return fill(
        "policy_heading.html",
        speech,
        policy=policy,
        title=_title(site, policy),
        facts=date_line(speech, site, policy),
        coming=upcoming(speech, site, policy),
        of_original=original_upcoming(speech, site, policy),
        services=site.service_titles(policy.services),
        history_address=site.history_address(policy),
        policy_address=site.policy_address(policy),
        last=_last_version(speech, site, policy),
        retired_on=retired_on(policy),
        remarks=_remarks(speech, site, policy),
        translation=translation_words(speech, site, policy),
        outrun=_outrun(site, policy),
        others=tuple(_bound_otherwise(speech, site, policy)),
        transfers=_transfers(speech, site, policy),
        replaced_by=_successor(speech, site, policy),
        translations=translations(site, policy, site.policy_address),
        clauses_marked=clauses_marked,
        applied_address=f"{site.policy_address(policy)}{APPLIED}",
        asks_joined=bool(policy.timelines),
        newest_day=site.register.today,
        downloads=PLACE,
        link=link_from(site.policy_address(policy)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundOtherwise:
    """People to whom another text applies than the one on the page, and where that one stands."""

    days: OtherDays  # by which these people are told from others
    name: str
    address: str
    period: str


def _remarks(speech: Speech, site: Site, policy: Policy) -> tuple[str, ...]:
    current = policy.in_force
    if current is None:
        return ()
    known = first_publication(site, policy, current) is not None
    return tuple(warnings(speech, site, policy, current, known=known))


def _bound_otherwise(speech: Speech, site: Site, policy: Policy) -> Iterator[BoundOtherwise]:
    """Yield who is bound by which other text today, by the day they joined."""
    today = site.register.today
    for revision in policy.revisions:
        for other in policy.other_days(revision):
            binding = other.binding
            if revision != policy.in_force and binding and binding.covers(today):
                version = policy.version_of(revision)
                yield BoundOtherwise(
                    days=other,
                    name=version_name(speech, version),
                    address=site.revision_address(policy, version, revision),
                    period=period_words(speech, binding.begins, binding.ends, today=today),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerOriginal:
    """The original of a translation, whose text in force the translation does not give."""

    policy: Policy
    address: str


def _outrun(site: Site, policy: Policy) -> NewerOriginal | None:
    """Return the original where a newer version of it than the one translated is in force."""
    if policy.original is None or policy.original.newer_since is None:
        return None
    original = original_policy(site, policy.original)
    version = version_in_force(original)
    if version is None or version.revisions[0].published_on < policy.original.newer_since:
        return None
    return NewerOriginal(policy=original, address=site.policy_address(original))


def _transfers(speech: Speech, site: Site, policy: Policy) -> tuple[EventEntry, ...]:
    """Return the transfers of control that are still to come."""
    return tuple(
        entry
        for entry in event_entries(speech, site, policy)
        if entry.event.kind is EventKind.TRANSFER_OF_CONTROL
        and (entry.event.day is None or entry.event.day > site.register.today)
    )


def _successor(speech: Speech, site: Site, policy: Policy) -> EventEntry | None:
    """Return the replacement of a policy by another one."""
    entries = event_entries(speech, site, policy) if policy.replaced_by else ()
    return next((each for each in reversed(entries) if each.address), None)


def _title(site: Site, policy: Policy) -> Markup | str:
    if policy.in_force is None or site.redaction(policy.in_force):
        return policy.title
    heading, _ = split_heading(site.texts.html(policy.in_force.blob))
    return heading or policy.title


def _last_version(speech: Speech, site: Site, policy: Policy) -> tuple[str, str] | None:
    """Return name and address of the newest version when none is in force."""
    if policy.in_force is not None:
        return None
    version = policy.versions[-1]
    return version_name(speech, version), site.version_address(policy, version)


def policy_ending(
    site: Site,
    policy: Policy,
    gone: tuple[GoneAnchor, ...],
    gone_clauses: tuple[str, ...] = (),
) -> Markup:
    """Return what stands below the text: whom to ask, every earlier version, and what is gone."""
    current = policy.in_force or policy.revisions[-1]
    return fill(
        "policy_ending.html",
        speech_in(policy.language),
        policy=policy,
        contact=policy_contact(site, current),
        authorities_address=WHOM_TO_ASK if site.settings.authorities else None,
        reviewed=current.front_matter.reviewed,
        current=current,
        check_address=CHECK_PAGE,
        history_address=site.history_address(policy),
        policy_address=site.policy_address(policy),
        feeds=feed_links(site, policy),
        subscribe=subscribe_form(site.settings, policy.language, policy.id),
        gone=gone,
        gone_clauses=gone_clauses,
        link=link_from(site.policy_address(policy)),
    )


def policy_contact(site: Site, revision: Revision) -> Contact | None:
    """Return whom readers of a text can ask, or complain to."""
    settings = site.settings
    return contact_of(
        revision.front_matter.contact,
        contact=settings.contact,
        address=settings.postal_address,
    )


def build_note(speech: Speech, site: Site, *, with_commit: bool) -> Markup:
    """Return the day of the build and whether it shows unpublished texts.

    An archived page names no commit: a change of another policy does not change it.
    """
    return fill(
        "build_note.html",
        speech,
        register=site.register,
        preview=site.preview,
        with_commit=with_commit,
    )

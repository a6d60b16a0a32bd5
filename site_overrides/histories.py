"""The history of a policy as readers see it: every version and revision, dated and explained."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from archive.addresses import changes_address
from archive.front_matter import Level
from archive.register import Policy
from archive.revisions import Revision, State, Version
from archive.speech import Speech, speech_in
from notify.decisions import Judgement
from notify.findings import Effect
from site_overrides.downloads import Downloads, place_of, with_listed_downloads
from site_overrides.events_on_pages import EventEntry, entries_about, parted
from site_overrides.kept_pages import kept_of
from site_overrides.languages import translation_words, translations
from site_overrides.periods import never_words
from site_overrides.remarks import remarks
from site_overrides.republications import (
    applies_since,
    first_publication,
    still_standing,
    version_since,
)
from site_overrides.sites import Site, Step, retired_on, step, version_in_force
from site_overrides.templates import fill, link_from
from site_overrides.timeline_graphics import Period, timeline_graphic
from site_overrides.wording import IT, SOURCE_NOTES, Periods, kinds_of, period_words

_KIND: Final = "history-page"
_FILTERED: Final = 4  # published texts, from which on some can be left out


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionEntry:
    """One revision as a history or the change log lists it."""

    revision: Revision
    address: str
    changes_address: str | None  # None for the first text, which changed nothing
    judgement: Judgement | None  # only when readers may see it
    summary: str  # the legal team's words, as Markdown
    choices: str
    events: tuple[EventEntry, ...]  # what happened to it while no word changed
    parted: tuple[EventEntry, ...]  # where words of the text before it went, when it was split
    notes: tuple[str, ...]  # what readers should know about the record itself
    same_as: "SameText | None"  # where an earlier revision published the same text


@dataclass(frozen=True, slots=True, kw_only=True)
class SameText:
    """An earlier revision with the same text."""

    day: date  # of its publication: both may name the same effective date
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    """One version as a history lists it, with its revisions, newest first."""

    version: Version
    name: str
    address: str
    changes_address: str | None
    period: str
    note: str
    revisions: tuple[RevisionEntry, ...]
    republished: bool  # its words still apply: they were published again
    former_anchors: tuple[str, ...]  # under which this page listed it before it was dated again

    @property
    def drawn(self) -> Period:
        """The version as the timeline draws it."""
        first = self.version.revisions[0]
        return Period(
            name=self.name,
            words=self.period,
            state=self.version.state,
            announced=first.announced if first.publication_known else None,
            begins=self.version.applies_from,
            ends=self.version.applies_until,
            undated=tuple(r.published_on for r in self.version.revisions if r.undated),
        )


def history_page(site: Site, policy: Policy, downloads: Downloads) -> Markup:
    """Return the body of the page that lists every version of a policy, with the files of each."""
    kept = kept_of(site, policy, _KIND, lambda: str(_history(site, policy)))
    address = site.history_address(policy)
    return with_listed_downloads(kept, speech_in(policy.language), downloads, address=address)


def _history(site: Site, policy: Policy) -> Markup:
    versions = version_entries(site, policy)
    speech = speech_in(policy.language)
    drawing = timeline_graphic(
        [each.drawn for each in versions], mirrored=speech.direction == "rtl"
    )
    return fill(
        "history.html",
        speech,
        policy=policy,
        versions=tuple(reversed(versions)),
        drawing=drawing,
        judged=judged(versions),
        states=tuple(state for state in State if _is_drawn(state, versions)),
        texts=sum(len(version.revisions) for version in policy.versions),
        retired_on=retired_on(policy),
        translation=translation_words(speech_in(policy.language), site, policy),
        translations=translations(site, policy, site.history_address),
        policy_address=site.policy_address(policy),
        feed_address=f"{site.policy_address(policy)}atom.xml",
        link=link_from(site.history_address(policy)),
        files_of=place_of,
        today=site.register.today,
    )


def _is_drawn(state: State, versions: tuple[VersionEntry, ...]) -> bool:
    return any(v.version.state is state and v.version.applies_from for v in versions)


def judged(versions: Iterable[VersionEntry]) -> tuple[tuple[Level, ...], tuple[Effect, ...]]:
    """Return which levels and effects a history tells of, where it can be shown without some."""
    entries = [entry for version in versions for entry in version.revisions]
    shown = [entry.judgement for entry in entries if entry.judgement]
    levels = {each.level for each in shown}
    effects = {kind for each in shown for kind in kinds_of(each.effect)}
    if len(entries) < _FILTERED or len({(each.level, each.effect) for each in shown}) < 2:
        return (), ()
    return (
        tuple(level for level in reversed(Level) if level in levels),
        tuple(effect for effect in Effect if effect in effects),
    )


def version_entries(site: Site, policy: Policy) -> tuple[VersionEntry, ...]:
    """Return every version of a policy with what readers may know of it, oldest first."""
    spoken = speech_in(policy.language)
    entries = []
    before: tuple[Revision, Version] | None = None
    taken = {version.address for version in policy.versions}
    standing = tuple(still_standing(site, policy))
    current = version_in_force(policy)
    for position, version in enumerate(policy.versions):
        revisions = []
        for revision in version.revisions:
            revisions.append(revision_entry(spoken, site, policy, step(version, revision, before)))
            before = revision, version
        address = site.version_address(policy, version)
        former = {p.version for r in version.revisions for p in r.former_places} - taken
        taken |= former
        stands = any(revision in standing for revision in version.revisions)
        republished = stands and version is not current
        entries.append(
            VersionEntry(
                version=version,
                name=version_name(spoken, version),
                address=address,
                changes_address=changes_address(address) if position else None,
                period=_standing_period(spoken, site, policy, version, republished=republished),
                note=_source_note(spoken, version),
                revisions=tuple(reversed(revisions)),
                republished=republished,
                former_anchors=tuple(sorted(former)),
            )
        )
    return tuple(entries)


def _source_note(speech: Speech, version: Version) -> str:
    # Its texts may say themselves that their date is declared.
    if any(revision.is_declared for revision in version.revisions):
        return ""
    note = SOURCE_NOTES.get(version.effective_source)
    return speech.say(note) if note else ""


def revision_entry(speech: Speech, site: Site, policy: Policy, of: Step) -> RevisionEntry:
    """Return what a list says about one revision, in the language of that list."""
    before = of.before.id if of.before else None
    key = "entry", speech.language, policy.id, policy.language, of.revision.id, before
    return site.once(key, lambda: _entry(speech, site, policy, of))


def _entry(speech: Speech, site: Site, policy: Policy, of: Step) -> RevisionEntry:
    address = site.revision_address(policy, of.version, of.revision)
    judgement = site.judgement(of.revision)
    withheld = site.redaction(of.revision) or site.redaction(of.before)
    decision = judgement.decision if judgement and not site.redaction(of.revision) else None
    first = first_publication(site, policy, of.revision)
    return RevisionEntry(
        revision=of.revision,
        address=address,
        changes_address=changes_address(address) if of.before else None,
        # Findings quote the words of both texts.
        judgement=site.shown_judgement(of.revision) if of.before and not withheld else None,
        summary=decision.summary if decision else "",
        choices=decision.choices if decision else "",
        events=entries_about(speech, site, policy, of.revision),
        parted=parted(speech, site, policy, of.before) if of.before else (),
        notes=tuple(remarks(speech, site, policy, of.revision, known=first is not None)),
        same_as=_same_text(site, policy, first) if first else None,
    )


def _same_text(site: Site, policy: Policy, first: Revision) -> SameText:
    address = site.revision_address(policy, policy.version_of(first), first)
    return SameText(day=first.published_on, address=address)


def version_name(speech: Speech, version: Version) -> str:
    """Return how a version is called: by its effective date, or by its publication."""
    if version.effective is not None:
        return speech.say("Version of {day}", day=version.effective)
    return speech.say("Text of {day}", day=version.revisions[0].published_on)


def text_name(speech: Speech, version: Version, revision: Revision) -> str:
    """Return how one text of a version is called, told apart from the version's other texts."""
    if version.effective is None:
        return version_name(speech, version)
    if not revision.publication_known:
        return speech.say("Version of {day}, as declared", day=version.effective)
    return speech.say(
        "Version of {day}, as published on {published}",
        day=version.effective,
        published=revision.published_on,
    )


def version_period(speech: Speech, site: Site, version: Version) -> str:
    """Return when a version applied, in a sentence; why it never did is told of its texts."""
    if version.state is State.WITHDRAWN and version.applies_from is None:
        return never_words(speech, version.revisions[-1])
    today = site.register.today
    return period_words(speech, version.applies_from, version.applies_until, today=today)


def revision_period(
    speech: Speech, site: Site, policy: Policy, revision: Revision, *, of: Periods = IT
) -> str:
    """Return when the words of a revision applied, in a sentence."""
    if revision.state is State.WITHDRAWN and revision.applies_from is None:
        return never_words(speech, revision, of=of)
    begins = applies_since(site, policy, revision)
    return period_words(speech, begins, revision.applies_until, today=site.register.today, of=of)


def _standing_period(
    speech: Speech, site: Site, policy: Policy, version: Version, *, republished: bool
) -> str:
    """Return when a version applied; words that were published again never ceased to."""
    if not republished and version.state is not State.IN_FORCE:
        return version_period(speech, site, version)
    since = version_since(site, policy, version).applies_from
    until = (version_in_force(policy) or version).applies_until
    period = period_words(speech, since, until, today=site.register.today)
    if not republished:
        return period
    return f"{period} {speech.say('Its words were published again and still apply.')}"

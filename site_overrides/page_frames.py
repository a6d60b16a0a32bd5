"""What stands around a text or a redline on each of its pages: what the page says of it.

Composed once for all pages of a policy, and kept until anything that it follows from is another.
The texts are kept by themselves, and their links are left open until a page is written.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Final

import msgspec
from markupsafe import Markup

from archive.addresses import changes_address
from archive.confined_rendering import LONGEST, MEGABYTES, SECONDS
from archive.faults import Fault, Severity
from archive.register import Policy
from archive.revisions import BlobId, Revision, Source, Version
from archive.speech import Speech, speech_in
from site_overrides.banners import banner, banner_remarks
from site_overrides.compared_texts import (
    applied_before,
    change_day,
    change_title,
    fate,
    told_apart,
)
from site_overrides.contents import contents_above
from site_overrides.downloads import PLACE
from site_overrides.former_anchors import version_anchors
from site_overrides.heads import text_head
from site_overrides.histories import revision_entry, text_name, version_name
from site_overrides.kept_pages import kept_of_as
from site_overrides.languages import version_translations
from site_overrides.mementos import Memento, mementos
from site_overrides.page_parts import RedlineParts, TextParts, redline_parts, text_parts
from site_overrides.republications import still_standing
from site_overrides.sites import CHECK_PAGE, Site, Step, step, version_in_force
from site_overrides.templates import fill, link_from

PAGE_FRAMES: Final = "page-frames"
_MANY_VERSIONS: Final = 100  # from which on redlines do not repeat what did not change
# Stands where the text goes: no author can write it, since the allow-list knows no such element.
_TEXT: Final = "<fairnotice-text>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An archived page without its text, which may stand on several pages."""

    address: str
    title: str
    head: str  # what programs read
    before: str  # the text stands between these two
    after: str
    path: str  # where the text was written, and on which day its links led where
    on: date
    text: BlobId | None = None  # None: it was taken down
    old: BlobId | None = None  # of a redline: the text that the other is compared with
    moved: Mapping[str, str] = field(default_factory=dict)  # former anchors to those of now
    fault: Fault | None = None  # why the text does not look as it should


class ShownParts:
    """The texts and redlines of a policy; a version of one revision asks for the same ones twice."""

    def __init__(self, site: Site, policy: Policy) -> None:
        self.text: Callable[[BlobId], TextParts] = lru_cache(maxsize=1)(
            partial(text_parts, site.texts, language=policy.language)
        )
        self.redline: Callable[[BlobId, BlobId], RedlineParts] = lru_cache(maxsize=1)(
            partial(
                redline_parts,
                site.texts,
                language=policy.language,
                short=len(policy.versions) > _MANY_VERSIONS,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What all archived pages of one policy have in common."""

    site: Site
    policy: Policy
    speech: Speech
    current: Version | None
    states: tuple[Memento, ...]  # of the policy's page, through time
    standing: tuple[Revision, ...]  # former ones whose words were published again and apply
    parts: ShownParts


def page_frames(site: Site, policy: Policy, parts: ShownParts) -> list[Frame]:
    """Return what stands around the text of every version, every revision and every step."""

    def composed() -> str:
        place = _Place(
            site=site,
            policy=policy,
            speech=speech_in(policy.language),
            current=version_in_force(policy),
            states=mementos(site, policy),
            standing=tuple(still_standing(site, policy)),
            parts=parts,
        )
        return json.dumps(msgspec.to_builtins(list(_frames(place)), enc_hook=str))

    return kept_of_as(
        site, policy, PAGE_FRAMES, composed, read=msgspec.json.Decoder(list[Frame]).decode
    )


def _frames(place: _Place) -> Iterator[Frame]:
    former: tuple[Revision, Version] | None = None  # the newest revision of the version before
    before: tuple[Revision, Version] | None = None  # the revision before, of whichever version
    for version in place.policy.versions:
        if version.effective is not None:
            for revision in version.revisions:
                yield from _step_frames(place, step(version, revision, before), of_version=False)
                before = revision, version
        newest = version.revisions[-1]
        yield from _step_frames(place, step(version, newest, former), of_version=True)
        former = before = newest, version


def _step_frames(place: _Place, of: Step, *, of_version: bool) -> Iterator[Frame]:
    address = (
        place.site.version_address(place.policy, of.version)
        if of_version
        else place.site.revision_address(place.policy, of.version, of.revision)
    )
    yield _text_frame(place, of, address, of_version=of_version)
    if of.before:
        yield _redline_frame(place, of, of.before, address)


def _text_frame(place: _Place, of: Step, address: str, *, of_version: bool) -> Frame:
    parts, text = _text_parts(place, of.revision)
    former = version_anchors(place.site, place.policy, of.version) if of_version else None
    name = (
        version_name(place.speech, of.version)
        if of_version
        else text_name(place.speech, of.version, of.revision)
    )
    again = of.revision in place.standing
    body = fill(
        "archived_text.html",
        place.speech,
        policy=place.policy,
        name=name,
        heading=parts.heading or place.policy.title,
        translations=version_translations(place.site, place.policy, of.version),
        text=text,
        contents=contents_above(place.speech, parts.contents),
        gone=former.gone if former else (),
        revision=of.revision,
        banner=banner(place.speech, place.site, place.policy, of.revision, again=again),
        remarks=tuple(banner_remarks(place.speech, place.site, place.policy, of.revision)),
        earlier=of.revision.source is Source.EARLIER,
        current=place.current,
        as_written=parts.as_written,
        changes_address=changes_address(address) if of.before else None,
        policy_address=place.site.policy_address(place.policy),
        history_address=place.site.history_address(place.policy),
        check_address=CHECK_PAGE,
        downloads=PLACE,
        link=link_from(address),
    )
    before, at_text, after = body.partition(_TEXT)
    return Frame(
        address=address,
        title=place.speech.say("{policy}, {version}", policy=place.policy.title, version=name),
        head=text_head(place.site, place.policy, place.states, of, address=address),
        before=before,
        after=after,
        path=of.revision.path,
        on=_on(of.revision),
        text=of.revision.blob if at_text else None,
        moved=former.moved if former else {},
        fault=_not_laid_out(of.revision) if parts.as_written else None,
    )


def _text_parts(place: _Place, revision: Revision) -> tuple[TextParts, Markup]:
    """Return the parts of a text with its place, or what stands there when it was taken down."""
    reason = place.site.redaction(revision)
    if reason is None:
        return place.parts.text(revision.blob), Markup(_TEXT)  # noqa: S704 - fixed
    nothing = TextParts(heading=None, text=(), contents=Markup(), as_written=False)
    return nothing, redacted_notice(place.speech, revision, reason)


def redacted_notice(speech: Speech, revision: Revision, reason: str) -> Markup:
    """Return what a page shows in the place of a text that was taken down."""
    return fill("redacted.html", speech, revision=revision, reason=reason)


def _not_laid_out(revision: Revision) -> Fault:
    return Fault(
        code="text-not-laid-out",
        severity=Severity.ERROR,
        message=f"this text is longer than {LONGEST:,} characters, or laying it out took more than"
        f" {SECONDS} seconds or {MEGABYTES} MB, so it is shown as it is written: look for long"
        " runs of brackets or deeply nested lists, and write them otherwise",
        path=revision.path,
        commit=revision.commit,
    )


def _redline_frame(place: _Place, of: Step, before: Revision, address: str) -> Frame:
    withheld = place.site.redaction(of.revision) or place.site.redaction(before)
    parts = (
        place.parts.redline(before.blob, of.revision.blob)
        if withheld is None
        else RedlineParts(
            summary=fill("withheld.html", place.speech, reason=withheld), text=(), moved=False
        )
    )
    here = changes_address(address)
    entry = revision_entry(place.speech, place.site, place.policy, of)
    told = told_apart(place.speech, before, of.revision, place.site.settings.timezone)
    day = change_day(of.revision)
    body = fill(
        "redline.html",
        place.speech,
        policy=place.policy,
        entry=entry,
        told=told,
        old_fate=fate(place.speech, before),
        title=change_title(place.speech, of.revision),
        applied_before=applied_before(place.site, place.policy, before, of.revision),
        old_address=_old_address(place, of, before),
        new_address=address,
        summary=parts.summary,
        withheld=withheld is not None,
        moved=parts.moved,
        html=Markup(_TEXT),  # noqa: S704 - fixed
        policy_address=place.site.policy_address(place.policy),
        history_address=place.site.history_address(place.policy),
        downloads=PLACE,
        link=link_from(here),
    )
    first, at_text, after = body.partition(_TEXT)
    return Frame(
        address=here,
        title=place.speech.say("{policy}, changes of {day}", policy=place.policy.title, day=day),
        head=fill("redline_head.html", place.speech, script="redline.js", link=link_from(here)),
        before=first,
        after=after,
        path=of.revision.path,
        on=_on(of.revision),
        text=of.revision.blob if at_text else None,
        old=before.blob,
    )


def _old_address(place: _Place, of: Step, before: Revision) -> str:
    version = of.before_version or of.version
    return place.site.revision_address(place.policy, version, before)


def _on(revision: Revision) -> date:
    """Return the day on which the links of a text led where its pages let them lead."""
    return revision.applies_from or revision.published_on

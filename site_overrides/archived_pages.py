"""Every page beside the present ones: versions, revisions and redlines, one after the other.

Nothing here is held: a page is composed, handed over, written and forgotten, so thousands of
versions need no more memory than one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

from markupsafe import Markup

from archive.addresses import changes_address
from archive.confined_rendering import LONGEST, MEGABYTES, SECONDS
from archive.faults import Fault, Severity
from archive.register import Policy
from archive.revisions import BlobId, Revision, Source, Version
from site_overrides.banners import banner, banner_remarks
from site_overrides.compared_texts import (
    applied_before,
    change_day,
    change_verb,
    fate,
    told_apart,
)
from site_overrides.former_anchors import version_anchors, with_former_anchors
from site_overrides.heads import text_head
from site_overrides.histories import (
    revision_entry,
    version_name,
)
from site_overrides.links import Destinations, Resolve, place_links
from site_overrides.mementos import Memento, mementos
from site_overrides.page_parts import RedlineParts, TextParts, redline_parts, text_parts
from site_overrides.republications import still_standing
from site_overrides.sites import CHECK_PAGE, Site, Step, step, version_in_force
from site_overrides.templates import fill, link_from
from site_overrides.wording import day_words

_NOTHING = Markup()
_MANY_VERSIONS: Final = 100  # from which on redlines do not repeat what did not change


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A page that is written beside the page pipeline."""

    address: str
    title: str
    canonical: str  # the address search engines should know instead
    body: Markup
    contents: Markup  # the list of its sections; empty where it has none
    head: Markup  # what programs read
    fault: Fault | None = None  # why the text does not look as it should


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What all archived pages of one policy have in common."""

    site: Site
    policy: Policy
    destinations: Destinations
    current: Version | None
    states: tuple[Memento, ...]  # of the policy's page, through time
    standing: tuple[Revision, ...]  # former ones whose words were published again and apply
    # Each keeps the last it gave: a version of one revision asks for the same ones twice.
    text: Callable[[BlobId], TextParts]
    redline: Callable[[BlobId, BlobId], RedlineParts]


def archived_pages(
    site: Site, policy: Policy, destinations: Destinations
) -> Iterator[ArchivedPage]:
    """Return the pages of every version, every revision and every step between two of them."""
    place = _Place(
        site=site,
        policy=policy,
        destinations=destinations,
        current=version_in_force(policy),
        states=mementos(site, policy),
        standing=tuple(still_standing(site, policy)),
        text=lru_cache(maxsize=1)(partial(text_parts, site.texts)),
        redline=lru_cache(maxsize=1)(
            partial(
                redline_parts,
                site.texts,
                language=policy.language,
                short=len(policy.versions) > _MANY_VERSIONS,
            )
        ),
    )
    former: tuple[Revision, Version] | None = None  # the newest revision of the version before
    before: tuple[Revision, Version] | None = None  # the revision before, of whichever version
    for version in policy.versions:
        if version.effective is not None:
            for revision in version.revisions:
                yield from _step_pages(place, step(version, revision, before), of_version=False)
                before = revision, version
        newest = version.revisions[-1]
        yield from _step_pages(place, step(version, newest, former), of_version=True)
        former = before = newest, version


def page_count(policy: Policy) -> int:
    """Return how many pages `archived_pages` gives for a policy."""
    dated = sum(len(v.revisions) for v in policy.versions if v.effective is not None)
    return 2 * (len(policy.versions) + dated) - 1 - (policy.versions[0].effective is not None)


def redline_pairs(policy: Policy) -> Iterator[tuple[BlobId, BlobId]]:
    """Return the pairs of texts whose redlines the pages show."""
    former: Revision | None = None
    before: Revision | None = None
    for version in policy.versions:
        for revision in version.revisions:
            if before:
                yield before.blob, revision.blob
            before = revision
        if former:
            yield former.blob, version.revisions[-1].blob
        former = version.revisions[-1]


def _step_pages(place: _Place, of: Step, *, of_version: bool) -> Iterator[ArchivedPage]:
    address = (
        place.site.version_address(place.policy, of.version)
        if of_version
        else place.site.revision_address(place.policy, of.version, of.revision)
    )
    yield _text_page(place, of, address, of_version=of_version)
    if of.before:
        yield _redline_page(place, of, of.before, address)


def _text_page(place: _Place, of: Step, address: str, *, of_version: bool) -> ArchivedPage:
    parts = _text_parts(place, of.revision)
    text = place_links(parts.text, _resolve(place, of.revision, address))
    former = version_anchors(place.site, place.policy, of.version) if of_version else None
    if former:
        text = with_former_anchors(text, former.moved)
    name = _name(of, of_version=of_version)
    again = of.revision in place.standing
    body = fill(
        "archived_text.html",
        policy=place.policy,
        name=name,
        heading=parts.heading or place.policy.title,
        text=Markup(text),  # noqa: S704 - cleaned when it was rendered
        gone=former.gone if former else (),
        revision=of.revision,
        banner=banner(place.site, place.policy, of.revision, again=again),
        remarks=tuple(banner_remarks(place.site, place.policy, of.revision)),
        earlier=of.revision.source is Source.EARLIER,
        current=place.current,
        as_written=parts.as_written,
        changes_address=changes_address(address) if of.before else None,
        policy_address=place.site.policy_address(place.policy),
        history_address=place.site.history_address(place.policy),
        check_address=CHECK_PAGE,
        link=link_from(address),
    )
    head = text_head(place.site, place.policy, place.states, of, address=address)
    title = f"{place.policy.title}, {name}"
    page = _page(place, address, title, body, contents=parts.contents, head=head)
    return replace(page, fault=_not_laid_out(of.revision)) if parts.as_written else page


def _text_parts(place: _Place, revision: Revision) -> TextParts:
    """Return the parts of a text, or what stands in the place of one that was taken down."""
    reason = place.site.redaction(revision)
    if reason is None:
        return place.text(revision.blob)
    notice = redacted_notice(revision, reason)
    return TextParts(heading=None, text=(str(notice),), contents=Markup(), as_written=False)


def redacted_notice(revision: Revision, reason: str) -> Markup:
    """Return what a page shows in the place of a text that was taken down."""
    return fill("redacted.html", revision=revision, reason=reason)


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


def _name(of: Step, *, of_version: bool) -> str:
    name = version_name(of.version)
    if of_version or of.version.effective is None:
        return name
    if not of.revision.publication_known:
        return f"{name}, as declared"
    return f"{name}, as published on {day_words(of.revision.published_on)}"


def _page(
    place: _Place,
    address: str,
    title: str,
    body: Markup,
    *,
    contents: Markup = _NOTHING,
    head: Markup = _NOTHING,
) -> ArchivedPage:
    return ArchivedPage(
        address=address,
        title=title,
        canonical=place.site.policy_address(place.policy),
        body=body,
        contents=contents,
        head=head,
    )


def _redline_page(place: _Place, of: Step, before: Revision, address: str) -> ArchivedPage:
    withheld = place.site.redaction(of.revision) or place.site.redaction(before)
    parts = (
        place.redline(before.blob, of.revision.blob)
        if withheld is None
        else RedlineParts(summary=fill("withheld.html", reason=withheld), text=(), moved=False)
    )
    here = changes_address(address)
    text = place_links(parts.text, _resolve(place, of.revision, here))
    entry = revision_entry(place.site, place.policy, of)
    old, new = told_apart(before, of.revision, place.site.settings.timezone)
    day = day_words(change_day(of.revision))
    body = fill(
        "redline.html",
        policy=place.policy,
        entry=entry,
        old=old,
        new=new,
        old_fate=fate(before),
        day=day,
        verb=change_verb(of.revision),
        applied_before=applied_before(place.site, place.policy, before, of.revision),
        old_address=_old_address(place, of, before),
        new_address=address,
        summary=parts.summary,
        withheld=withheld is not None,
        moved=parts.moved,
        html=Markup(text),  # noqa: S704 - made from two cleaned texts
        policy_address=place.site.policy_address(place.policy),
        history_address=place.site.history_address(place.policy),
        link=link_from(here),
    )
    title = f"{place.policy.title}, changes of {day}"
    head = fill("redline_head.html", link=link_from(here))
    return _page(place, here, title, body, head=head)


def _old_address(place: _Place, of: Step, before: Revision) -> str:
    version = of.before_version or of.version
    return place.site.revision_address(place.policy, version, before)


def _resolve(place: _Place, revision: Revision, address: str) -> Resolve:
    on = revision.applies_from or revision.published_on
    return place.destinations.on_an_archived_page(path=revision.path, address=address, on=on)

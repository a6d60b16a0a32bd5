"""Every page beside the present ones: versions, revisions and redlines, one after the other.

Nothing here is held: a page is put together, handed over, written and forgotten, so thousands of
versions need no more memory than one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from archive.faults import Fault
from archive.register import Policy
from archive.revisions import BlobId, Language, Revision
from archive.speech import speech_in
from site_overrides.downloads import alternate_links, with_downloads
from site_overrides.former_anchors import with_former_anchors
from site_overrides.links import Destinations, place_links
from site_overrides.page_frames import Frame, ShownParts, page_frames
from site_overrides.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A page that is written beside the page pipeline."""

    address: str
    language: Language
    title: str
    canonical: str  # the address search engines should know instead
    body: Markup
    contents: Markup  # the list of its sections; empty where it has none
    head: Markup  # what programs read
    fault: Fault | None = None  # why the text does not look as it should


def archived_pages(
    site: Site, policy: Policy, destinations: Destinations
) -> Iterator[ArchivedPage]:
    """Return the pages of every version, every revision and every step between two of them."""
    parts = ShownParts(site, policy)
    canonical = site.policy_address(policy)
    speech, downloads = speech_in(policy.language), destinations.downloads
    for frame in page_frames(site, policy, parts):
        text, contents = _text(frame, parts, destinations)
        before = with_downloads(frame.before, speech, downloads, address=frame.address)
        files = alternate_links(speech, downloads, address=frame.address)
        yield ArchivedPage(
            address=frame.address,
            language=policy.language,
            title=frame.title,
            canonical=canonical,
            body=Markup(f"{before}{text}{frame.after}"),  # noqa: S704 - cleaned when rendered
            contents=contents,
            head=Markup(f"{frame.head}{files}"),  # noqa: S704 - made by a template that escapes
            fault=frame.fault,
        )


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


def _text(frame: Frame, parts: ShownParts, destinations: Destinations) -> tuple[str, Markup]:
    """Return what stands in a frame, its links as they led on its day, and its sections."""
    if frame.text is None:
        return "", Markup()
    if frame.old is None:
        shown = parts.text(frame.text)
        pieces, contents = shown.text, shown.contents
    else:
        pieces, contents = parts.redline(frame.old, frame.text).text, Markup()
    resolve = destinations.on_an_archived_page(path=frame.path, address=frame.address, on=frame.on)
    return with_former_anchors(place_links(pieces, resolve), frame.moved), contents

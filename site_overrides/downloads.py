"""Which texts and redlines a site gives away as files, under which names, and what its pages say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Final

from markupsafe import Markup

from archive.addresses import changes_address
from archive.register import Policy
from archive.revisions import Revision, Version
from archive.speech import Speech
from site_overrides.sites import Site
from site_overrides.templates import fill, link_from

# Stands where a page offers its files: no author can write it, since the allow-list knows no such
# element. How long the files are is known only once they are made.
PLACE: Final = Markup("<fairnotice-downloads>")
_PLACE_OF: Final = re.compile(r'<fairnotice-downloads of="([^"]*)">')


class Form(StrEnum):
    """What a text or a redline is also made as, by the ending of its file."""

    PDF = "pdf"
    DOCX = "docx"


_KINDS: Final = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A text, or the step from one text to another, and the pages that offer it as a file."""

    policy: Policy
    new: Revision
    old: Revision | None  # None: the text alone
    pages: tuple[str, ...]  # that show it, first its own: there its files stand
    name: str  # of its files, without an ending

    @property
    def page(self) -> str:
        """The address of its own page."""
        return self.pages[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that was made, as a page offers it."""

    form: Form
    address: str
    size: int  # in bytes
    redline: bool
    without_pictures: bool  # the text shows some, which a Word file leaves out

    @property
    def kind(self) -> str:
        """Its media type."""
        return _KINDS[self.form]

    @property
    def kilobytes(self) -> int:
        """How long it is, in kilobytes of a thousand bytes, rounded up."""
        return -(-self.size // 1000)

    @property
    def name(self) -> str:
        """What readers save it as."""
        return self.address.rpartition("/")[2]


Downloads = Mapping[str, Sequence[Download]]  # by the address of the page that offers them


def offers(site: Site, policy: Policy) -> Iterator[Offer]:
    """Yield what of a policy can be given away: published texts that were not taken down."""
    for offer in _every(site, policy):
        texts = (offer.new,) if offer.old is None else (offer.new, offer.old)
        if not any(text.preview or site.redaction(text) for text in texts):
            yield offer


def _every(site: Site, policy: Policy) -> Iterator[Offer]:
    former: Revision | None = None  # the newest text of the version before
    before: Revision | None = None
    for version in policy.versions:
        for revision in version.revisions:
            yield from _of_revision(site, policy, version, revision, before)
            before = revision
        if former is not None and len(version.revisions) > 1:
            page = changes_address(site.version_address(policy, version))
            name = f"{_name(site, policy, version, version.revisions[0])}-all-changes"
            newest = version.revisions[-1]
            yield Offer(policy=policy, new=newest, old=former, pages=(page,), name=name)
        former = before


def _of_revision(
    site: Site, policy: Policy, version: Version, revision: Revision, before: Revision | None
) -> Iterator[Offer]:
    own = site.revision_address(policy, version, revision)
    of_version = site.version_address(policy, version)
    pages = [own]
    if revision is version.revisions[-1] and own != of_version:
        pages.append(of_version)
    present = [site.policy_address(policy)] if revision == policy.in_force else []
    name = _name(site, policy, version, revision)
    yield Offer(policy=policy, new=revision, old=None, pages=(*pages, *present), name=name)
    if before is not None:
        alone = len(version.revisions) == 1
        steps = tuple(map(changes_address, pages if alone else (own,)))
        changes = f"{name}-changes"
        yield Offer(policy=policy, new=revision, old=before, pages=steps, name=changes)


def _name(site: Site, policy: Policy, version: Version, revision: Revision) -> str:
    """Return "privacy-2018-11-20"; a later text of the same version has its day of publication."""
    parts = [policy.id.replace("/", "-")]
    if policy.language != site.settings.language:
        parts.append(policy.language)
    parts.append(version.address)
    if revision is not version.revisions[0]:
        parts.append(f"published-{revision.published_on}")
    return "-".join(parts)


def with_downloads(html: str, speech: Speech, downloads: Downloads, *, address: str) -> Markup:
    """Return a part of a page with the files that it offers, if there are any, in their place."""
    offered = downloads.get(address, ())
    line = (
        fill("downloads.html", speech, downloads=offered, link=link_from(address))
        if offered
        else ""
    )
    return Markup(html.replace(PLACE, line))  # noqa: S704 - made by templates that escape


def place_of(address: str) -> Markup:
    """Return what stands where a list offers the files of the page at an address."""
    return Markup('<fairnotice-downloads of="{}">').format(address)


def with_listed_downloads(
    html: str, speech: Speech, downloads: Downloads, *, address: str
) -> Markup:
    """Return a list of pages with the files that each of them offers in their places."""

    def listed(match: re.Match[str]) -> str:
        offered = downloads.get(unescape(match[1]), ())
        if not offered:
            return ""
        return fill(
            "downloads_listed.html", speech, downloads=offered, link=link_from(address)
        ).rstrip()

    return Markup(_PLACE_OF.sub(listed, html))  # noqa: S704 - made by templates that escape


def alternate_links(speech: Speech, downloads: Downloads, *, address: str) -> Markup:
    """Return what tells programs in the head of a page that its text is there as a file, too."""
    offered = downloads.get(address, ())
    if not offered:
        return Markup()
    return fill("downloads_head.html", speech, downloads=offered, link=link_from(address))

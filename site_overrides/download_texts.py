"""A text or a redline as it goes into a file: its links whole, its pictures with it, its name."""

import base64
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from markupsafe import Markup

from archive.printed_edges import page_numbers, printed_edge
from archive.program import program_digest
from archive.speech import Speech, speech_in, without_isolates
from site_overrides.citations import citation
from site_overrides.compared_texts import change_day, told_apart
from site_overrides.downloads import Form, Offer
from site_overrides.histories import text_name, version_name
from site_overrides.links import Destinations, Resolve, place_links, relink
from site_overrides.page_parts import redline_parts
from site_overrides.sites import Site
from site_overrides.templates import fill
from site_overrides.texts_on_pages import split_heading, with_scrolling_tables

if TYPE_CHECKING:
    from archive.chromium import Sheet
    from archive.docx_documents import Labels

_PICTURES: Final = "images/"
_IMAGE: Final = re.compile(r'(<img(?: [^\s"=<>/]+="[^"]*")*? src=")([^"]*)(")')
_TYPES: Final = {"jpg": "jpeg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a file is made from, before it is laid out."""

    old: str  # cleaned HTML; "" where there is nothing to compare with
    new: str
    title: str  # how the file is cited

    @property
    def pictures(self) -> bool:
        """Whether the text shows pictures."""
        return "<img" in self.new


def source_of(site: Site, destinations: Destinations, offer: Offer) -> Source:
    """Return what a file is made from; both texts' links lead where the new one's lead."""
    resolve = _whole_links(site, destinations, offer)
    old = "" if offer.old is None else relink(site.texts.html(offer.old.blob), resolve)
    return Source(
        old=old, new=relink(site.texts.html(offer.new.blob), resolve), title=_title(site, offer)
    )


def key_of(site: Site, offer: Offer, source: Source, form: Form) -> str:
    """Return what names a file to the byte, as far as this program decides."""
    revision, speech = offer.new, speech_in(offer.policy.language)
    parts = (
        *(form, _program(), speech.language, speech.digest, site.name, str(site.url)),
        *(revision.language, revision.published.isoformat(), revision.first_sha256),
        *(str(revision.effective), str(revision.announced), offer.page),
        *(source.title, _version_words(speech, site, offer), source.old, source.new),
    )
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _program() -> str:
    templates = program_digest("site_overrides", "fairnotice", "parts")
    return f"{program_digest('archive')}{program_digest('site_overrides')}{templates}"


def word_labels(offer: Offer, source: Source) -> "Labels":
    """Return what a Word file says of itself."""
    from archive.docx_documents import Labels  # noqa: PLC0415 - most builds make none

    return Labels(title=source.title, language=offer.new.language, at=offer.new.published)


def sheet_of(site: Site, destinations: Destinations, offer: Offer, source: Source) -> "Sheet":
    """Return a text or a redline as a document to be printed."""
    from archive.chromium import Sheet  # noqa: PLC0415 - most builds print nothing

    speech = speech_in(offer.policy.language)
    heading, text, summary, moved = _parts(site, destinations, offer, source)
    address = site.absolute(offer.page) if site.url else ""
    html = fill(
        "print.html",
        speech,
        language=speech.language,
        direction=speech.direction,
        title=source.title,
        site=site.name,
        heading=heading,
        version=_version_words(speech, site, offer),
        revision=offer.new,
        text_language=offer.new.language,
        summary=summary,
        moved=moved,
        text=Markup(_with_pictures(site, destinations, text)),  # noqa: S704 - cleaned when rendered
        address=address,
    )
    return Sheet(
        html=str(html),
        header=printed_edge(speech, source.title, site.name),
        footer=printed_edge(speech, address, page_numbers(speech)),
        at=offer.new.published,
    )


def _parts(
    site: Site, destinations: Destinations, offer: Offer, source: Source
) -> tuple[Markup | str, str, Markup, bool]:
    """Return heading, text, summary of the changes, and whether anything moved."""
    if offer.old is None:
        heading, text = split_heading(source.new)
        return heading or offer.policy.title, with_scrolling_tables(text), Markup(), False
    parts = redline_parts(
        site.texts, offer.old.blob, offer.new.blob, language=offer.policy.language
    )
    text = place_links(parts.text, _whole_links(site, destinations, offer))
    return offer.policy.title, text, parts.summary, parts.moved


def _title(site: Site, offer: Offer) -> str:
    """Return "Privacy Policy, version of 20 November 2018", or "…, changes of …"."""
    if offer.old is None:
        return citation(site, offer.policy, offer.new, seen_from="").words
    speech = speech_in(offer.policy.language)
    day = change_day(offer.new)
    words = speech.say("{policy}, changes of {day}", policy=offer.policy.title, day=day)
    return without_isolates(words)


def _version_words(speech: Speech, site: Site, offer: Offer) -> str:
    """Return which text it is, or which two texts were compared."""
    if offer.old is None:
        version = offer.policy.version_of(offer.new)
        alone = len(version.revisions) == 1
        return version_name(speech, version) if alone else text_name(speech, version, offer.new)
    told = told_apart(speech, offer.old, offer.new, site.settings.timezone)
    if told.by_date:
        return speech.say("From the text of {old} to the text of {new}", old=told.old, new=told.new)
    return speech.say(
        "From the text published on {old} to the text published on {new}",
        old=told.old,
        new=told.new,
    )


def _whole_links(site: Site, destinations: Destinations, offer: Offer) -> Resolve:
    """Return what makes links whole: a file is read elsewhere than on the site.

    Where the site does not know its address, only links to other sites and within the text stay.
    """
    on = offer.new.applies_from or offer.new.published_on
    resolve = destinations.on_an_archived_page(path=offer.new.path, address="", on=on)

    def whole(href: str) -> str | None:
        target = resolve(href)
        if target is None or target.startswith("#") or urlsplit(target).scheme:
            return target
        if site.url is None:
            return target if target.startswith(_PICTURES) else None
        return urljoin(site.url, quote(target, safe="/#%?&=~+@:!$'()*,;"))

    return whole


def _with_pictures(site: Site, destinations: Destinations, html: str) -> str:
    """Return a text that holds the pictures it shows, since a printer loads none."""
    start = urljoin(site.url, _PICTURES) if site.url else _PICTURES

    def held(match: re.Match[str]) -> str:
        path = unquote(unescape(match[2]).removeprefix(start))
        if path not in destinations.images:
            return match[0]
        ending = path.rpartition(".")[2].lower()
        data = base64.b64encode((site.texts.root / path).read_bytes()).decode()
        return f"{match[1]}data:image/{_TYPES.get(ending, ending)};base64,{data}{match[3]}"

    return _IMAGE.sub(held, html)

"""Feeds as Atom (RFC 4287)."""

import re
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree as ET

from site_overrides.feed_entries import Feed, FeedEntry
from site_overrides.sites import Site

ATOM_TYPE: Final = "application/atom+xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, in any notation.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_bytes(site: Site, feed: Feed, *, address: str) -> bytes:
    """Return a feed as the Atom file that stands at an address."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "title", feed.title)
    _add(root, "id", feed.id)
    _add(root, "updated", moment_text(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    _link(root, "self", site.href(address, seen_from=address), kind=ATOM_TYPE)
    _link(root, "alternate", site.href(feed.home, seen_from=address))
    _add(root, "generator", "Fair Notice")
    for each in feed.entries:
        _entry(root, site, each, address)
    ET.indent(root)
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def moment_text(moment: datetime) -> str:
    """Return a moment as RFC 3339 writes it, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _entry(root: ET.Element, site: Site, of: FeedEntry, address: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", of.title)
    _add(entry, "id", of.id)
    _add(entry, "published", moment_text(of.published))
    _add(entry, "updated", moment_text(of.updated))
    _link(entry, "alternate", site.href(of.address, seen_from=address))
    _link(entry, "related", site.href(of.policy_address, seen_from=address))
    _add(entry, "summary", of.summary, type="html")


def _add(parent: ET.Element, name: str, words: str = "", /, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = _ILLEGAL.sub("�", words) or None
    return child


def _link(parent: ET.Element, relation: str, href: str, *, kind: str = "text/html") -> None:
    _add(parent, "link", rel=relation, type=kind, href=href)

"""Atom feeds (RFC 4287): every publication, of all policies and of each."""

import re
from datetime import UTC
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from archive.register import Policy
from site_overrides.change_log import LogEntry, Moment, log_entry, moments
from site_overrides.sites import Site
from site_overrides.templates import author_words
from site_overrides.wording import EFFECT_WORDS, LEVEL_WORDS, day_words

FEED: Final = "atom.xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_NEWEST: Final = 100
# What XML 1.0 cannot hold, in any notation.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def whole_feed(site: Site, found: tuple[Moment, ...]) -> bytes:
    """Return the feed of all policies."""
    return _feed(site, found, title=site.name, address="", policy=None)


def policy_feed(site: Site, policy: Policy, found: tuple[Moment, ...]) -> bytes:
    """Return the feed of one policy."""
    of_policy = tuple(moment for moment in found if moment.policy is policy)
    return _feed(
        site, of_policy, title=policy.title, address=site.policy_address(policy), policy=policy
    )


def _feed(
    site: Site, found: tuple[Moment, ...], *, title: str, address: str, policy: Policy | None
) -> bytes:
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", title)
    _add(feed, "id", _tag(site, "2026", f"{policy.language}/{policy.id}" if policy else "all"))
    _add(feed, "updated", _newest_moment(site, found))
    _add(_add(feed, "author"), "name", site.name)
    _link(feed, site, "self", f"{address}{FEED}")
    _link(feed, site, "alternate", address)
    _add(feed, "generator", "Fair Notice")
    for moment in found[:_NEWEST]:
        _entry(feed, site, log_entry(site, moment))
    ET.indent(feed)
    whole: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return whole


def _entry(feed: ET.Element, site: Site, item: LogEntry) -> None:
    revision = item.entry.revision
    entry = _add(feed, "entry")
    _add(entry, "title", f"{item.policy.title}: {_what(item)}")
    name = f"{revision.language}/{revision.policy_id}/{revision.id}"
    _add(entry, "id", _tag(site, revision.published_on.isoformat(), name))
    moment = revision.published.astimezone(UTC).isoformat().replace("+00:00", "Z")
    _add(entry, "published", moment)
    _add(entry, "updated", moment)
    _link(entry, site, "alternate", item.entry.changes_address or item.entry.address)
    _link(entry, site, "related", item.policy_address)
    _add(entry, "summary", _summary(item), type="html")


def _what(item: LogEntry) -> str:
    revision = item.entry.revision
    begins = revision.applies_from
    when = f"applies from {day_words(begins)}" if begins else "never applied"
    return f"{'first text' if item.first else 'new text'}, {when}"


def _summary(item: LogEntry) -> str:
    judgement = item.entry.judgement
    words = [LEVEL_WORDS[judgement.level], EFFECT_WORDS[judgement.effect]] if judgement else []
    parts = [f"<p>{'. '.join(word for word in words if word)}.</p>"] if words else []
    if item.entry.summary:
        parts.append(str(author_words(item.entry.summary)))
    published = day_words(item.published_on)
    parts.append(f"<p>Published on {published}.</p>")
    return "".join(parts)


def _newest_moment(site: Site, found: tuple[Moment, ...]) -> str:
    if not found:
        return f"{site.register.today.isoformat()}T00:00:00Z"
    newest = found[0].step.revision.published
    return newest.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _tag(site: Site, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151): it names the entry for ever, wherever the page moves."""
    host = urlsplit(site.settings.site_url or site.url or "").hostname or "policies.invalid"
    return f"tag:{host},{day}:{name}"


def _add(parent: ET.Element, name: str, words: str = "", /, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = _ILLEGAL.sub("�", words) or None
    return child


def _link(parent: ET.Element, site: Site, relation: str, address: str) -> None:
    kind = "application/atom+xml" if relation == "self" else "text/html"
    _add(parent, "link", rel=relation, type=kind, href=site.absolute(address))


def feeds(site: Site) -> dict[str, bytes]:
    """Return every feed by its address."""
    found = moments(site)
    every = {FEED: whole_feed(site, found)}
    for policy in site.register:
        every[f"{site.policy_address(policy)}{FEED}"] = policy_feed(site, policy, found)
    return every

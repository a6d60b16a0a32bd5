"""Feeds as JSON Feed 1.1 (jsonfeed.org)."""

import json
from typing import Final

from site_overrides.atom_feeds import moment_text
from site_overrides.feed_entries import Feed, FeedEntry
from site_overrides.sites import Site

JSON_FEED_TYPE: Final = "application/feed+json"
_VERSION: Final = "https://jsonfeed.org/version/1.1"


def json_feed_bytes(site: Site, feed: Feed, *, address: str) -> bytes:
    """Return a feed as the JSON Feed file that stands at an address."""
    document: dict[str, object] = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": site.href(feed.home, seen_from=address),
        "feed_url": site.href(address, seen_from=address),
        "authors": [{"name": feed.author}],
    }
    if feed.language:
        document["language"] = feed.language
    document["items"] = [_item(site, entry, address) for entry in feed.entries]
    whole = json.dumps(document, ensure_ascii=False, indent=1)
    return f"{whole}\n".encode("utf-8", "replace")


def _item(site: Site, entry: FeedEntry, address: str) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": site.href(entry.address, seen_from=address),
        "title": entry.title,
        "content_html": entry.summary,
        "date_published": moment_text(entry.published),
        "date_modified": moment_text(entry.updated),
        "language": entry.policy.language,
    }

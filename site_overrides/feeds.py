"""Which feeds the site has: of all policies and of each, of everything and of what must be told."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec

from archive.register import Policy
from archive.speech import speech_in
from site_overrides.atom_feeds import ATOM_TYPE, atom_bytes
from site_overrides.change_log import moments, with_happenings
from site_overrides.feed_entries import Feed, make_feed
from site_overrides.json_feeds import JSON_FEED_TYPE, json_feed_bytes
from site_overrides.kept_pages import kept_of_as
from site_overrides.sites import Site

FEED: Final = "atom.xml"
_KIND: Final = "feeds"
_FILES: Final = msgspec.json.Decoder(dict[str, str])
_Write = Callable[..., bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """One file of a feed, beside the page it belongs to."""

    name: str
    kind: str  # its content type
    told: bool  # only what must be told
    write: _Write


FEED_FILES: Final = (
    FeedFile(name=FEED, kind=ATOM_TYPE, told=False, write=atom_bytes),
    FeedFile(name="feed.json", kind=JSON_FEED_TYPE, told=False, write=json_feed_bytes),
    FeedFile(name="must-be-told.xml", kind=ATOM_TYPE, told=True, write=atom_bytes),
    FeedFile(name="must-be-told.json", kind=JSON_FEED_TYPE, told=True, write=json_feed_bytes),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """How a page points to a feed."""

    address: str
    kind: str
    title: str


def feed_links(site: Site, policy: Policy | None) -> tuple[FeedLink, ...]:
    """Return the feeds of the whole site or of one policy."""
    speech = speech_in(policy.language) if policy else site.speech
    home = site.policy_address(policy) if policy else ""
    title = policy.title if policy else site.name
    must_be_told = speech.say("{title}: what must be told", title=title)
    return tuple(
        FeedLink(
            address=f"{home}{file.name}",
            kind=file.kind,
            title=must_be_told if file.told else title,
        )
        for file in FEED_FILES
    )


def feeds(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield every file of every feed with its address."""
    for policy in (None, *site.register):
        make = partial(_texts, site, policy)
        kept = kept_of_as(site, policy, _KIND, make, read=_FILES.decode)
        for address, text in kept.items():
            yield address, text.encode()


def _texts(site: Site, policy: Policy | None) -> str:
    return json.dumps({address: file.decode() for address, file in _written(site, policy)})


def _written(site: Site, policy: Policy | None) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the feeds of one policy, or of all."""
    speech = speech_in(policy.language) if policy else site.speech
    events = site.once(
        ("events", speech.language), lambda: with_happenings(speech, site, moments(site))
    )
    mine = [event for event in events if policy is None or event.policy is policy]
    made: dict[bool, Feed] = {
        told: make_feed(speech, site, mine, policy=policy, told=told) for told in (False, True)
    }
    for file in FEED_FILES:
        address = f"{made[file.told].home}{file.name}"
        yield address, file.write(site, made[file.told], address=address)

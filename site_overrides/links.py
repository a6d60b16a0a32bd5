"""Where the links inside a text lead on the site, on the day the text applied.

A link of an archived text leads to the version of its target that was in force then, else to
the target's present page; where there is neither, its words stay and the link goes.
"""

import json
import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from html import escape, unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from archive.register import Policy
from site_overrides.sites import Site

if TYPE_CHECKING:
    from site_overrides.downloads import Downloads

# The allow-list writes its HTML out in one shape: lower case, every value in double quotes.
_LINK: Final = re.compile(r'<a((?: [^\s"=<>/]+="[^"]*")*)>|</a>|<img((?: [^\s"=<>/]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([^\s"=<>/]+)="([^"]*)"')
# Browsers read a backslash as a slash and drop tabs, so only plain relative paths pass.
_OWN_PICTURE: Final = re.compile(r"[\w%~+.@ -][\w%~+.@/ -]*")
_ELSEWHERE: Final = ("http", "https", "mailto")
_ENDINGS: Final = ("", ".md", ".markdown", ".html", ".txt", "/index.md", "/README.md")

Resolve = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """From which day on a version of a policy was the one in force."""

    begins: date
    ends: date | None
    address: str


@dataclass(frozen=True, kw_only=True)
class Destinations:
    """Every place of the site that a text of the repository can mean."""

    site: Site
    images: frozenset[str] = frozenset()  # paths in the repository that the site publishes
    downloads: "Downloads" = field(default_factory=dict)  # files, by the page that offers them
    _by_path: dict[str, list[Policy]] = field(default_factory=dict, init=False, repr=False)
    _spans: dict[str, list[_Span]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for policy in self.site.register:
            for path in {*policy.paths, policy.path}:
                self._by_path.setdefault(path, []).append(policy)

    @cached_property
    def digest(self) -> str:
        """What names every place: equal while each path leads to the same page or picture."""
        known = [
            (p, self.site.policy_address(q)) for p, every in self._by_path.items() for q in every
        ]
        return sha256(json.dumps([sorted(known), sorted(self.images)]).encode()).hexdigest()

    def on_the_present_page(self, *, path: str, address: str) -> Resolve:
        """Return what maps a link of the text in force to the present page of its target."""
        return self._resolver(path=path, address=address, on=None)

    def on_an_archived_page(self, *, path: str, address: str, on: date) -> Resolve:
        """Return what maps a link of an archived text to its target as it stood on that day."""
        return self._resolver(path=path, address=address, on=on)

    def _resolver(self, *, path: str, address: str, on: date | None) -> Resolve:
        up = "../" * address.count("/")

        def resolve(href: str) -> str | None:
            try:
                parts = urlsplit(href)
            except ValueError:
                return None
            if parts.scheme or parts.netloc:
                return href if parts.scheme in _ELSEWHERE else None
            if not parts.path:
                return href
            place = self._place(target_path(parts.path, path), on)
            if place is None:
                return href if on is None and parts.path.startswith("/") else None
            return f"{up}{place}" + (f"#{parts.fragment}" if parts.fragment else "")

        return resolve

    @cached_property
    def _place(self) -> Callable[[str, date | None], str | None]:
        # A text links to few places, and stands on several pages.
        return lru_cache(maxsize=1024)(self._find_place)

    def _find_place(self, target: str, on: date | None) -> str | None:
        if target in self.images:
            return f"images/{target}"
        stem, extension = posixpath.splitext(target)
        names = [target + ending for ending in _ENDINGS]
        if extension == ".html":
            names.append(f"{stem}.md")
        for name in names:
            for policy in self._by_path.get(name, ()):
                return (on and self._then(policy, on)) or self.site.policy_address(policy)
        return None

    def _then(self, policy: Policy, on: date) -> str | None:
        key = self.site.policy_address(policy)
        if key not in self._spans:
            self._spans[key] = _spans(self.site, policy)
        spans = self._spans[key]
        place = bisect_right(spans, on, key=lambda span: span.begins) - 1
        if place < 0 or ((ends := spans[place].ends) and ends <= on):
            return None
        return spans[place].address


def _spans(site: Site, policy: Policy) -> list[_Span]:
    spans = [
        _Span(
            begins=revision.applies_from,
            ends=revision.applies_until,
            address=site.version_address(policy, version),
        )
        for version in policy.versions
        for revision in version.revisions
        if revision.applies_from
    ]
    return sorted(spans, key=lambda span: span.begins)


@lru_cache(maxsize=4096)
def target_path(href: str, path: str) -> str:
    """Return the path in the repository that a link written in the file at `path` means."""
    written = unquote(href)
    base = "" if written.startswith("/") else posixpath.dirname(path)
    return posixpath.normpath(posixpath.join(base, written.lstrip("/"))).strip("/")


def relink(html: str, resolve: Resolve) -> str:
    """Return cleaned HTML with every link resolved; a link that leads nowhere becomes its words.

    Pictures of other hosts are never loaded: reading a policy must tell nobody about it.
    """
    return place_links(cut_at_links(html), resolve)


def cut_at_links(html: str) -> tuple[str, ...]:
    """Return cleaned HTML cut at the tags that depend on the page: fixed, tag, fixed, …, fixed."""
    pieces: list[str] = []
    settled: list[bool] = []  # of the links that are open
    start = 0
    for match in _LINK.finditer(html):
        if match[0] == "</a>":
            stays = bool(settled) and settled.pop()
        elif match[2] is None:
            stays = _is_settled(match[1] or "")
            settled.append(stays)
        else:
            stays = False
        if not stays:
            pieces += html[start : match.start()], match[0]
            start = match.end()
    return (*pieces, html[start:])


def place_links(pieces: Sequence[str], resolve: Resolve) -> str:
    """Return the HTML that was cut, with every open link resolved from the page it stands on."""
    open_links: list[str] = []

    def placed(tag: str) -> str:
        if tag == "</a>":
            return open_links.pop() if open_links else ""
        if tag.startswith("<img"):
            return _picture(_attributes(tag), tag, resolve)
        opening, closing = _link(tag[2:-1], resolve)
        open_links.append(closing)
        return opening

    return "".join(placed(piece) if n % 2 else piece for n, piece in enumerate(pieces))


@lru_cache(maxsize=1024)
def _attributes(tag: str) -> Mapping[str, str]:
    return MappingProxyType(dict(_ATTRIBUTE.findall(tag)))


def _is_settled(attributes: str) -> bool:
    """Return whether a link leads to the same place from every page, as it is written."""
    found = _attributes(attributes)
    if "href" not in found:
        return True
    try:
        parts = urlsplit(unescape(found["href"]))
    except ValueError:
        return False
    return parts.scheme in _ELSEWHERE or not (parts.scheme or parts.netloc or parts.path)


def _link(attributes: str, resolve: Resolve) -> tuple[str, str]:
    found = _attributes(attributes)
    target = resolve(unescape(found["href"]))
    if target is None:
        anchor = f' id="{found["id"]}"' if "id" in found else ""
        return f'<span class="fn-dead-link"{anchor}>', "</span>"
    rest = "".join(f' {name}="{value}"' for name, value in found.items() if name != "href")
    return f'<a href="{escape(target)}"{rest}>', "</a>"


def _picture(found: Mapping[str, str], whole: str, resolve: Resolve) -> str:
    source = unescape(found.get("src", ""))
    target = None if _outside(source) else resolve(source)
    if target is None:
        words = found.get("alt") or "no description"
        return f'<span class="fn-no-picture">[Picture: {words}]</span>'
    return whole.replace(f'src="{found["src"]}"', f'src="{escape(target)}"', 1)


def _outside(source: str) -> bool:
    return not _OWN_PICTURE.fullmatch(source)


def without_outside_images(html: str) -> str:
    """Return cleaned HTML with its links as they are and no picture from another host."""
    return relink(html, lambda href: href)

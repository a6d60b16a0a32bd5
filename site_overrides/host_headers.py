"""The file `_headers`, by which Netlify, Cloudflare Pages and their like answer for a site of files.

The Content-Security-Policy allows the scripts of the theme's own frame, by their hashes, and no
other. Hosts that do not read the file leave the pages as they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.manifest import MANIFEST_FILE
from archive.settings import Settings
from archive.status import STATUS_FILE
from site_overrides.feeds import FEED_FILES
from site_overrides.mementos import (
    LINK_FORMAT,
    TIMEMAP,
    RelatedLink,
    link_text,
    links_of_memento,
    links_of_original,
    mementos,
)
from site_overrides.notice_files import NOTICES_FILE
from site_overrides.sites import Site
from site_overrides.subscribing import form_targets

HEADERS_FILE: Final = "_headers"
# Cloudflare reads no more rules (developers.cloudflare.com/pages/configuration/headers).
_MOST_RULES: Final = 100

_NAMED_BY_CONTENT: Final = re.compile(r"\.[0-9a-f]{8}\.min\.(?:css|js)$")

_CONTENT: Final = (  # what a page may load; `script-src` and `form-action` are added
    ("default-src", "'none'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRule:
    """What a host says with every file at a path; `*` in it stands for any letters."""

    path: str
    headers: tuple[tuple[str, str], ...]


def content_security_policy(scripts: Iterable[str], *, forms: str = "'self'") -> str:
    """Return the policy that allows the site's files, scripts with these hashes, forms to places."""
    allowed = " ".join(["'self'", *sorted(set(scripts))])
    first, *rest = (f"{name} {value}" for name, value in _CONTENT)
    return "; ".join([first, f"script-src {allowed}", *rest, f"form-action {forms}"])


def headers_file(site: Site, *, scripts: Iterable[str], folder: Path) -> bytes:
    """Return the file for a site that was written to a folder."""
    rules = [
        _everywhere(site.settings, scripts),
        *_open_to_programs(),
        *_content_types(),
        *_kept_by_browsers(folder),
        *_original_rules(site),
    ]
    states = list(_memento_rules(site))
    if len(rules) + len(states) <= _MOST_RULES:
        rules += states
    return "\n".join(_text(rule) for rule in rules[:_MOST_RULES]).encode()


def _text(rule: HeaderRule) -> str:
    return "".join([f"{rule.path}\n", *(f"  {name}: {value}\n" for name, value in rule.headers)])


def _everywhere(settings: Settings, scripts: Iterable[str]) -> HeaderRule:
    policy = content_security_policy(scripts, forms=form_targets(settings))
    return HeaderRule(
        path="/*",
        headers=(
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Strict-Transport-Security", "max-age=31536000"),
        ),
    )


def _open_to_programs() -> Iterator[HeaderRule]:
    """Let the pages of others read whether this site is today's and whole, and what it announces."""
    for name in (MANIFEST_FILE, STATUS_FILE, NOTICES_FILE):
        yield HeaderRule(path=f"/{name}", headers=(("Access-Control-Allow-Origin", "*"),))


def _content_types() -> Iterator[HeaderRule]:
    kinds = {file.name: f"{file.kind}; charset=utf-8" for file in FEED_FILES}
    for name, kind in kinds.items():
        for path in (f"/{name}", f"/*/{name}"):
            yield HeaderRule(path=path, headers=(("Content-Type", kind),))
    yield HeaderRule(path=f"/*/{TIMEMAP}", headers=(("Content-Type", LINK_FORMAT),))


def _kept_by_browsers(folder: Path) -> Iterator[HeaderRule]:
    """Yield rules for the files whose names change with their content.

    Everything else is asked for again each time, which both hosts do unless told otherwise:
    what a policy says must never come from yesterday's cache.
    """
    for file in sorted((folder / "assets").rglob("*.min.*")):
        if _NAMED_BY_CONTENT.search(file.name):
            kept = ("Cache-Control", "public, max-age=31536000, immutable")
            yield HeaderRule(path=f"/{file.relative_to(folder).as_posix()}", headers=(kept,))


def _original_rules(site: Site) -> Iterator[HeaderRule]:
    for policy in site.register:
        links = links_of_original(site, policy, mementos(site, policy))
        if links:
            path = f"/{site.policy_address(policy)}"
            yield HeaderRule(path=path, headers=(("Link", _links(links)),))


def _memento_rules(site: Site) -> Iterator[HeaderRule]:
    for policy in site.register:
        known = mementos(site, policy)
        for state in known:
            links = links_of_memento(site, policy, known, state.revision)
            if links:
                yield HeaderRule(
                    path=f"/{state.address}",
                    headers=(("Memento-Datetime", state.http_date), ("Link", _links(links))),
                )


def _links(links: Iterable[RelatedLink]) -> str:
    return ", ".join(link_text(link) for link in links)

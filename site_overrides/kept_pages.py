"""What was composed of a policy, kept until anything that it follows from is another.

All that decides what the pages of a policy say is compared whole: the policy as it stands, the
policies it is tied to, the settings, the rules, and the program itself. The day of the build
counts by which of the days that these policies name have come, so a day on which nothing begins
or ends leaves everything as it was.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from typing import Final, TypeVar

import jinja2
import msgspec

from archive.program import program_digest
from archive.register import Policy
from site_overrides.periods import recorded_words
from site_overrides.sites import Site

_Value = TypeVar("_Value")
_DAY: Final = re.compile(r'"(\d{4}-\d{2}-\d{2})"')


def kept_of(
    site: Site, policy: Policy | None, what: str, make: Callable[[], str], *, beside: str = ""
) -> str:
    """Return what was composed of a policy, or of all, from the cache where it would be the same.

    `beside` names what else it follows from.
    """
    return kept_of_as(site, policy, what, make, read=str, beside=beside)


def kept_of_as(
    site: Site,
    policy: Policy | None,
    what: str,
    make: Callable[[], str],
    *,
    read: Callable[[str], _Value],
    beside: str = "",
) -> _Value:
    """Return what `kept_of` does as `read` reads it; what cannot be read is composed anew."""
    return site.texts.kept_as(what, f"{beside} {follows_from(site, policy)}", make, read=read)


def is_kept(site: Site, policy: Policy, what: str, *, beside: str = "") -> bool:
    """Return whether something that was composed of a policy need not be composed anew."""
    return site.texts.cache.holds(what, f"{beside} {follows_from(site, policy)}")


def follows_from(site: Site, policy: Policy | None) -> str:
    """Return what is equal while the pages say the same, links to other policies left out."""
    if policy is None:
        return site.once(
            "follows from all", lambda: _digest(*(follows_from(site, p) for p in site.register))
        )
    return site.once(
        ("follows from", policy.id, policy.language),
        lambda: _digest(
            _common(site), *(_of_one(site, each) for each in (policy, *_tied(site, policy)))
        ),
    )


def _tied(site: Site, policy: Policy) -> Iterator[Policy]:
    """Yield the policies whose titles, addresses or dates its pages tell."""
    names = {policy.id, policy.replaced_by}
    names |= {name for each in policy.partings for name in (each.origin, each.into)}
    names |= {policy.original.id} if policy.original else set()
    return (each for each in site.register if each.id in names and each is not policy)


def _of_one(site: Site, policy: Policy) -> str:
    def digest() -> str:
        everything = json.dumps(msgspec.to_builtins(policy, enc_hook=str))
        days = sorted(set(_DAY.findall(everything)))
        come = bisect_right(days, site.register.today.isoformat())
        recorded = [recorded_words(site.speech, site, revision) for revision in policy.revisions]
        return _digest(everything, str(come), json.dumps(recorded))

    return site.once(("policy", policy.id, policy.language), digest)


def _common(site: Site) -> str:
    """Return what names everything that all policies of a site have in common."""

    def digest() -> str:
        settings = json.dumps(msgspec.to_builtins(site.settings, enc_hook=str))
        rules = site.settings.rules
        own = (site.texts.root / rules).read_bytes().hex() if rules else ""
        return _digest(_program(), settings, own, site.name, str(site.url))

    return site.once("common to all policies", digest)


@cache
def _program() -> str:
    """Return the digest of all that composes a page: a rule that changed is never missed."""
    sources = map(program_digest, ("archive", "notify", "site_overrides"))
    templates = program_digest("site_overrides", "fairnotice", "parts")
    catalogues = program_digest("archive", "catalogues")
    return _digest(jinja2.__version__, *sources, templates, catalogues)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

"""What the lasting names of a policy look like: its id and the tag of its language."""

import re
import unicodedata
from functools import cache
from hashlib import sha256
from typing import Final

from babel import Locale
from babel.localedata import locale_identifiers

from archive.languages import SPOKEN

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*\Z")
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?\Z"
)
_LONGEST_ID: Final = 200
_LONGEST_PART: Final = 100  # of a file or folder name, as file systems end at 255 bytes
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

# Pages that the site makes itself stand under these names.
_RESERVED: Final = frozenset(
    {
        *("404", "archive", "assets", "changelog", "changes", "compare", "corrections", "earlier"),
        *("embed", "for", "how-to-check", "what-applied", "what-we-hold", "whom-to-ask"),
        *("feed", "history", "images", "index", "javascripts", "manifest", "next", "print"),
        *("robots", "search", "sitemap", "stylesheets"),
    }
)


def is_id(text: str) -> bool:
    """Return whether a text can be the id of a policy or service, such as "privacy"."""
    return len(text) <= _LONGEST_ID and _ID.match(text) is not None


def is_reserved(policy_id: str) -> bool:
    """Return whether a policy of this id would stand where the site has a page of its own.

    The part after the last "/" may be no date either: the versions of a policy stand there.
    """
    parts = policy_id.split("/")
    return not _RESERVED.isdisjoint(parts) or any(_DATE.match(part) for part in parts[1:])


def unreserved(policy_id: str) -> str:
    """Return an id of nearly the same words that takes the place of no page of the site."""
    first, *others = policy_id.split("/")
    parts = [first if first not in _RESERVED else f"policy-{first}"]
    parts += [f"policy-{part}" if is_reserved(f"-/{part}") else part for part in others]
    return "/".join(parts)


def slug(name: str) -> str:
    """Return the id that a path's own words make: "Terms of Service" gives "terms-of-service"."""
    return "/".join(_slug_part(part) for part in name.split("/") if part)


def language_tag(text: str) -> str | None:
    """Return "pt-br" for "pt-BR" or "pt_BR"; None for what names no language people write."""
    tag = text.replace("_", "-").lower()
    parts = _TAG.match(tag)
    if parts is None or parts["language"] not in _languages():
        return None
    if parts["script"] and parts["script"].title() not in _english().scripts:
        return None
    if parts["region"] and parts["region"].upper() not in _english().territories:
        return None
    return tag


def language_named(text: str) -> str | None:
    """Return the tag of a language by its tag, English name or own name: "de" for "Deutsch".

    Own names are known of the languages that texts are told apart in; None for other words.
    """
    return language_tag(text) or _tags_by_name().get(_slug_part(text))


def _slug_part(part: str) -> str:
    letters = unicodedata.normalize("NFKD", part.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")
    if len(words) > _LONGEST_PART:
        return f"{words[:_LONGEST_PART]}-{_digest(part)}"
    return words or f"text-{_digest(part)}"


def _digest(part: str) -> str:
    return sha256(
        unicodedata.normalize("NFC", part).encode("utf-8", "surrogateescape")
    ).hexdigest()[:8]


@cache
def _english() -> Locale:
    return Locale.parse("en")


@cache
def _tags_by_name() -> dict[str, str]:
    # Each language's own name costs the reading of a file, so those of all would cost seconds.
    own = {_slug_part(Locale.parse(tag).languages[tag]): tag for tag in SPOKEN}
    named = {_slug_part(str(name)): tag for tag, name in _english().languages.items()}
    return {name: tag for name, tag in (named | own).items() if re.fullmatch("[a-z]{2}", tag)}


@cache
def _languages() -> frozenset[str]:
    """Every language of two letters; of three only living ones, as "new" and "old" are words."""
    written = {name.partition("_")[0] for name in locale_identifiers()}
    known = (str(name) for name in _english().languages)
    return frozenset(written.union(name for name in known if re.fullmatch("[a-z]{2}", name)))

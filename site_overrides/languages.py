"""Languages as pages say them: their own names, and the marks a browser needs to read them out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape

from babel.core import Locale, UnknownLocaleError
from markupsafe import Markup

from archive.register import Original, Policy
from archive.revisions import Language
from site_overrides.sites import Site
from site_overrides.wording import day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same policy in another language, as a page links to it."""

    name: str  # of the language, in that language
    language: Language
    address: str


def translations(
    site: Site, policy: Policy, address: Callable[[Policy], str]
) -> tuple[Translation, ...]:
    """Return where the same page of a policy stands in its other languages."""
    return tuple(
        Translation(
            name=language_name(other.language), language=other.language, address=address(other)
        )
        for other in site.translations(policy)
    )


def translation_words(site: Site, policy: Policy) -> str | None:
    """Return which version of the original a translation gives, and which of the two prevails."""
    original = policy.original
    if original is None:
        return None
    name = english_name(original.language)
    found = original_policy(site, original)
    followed = next((r for r in found.revisions if r.id == original.revision), None)
    given = "It does not say which version of the original it gives."
    if followed is not None:
        given = f"It gives the version of {day_words(followed.effective or followed.published_on)}."
    newer = ""
    if original.newer_since is not None:
        newer = (
            f" A newer version of the original was published on {day_words(original.newer_since)}."
        )
    return f"This text is a translation; the original is in {name} and prevails. {given}{newer}"


def original_policy(site: Site, original: Original) -> Policy:
    """Return the policy that a translation gives."""
    name = original.id, original.language
    return next(each for each in site.register if (each.id, each.language) == name)


def english_name(language: Language) -> str:
    """Return what a language is called in English; its tag where that is not known."""
    locale = _locale(language)
    return (locale.get_display_name("en") if locale else None) or language


@cache
def language_name(language: Language) -> str:
    """Return what a language calls itself, such as "Deutsch"; its tag where that is not known."""
    locale = _locale(language)
    name = locale.display_name if locale else None
    return f"{name[0].upper()}{name[1:]}" if name else language


@cache
def language_marks(language: Language) -> Markup:
    """Return the attributes of an element whose words are in a language."""
    # What is known of English takes 4 MB, and most sites have no other language.
    locale = None if language == "en" else _locale(language)
    direction = locale.text_direction if locale else "ltr"
    return Markup(f'lang="{escape(language)}" dir="{direction}"')  # noqa: S704 - escaped here


def _locale(language: Language) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None

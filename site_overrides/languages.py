"""Languages as pages say them: their own names, and the marks a browser needs to read them out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape

from babel.core import Locale, UnknownLocaleError
from markupsafe import Markup

from archive.register import Original, Policy
from archive.revisions import Language, Version
from archive.speech import Speech
from site_overrides.sites import Site


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in one of its languages, itself among them, as search engines read it."""

    language: str  # a tag, or `x-default` for readers of any other language
    href: str


def alternates(
    site: Site, policy: Policy, address: Callable[[Policy], str]
) -> tuple[Alternate, ...]:
    """Return a page in all its languages; nothing where it has one only."""
    others = site.translations(policy)
    if not others:
        return ()
    all_of_it = sorted((policy, *others), key=lambda each: each.language)
    here = address(policy)
    named = [(str(each.language), each) for each in all_of_it]
    named += [("x-default", each) for each in all_of_it if each.original is None]
    return tuple(
        Alternate(language=name, href=site.href(address(each), seen_from=here))
        for name, each in named
    )


def version_translations(site: Site, policy: Policy, version: Version) -> tuple[Translation, ...]:
    """Return where the version of the same effective date stands in other languages."""
    found = (
        (other, each)
        for other in site.translations(policy)
        for each in other.versions
        if each.effective is not None and each.effective == version.effective
    )
    return tuple(
        Translation(
            name=language_name(other.language),
            language=other.language,
            address=site.version_address(other, each),
        )
        for other, each in found
    )


def translation_words(speech: Speech, site: Site, policy: Policy) -> tuple[str, ...]:
    """Return which version of the original a translation gives, and which of the two prevails."""
    original = policy.original
    if original is None:
        return ()
    found = original_policy(site, original)
    followed = next((r for r in found.revisions if r.id == original.revision), None)
    prevails = speech.say(
        "This text is a translation; the original is in {language} and prevails.",
        language=speech.language_name(original.language),
    )
    given = speech.say("It does not say which version of the original it gives.")
    if followed is not None:
        day = followed.effective or followed.published_on
        given = speech.say("It gives the version of {day}.", day=day)
    if original.newer_since is None:
        return prevails, given
    newer = speech.say(
        "A newer version of the original was published on {day}.", day=original.newer_since
    )
    return prevails, given, newer


def original_policy(site: Site, original: Original) -> Policy:
    """Return the policy that a translation gives."""
    name = original.id, original.language
    return next(each for each in site.register if (each.id, each.language) == name)


@cache
def language_name(language: Language) -> str:
    """Return what a language calls itself, such as "Deutsch"; its tag where that is not known."""
    locale = _locale(language)
    name = locale.display_name if locale else None
    return f"{name[0].upper()}{name[1:]}" if name else language


@cache
def language_marks(language: Language) -> Markup:
    """Return the attributes of an element whose words are in a language."""
    marks = f'lang="{escape(language)}" dir="{direction(language)}"'
    return Markup(marks)  # noqa: S704 - escaped here


@cache
def direction(language: Language) -> str:
    """Return `rtl` for a language that is written from right to left, else `ltr`."""
    # What is known of English takes 4 MB, and most sites have no other language.
    locale = None if language == "en" else _locale(language)
    return str(locale.text_direction) if locale else "ltr"


def speech_marks(speech: Speech) -> Markup:
    """Return the attributes of an element that says something in the language of a frame."""
    return Markup('lang="{}" dir="{}"').format(speech.language, speech.direction)


def _locale(language: Language) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None

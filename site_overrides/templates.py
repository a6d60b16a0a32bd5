"""Our own pieces of pages: filled from templates that escape every value they are given.

MkDocs' environment does not escape. So whatever an author wrote becomes HTML here, and the
theme's templates only place what is already safe.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape as escaped
from html import unescape
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from archive.change_counts import KIND_COUNTS
from archive.changes import ChangeKind
from archive.confined_rendering import render_confined
from archive.speech import Speech
from site_overrides import wording
from site_overrides.languages import language_marks, speech_marks
from site_overrides.links import without_outside_images

THEME: Final = Path(__file__).parent  # templates, partials and assets that MkDocs is given


def fill(template: str, speech: Speech, /, **values: object) -> Markup:
    """Return a piece of a page as HTML that is safe to place in it, in the language of a page."""
    filled = _template(template).render(values, speech=speech)
    return Markup(filled)  # noqa: S704 - the template escaped every value


def template_digest(template: str) -> str:
    """Return what names a template to the byte: what was made with another one is made again."""
    return sha256((THEME / "fairnotice" / "parts" / template).read_bytes()).hexdigest()[:12]


def author_words(markdown: str) -> Markup:
    """Return a summary or a list of choices as cleaned HTML."""
    return Markup(without_outside_images(render_confined(markdown)))  # noqa: S704 - cleaned by the allow-list


def title_for_theme(title: str) -> str:
    """Return a title that no theme template can turn into markup, however often it unescapes."""
    plain = title
    while (once := unescape(plain)) != plain:
        plain = once
    return escaped(plain.replace("<", "‹").replace(">", "›"))


def link_from(address: str) -> Callable[[str], str]:
    """Return the function that links from one address of the site to another."""
    up = "../" * address.count("/")

    def link(to: str) -> str:
        return f"{up}{to}" or "./"

    return link


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"fairnotice/parts/{name}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(THEME),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(WORDS)
    environment.filters.update(_FILTERS)
    return environment


@pass_context
def _say(context: Context, words: str, /, **values: object) -> Markup:
    """Return a sentence as HTML: what stands in it is escaped unless it is HTML already."""
    speech: Speech = context["speech"]
    return escape(speech.sentence(words)).format(**speech.said(values))


@pass_context
def _count(context: Context, one: str, many: str, number: int, /, **values: object) -> Markup:
    speech: Speech = context["speech"]
    said = speech.said({"number": number, **values})
    return escape(speech.counted(one, many, number)).format(**said)


@pass_context
def _speech_marks(context: Context) -> Markup:
    """Return the attributes of an element that says something in the language of the frame."""
    return speech_marks(context["speech"])


@pass_context
def _time(context: Context, day: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(
        day.isoformat(), context["speech"].day(day)
    )


@pass_context
def _short_time(context: Context, day: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(
        day.isoformat(), context["speech"].short_day(day)
    )


def _code(words: str) -> Markup:
    """Return what is typed or read by programs: from left to right in every language."""
    return Markup('<code dir="ltr">{}</code>').format(words)


def _said(words: Mapping[Any, str]) -> Callable[..., Markup]:
    """Return the filter that says what a value is called."""

    @pass_context
    def called(context: Context, value: object) -> Markup:
        return _say(context, words[value])

    return called


def _spoken(tell: Callable[[Speech, Any], str]) -> Callable[..., str]:
    """Return the filter that says a value as a language does."""

    @pass_context
    def said(context: Context, value: object) -> str:
        return tell(context["speech"], value)

    return said


@pass_context
def _kinds(context: Context, kind: ChangeKind, number: int) -> Markup:
    shown = Markup("<strong>{}</strong>").format(context["speech"].number(number))
    return _count(context, *KIND_COUNTS[kind], number, number=shown)


# What templates say in the language of their page; the theme's own templates are given the same.
WORDS: Final[dict[str, Callable[..., Any]]] = {
    "say": _say,
    "count": _count,
    "speech_marks": _speech_marks,
    "time": _time,
    "short_time": _short_time,
    "code": _code,
}
_FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "day": _spoken(Speech.day),
    "short_day": _spoken(Speech.short_day),
    "listed": _spoken(Speech.listed),
    "language_name": _spoken(Speech.language_name),
    "effect": _spoken(wording.effect_words),
    "kinds_of": wording.kinds_of,
    "last": wording.last_day,
    "author_words": author_words,
    "state": _said(wording.STATE_WORDS),
    "level": _said(wording.LEVEL_WORDS),
    "kind": _said(wording.KIND_WORDS),
    "kinds": _kinds,
    "language_marks": language_marks,
}

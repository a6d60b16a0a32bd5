"""Our own pieces of pages: filled from templates that escape every value they are given.

MkDocs' environment does not escape. So whatever an author wrote becomes HTML here, and the
theme's templates only place what is already safe.
"""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from archive.confined_rendering import render_confined
from site_overrides import wording
from site_overrides.languages import language_marks
from site_overrides.links import without_outside_images

THEME: Final = Path(__file__).parent  # templates, partials and assets that MkDocs is given


def fill(template: str, /, **values: object) -> Markup:
    """Return a piece of a page as HTML that is safe to place in it."""
    return Markup(_template(template).render(values))  # noqa: S704 - the template escaped every value


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
    return escape(plain.replace("<", "‹").replace(">", "›"))


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
    filters: dict[str, Callable[..., Any]] = {
        "day": wording.day_words,
        "short_day": wording.short_day_words,
        "short_last_day": wording.short_last_day_words,
        "last_day": wording.last_day_words,
        "author_words": author_words,
        "state": wording.STATE_WORDS.__getitem__,
        "level": wording.LEVEL_WORDS.__getitem__,
        "effect": wording.EFFECT_WORDS.__getitem__,
        "lower_first": lambda words: f"{words[:1].lower()}{words[1:]}",
        "kind": wording.KIND_WORDS.__getitem__,
        "counted": wording.counted,
        "language_marks": language_marks,
    }
    environment.filters.update(filters)
    return environment

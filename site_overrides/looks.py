"""What the theme is told: our colours and type, no outside font, our templates and Markdown."""

from contextlib import suppress
from typing import Final

from jinja2 import Environment, TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig

from archive.rendering import EXTENSION_OPTIONS, EXTENSIONS
from archive.revisions import Language
from archive.speech import worded
from site_overrides.errors import UnsuitableConfiguration
from site_overrides.templates import THEME

STYLES: Final = ("assets/fairnotice/fairnotice.css",)
_FEATURES: Final = ("navigation.top", "toc.follow", "search.highlight")
_PALETTE: Final = (
    ("(prefers-color-scheme)", "default", "contrast-box", worded("Switch to light colours")),
    (
        "(prefers-color-scheme: light)",
        "default",
        "white-balance-sunny",
        worded("Switch to dark colours"),
    ),
    ("(prefers-color-scheme: dark)", "slate", "weather-night", worded("Use the system's colours")),
)


def apply_look(config: MkDocsConfig) -> None:
    """Give the theme our templates, styles and rendering; an owner's own settings stay."""
    theme = config.theme
    if theme.name != "material":
        raise UnsuitableConfiguration(
            f"the theme is {theme.name!r}: write `theme: {{name: material}}` in mkdocs.yml"
        )
    # Behind the owner's own folder, before Material; elsewhere Material's templates would win.
    theme.dirs.insert(1 if theme.custom_dir else 0, str(THEME))
    theme["font"] = False
    theme["palette"] = theme.get("palette") or [_colours(*row) for row in _PALETTE]
    theme["features"] = list(dict.fromkeys([*(theme.get("features") or []), *_FEATURES]))
    icons = dict(theme.get("icon") or {})
    theme["icon"] = {"logo": "fairnotice/mark"} | icons
    if theme.get("favicon") == "assets/images/favicon.png":
        theme["favicon"] = "assets/fairnotice/mark.svg"
    config.extra["generator"] = False
    config.extra_css = [*STYLES, *config.extra_css]
    config.use_directory_urls = True  # every address of the register ends in a slash
    # One rendering for pages, archive, redlines and mails: what readers see is what is compared.
    config.markdown_extensions = list(EXTENSIONS)
    config.mdx_configs = {name: dict(options) for name, options in EXTENSION_OPTIONS.items()}


def theme_language(environment: Environment, language: Language) -> str | None:
    """Return the tag under which the theme has its own words in a language; None where it has none."""
    for tag in (language, language.partition("-")[0]):
        with suppress(TemplateNotFound):
            environment.get_template(f"partials/languages/{tag}.html")
            return tag
    return None


def _colours(media: str, scheme: str, icon: str, name: str) -> dict[str, object]:
    return {
        "media": media,
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": name},
    }

"""The theme's pages with nothing in them: what runs there is the theme's own."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from site_overrides.generated_pages import source_name

MISSING: Final = "404.html"  # the page for missing addresses, and its template
_NOTHING: Final = dict.fromkeys(("announcement", "note", "preview", "text_marks"), Markup())


def empty_frame(
    environment: jinja2.Environment,
    config: MkDocsConfig,
    address: str,
    template: str,
    ours: Mapping[str, Any],
) -> str:
    """Return what a template of the theme makes at an address of a page without words.

    The theme's scripts depend on the template and on how deep a page lies, and on nothing that
    an author of a policy writes: no title, no text and no navigation stands in it.
    """
    nav = Navigation([], [])
    if address == MISSING:
        context = get_context(nav, [], config, base_url=urlsplit(config.site_url or "/").path)
    else:
        name = source_name(address)
        file = File.generated(config, name, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        page = Page("", file, config)
        page.content = ""
        page.meta = {"template": template}
        context = get_context(nav, [], config, page)
    return environment.get_template(template).render(
        {**context, "fairnotice": {**ours, **_NOTHING}}
    )

"""The navigation an owner wrote in mkdocs.yml, led to the pages of the register."""

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from archive.revisions import Language
from archive.speech import speech_in
from site_overrides.generated_pages import GeneratedPage, source_name
from site_overrides.sites import CHANGE_LOG, Site, in_language
from site_overrides.templates import title_for_theme

_NAV_POLICIES: Final = 24  # more would make every page heavy; the home page lists them all


def navigation_addresses(site: Site) -> list[str]:
    """Return the addresses that a site's navigation names where its owner wrote none."""
    living = [site.policy_address(policy) for policy in site.living]
    return ["", *(living if len(living) <= _NAV_POLICIES else []), CHANGE_LOG]


def navigation_in(nav: Navigation, site: Site, language: Language) -> Navigation:
    """Return the site's own navigation for the pages in a language: each policy once.

    It names the text in that language, or else the original. Pages that belong to no policy are
    called what they are called in that language; pages are written one after the other.
    """
    speech = speech_in(language)
    shown = site.once(("shown in", language), lambda: _addresses_in(site, language))
    items = []
    for item in nav.items:
        if isinstance(item, GeneratedPage):
            if item.plan.address not in shown:
                continue
            if item.plan.name:
                item.title = title_for_theme(speech.say(item.plan.name))
        items.append(item)
    return Navigation(items, nav.pages)


def _addresses_in(site: Site, language: Language) -> frozenset[str]:
    shown = in_language(site.living, language)
    return frozenset({"", CHANGE_LOG, *map(site.policy_address, shown)})


def own_navigation(config: MkDocsConfig, site: Site, *, root: Path) -> Any:
    """Return the owner's `nav:`, where an entry that names a policy's file means its page."""
    return _led(config.nav, _pages(config, site, root=root))


def _pages(config: MkDocsConfig, site: Site, *, root: Path) -> dict[str, str]:
    """Return the page of each policy by its file, as written from the docs folder.

    A path that a policy has now counts for more than one that another had before.
    """
    docs = Path(config.docs_dir)
    folder = docs.relative_to(root).as_posix() if docs.is_relative_to(root) else "."
    now = {policy.path: policy for policy in site.register}
    ever = {path: policy for policy in site.register for path in policy.paths}
    return {
        posixpath.relpath(path, folder): source_name(site.policy_address(policy))
        for path, policy in (ever | now).items()
    }


def _led(entry: Any, pages: Mapping[str, str]) -> Any:
    match entry:
        case str():
            return pages.get(posixpath.normpath(entry), entry) if entry else entry
        case list():
            return [_led(item, pages) for item in entry]
        case dict():
            return {title: _led(item, pages) for title, item in entry.items()}
        case _:
            return entry

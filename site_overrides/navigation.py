"""The navigation an owner wrote in mkdocs.yml, led to the pages of the register."""

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig

from site_overrides.generated_pages import source_name
from site_overrides.sites import CHANGE_LOG, Site

_NAV_POLICIES: Final = 24  # more would make every page heavy; the home page lists them all


def navigation_addresses(site: Site) -> list[str]:
    """Return the addresses that a site's navigation names where its owner wrote none."""
    living = [site.policy_address(policy) for policy in site.living]
    return ["", *(living if len(living) <= _NAV_POLICIES else []), CHANGE_LOG]


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

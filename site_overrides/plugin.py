"""The MkDocs plugin: it translates MkDocs' events into calls and decides nothing."""

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from archive.errors import ArchiveError, InvalidSettings
from archive.faults import Severity
from archive.rendering import clean
from site_overrides.building import Building, begin_building
from site_overrides.compiled_templates import compiled_templates
from site_overrides.errors import SiteError
from site_overrides.generated_pages import GeneratedPage
from site_overrides.links import without_outside_images
from site_overrides.options import FairNoticeOptions
from site_overrides.record_files import FormerRecord
from site_overrides.writing import Report

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger(__name__)

# Material prints a notice about another program on every build otherwise.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def _log_report(doing: str, done: int, total: int) -> None:
    if done == total:
        log.info("%s: %s", doing, f"{total:,}")


def _warn(remark: str) -> None:
    log.warning("%s", remark)


class FairNoticePlugin(BasePlugin[FairNoticeOptions]):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """Policies with their dates, banners, histories, earlier versions and redlines."""

    building: Building | None = None
    report: Report = staticmethod(_log_report)
    serving: bool = False
    fresh: bool = False  # nothing is taken from the cache
    former: FormerRecord = FormerRecord()
    today: date | None = None  # set on the class by `serve`, since MkDocs makes new plugins

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the site is served from a folder that is not ours to swap."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the register, give the theme our look, and write beside the old site."""
        try:
            self.building = begin_building(
                config,
                self.config,
                today=self.today,
                report=self.report,
                fresh=self.fresh,
                swap=not self.serving,
                former=self.former,
            )
        except (ArchiveError, InvalidSettings, SiteError) as error:
            raise PluginError(str(error)) from error
        return config

    # Late, so that what other plugins publish is seen.
    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out what must not be published and add the pages of the register."""
        tell = log.warning if config.strict else log.info
        for error in self._now().faults(Severity.ERROR):
            tell("%s", error)
        for refused in self._now().add_pages(files, config, warn=_warn):
            log.warning("%s", refused)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation for pages written beside the pipeline."""
        self._now().navigation = nav
        return nav

    # Last, so that nothing another plugin adds escapes the allow-list.
    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean the owner's own pages; the register's are clean already."""
        if isinstance(page, GeneratedPage):
            return html
        page.update_date = ""  # not known; MkDocs would tell the sitemap the day of the build
        return without_outside_images(clean(html)) + self._now().below_own_page(page)

    # Last, since another plugin may add an extension, which compiles templates otherwise.
    @event_priority(-100)
    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Remember the theme's environment for pages written beside the pipeline."""
        env.bytecode_cache = compiled_templates(frozenset(env.extensions))
        self._now().environment = env
        self._now().files = files
        return env

    # Last, so that the search reads a text without what stands beside its clauses.
    @event_priority(-100)
    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Give a page its banner, heading, ending and the day of the build."""
        if isinstance(page, GeneratedPage):
            page.finish()
        context["fairnotice"] = self._now().values_for(page)
        context["nav"] = self._now().navigation_of(page) or nav
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let go of a page that is written."""
        if isinstance(page, GeneratedPage):
            page.forget()
        return output

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Give the page for missing addresses the same frame as all others."""
        context["fairnotice"] = self._now().values_for(None)
        context["nav"] = self._now().navigation_of(None) or context["nav"]
        return context

    def _write(self, *, config: MkDocsConfig) -> None:
        try:
            self._now().write_beside_pipeline(config, warn=_warn)
        except SiteError as error:
            raise PluginError(str(error)) from error

    @event_priority(-100)
    def _finish(self, *, config: MkDocsConfig) -> None:
        try:
            self._now().finish(config)
        except SiteError as error:
            raise PluginError(str(error)) from error

    on_post_build = CombinedEvent(_write, _finish)

    def on_serve(
        self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> "LiveReloadServer":
        """Build again when a policy changes, wherever in the repository it lies."""
        for place in self._now().watched(config):
            server.watch(place)
        return server

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was."""
        if self.building is not None:
            self.building.abandon()

    def on_shutdown(self) -> None:
        """End what the build may have left open."""
        if self.building is not None:
            self.building.close()

    def _now(self) -> Building:
        if self.building is None:
            raise PluginError("the build has not begun")
        return self.building

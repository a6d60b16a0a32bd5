"""One build of the site: what is read at its start, added on its way, and written at its end."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler

from archive.cache import Cache
from archive.faults import Severity
from archive.revisions import Language
from archive.speech import speech_in
from archive.workspace import Workspace, open_workspace
from notify.workspace_judgements import judgements_of
from site_overrides import shells, site_folders
from site_overrides.announcements import announcement
from site_overrides.change_log import moments
from site_overrides.download_files import make_downloads
from site_overrides.empty_frames import MISSING, empty_frame
from site_overrides.feeds import feed_links
from site_overrides.generated_pages import generated_file, page_values, source_name
from site_overrides.homes import home_page
from site_overrides.host_headers import HEADERS_FILE, headers_file
from site_overrides.inline_scripts import ScriptGuard
from site_overrides.languages import speech_marks
from site_overrides.links import Destinations
from site_overrides.looks import apply_look, theme_language
from site_overrides.moved_pages import write_moved
from site_overrides.navigation import navigation_addresses, navigation_in, own_navigation
from site_overrides.options import FairNoticeOptions
from site_overrides.pages import build_note
from site_overrides.pictures import pictures
from site_overrides.preparing import prepare_pages, prepare_texts
from site_overrides.published_files import keep_publishable
from site_overrides.record_files import BuildRecord, FormerRecord, build_record, record_files
from site_overrides.search_indexes import search_folder, split_index
from site_overrides.site_plans import page_plans
from site_overrides.sites import (
    APPLIED,
    CHANGE_LOG,
    CHECK_PAGE,
    CORRECTIONS,
    HELD,
    WHOM_TO_ASK,
    Site,
)
from site_overrides.templates import fill, title_for_theme
from site_overrides.writing import Report, files_for_machines, write_archived_pages, write_file

_LOGGER: Final = logging.getLogger("mkdocs")


@dataclass(kw_only=True)
class Building:
    """What the events of one build share."""

    workspace: Workspace
    site: Site
    destinations: Destinations
    report: Report
    open_things: ExitStack
    folder: site_folders.SiteFolder | None
    record: BuildRecord
    own_home: bool = False
    own_nav: bool = False
    pages: int = 0
    navigation: Navigation | None = None
    environment: jinja2.Environment | None = None
    files: Files | None = None
    guard: ScriptGuard = field(default_factory=ScriptGuard)
    warnings: CountHandler  # everything anybody warned of during this build

    def add_pages(
        self, files: Files, config: MkDocsConfig, *, warn: Callable[[str], None]
    ) -> list[str]:
        """Add the pages of the register and return what was refused of the docs folder."""
        prepare_pages(self.site, self.destinations, self.report)
        self._make_downloads(Path(config.site_dir), warn)
        refused = keep_publishable(files, config, self.site.register, self.workspace.root)
        self.own_home = files.get_file_from_path("index.md") is not None
        in_nav = set(navigation_addresses(self.site))
        for plan in page_plans(self.site, self.destinations, warn=warn):
            if plan.address or not self.own_home:
                add = generated_file(plan, config, in_nav=plan.address in in_nav)
                if (there := files.get_file_from_path(add.src_uri)) is not None:
                    files.remove(there)
                files.append(add)
                self.pages += 1
        for path in sorted(self.destinations.images):
            source = str(self.workspace.root / path)
            files.append(File.generated(config, f"images/{path}", abs_src_path=source))
        self.own_nav = config.nav is not None
        if config.nav is None:
            config.nav = [source_name(address) for address in navigation_addresses(self.site)]
        else:
            config.nav = own_navigation(config, self.site, root=self.workspace.root)
        return refused

    def _make_downloads(self, out: Path, warn: Callable[[str], None]) -> None:
        """Write what readers can download, before any page says how long it is."""
        made = make_downloads(
            self.site,
            self.destinations,
            lambda address, content: write_file(out / address, content),
            report=self.report,
            warn=warn,
        )
        self.site.texts.workers.close()
        self.destinations = replace(self.destinations, downloads=made)

    def faults(self, severity: Severity) -> list[str]:
        """Return the faults of the register: what breaks the record or a promise, or warns."""
        register = self.site.register
        faults = [*register.faults, *(fault for policy in register for fault in policy.faults)]
        return [fault.in_a_line for fault in faults if fault.severity is severity]

    def below_own_page(self, page: Page) -> str:
        """Return the list of policies, below an owner's own home page."""
        if not (self.own_home and page.file.src_uri == "index.md"):
            return ""
        return str(home_page(self.site, moments(self.site), titled=False))

    def values_for(self, page: Page | None, *, language: Language | None = None) -> dict[str, Any]:
        """Return what our templates place on a page, or on the page for missing addresses.

        An owner's own pages are in the language of the theme, and what we place there in ours.
        """
        values = page_values(page) if page else {}
        address = page.url if page else ""
        language = language or values.get("language")
        speech = self.site.speech if language is None else speech_in(language)
        return {
            "kind": "missing",
            "heading": Markup() if page else fill("missing.html", speech),
            "ways_on": (
                ("", speech.say("All policies")),
                (CHANGE_LOG, speech.say("All changes")),
                (APPLIED, speech.say("Every text with the days on which it applied")),
            ),
            "ending": Markup(),
            "head": Markup(),
            "feeds": feed_links(self.site, None),
            "announcement": announcement(speech, self.site, address) if page else Markup(),
            "note": build_note(speech, self.site, with_commit=True),
            "preview": fill("preview.html", speech) if self.site.preview else Markup(),
            "check_address": CHECK_PAGE,
            "check_words": speech.say("How to check this record"),
            "corrections_address": CORRECTIONS,
            "corrections_words": speech.say("Corrections"),
            "about_readers": (
                (WHOM_TO_ASK, speech.say("Whom to ask or complain to")),
                (HELD, speech.say("What is held about you")),
            ),
            "speech": speech,
            "speech_marks": speech_marks(speech),
            "theme_language": self._theme_language(language),
            "search_folder": search_folder(self.site, language),
        } | values

    def navigation_of(self, page: Page | None) -> Navigation | None:
        """Return the navigation of a page in its language; None where the owner wrote one."""
        values = page_values(page) if page else {}
        language = values.get("language") or self.site.settings.language
        return self._navigation_in(language)

    def _navigation_in(self, language: Language) -> Navigation | None:
        if self.own_nav or self.navigation is None:
            return None
        return navigation_in(self.navigation, self.site, language)

    def _theme_language(self, language: Language | None) -> str | None:
        """Return the language in which the theme itself speaks on a page; None for its own."""
        if language is None or self.environment is None:
            return None
        asked = self.environment
        return self.site.once(("theme", language), lambda: theme_language(asked, language))

    def watched(self, config: MkDocsConfig) -> list[str]:
        """Return the policies that MkDocs does not watch by itself, as files."""
        files = (self.workspace.root / policy.path for policy in self.site.register)
        docs = Path(config.docs_dir)
        return [str(file) for file in files if file.is_file() and docs not in file.parents]

    def write_beside_pipeline(self, config: MkDocsConfig, *, warn: Callable[[str], None]) -> None:
        """Write versions, revisions, redlines, feeds and record, each forgotten once written."""
        out = Path(config.site_dir)
        around = shells.Shells(partial(self._draw, config))
        self.pages += write_archived_pages(
            out,
            self.site,
            self.destinations,
            around,
            guard=self.guard,
            report=self.report,
            warn=warn,
        )
        for address, content in files_for_machines(self.site):
            write_file(out / address, content)
        for warning in self.record.warnings:
            warn(warning)
        for address, content in record_files(self.workspace, self.record):
            write_file(out / address, content)
        write_moved(out, self.site, self.record.known.addresses)

    def _draw(
        self, config: MkDocsConfig, address: str, language: Language, *, contents: bool
    ) -> str:
        """Return a page of the theme at an address, with tokens where its content goes."""
        if self.environment is None or self.navigation is None or self.files is None:
            raise RuntimeError("archived pages are written after MkDocs has built its own")
        file = File.generated(
            config, source_name(address), content="", inclusion=InclusionLevel.NOT_IN_NAV
        )
        page = Page(shells.TITLE, file, config)
        page.canonical_url = shells.CANONICAL if config.site_url else None
        page.content = shells.BODY
        page.meta = {"template": "fairnotice/archived.html"}
        if contents:
            page.toc = TableOfContents([AnchorLink(shells.CONTENTS, shells.skip_target(), 2)])
        nav = self._navigation_in(language) or self.navigation
        context = get_context(nav, self.files, config, page)
        ours = self.values_for(page, language=language) | {
            "kind": "archived",
            "note": build_note(speech_in(language), self.site, with_commit=False),
            "head": shells.HEAD,
        }
        template = self.environment.get_template("fairnotice/archived.html")
        drawn = template.render({**context, "fairnotice": ours})
        self._allow_scripts(config, address, "fairnotice/archived.html")
        self.guard.check(drawn.encode(), f"the frame of {address}")
        return drawn

    def _allow_scripts(self, config: MkDocsConfig, address: str, template: str) -> None:
        """Let run what a template of the theme holds at an address when nothing stands in it."""
        if self.environment is not None:
            asked = self.environment
            key = "empty frame", address.count("/"), template
            frame = partial(empty_frame, asked, config, address, template, self.values_for(None))
            self.site.once(key, lambda: self.guard.allow(frame()))

    def finish(self, config: MkDocsConfig) -> None:
        """Put the new site in the place of the old one, unless a strict build was warned."""
        out = Path(config.site_dir)
        self._write_headers(config)
        if self.environment is not None:
            for address, content in split_index(out, self.site, self.environment):
                write_file(out / address, content)
        if config.strict and self.warnings.counts:
            self.abandon()
        elif self.folder is not None:
            site_folders.finish(self.folder)
            config.site_dir = str(self.folder.final)
            self.folder = None
            self.close()

    def _write_headers(self, config: MkDocsConfig) -> None:
        """Tell hosts which scripts may run, once no written page holds another."""
        out = Path(config.site_dir)
        self._allow_scripts(config, MISSING, MISSING)
        pages = [file.page for file in self.files or () if file.page is not None]
        for page in pages:
            self._allow_scripts(config, page.url, page.meta.get("template", "main.html"))
        self.guard.check_rest(out)
        content = headers_file(self.site, scripts=self.guard.allowed, folder=out)
        write_file(out / HEADERS_FILE, content)

    def abandon(self) -> None:
        """Remove what was written; the old site stays."""
        if self.folder is not None:
            site_folders.abandon(self.folder)
            self.folder = None
        self.close()

    def close(self) -> None:
        """End the reading of the repository."""
        _LOGGER.removeHandler(self.warnings)
        self.open_things.close()


def begin_building(
    config: MkDocsConfig,
    options: FairNoticeOptions,
    *,
    today: date | None,
    report: Report,
    fresh: bool,
    swap: bool,
    former: FormerRecord,
) -> Building:
    """Read the register and prepare MkDocs' configuration.

    `fresh` takes nothing from the cache; `swap` writes beside the old site.
    """
    open_things = ExitStack()
    try:
        workspace = open_things.enter_context(
            open_workspace(
                Path(options.repository or Path(config.config_file_path or ".").parent),
                today=today or options.day(),
                with_unpublished=True,
                cache=Cache(_emptied(open_things)) if fresh else None,
                progress=report,
            )
        )
        if not (today or options.today):
            workspace.check_clock(datetime.now(UTC))
        name = config.site_name
        config.site_name = title_for_theme(name)
        config.site_url = config.site_url or workspace.settings.site_url
        site = Site(
            register=workspace.register,
            texts=workspace.texts,
            settings=workspace.settings,
            judgements=judgements_of(workspace),
            name=name,
            url=config.site_url,
        )
        apply_look(config)
        prepare_texts(site, report)
        redactions = workspace.settings.redactions
        images = pictures(workspace.root, site.register, site.texts, redactions=redactions)
        folder = site_folders.begin(Path(config.site_dir)) if swap else None
    except BaseException:
        open_things.close()
        raise
    kept = _record(workspace, former, folder, open_things)
    site = replace(site, record=kept.manifest)
    if folder:
        config.site_dir = str(folder.beside)
    warnings = CountHandler(level=logging.WARNING)
    _LOGGER.addHandler(warnings)
    return Building(
        warnings=warnings,
        workspace=workspace,
        site=site,
        destinations=Destinations(site=site, images=images),
        report=report,
        open_things=open_things,
        folder=folder,
        record=kept,
    )


def _emptied(open_things: ExitStack) -> Path:
    return Path(open_things.enter_context(TemporaryDirectory(prefix="fairnotice-")))


def _record(
    workspace: Workspace,
    former: FormerRecord,
    folder: site_folders.SiteFolder | None,
    open_things: ExitStack,
) -> BuildRecord:
    """Return what this build records; a former record that cannot be had ends the build cleanly."""
    try:
        return build_record(workspace, former, replaced=folder.final if folder else None)
    except BaseException:
        open_things.close()
        if folder:
            site_folders.abandon(folder)
        raise

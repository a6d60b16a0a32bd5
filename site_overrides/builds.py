"""Building and serving a whole site: with the repository's own mkdocs.yml, or without one."""

import logging
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from archive.faults import Severity
from archive.git_history import GitHistory
from archive.settings import Settings, load_settings
from archive.terminal import safe
from archive.texts import Progress
from archive.workspace import state_folder
from site_overrides.errors import SiteError, UnsuitableConfiguration
from site_overrides.plugin import FairNoticePlugin
from site_overrides.record_files import FormerRecord

PLUGIN: Final = "fairnotice"
_SHOWN_WARNINGS: Final = 20
_LOGGER: Final = logging.getLogger("mkdocs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made."""

    folder: Path
    policies: int
    versions: int
    pages: int
    seconds: float
    warnings: int
    text_errors: int  # faults of the register that break the record or a promise
    text_warnings: int  # its faults that a person should look at
    clean: bool  # False where --strict found something and the old site was kept


class _Warnings(logging.Handler):
    """Shows the first warnings of a build and counts the rest: real histories hold thousands."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno > logging.WARNING:
            return  # MkDocs raises what it logs as an error, and that is told once
        self.count += 1
        if self.count <= _SHOWN_WARNINGS:
            sys.stderr.write(f"{record.levelname.lower()}: {safe(record.getMessage())}\n")
        elif self.count == _SHOWN_WARNINGS + 1:
            sys.stderr.write("more warnings follow; only their number is shown\n")


def build_site(
    start: Path,
    *,
    site_dir: Path | None,
    strict: bool,
    today: date | None,
    report: Progress,
    fresh: bool = False,
    former: FormerRecord | None = None,
) -> Built:
    """Build the site of the repository around a folder and return what was made.

    `fresh` takes nothing from the cache and leaves nothing in it. The record is carried on from
    the former one, by default that of the replaced site.
    """
    began = time.monotonic()
    warnings = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    logger.propagate = False
    try:
        config = _configuration(start, site_dir=site_dir, strict=strict)
        plugin = _plugin(config)
        plugin.today = today
        plugin.report = report
        plugin.fresh = fresh
        # MkDocs keeps the plugin for the next build of the same process: nothing may stay in it.
        plugin.former = FormerRecord() if former is None else former
        clean = _build(config)
    finally:
        logger.removeHandler(warnings)
        logger.propagate = True
    building = plugin.building
    if building is None:
        raise SiteError("MkDocs stopped before the policies were read")
    policies = building.site.register.policies
    return Built(
        folder=Path(config.site_dir),
        policies=len({policy.id for policy in policies}),
        versions=sum(len(policy.versions) for policy in policies),
        pages=building.pages,
        seconds=time.monotonic() - began,
        warnings=warnings.count,
        text_errors=len(building.faults(Severity.ERROR)),
        text_warnings=len(building.faults(Severity.WARNING)),
        clean=clean,
    )


def _build(config: MkDocsConfig) -> bool:
    """Run MkDocs; return False when warnings ended a strict build."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort as error:
        if config.strict and "strict" in str(error):
            return False
        raise SiteError(str(error.__cause__ or error.__context__ or error)) from error
    finally:
        config.plugins.on_shutdown()
    return True


def serve_site(start: Path, *, address: str | None, today: date | None) -> None:
    """Serve the site of the repository around a folder, and build it again after every edit."""
    from mkdocs.commands.serve import serve  # noqa: PLC0415 - a web server, which no build needs

    file = configuration_file(start)
    FairNoticePlugin.today = today
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler())  # where it serves, and what it builds again
    options: dict[str, Any] = {"dev_addr": address} if address else {}
    try:
        serve(config_file=str(file), **options)
    except Abort as error:
        raise SiteError(str(error.__context__ or error)) from error


def _configuration(start: Path, *, site_dir: Path | None, strict: bool) -> MkDocsConfig:
    options: dict[str, Any] = {"site_dir": str(site_dir.absolute())} if site_dir else {}
    if strict:
        options["strict"] = True
    return _loaded(configuration_file(start), **options)


def configuration_file(start: Path) -> Path:
    """Return the repository's own mkdocs.yml when it names the plugin, else a generated one."""
    with GitHistory(start) as history:
        root = history.root
        settings = load_settings(root)
    # Where the policies lie at the root, mkdocs.yml names this folder for its pages.
    (state_folder(root) / "docs").mkdir(mode=0o700, exist_ok=True)
    own = root / "mkdocs.yml"
    if own.is_file():
        if PLUGIN in _loaded(own).plugins:
            return own
        _LOGGER.warning(
            "mkdocs.yml does not name the plugin `%s`, so a generated configuration is used "
            "instead: add the two lines `plugins:` and `  - %s`, or the second below your own "
            "`plugins:`",
            PLUGIN,
            PLUGIN,
        )
    return _generated(root, settings)


def _generated(root: Path, settings: Settings) -> Path:
    state = state_folder(root)
    file = state / "mkdocs.yml"
    content: dict[str, Any] = {
        "site_name": settings.site_name,
        "docs_dir": "docs",
        "site_dir": str(root / "site"),
        "theme": {"name": "material", "language": settings.language},
        "plugins": ["search", {PLUGIN: {"repository": str(root)}}],
    }
    if settings.site_url:
        content["site_url"] = settings.site_url
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return file


def _loaded(file: Path, **options: Any) -> MkDocsConfig:
    try:
        return load_config(str(file), **options)
    except ConfigurationError as error:
        raise UnsuitableConfiguration(f"{file.name}: {error}") from error
    except Abort as error:
        raise UnsuitableConfiguration(f"{file.name}: {error}") from error


def _plugin(config: MkDocsConfig) -> FairNoticePlugin:
    plugin = config.plugins[PLUGIN]
    if not isinstance(plugin, FairNoticePlugin):
        raise UnsuitableConfiguration(f"another MkDocs plugin is called {PLUGIN}: remove it")
    return plugin

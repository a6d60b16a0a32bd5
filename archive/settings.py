"""The settings: one frozen object, read once from a reviewed file, checked at start."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from archive import settings_checks as check
from archive.errors import InvalidSettings
from archive.names import language_tag
from archive.others_named import Authority, Processor, authorities, processors
from archive.own_profiles import OwnProfile, own_profiles
from archive.revisions import BlobId, CommitId, Language, PolicyId
from archive.toml_tables import Mistakes, Table
from archive.web_settings import WebSettings, web_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A product that a policy covers."""

    id: str
    title: str
    profiles: tuple[str, ...] = ()  # the laws that its changes are held against, beside the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """What an organisation decides about one policy."""

    id: PolicyId
    profiles: tuple[str, ...]  # the laws that its changes are held against, beside the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A date declared for a commit of a messy past, shown to readers as declared."""

    commit: CommitId
    effective: date
    reason: str
    path: str | None = None  # None: every policy the commit touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A text that must come down; its dates, hash and the reason stay."""

    blob: BlobId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientSource:
    """Where the recipients are read from; exactly one of the three is set."""

    csv: str | None = None
    database_env: str | None = None
    query: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """The organisation's own promise about notices, and whom they come from."""

    days: int = 30
    profiles: tuple[str, ...] = ()
    settle_hours: int = 24
    legal_from: str | None = None
    courtesy_from: str | None = None
    canary: str | None = None  # a mailbox of the organisation's own that tells whether mail arrives
    witness: str | None = None  # a mailbox that keeps the ledger's head of each day
    bounces_to: str | None = None  # a mailbox that takes bounces+ANYTHING@, for mail by SMTP
    sample: int = 1_000  # mails of a plan that go first, or 1 % where that is more; 0: no sample
    at_once: int | None = None  # batches on their way at a time; the carrier's own number else
    per_minute: int | None = None  # mails, by all senders of an account together
    reminder: bool = False  # whether who was told is told again on the day itself
    own_approval: bool = False  # whether who made a plan may approve it
    digest_day: str = "monday"  # on which the week's lesser changes are gathered for subscribers
    quiet_hours: int = 6  # after which silence of a mail provider means something
    link_hosts: tuple[str, ...] = ()
    webhooks: tuple[str, ...] = ()  # addresses of own systems that are told of each notice
    proof_years: int = 7  # how long the ledger can prove who was told
    events_days: int = 30  # how long it keeps what a provider posted, word by word


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an organisation decides about its policy site, with sound defaults."""

    published: str = "main"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    documents: tuple[str, ...] = ("policy/{id}.md", "policy/{id}.{lang}.md")
    retired: tuple[str, ...] = ("archived/**",)
    language: Language = Language("en")
    site_name: str = "Policies"
    site_url: str | None = None
    service_url: str | None = None
    publish_assessment: str = "decided"  # or "all", "none"
    downloads: tuple[str, ...] = ()  # what each text and redline is also made as: "pdf", "docx"
    rules: str | None = None  # a file of the company's own rules, from the repository's root
    contact: str | None = None
    postal_address: str | None = None
    comments: str | None = None  # the page on which readers comment on scheduled versions
    authorities: tuple[Authority, ...] = ()
    processors: tuple[Processor, ...] = ()
    services: tuple[Service, ...] = ()
    policies: tuple[PolicySettings, ...] = ()
    profiles: tuple[OwnProfile, ...] = ()
    recipients: RecipientSource | None = None
    notice: NoticeSettings = field(default_factory=NoticeSettings)
    web: WebSettings = field(default_factory=WebSettings)
    moves: tuple[tuple[str, PolicyId], ...] = ()
    overrides: tuple[Override, ...] = ()
    redactions: tuple[Redaction, ...] = ()


SETTINGS_FILE: Final = "fairnotice.toml"
_PROJECT_FILE: Final = "pyproject.toml"
SETTINGS_FILES: Final[tuple[str, ...]] = (SETTINGS_FILE, _PROJECT_FILE)
_NO_PASSWORDS: Final = ("database", "database_url", "dsn", "password", "token")


def load_settings(root: Path) -> Settings:
    """Return the settings of a repository; sound defaults where it has none.

    Raises InvalidSettings with every mistake, one a line.
    """
    files = (root / name for name in SETTINGS_FILES)
    return settings_in({file.name: file.read_bytes() for file in files if file.is_file()})


def settings_in(files: Mapping[str, bytes]) -> Settings:
    """Return the settings that the files of SETTINGS_FILES hold, by name; else the defaults.

    Raises InvalidSettings with every mistake, one a line.
    """
    texts = {name: _decoded(name, data) for name, data in files.items()}
    own, shared = texts.get(SETTINGS_FILE), texts.get(_PROJECT_FILE, "")
    in_project = "fairnotice" in shared and bool(_project_table(_parsed(shared, _PROJECT_FILE)))
    if own is not None and in_project:
        message = f"{SETTINGS_FILE} and [tool.fairnotice] in {_PROJECT_FILE} both hold settings"
        raise InvalidSettings(f"{message}; keep one of them")
    if own is not None:
        return parse_settings(own, file=SETTINGS_FILE)
    return parse_settings(shared, file=_PROJECT_FILE) if in_project else Settings()


def parse_settings(text: str, *, file: str) -> Settings:
    """Return the settings that a file's text holds; raises InvalidSettings with every mistake."""
    values = _parsed(text, file)
    at: tuple[str, ...] = ()
    if Path(file).name == _PROJECT_FILE:
        values, at = _project_table(values), ("tool", "fairnotice")
    mistakes = Mistakes(file=file, source=text)
    settings = _settings(Table(values=values, mistakes=mistakes, at=at))
    if mistakes.met:
        raise InvalidSettings(mistakes.report())
    return settings


def _parsed(text: str, file: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at line ")
        line = place.partition(",")[0]
        where = f"{file}:{line}" if line.isdigit() else file
        raise InvalidSettings(f"{where}: {what}; this is not TOML") from error


def _project_table(values: Mapping[str, Any]) -> Mapping[str, Any]:
    tool = values.get("tool")
    table = tool.get("fairnotice") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InvalidSettings(f"{name}: is not UTF-8; save it as UTF-8") from error


def _settings(table: Table) -> Settings:
    zone = table.text("timezone", check.zone)
    language = table.text("language", check.language)
    given = {
        "published": table.text("published", check.branch),
        "timezone": zone and ZoneInfo(zone),
        "documents": table.texts("documents", check.document_pattern),
        "retired": table.texts("retired", check.retired_pattern),
        "language": language and language_tag(language),
        "site_name": table.text("site_name", check.line),
        "site_url": _with_slash(table.text("site_url", check.url)),
        "service_url": _with_slash(table.text("service_url", check.url)),
        "downloads": table.texts("downloads", check.download),
        "rules": table.text("rules", check.path),
        "publish_assessment": table.text("publish_assessment", check.assessment),
        "contact": table.text("contact", check.line),
        "postal_address": table.text("postal_address"),
        "comments": table.text("comments", check.link),
        "authorities": tuple(authorities(table)),
        "processors": tuple(processors(table)),
        "services": tuple(_services(table.table("services"))),
        "policies": tuple(_policies(table.table("policies"))),
        "profiles": tuple(own_profiles(table.table("profile"), taken=check.TAKEN)),
        "recipients": _recipients(table.table("recipients")),
        "notice": _notice(table.table("notice")),
        "web": web_settings(table.table("web")),
        "moves": tuple(_moves(table.table("moves"))),
        "overrides": tuple(_overrides(table)),
        "redactions": tuple(_redactions(table)),
    }
    if table.values.get("documents") == []:
        table.wrong("documents", "`documents` is empty; name at least one pattern")
    table.refuse_unknown()
    return Settings(**_set(given))


def _set(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given, so that the defaults stand for the rest."""
    return {key: value for key, value in given.items() if value is not None}


def _with_slash(url: str | None) -> str | None:
    return url and f"{url.rstrip('/')}/"


def _services(table: Table | None) -> Iterator[Service]:
    titles: set[str] = set()
    for key in table.values if table else ():
        inner = table.table(key) if table and table.checked(key, key, check.an_id) else None
        if table is None or inner is None:
            continue
        title = inner.text("title", check.line) or key
        profiles = inner.texts("profiles", check.profile) or ()
        inner.refuse_unknown()
        if title.casefold() in titles:
            inner.wrong("title", f"two services have the title {title!r}; readers must tell them")
        titles.add(title.casefold())
        yield Service(id=key, title=title, profiles=profiles)


def _policies(table: Table | None) -> Iterator[PolicySettings]:
    for key in table.values if table else ():
        inner = table.table(key) if table and table.checked(key, key, check.an_id) else None
        if inner is not None:
            profiles = inner.texts("profiles", check.profile) or ()
            inner.refuse_unknown()
            yield PolicySettings(id=PolicyId(key), profiles=profiles)


def _recipients(table: Table | None) -> RecipientSource | None:
    if table is None:
        return None
    source = RecipientSource(
        csv=table.text("csv", check.path),
        database_env=table.text("database_env", check.variable),
        query=table.text("query"),
        url=table.text("url", check.url),
    )
    for key in _NO_PASSWORDS:
        if key in table.values:
            table.known.append(key)
            advice = "put it in the environment and name the variable in `database_env`"
            table.wrong(key, f"`{key}`: settings never hold a password; {advice}")
    named = [key for key in ("csv", "database_env", "url") if key in table.values]
    if len(named) > 1:
        table.wrong(named[1], f"`{named[0]}` and `{named[1]}` are two sources; keep one")
    elif not named and table.values.keys() <= {"query"}:
        table.mistakes.add("`recipients` needs `csv`, `database_env` or `url`", at=table.at)
    if ("query" in table.values) != ("database_env" in table.values) and len(named) == 1:
        table.wrong("query", "`database_env` and `query` go together")
    table.refuse_unknown()
    return source


def _notice(table: Table | None) -> NoticeSettings | None:
    if table is None:
        return None
    given = {
        "days": table.number("days", range(3651)),
        "profiles": table.texts("profiles", check.profile),
        "settle_hours": table.number("settle_hours", range(1001)),
        "legal_from": table.text("legal_from", check.mailbox),
        "courtesy_from": table.text("courtesy_from", check.mailbox),
        "canary": table.text("canary", check.mailbox),
        "witness": table.text("witness", check.mailbox),
        "bounces_to": table.text("bounces_to", check.mailbox),
        "sample": table.number("sample", range(1_000_001)),
        "at_once": table.number("at_once", range(1, 65)),
        "per_minute": table.number("per_minute", range(1, 10_000_001)),
        "reminder": table.yes_or_no("reminder"),
        "own_approval": table.yes_or_no("own_approval"),
        "digest_day": table.text("digest_day", check.weekday),
        "quiet_hours": table.number("quiet_hours", range(1, 1001)),
        "link_hosts": table.texts("link_hosts", check.host),
        "webhooks": table.texts("webhooks", check.url),
        "proof_years": table.number("proof_years", range(1, 101)),
        "events_days": table.number("events_days", range(1, 3651)),
    }
    table.refuse_unknown()
    return NoticeSettings(**_set(given))


def _moves(table: Table | None) -> Iterator[tuple[str, PolicyId]]:
    for key in table.values if table else ():
        policy = table.text(key, check.an_id) if table else None
        if table and policy and table.checked(key, key, check.path):
            yield key, PolicyId(policy)


def _overrides(table: Table) -> Iterator[Override]:
    for inner in table.tables("overrides"):
        commit = inner.text("commit", check.git_object)
        effective = inner.day("effective")
        reason, path = inner.text("reason"), inner.text("path", check.path)
        inner.refuse_unknown()
        inner.needed("commit", "effective", "reason")
        if commit and effective and reason:
            yield Override(commit=CommitId(commit), effective=effective, reason=reason, path=path)


def _redactions(table: Table) -> Iterator[Redaction]:
    for inner in table.tables("redactions"):
        blob, reason = inner.text("blob", check.git_object), inner.text("reason")
        inner.refuse_unknown()
        inner.needed("blob", "reason")
        if blob and reason:
            yield Redaction(blob=BlobId(blob), reason=reason)

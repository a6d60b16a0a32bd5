"""Record changes: what a proposal changes in the record of the past, or in the rules for it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from archive.documents import DocumentPatterns
from archive.errors import InvalidSettings
from archive.faults import Fault, Severity
from archive.guarded_files import Guard, guard_of
from archive.proposals import Proposal
from archive.revisions import Source
from archive.settings import SETTINGS_FILES, Settings, settings_in

_TABLES = {
    "moves": "identities ([moves])",
    "overrides": "dates of the past ([[overrides]])",
    "redactions": "words that came down ([[redactions]])",
    "rules": "the file of own rules",
    "notice": "notices and their period ([notice])",
    "recipients": "where the recipients are read from ([recipients])",
    "services": "services ([services])",
    "documents": "which files are policies (documents)",
    "retired": "which policies are retired (retired)",
    "published": "the branch that readers see (published)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """One file that a reviewer must look at, whatever the texts say."""

    path: str
    what: str


def record_changes(proposal: Proposal) -> tuple[RecordChange, ...]:
    """Return what of a proposal changes the record or its rules, by path."""
    patterns = DocumentPatterns(proposal.settings)
    paths = {c.path for c in proposal.changes} | {
        c.former_path for c in proposal.changes if c.former_path
    }
    return tuple(
        RecordChange(path=path, what=what)
        for path in sorted(paths)
        for what in _what(path, proposal, patterns)
    )


def settings_faults(proposal: Proposal) -> Iterator[Fault]:
    """Yield why the settings that a branch proposes cannot be read."""
    if proposal.head is None:
        return  # one's own settings were read already
    try:
        _proposed(proposal)
    except InvalidSettings as error:
        path = next(c.path for c in proposal.changes if c.path in SETTINGS_FILES)
        message = " ".join(str(error).split())
        yield Fault(code="settings-unreadable", severity=Severity.ERROR, message=message, path=path)


def _what(path: str, proposal: Proposal, patterns: DocumentPatterns) -> Iterator[str]:
    document = patterns.match(path)
    if path in SETTINGS_FILES:
        yield from _changed_settings(path, proposal)
    elif document is not None and document.source is Source.EARLIER:
        yield "a text from before git"
    elif document is None and (guard := guard_of(path, proposal.settings)) is not None:
        yield guard.value


def _changed_settings(path: str, proposal: Proposal) -> Iterator[str]:
    try:
        proposed = _proposed(proposal)
    except InvalidSettings:
        yield f"{Guard.SETTINGS}, which cannot be read any more"
        return
    now = _present(proposal)
    changed = [
        f.name for f in fields(Settings) if getattr(now, f.name) != getattr(proposed, f.name)
    ]
    if changed:
        yield f"{Guard.SETTINGS}: {', '.join(_TABLES.get(name, name) for name in changed)}"
    elif guard_of(path, proposal.settings) is Guard.CODE:
        yield Guard.CODE.value


def _present(proposal: Proposal) -> Settings:
    """Return the settings at the commit that the proposal left the base from."""
    files = {path: proposal.files(path)[0] for path in SETTINGS_FILES}
    return settings_in({path: data for path, data in files.items() if data is not None})


def _proposed(proposal: Proposal) -> Settings:
    changed = {change.path for change in proposal.changes}
    files = {path: proposal.files(path)[1 if path in changed else 0] for path in SETTINGS_FILES}
    return settings_in({path: data for path, data in files.items() if data is not None})

"""Whether the record still holds: against a former manifest, and against the live site."""

from dataclasses import dataclass
from typing import Final

from archive.discrepancies import Discrepancy, discrepancies
from archive.errors import InvalidManifest, InvalidStatus, NotPublished, Unreachable
from archive.faults import Severity
from archive.git_history import GitHistory
from archive.manifest import MANIFEST_FILE, Manifest
from archive.manifest_json import read_manifest
from archive.published_site import read_published
from archive.recording import record
from archive.register import Register
from archive.status import STATUS_FILE, read_status, staleness
from archive.workspace import Workspace

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was held against what, and everything that was found."""

    register: Register
    against: str | None
    live: str | None
    found: tuple[Discrepancy, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was lost or altered and the live site is today's."""
        return all(each.severity is not Severity.ERROR for each in self.found)

    def document(self) -> dict[str, object]:
        """Return what `schemas/verify.schema.json` describes."""
        return {
            "format": FORMAT,
            "holds": self.holds,
            "read_at": self.register.read_at,
            "ref": self.register.ref,
            "today": self.register.today.isoformat(),
            "against": self.against,
            "live": self.live,
            "found": [
                {
                    "code": each.code,
                    "severity": each.severity.value,
                    "policy": each.about and each.about.policy,
                    "lang": each.about and each.about.language,
                    "revision": each.about and each.about.revision,
                    "message": each.message,
                }
                for each in self.found
            ],
        }


def verify_repository(
    workspace: Workspace, *, against: str | None, live: str | None, first: bool
) -> Verification:
    """Return what a former manifest and the live site say otherwise than the repository.

    `first` lets a former manifest be missing, as before the first publication. Raises
    UnsafeAddress where an address is not https.
    """
    found: list[Discrepancy] = []
    if against is not None:
        former, found = read_former(against, first=first)
        if former is not None:
            current = record(
                workspace.register,
                texts=workspace.texts,
                settings=workspace.settings,
                former=former,
            )
            found += held_against(former, current, workspace)
    if live is not None:
        found += _live(workspace.register, f"{live.rstrip('/')}/{STATUS_FILE}")
    return Verification(register=workspace.register, against=against, live=live, found=tuple(found))


def manifest_of(against: str) -> str:
    """Return where the manifest stands: an address that ends in "/" is a whole site's."""
    return f"{against}{MANIFEST_FILE}" if against.endswith("/") else against


def read_former(against: str, *, first: bool) -> tuple[Manifest | None, list[Discrepancy]]:
    """Return a former manifest, or what is said of one that is missing or was edited."""
    where = manifest_of(against)
    try:
        return read_manifest(read_published(where)), []
    except (NotPublished, Unreachable) as error:
        code = "missing-manifest" if isinstance(error, NotPublished) else "unreachable-manifest"
        advice = "taken as the first" if first else "give --first only before the first publication"
        severity = Severity.WARNING if first else Severity.ERROR
        return None, [_whole(code, f"{error}; {advice}", severity)]
    except InvalidManifest as error:
        return None, [_whole("invalid-manifest", f"{where}: {error}", Severity.ERROR)]


def held_against(former: Manifest, current: Manifest, workspace: Workspace) -> list[Discrepancy]:
    """Return what a former manifest says otherwise than the present one."""
    return [
        *_rewritten(workspace.history, former, current),
        *discrepancies(former, current, redactions=workspace.settings.redactions),
    ]


def _rewritten(history: GitHistory, former: Manifest, current: Manifest) -> list[Discrepancy]:
    if history.holds(former.read_at, within=current.read_at):
        return []
    message = (
        f"the commit {former.read_at[:10]}, from which the record of {former.built_at} was made, is"
        f" not in the history of {current.ref}: it was rewritten or force-pushed, or this clone is"
        " older than the record (run `git fetch`)"
    )
    return [_whole("rewritten-history", message, Severity.ERROR)]


def _live(register: Register, where: str) -> list[Discrepancy]:
    try:
        status = read_status(read_published(where))
    except (NotPublished, Unreachable) as error:
        return [_whole("unreachable-site", str(error), Severity.ERROR)]
    except InvalidStatus as error:
        return [_whole("invalid-status", f"{where}: {error}", Severity.ERROR)]
    return list(staleness(status, register))


def _whole(code: str, message: str, severity: Severity) -> Discrepancy:
    return Discrepancy(code=code, severity=severity, message=message)


def line(discrepancy: Discrepancy) -> str:
    """Return a discrepancy as people read it: what it is about, then what it is."""
    key = discrepancy.about
    about = f"{key.policy} ({key.language}) {key.revision}: " if key else ""
    return f"{discrepancy.code}: {about}{discrepancy.message}"

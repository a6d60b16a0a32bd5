"""The record as files beside the pages: archive.json, status.json, and versions.json per policy.

They say what is published, even where the pages show a preview of what is not.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from archive.addresses import policy_address
from archive.discrepancies import Discrepancy
from archive.errors import InvalidManifest, NoPolicies, NotPublished, Unreachable
from archive.faults import Severity
from archive.manifest import MANIFEST_FILE, Manifest
from archive.manifest_json import manifest_bytes, read_manifest
from archive.published_site import read_published
from archive.recording import record
from archive.register import Register
from archive.register_json import register_document
from archive.status import STATUS_FILE, status_bytes, status_of
from archive.verification import held_against, line, read_former
from archive.workspace import Workspace

VERSIONS_FILE: Final = "versions.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerRecord:
    """Where the record stands that a build carries on and is held against."""

    against: str | None = None  # a file or address; None: the site that is being replaced
    first: bool = False  # there may be none yet


def record_files(
    workspace: Workspace,
    former: FormerRecord,
    *,
    replaced: Path | None,
    warn: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the record with its address; none where nothing is published.

    Whatever was lost or altered since the record a person named is told as a warning.
    """
    try:
        register = workspace.published_register()
    except NoPolicies:
        return
    settings = workspace.settings
    known = _former(former, replaced=replaced, warn=warn)
    manifest = record(register, texts=workspace.texts, settings=settings, former=known)
    if former.against is not None and known is not None:
        _tell(held_against(known, manifest, workspace), warn)
    yield MANIFEST_FILE, manifest_bytes(manifest)
    yield STATUS_FILE, status_bytes(status_of(register))
    for policy in register:
        address = policy_address(policy, default_language=settings.language)
        one = replace(register, policies=(policy,))
        yield f"{address}{VERSIONS_FILE}", _versions(one, workspace)


def _former(
    former: FormerRecord, *, replaced: Path | None, warn: Callable[[str], None]
) -> Manifest | None:
    if former.against is None:
        return None if replaced is None else _replaced_record(replaced, warn=warn)
    found, said = read_former(former.against, first=former.first)
    _tell(said, warn)
    return found


def _tell(found: Iterable[Discrepancy], warn: Callable[[str], None]) -> None:
    for each in found:
        if each.severity is Severity.ERROR:
            warn(line(each))


def _replaced_record(folder: Path, *, warn: Callable[[str], None]) -> Manifest | None:
    """Return the record of the site that is being replaced; None where there is none."""
    file = folder / MANIFEST_FILE
    try:
        return read_manifest(read_published(str(file)))
    except NotPublished:
        return None
    except (Unreachable, InvalidManifest) as error:
        warn(f"{file}: {error}; put it back from a copy, or remove it to begin a new record")
        return None


def _versions(register: Register, workspace: Workspace) -> bytes:
    document = register_document(register, workspace.texts)
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode("utf-8", "replace")

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
from archive.errors import InvalidManifest, InvalidStatus, NoPolicies, NotPublished, Unreachable
from archive.faults import Severity
from archive.manifest import MANIFEST_FILE, Manifest
from archive.manifest_json import manifest_bytes, read_manifest
from archive.published_site import read_published
from archive.recording import record
from archive.register import Register
from archive.register_json import register_document
from archive.status import STATUS_FILE, ledger_head, status_bytes, status_of
from archive.verification import held_against, line, manifest_of, read_former
from archive.workspace import STATE_FOLDER, Workspace
from site_overrides.moved_addresses import KnownAddress, known_to_record
from site_overrides.moved_json import MOVED_FILE, read_moved

VERSIONS_FILE: Final = "versions.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerRecord:
    """Where the record stands that a build carries on and is held against."""

    against: str | None = None  # a file or address; None: the site that is being replaced
    first: bool = False  # there may be none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecord:
    """What a former record holds, as far as there is one that can be read."""

    manifest: Manifest | None
    addresses: tuple[KnownAddress, ...]  # every one that it says was published


def known_record(
    former: FormerRecord, *, replaced: Path | None, warn: Callable[[str], None]
) -> KnownRecord:
    """Return the record that a build carries on; what is wrong with it is told as a warning."""
    if former.against is not None:
        where = manifest_of(former.against)
        manifest, said = read_former(former.against, first=former.first)
        _tell(said, warn)
    elif replaced is not None:
        where = str(replaced / MANIFEST_FILE)
        manifest = _replaced_record(replaced, warn=warn)
    else:
        return KnownRecord(manifest=None, addresses=())
    recorded = known_to_record(manifest) if manifest else ()
    return KnownRecord(manifest=manifest, addresses=(*recorded, *_moved(where, warn)))


def _moved(manifest: str, warn: Callable[[str], None]) -> tuple[KnownAddress, ...]:
    """Return the former addresses that stand beside a manifest; none beside a copy of it."""
    if not manifest.endswith(MANIFEST_FILE):
        return ()
    where = manifest.removesuffix(MANIFEST_FILE) + MOVED_FILE
    try:
        return read_moved(read_published(where))
    except NotPublished:
        return ()
    except (Unreachable, InvalidManifest) as error:
        warn(f"{where}: {error}; the former addresses it names are not kept")
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRecord:
    """What a build records, and what it must tell of the record that it carries on."""

    register: Register | None  # of what is published; None where nothing is
    manifest: Manifest | None
    known: KnownRecord
    warnings: tuple[str, ...]
    ledger: str | None = None  # the head of the ledger of notices, where one lies here


def build_record(
    workspace: Workspace, former: FormerRecord, *, replaced: Path | None
) -> BuildRecord:
    """Return the record of a build, carried on from the former one.

    Whatever was lost or altered since the record a person named becomes a warning.
    """
    warnings: list[str] = []
    known = known_record(former, replaced=replaced, warn=warnings.append)
    try:
        register = workspace.published_register()
    except NoPolicies:
        return BuildRecord(register=None, manifest=None, known=known, warnings=tuple(warnings))
    manifest = record(
        register, texts=workspace.texts, settings=workspace.settings, former=known.manifest
    )
    if former.against is not None and known.manifest is not None:
        _tell(held_against(known.manifest, manifest, workspace), warnings.append)
    ledger = _ledger_head(workspace, warnings.append)
    return BuildRecord(
        register=register,
        manifest=manifest,
        known=known,
        warnings=tuple(warnings),
        ledger=ledger,
    )


def _ledger_head(workspace: Workspace, warn: Callable[[str], None]) -> str | None:
    """Return the head of the ledger of notices, to be published with the record (T26)."""
    try:
        return ledger_head(workspace.root / STATE_FOLDER)
    except InvalidStatus as error:
        warn(str(error))
        return None


def record_files(workspace: Workspace, kept: BuildRecord) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the record with its address; none where nothing is published."""
    if kept.register is None or kept.manifest is None:
        return
    yield MANIFEST_FILE, manifest_bytes(kept.manifest)
    yield STATUS_FILE, status_bytes(status_of(kept.register, ledger=kept.ledger))
    for policy in kept.register:
        address = policy_address(policy, default_language=workspace.settings.language)
        one = replace(kept.register, policies=(policy,))
        yield f"{address}{VERSIONS_FILE}", _versions(one, workspace)


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
    document = register_document(
        register, workspace.texts, redactions=workspace.settings.redactions
    )
    # Without indentation, which Python writes ten times as slowly.
    return f"{json.dumps(document, ensure_ascii=False)}\n".encode("utf-8", "replace")

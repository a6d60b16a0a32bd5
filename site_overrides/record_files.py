"""The record as files beside the pages: archive.json, status.json, and versions.json per policy.

They say what is published, even where the pages show a preview of what is not.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from archive.addresses import policy_address
from archive.errors import InvalidManifest, NoPolicies, NotPublished, Unreachable
from archive.manifest import MANIFEST_FILE, Manifest
from archive.manifest_json import manifest_bytes, read_manifest
from archive.published_site import read_published
from archive.recording import record
from archive.register import Register
from archive.register_json import register_document
from archive.status import STATUS_FILE, status_bytes, status_of
from archive.workspace import Workspace

VERSIONS_FILE: Final = "versions.json"


def former_manifest(folder: Path, *, warn: Callable[[str], None]) -> Manifest | None:
    """Return the record of the site that is being replaced; None where there is none."""
    file = folder / MANIFEST_FILE
    try:
        return read_manifest(read_published(str(file)))
    except NotPublished:
        return None
    except (Unreachable, InvalidManifest) as error:
        warn(f"{file}: {error}; put it back from a copy, or remove it to begin a new record")
        return None


def record_files(workspace: Workspace, former: Manifest | None) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the record with its address; none where nothing is published."""
    try:
        register = workspace.published_register()
    except NoPolicies:
        return
    settings = workspace.settings
    manifest = record(register, texts=workspace.texts, settings=settings, former=former)
    yield MANIFEST_FILE, manifest_bytes(manifest)
    yield STATUS_FILE, status_bytes(status_of(register))
    for policy in register:
        address = policy_address(policy, default_language=settings.language)
        one = replace(register, policies=(policy,))
        yield f"{address}{VERSIONS_FILE}", _versions(one, workspace)


def _versions(register: Register, workspace: Workspace) -> bytes:
    document = register_document(register, workspace.texts)
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode("utf-8", "replace")

"""What stands at addresses that were published once: a page that says where the text went.

Where hosts read `_redirects` (Netlify, Cloudflare Pages), nobody sees the page. Elsewhere it
sends readers on, and by a script, which alone can read it, the fragment of their link with them. Feeds and other
files for programs cannot lead elsewhere, so they stand at their former addresses as well.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from archive.addresses import changes_address
from archive.speech import speech_in
from site_overrides.clause_addresses import CLAUSES_FILE
from site_overrides.feeds import FEED_FILES
from site_overrides.mementos import TIMEMAP, TIMEMAP_JSON
from site_overrides.moved_addresses import (
    Destination,
    Directory,
    KnownAddress,
    Part,
    known_to_git,
)
from site_overrides.moved_json import MOVED_FILE, moved_bytes
from site_overrides.record_files import VERSIONS_FILE
from site_overrides.sites import Site
from site_overrides.templates import fill, link_from
from site_overrides.writing import write_file

_CHANGES: Final = changes_address("")
REDIRECTS_FILE: Final = "_redirects"
# Cloudflare reads no more (developers.cloudflare.com/pages/configuration/redirects).
_MOST_REDIRECTS: Final = 2000
# Records come from elsewhere too: nothing in an address may lead out of the site.
_ADDRESS: Final = re.compile(r"[\w~%-][\w.~%-]*(?:/[\w~%-][\w.~%-]*)*/?", re.ASCII)
_FOR_PROGRAMS: Final = (
    *(file.name for file in FEED_FILES),
    TIMEMAP,
    TIMEMAP_JSON,
    VERSIONS_FILE,
    CLAUSES_FILE,
)


def write_moved(out: Path, site: Site, recorded: Iterable[KnownAddress]) -> None:
    """Write what stands at every former address that holds nothing else now.

    `recorded` are those that former records name; git's own are known besides.
    """
    directory = Directory(site=site)
    known: dict[str, KnownAddress] = {}
    for each in (*known_to_git(site), *recorded):
        if each.address not in known and _is_empty(out, each):
            known[each.address] = each
    moved = [(each, directory.destination(each)) for each in known.values()]
    write_file(out / MOVED_FILE, moved_bytes(moved))
    # Whoever was told of a day must read there that it is another one now.
    silent = [(each, to) for each, to in moved if not directory.happened(each)]
    redirects = "".join(f"/{old} /{new} 301\n" for old, new in _redirects(out, silent))
    write_file(out / REDIRECTS_FILE, redirects.encode())
    for each, to in moved:
        if _is_free(out, each.address):
            write_file(_file(out, each.address), _page(directory, each, to).encode())
        if to and each.part is Part.POLICY:
            _keep_for_programs(out, each.address, to.address)


def _file(out: Path, address: str) -> Path:
    return out / address / "index.html" if address.endswith("/") else out / address


def _is_empty(out: Path, known: KnownAddress) -> bool:
    """Return whether a former address holds nothing; no first text ever had a page of changes."""
    changes = known.part in (Part.VERSION_CHANGES, Part.REVISION_CHANGES)
    text = known.address.removesuffix(_CHANGES) if changes else known.address
    return not _holds_something(out, text) and _is_free(out, known.address)


def _holds_something(out: Path, address: str) -> bool:
    # Asked of every address of a record: a Path would cost more than the question.
    file = f"{address}index.html" if address.endswith("/") else address
    return os.path.exists(f"{out}/{file}")  # noqa: PTH110


def _is_free(out: Path, address: str) -> bool:
    """Return whether a page can be written at an address without touching anything else."""
    if not _ADDRESS.fullmatch(address) or address.startswith("_"):
        return False
    file = _file(out, address)
    above = [folder for folder in file.parents if out in folder.parents]
    return not file.exists() and all(folder.is_dir() or not folder.exists() for folder in above)


def _redirects(
    out: Path, moved: Iterable[tuple[KnownAddress, Destination | None]]
) -> Iterator[tuple[str, str]]:
    """Yield the most general first, as a host may read only so many."""
    ways = [(known, to.address) for known, to in moved if to]
    ways.sort(key=lambda way: (way[0].part is not Part.POLICY, way[0].address))
    lines = [(known.address, to) for known, to in ways]
    for known, to in ways:
        if known.part is Part.POLICY and known.address.endswith("/"):
            lines += [
                (f"{known.address}{name}", f"{to}{name}")
                for name in _FOR_PROGRAMS
                if (out / to / name).is_file()
            ]
    yield from lines[:_MOST_REDIRECTS]


def _keep_for_programs(out: Path, former: str, home: str) -> None:
    for name in _FOR_PROGRAMS:
        source, place = out / home / name, f"{former}{name}"
        if former.endswith("/") and source.is_file() and _is_free(out, place):
            write_file(out / place, source.read_bytes())


def _page(directory: Directory, known: KnownAddress, to: Destination | None) -> str:
    site = directory.site
    policy = directory.policy(known)
    near = site.history_address(policy) if policy else ""
    return str(
        fill(
            "moved.html",
            speech_in(known.language),
            to=to,
            happened=directory.happened(known),
            canonical=site.absolute(to.address) if to and site.url else None,
            near=near,
            policy=policy,
            link=link_from(known.address),
        )
    )

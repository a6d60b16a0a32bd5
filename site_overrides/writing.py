"""Writing what stands beside MkDocs' own pages, each file forgotten once it is written."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.faults import Fault
from site_overrides.applied_pages import applied_overview, applied_page
from site_overrides.archived_pages import ArchivedPage, archived_pages, page_count
from site_overrides.clause_pages import CLAUSE_PAGES, clause_pages
from site_overrides.feeds import feeds
from site_overrides.inline_scripts import ScriptGuard
from site_overrides.links import Destinations
from site_overrides.mementos import timemap_files
from site_overrides.notice_files import notice_files
from site_overrides.shells import Shells
from site_overrides.sites import Site

Report = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


def write_archived_pages(
    out: Path,
    site: Site,
    destinations: Destinations,
    shells: Shells,
    *,
    guard: ScriptGuard,
    report: Report,
    warn: Callable[[str], None],
) -> int:
    """Write every version, revision and redline; return how many pages that were.

    What keeps a text from looking as it should is told once.
    """
    told: set[Fault] = set()
    beside = CLAUSE_PAGES + 1  # of each policy: the history of its clauses, and what applied when
    total = 1 + sum(page_count(policy) + beside for policy in site.register)
    done = 0
    for page in _pages(out, site, destinations):
        # The frame around it was looked at when it was drawn.
        guard.check(f"{page.head}{page.body}{page.contents}".encode(), page.address)
        whole = shells.for_page(page).around(page, canonical=site.absolute(page.canonical))
        write_file(f"{out}/{page.address}index.html", whole)
        if page.fault and page.fault not in told:
            told.add(page.fault)
            warn(str(page.fault))
        done += 1
        report("Writing archived pages", done, total)
    return done


def _pages(out: Path, site: Site, destinations: Destinations) -> Iterator[ArchivedPage]:
    """Yield every page, and write the files that belong to the clauses of each policy."""
    for policy in site.register:
        yield from archived_pages(site, policy, destinations)
        about_clauses = clause_pages(site, policy, destinations)
        yield about_clauses.page
        for address, content in about_clauses.files:
            write_file(out / address, content)
        yield applied_page(site, policy)
    yield applied_overview(site)


def files_for_machines(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield feeds, what is announced, and TimeMaps with their addresses."""
    yield from feeds(site)
    yield from notice_files(site)
    for policy in site.register:
        yield from timemap_files(site, policy).items()


def write_file(file: str | Path, content: bytes) -> None:
    """Write a file, and the folders it needs, in few calls of the system: a site has thousands."""
    folder = os.path.dirname(file)  # noqa: PTH120 - three times as quick as by a Path
    try:
        os.mkdir(folder)  # noqa: PTH102 - mostly the folder of one page
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder)  # noqa: PTH103
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)

"""The files that readers download: each made once, kept by its content, and written to the site.

What cannot be made is told and offered by no page.
"""

import base64
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive.cache import Cache
from archive.errors import NoChromium, PrintingFailed
from archive.texts import WORTH_A_PROCESS
from site_overrides.download_texts import Source, key_of, sheet_of, source_of, word_labels
from site_overrides.downloads import Download, Downloads, Form, Offer, offers
from site_overrides.links import Destinations
from site_overrides.sites import Site

if TYPE_CHECKING:
    from archive.docx_documents import Labels

_KEPT: Final = "downloads"
_IN_A_ROW: Final = 3  # documents that cannot be printed, after which no other is tried
_AT_ONCE: Final = 32  # Word files that are held before they are kept

Report = Callable[[str, int, int], None]  # what is being done, how much is done, of how much
Write = Callable[[str, bytes], None]  # a file at an address of the site
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """One file that a site is to give away."""

    offer: Offer
    form: Form
    key: str
    pictures: bool

    @property
    def address(self) -> str:
        return f"{self.offer.page}{self.offer.name}.{self.form}"


def make_downloads(
    site: Site, destinations: Destinations, write: Write, *, report: Report, warn: Warn
) -> Downloads:
    """Make and write every file that the settings ask for; return what each page can offer."""
    cache = site.texts.cache
    wanted = list(_wanted(site, destinations)) if site.settings.downloads else []
    absent = [each for each in wanted if not cache.holds(_KEPT, each.key)]
    words = [each for each in absent if each.form is Form.DOCX]
    _make_word_files(site, destinations, words, report)
    sheets = [each for each in absent if each.form is Form.PDF]
    if sheets:
        _print(site, destinations, sheets, report=report, warn=warn)
    made: dict[str, list[Download]] = {}
    for each in wanted:
        data = cache.read(_KEPT, each.key, base64.b64decode)
        if data is not None:
            write(each.address, data)
            for page in each.offer.pages:
                made.setdefault(page, []).append(_download(each, len(data)))
    return made


def _download(wanted: _Wanted, size: int) -> Download:
    return Download(
        form=wanted.form,
        address=wanted.address,
        size=size,
        redline=wanted.offer.old is not None,
        without_pictures=wanted.pictures and wanted.form is Form.DOCX,
    )


def _wanted(site: Site, destinations: Destinations) -> Iterator[_Wanted]:
    forms = [form for form in Form if form in site.settings.downloads]
    for policy in site.register:
        for offer in offers(site, policy):
            source = source_of(site, destinations, offer)
            for form in forms:
                key = key_of(site, offer, source, form)
                yield _Wanted(offer=offer, form=form, key=key, pictures=source.pictures)


def _keep(cache: Cache, wanted: _Wanted, data: bytes) -> None:
    cache.put(_KEPT, wanted.key, base64.b64encode(data).decode())


def _make_word_files(
    site: Site, destinations: Destinations, wanted: Sequence[_Wanted], report: Report
) -> None:
    """Make Word files and keep them; on every core where they are many."""
    waiting, done = iter(wanted), 0
    while some := list(islice(waiting, _AT_ONCE)):
        sources = (source_of(site, destinations, each.offer) for each in some)
        work = [
            (source, word_labels(each.offer, source))
            for each, source in zip(some, sources, strict=True)
        ]
        for each, data in zip(some, _word_files(site, work, many=len(wanted)), strict=True):
            _keep(site.texts.cache, each, data)
            done += 1
            report("Writing Word files", done, len(wanted))


def _word_files(
    site: Site, work: Sequence[tuple[Source, "Labels"]], *, many: int
) -> Iterable[bytes]:
    if many < WORTH_A_PROCESS:
        return map(word_file, work)
    return site.texts.workers.map(word_file, work, at_once=2)


def word_file(work: tuple[Source, "Labels"]) -> bytes:
    """Return a text as a Word file, or a redline as one with tracked changes."""
    from archive.docx_documents import redline_as_docx, text_as_docx  # noqa: PLC0415 - most
    from archive.redlines import mark  # noqa: PLC0415 - builds make none

    source, labels = work
    if not source.old:
        return text_as_docx(source.new, labels).data
    return redline_as_docx(mark(source.old, source.new), labels).data


def _print(
    site: Site,
    destinations: Destinations,
    wanted: Sequence[_Wanted],
    *,
    report: Report,
    warn: Warn,
) -> None:
    """Print what is wanted with one Chromium and keep it; what cannot be printed is told."""
    from archive.chromium import Printer, chromium_program  # noqa: PLC0415 - most builds print nothing

    try:
        printer = Printer(chromium_program(os.environ))
    except NoChromium as error:
        warn(f"downloads: {error}; {len(wanted):,} PDF files are not made, and no page offers them")
        return
    failed = 0
    try:
        for done, each in enumerate(wanted, 1):
            source = source_of(site, destinations, each.offer)
            try:
                data = printer.pdf(sheet_of(site, destinations, each.offer, source))
            except PrintingFailed as error:
                failed += 1
                warn(f"downloads: {Path(each.address).name}: {error}; no page offers it")
                if failed == _IN_A_ROW:
                    left = len(wanted) - done
                    warn(f"downloads: {left:,} more PDF files are not tried after {failed} failed")
                    return
            else:
                failed = 0
                _keep(site.texts.cache, each, data)
            report("Printing PDF files", done, len(wanted))
    finally:
        printer.close()

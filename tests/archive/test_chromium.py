"""What a Chromium prints: the same bytes each time, and nothing that it was not given."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
import pytest

from archive.chromium import Printer, Sheet, chromium_program
from archive.errors import NoChromium, PrintingFailed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEET = Sheet(
    html="<!doctype html><html lang='en'><meta charset='utf-8'><title>Días – العنوان</title>"
    "<h1>Terms</h1><p>Be kind.</p>",
    header="<span></span>",
    footer='<p style="font-size: 8px">Page <span class="pageNumber"></span></p>',
    at=datetime(2018, 11, 20, 1, 30, tzinfo=timezone(timedelta(hours=3))),
)


@pytest.fixture(scope="module")
def printer(chromium: str) -> Iterator[Printer]:
    with closing(Printer(chromium)) as printer:
        yield printer


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_a_document_is_the_same_to_the_byte_whenever_it_is_printed(
    printer: Printer, chromium: str
) -> None:
    with closing(Printer(chromium)) as another:
        assert printer.pdf(SHEET) == printer.pdf(SHEET) == another.pdf(SHEET)


def test_a_file_tells_its_title_and_the_moment_it_was_given(printer: Printer) -> None:
    told = pypdfium2.PdfDocument(printer.pdf(SHEET)).get_metadata_dict()

    assert (told["Title"], told["Creator"]) == ("Días – العنوان", "Fair Notice")
    assert told["CreationDate"] == told["ModDate"] == "D:20181119223000+00'00'"


def test_each_page_has_its_foot(printer: Printer) -> None:
    assert words(printer.pdf(SHEET)) == "Terms Be kind. Page 1"


def test_a_moment_without_a_time_zone_is_none() -> None:
    with pytest.raises(PrintingFailed, match="no time zone"):
        replace(SHEET, at=datetime(2018, 11, 20))  # noqa: DTZ001 - what is refused


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"fetched")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()


HOSTILE = {
    "a picture": '<img src="{url}/picture">',
    "a frame of another site": '<iframe src="{url}/frame"></iframe>',
    "a frame of a file": '<iframe src="{file}" width="500" height="300"></iframe>',
    "an object that is a file": '<object data="{file}" width="500" height="300"></object>',
    "a style sheet": '<link rel="stylesheet" href="{url}/style">',
    "a style that imports": '<style>@import "{url}/imported"; p {{ background: url({url}/b) }}</style>',
    "a font": "<style>@font-face {{ font-family: x; src: url({url}/font) }} p {{ font: 1em x }}</style>",
    "a script": '<script>document.body.append("stolen"); fetch("{url}/fetch")</script>',
    "an event": "<svg onload=\"document.body.append('stolen')\"></svg>",
    "a sound": '<audio src="{url}/sound" autoplay></audio>',
    "a name to look up": '<link rel="dns-prefetch" href="//{url}"><link rel="preconnect" href="{url}">',
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_a_text_asks_for_is_never_fetched(
    printer: Printer, asked: tuple[str, list[str]], tmp_path: Path, hostile: str
) -> None:
    """Not even where a text was not cleaned, and its document has no policy of its own."""
    url, paths = asked
    (tmp_path / "secret.txt").write_text("stolen")
    text = hostile.format(url=url, file=(tmp_path / "secret.txt").as_uri())

    printed = words(printer.pdf(replace(SHEET, html=f"{SHEET.html}{text}<p>Ending.</p>")))

    assert paths == []
    assert printed.startswith("Terms Be kind.")
    assert "stolen" not in printed
    assert "fetched" not in printed


def test_a_text_that_would_lead_elsewhere_is_not_printed(
    printer: Printer, asked: tuple[str, list[str]]
) -> None:
    url, paths = asked
    moving = f'{SHEET.html}<meta http-equiv="refresh" content="0; url={url}">'
    with suppress(PrintingFailed):  # unless it was printed before it could go
        assert "fetched" not in words(printer.pdf(replace(SHEET, html=moving)))

    assert paths == []


def test_a_picture_that_the_text_holds_is_printed(printer: Printer) -> None:
    dot = "R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs="  # one red point
    text = f'{SHEET.html}<img width="300" height="300" src="data:image/gif;base64,{dot}">'
    page = pypdfium2.PdfDocument(printer.pdf(replace(SHEET, html=text)))[0]

    assert b"\x00\x00\xff" * 100 in bytes(page.render().buffer), "a line of red points, as BGR"


def test_a_document_that_takes_too_long_is_given_up(chromium: str) -> None:
    with (
        closing(Printer(chromium, seconds=0.01)) as hasty,
        pytest.raises(PrintingFailed, match=r"^printing it took more than 0\.01 seconds$"),
    ):
        hasty.pdf(SHEET)


def test_the_document_after_one_that_failed_gets_another_chromium(
    printer: Printer,
) -> None:
    alone = printer.pdf(SHEET)
    assert printer._running
    os.killpg(printer._running._process.pid, signal.SIGKILL)
    with pytest.raises(PrintingFailed, match=r"end$"):
        printer.pdf(SHEET)

    assert printer.pdf(SHEET) == alone


def test_a_program_that_is_no_chromium_is_told() -> None:
    with (
        closing(Printer("/bin/false")) as printer,
        pytest.raises(PrintingFailed, match=r"^printing it made /bin/false end$"),
    ):
        printer.pdf(SHEET)


def test_what_a_chromium_dies_of_is_told(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text(
        "#!/bin/sh\necho '[12:ERROR:gpu.cc:3] nothing' >&2\n"
        "echo '[12:FATAL:zygote_host.cc(132)] No usable sandbox!\033[2J' >&2\nexit 1\n"
    )
    program.chmod(0o755)
    with (
        closing(Printer(str(program))) as printer,
        pytest.raises(PrintingFailed, match=r"/chromium end: No usable sandbox![^\x1b]*$"),
    ):
        printer.pdf(SHEET)


def folders() -> set[Path]:
    return set(Path("/tmp").glob(f"fairnotice-{os.getpid()}-*"))


def test_no_folder_is_left_behind(chromium: str) -> None:
    before = folders()
    with closing(Printer(chromium)) as printer:
        printer.pdf(SHEET)
        assert folders() > before

    assert folders() == before


def test_half_a_character_stops_nothing(printer: Printer) -> None:
    printed = words(printer.pdf(replace(SHEET, html=f"{SHEET.html}<p>Half \ud83d one")))

    assert printed == "Terms Be kind. Half ? one Page 1"


def test_the_program_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    for name in ("chromium", "of-our-own"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    path = {"PATH": str(tmp_path)}

    assert chromium_program(path) == str(tmp_path / "chromium")
    assert chromium_program(path | {"FAIRNOTICE_CHROMIUM": "of-our-own"}).endswith("/of-our-own")


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        pytest.param({"PATH": "/nowhere"}, "install one", id="none is installed"),
        pytest.param({"FAIRNOTICE_CHROMIUM": "/gone"}, "'/gone'", id="the one named is not there"),
    ],
)
def test_without_a_program_it_is_told_what_to_do(environment: dict[str, str], told: str) -> None:
    with pytest.raises(NoChromium, match=told):
        chromium_program(environment | {"PATH": "/nowhere"})

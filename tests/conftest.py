"""What holds for every test: no keys, no proxies, no settings of a developer; loopback only.

The environment is cleaned when this file is read, before any module under test is imported.
"""

import atexit
import ipaddress
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.found_tools import found
from tests.postgresql import Server, running_postgresql

ROOT = Path(__file__).parents[1]
# For the benchmarks alone: where real histories and judged changes lie, and how much they do.
BENCHMARKS = "FAIRNOTICE_BENCH_"

STATE = tempfile.mkdtemp(prefix="state")
atexit.register(shutil.rmtree, STATE)


def clean_environment() -> None:
    """Take away what a developer's shell may hold, and fix what else an answer depends on."""
    for name in list(os.environ):
        private = name.startswith(("SENDGRID_", "FAIRNOTICE_", "GIT_"))
        if (private and not name.startswith(BENCHMARKS)) or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ.update(
        GIT_CONFIG_GLOBAL=os.devnull,  # nobody's signing keys, aliases or names
        GIT_CONFIG_NOSYSTEM="1",
        NO_MKDOCS_2_WARNING="1",
        TZ="UTC",
        XDG_STATE_HOME=STATE,  # what programs keep for a person, such as the marks of ledgers
    )
    time.tzset()


def refuse_the_outside(event: str, arguments: tuple[object, ...]) -> None:
    """Stop this process before it speaks to another machine, or asks one for an address."""
    match event, arguments:
        case (("socket.connect" | "socket.sendto" | "socket.sendmsg"), (_, (str(host), *_))):
            if not _stays_here(host):
                raise RuntimeError(f"a test may only speak to loopback, not to {host}")
        case "socket.getaddrinfo", (str() | bytes() as asked, *_):
            host = asked.decode() if isinstance(asked, bytes) else asked
            if _is_name(host) and not _stays_here(host):
                raise RuntimeError(f"a test may not look up {host}")
        case _:
            pass


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host != ""
    return False


def _stays_here(host: str) -> bool:
    if _is_name(host):
        return host == "localhost"
    # The unspecified address, written 0.0.0.0 or left out, is this machine as well.
    address = ipaddress.ip_address(host or "0.0.0.0")  # noqa: S104 - compared, not bound
    return address.is_loopback or address.is_unspecified


clean_environment()
sys.addaudithook(refuse_the_outside)

# Two cores shared by several workers make a time limit for one example a matter of luck.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("ci" if os.environ.get("CI") else "here")


# What builds a whole site, or a repository for each of many tests, or starts other programs.
SLOW_FIXTURES = {
    *("eventful_site", "sample_site", "busy_site", "hostile_site", "long_site", "demo"),
    *("libreoffice", "postgresql"),
}
SLOW_PLACES = (
    "tests/archive/histories/",
    "tests/archive/test_check_recipes.py",
    "tests/archive/test_confined_rendering.py",
    "tests/archive/test_sample_history.py",
    "tests/archive/test_import_commands.py",
    "tests/archive/test_proposals.py",
    "tests/archive/test_recording.py",
    "tests/archive/test_verify_commands.py",
    "tests/archive/test_word_commands.py",
    "tests/notify/test_announce_job.py",
    "tests/notify/test_jobs_commands.py",
    "tests/notify/test_ledger_commands.py",
    "tests/notify/test_check_markdown.py",
    "tests/notify/test_checks.py",
    "tests/notify/test_language_differences.py",
    "tests/notify/test_notify_commands.py",
    "tests/notify/test_pins.py",
    "tests/notify/test_proof_commands.py",
    "tests/notify/test_sandbox.py",
    "tests/notify/test_sandbox_commands.py",
    "tests/notify/test_settle_commands.py",
    "tests/notify/test_web_commands.py",
    "tests/journeys/test_digests.py",
    "tests/test_action.py",
    "tests/test_faults_page.py",
    "tests/test_hooks.py",
    "tests/test_notice_workflows.py",
    "tests/site_overrides/test_building.py",
    "tests/site_overrides/test_checking.py",
    "tests/site_overrides/test_clause_history_page.py",
    "tests/site_overrides/test_clause_marks.py",
    "tests/site_overrides/test_events_on_pages.py",
    "tests/site_overrides/test_former_anchors.py",
    "tests/site_overrides/test_mistakes.py",
    "tests/site_overrides/test_postponed_pages.py",
    "tests/site_overrides/test_republications.py",
    "tests/test_supply_chain.py",
)


# Each takes a worker a minute or more: begun last, it would leave the other workers idle.
LONGEST_FIRST = (
    "tests/journeys/test_whole_path.py",
    "tests/journeys/test_lasting_addresses.py",
    "tests/notify/test_crashes.py",
    "tests/notify/test_sending.py",
    "tests/site_overrides/test_redline_pages.py",
    "tests/site_overrides/test_accessibility.py",
    "tests/test_notice_workflows.py",
    "tests/journeys/test_telling.py",
    "tests/archive/test_docx_documents.py",
    "tests/archive/test_word_commands.py",
    "tests/notify/test_sending_processes.py",
    "tests/site_overrides/test_lighthouse.py",
    "tests/site_overrides/test_record_files.py",
    "tests/archive/test_redlines.py",
    "tests/archive/test_recipes.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what the fast part of the checks leaves out, and have it run first."""
    for item in items:
        below = _place(item)
        if below.startswith(SLOW_PLACES) or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    slow = {_place(item) for item in items if item.get_closest_marker("slow")}
    order = {place: number for number, place in enumerate(LONGEST_FIRST)}
    last = len(order)
    items.sort(key=lambda item: order.get(_place(item), last + (_place(item) not in slow)))


def _place(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium of this system."""
    return found("chromium", "no Chromium runs here; `make chromium` installs one where it can")


@pytest.fixture(scope="session")
def axe_core() -> Path:
    """The checker of accessibility."""
    return Path(found("axe-core", "no axe-core is here; `make axe-core` brings it by npm"))


@pytest.fixture(scope="session")
def lighthouse() -> Path:
    """What gives pages their marks."""
    return Path(found("lighthouse", "no Lighthouse is here; `make lighthouse` brings it by npm"))


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The Python that drives LibreOffice here."""
    advice = "no LibreOffice runs here; `make libreoffice` installs it where it can"
    return found("libreoffice", advice)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of our own."""
    advice = "no PostgreSQL runs here; `make postgresql` installs it where it can"
    with running_postgresql(Path(found("postgresql", advice))) as server:
        yield server


# A module's, not the session's: while it is open an event loop runs in this thread.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium that finds no name but localhost."""
    options = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with no cookie, no storage and no cache of another test."""
    context = browser.new_context()
    yield context.new_page()
    context.close()

"""What a host says with each file: strict, and true of the pages that were written."""

import re
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage
from playwright.sync_api import Page as BrowserPage
from requests.utils import parse_header_links

from site_overrides.host_headers import content_security_policy
from site_overrides.inline_scripts import script_sources
from tests.site_overrides.builders import pages
from tests.site_overrides.header_server import read_rules, served_with_headers

HOST = "https://policies.murmurwell.example"


@pytest.fixture(scope="module")
def served(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


def headers(served: str, path: str) -> Message:
    with urllib.request.urlopen(f"{served}{path}") as answer:
        found: Message = answer.headers
        return found


def linked(answer: Message) -> dict[str, str]:
    """Where the links of an answer lead, by their relations."""
    return {link["rel"]: link["url"] for link in parse_header_links(answer["Link"])}


def policy_of(site: Path) -> dict[str, str]:
    (found,) = (
        value
        for _, headers in read_rules(site / "_headers")
        for name, value in headers
        if name == "Content-Security-Policy"
    )
    parts = (part.partition(" ") for part in found.split("; "))
    return {name: value for name, _, value in parts}


def test_every_script_on_every_page_is_allowed_and_no_other(sample_site: Path) -> None:
    html = [(sample_site / address / "index.html").read_text() for address in pages(sample_site)]
    html.append((sample_site / "404.html").read_text())

    written = {source for page in html for source in script_sources(page)}

    assert set(policy_of(sample_site)["script-src"].split()) == {"'self'", *written}


def test_nothing_unsafe_is_allowed(sample_site: Path, hostile_site: Path) -> None:
    for site in (sample_site, hostile_site):
        policy = policy_of(site)
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert (policy["base-uri"], policy["form-action"]) == ("'none'", "'self'")
        assert not re.search(r"unsafe|http|\*", str(policy))


@pytest.mark.parametrize(
    ("html", "number"),
    [
        ("<script>a()</script>", 1),
        ('<script type="module">a()</script>', 1),
        ("<script>a()</script><script>a()</script>", 2),
        ('<script src="a.js"></script>', 0),
        ('<script type="application/ld+json">{}</script>', 0),
        ('<script id="x" type="application/json">{}</script>', 0),
        ("<p>script</p>", 0),
    ],
)
def test_which_scripts_need_a_hash(html: str, number: int) -> None:
    assert len(list(script_sources(html))) == number


def test_a_hash_is_that_of_the_letters_between_the_tags() -> None:
    assert list(script_sources("<script>alert('Hello, world.');</script>")) == [
        "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    ]  # the example of the W3C's Content Security Policy Level 2


def test_equal_scripts_are_named_once() -> None:
    assert content_security_policy(["'sha256-a'", "'sha256-a'"]).count("'sha256-a'") == 1


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/privacy/must-be-told.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/privacy/feed.json", "application/feed+json; charset=utf-8"),
        ("/privacy/timemap.link", "application/link-format"),
        ("/privacy/timemap.json", "application/json"),
        ("/privacy/versions.json", "application/json"),
    ],
)
def test_every_kind_of_file_is_called_what_it_is(served: str, path: str, kind: str) -> None:
    assert headers(served, path)["Content-Type"] == kind


def test_every_answer_is_guarded(served: str) -> None:
    for path in ("/", "/privacy/", "/privacy/2018-11-20/changes/", "/archive.json"):
        found = headers(served, path)
        assert found["X-Content-Type-Options"] == "nosniff"
        assert found["Referrer-Policy"] == "no-referrer"
        assert found["Content-Security-Policy"]
        assert (found["Access-Control-Allow-Origin"] == "*") == (path == "/archive.json")


def test_only_files_named_by_their_content_are_kept(served: str, sample_site: Path) -> None:
    (bundle,) = (sample_site / "assets/javascripts").glob("bundle.*.min.js")

    assert "immutable" in headers(served, f"/assets/javascripts/{bundle.name}")["Cache-Control"]
    for path in ("/", "/privacy/", "/assets/fairnotice/fairnotice.css", "/atom.xml"):
        assert headers(served, path)["Cache-Control"] is None


def test_a_policys_page_and_its_states_are_linked_as_rfc_7089_says(served: str) -> None:
    by_relation = linked(headers(served, "/privacy/"))
    first = by_relation["first memento"].removeprefix(HOST)
    state = headers(served, first)

    assert by_relation["timemap"] == f"{HOST}/privacy/timemap.link"
    assert state["Memento-Datetime"] == "Fri, 15 Dec 2017 00:00:00 GMT"
    near = linked(state)
    assert near["original"] == f"{HOST}/privacy/"
    assert near["first memento"] == f"{HOST}{first}"


def test_no_more_is_written_than_hosts_read(sample_site: Path) -> None:
    lines = (sample_site / "_headers").read_text().splitlines()

    assert len(read_rules(sample_site / "_headers")) <= 100
    assert max(map(len, lines)) <= 2000


@pytest.mark.browser
def test_pages_and_search_work_under_the_policy(served: str, page: BrowserPage) -> None:
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", listen)
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " event => console.error(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    for path in ("/", "/privacy/", "/privacy/2018-11-20/", "/privacy/2018-11-20/changes/"):
        page.goto(f"{served}{path}")
    page.locator(".md-search__input").click()
    page.keyboard.type("location")
    page.locator(".md-search-result__link").first.wait_for()

    assert complaints == []
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


@pytest.mark.browser
def test_a_script_that_nobody_wrote_is_stopped(served: str, page: BrowserPage) -> None:
    page.goto(f"{served}/privacy/")

    page.evaluate(
        "() => { const added = document.createElement('script');"
        " added.textContent = 'window.added = 1'; document.body.append(added); }"
    )

    assert page.evaluate("window.added") is None

"""Pages as the list: one host, page after page, whole or not at all."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from archive.errors import InvalidSettings
from notify.http_recipients import PAGE_BYTES, TOKEN, http_rows
from notify.recipient_rows import Row
from notify.recipients import BadRow, SourceBroke
from tests.notify.pages import Pages, serving_pages


@pytest.fixture
def pages() -> Iterator[Pages]:
    with serving_pages() as running:
        yield running


def person(id_: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "email": None, "name": "", "language": "en", "services": []} | fields


def a_page(*people: object, following: str | None = None) -> dict[str, Any]:
    return {"recipients": list(people), "next": following}


def read(url: str, environ: dict[str, str] | None = None, **limits: Any) -> list[Row | BadRow]:
    return list(http_rows(url, environ or {}, **limits))


def broken(url: str, environ: dict[str, str] | None = None, **limits: Any) -> str:
    with pytest.raises(SourceBroke) as caught:
        read(url, environ, **limits)
    return str(caught.value)


def test_pages_are_read_one_after_another_and_rows_are_numbered_through(pages: Pages) -> None:
    pages.put("/people", a_page(person("a"), person("b"), following="/people?after=b"))
    pages.put("/people?after=b", a_page(following=f"{pages.url}/people?after=x"))
    pages.put("/people?after=x", a_page(person("c", services=["voice"])))

    found = read(f"{pages.url}/people")

    assert [(r.number, r.id) for r in found if isinstance(r, Row)] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
    assert len(pages.asked) == 3


def test_a_page_is_asked_for_when_it_is_wanted(pages: Pages) -> None:
    pages.put("/", a_page(person("a"), following="/never"))

    rows = http_rows(pages.url + "/", {})
    next(rows)

    assert [path for path, _ in pages.asked] == ["/"]


def test_a_token_of_the_environment_is_sent_with_every_page(pages: Pages) -> None:
    pages.put("/", a_page(following="/2"))
    pages.put("/2", a_page(person("a")))

    read(pages.url + "/", {TOKEN: "abc.def=="})

    assert pages.asked == [("/", "Bearer abc.def=="), ("/2", "Bearer abc.def==")]


def test_what_is_no_token_is_never_sent_nor_said(pages: Pages) -> None:
    with pytest.raises(InvalidSettings, match=TOKEN) as caught:
        read(pages.url, {TOKEN: "hunter2\r\nX-Evil: 1"})

    assert "hunter2" not in str(caught.value)
    assert pages.asked == []


@pytest.mark.parametrize(
    ("item", "said"),
    [
        pytest.param("a", "stands no object", id="no object"),
        pytest.param({"id": "a"}, "the column 'email' is missing", id="fields missing"),
        pytest.param(person("a", service="voice"), "did you mean 'services'?", id="misspelt"),
    ],
)
def test_what_is_no_recipient_is_a_bad_row(pages: Pages, item: object, said: str) -> None:
    pages.put("/", a_page(person("ok"), item))

    good, bad = read(pages.url + "/")

    assert isinstance(good, Row)
    assert isinstance(bad, BadRow)
    assert str(bad).startswith("row 2: on page 1")
    assert said in str(bad)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(b"<html>", "this is not JSON", id="a web page"),
        pytest.param(b"\xff", "this is not JSON", id="no UTF-8"),
        pytest.param(b"[" * 200_000, "this is not JSON", id="brackets without an end"),
        pytest.param([person("a")], "expected an object", id="a bare list"),
        pytest.param({"next": None}, "recipients: expected a list", id="no recipients"),
        pytest.param({"recipients": []}, "next: expected the address", id="no word of the end"),
        pytest.param({"recipients": [], "next": 2}, "next: expected a text", id="next is a number"),
        pytest.param(a_page(following="/"), "another page than this one", id="a loop"),
        pytest.param(a_page(following="https://example.com/"), "the same host", id="another host"),
        pytest.param(a_page(following="//example.com/"), "the same host", id="another host, short"),
        pytest.param(a_page(following="http://127.0.0.1:9/"), "the same host", id="another port"),
        pytest.param(a_page(following="file:///etc/passwd"), "the same host", id="a file"),
        pytest.param(a_page(following="http://[x/"), "expected an address", id="no address"),
        pytest.param(a_page(following="/a b"), "without spaces", id="a space"),
        pytest.param(a_page(following="/\r\nX: 1"), "in ASCII", id="two lines"),
    ],
)
def test_what_is_no_page_ends_the_list(pages: Pages, page: object, said: str) -> None:
    pages.put("/", page)

    with pytest.raises(SourceBroke, match=said) as caught:
        read(pages.url + "/")

    assert str(caught.value).startswith("127.0.0.1, page ")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        pytest.param(301, {"Location": "https://example.com/"}, "leads to https://example.com/",
                     id="a redirect"),
        pytest.param(302, {"Location": "/elsewhere"}, "leads to /elsewhere", id="to the same host"),
        pytest.param(401, {}, f"answered 401; check {TOKEN}", id="no right"),
        pytest.param(500, {}, "answered 500", id="a failure"),
        pytest.param(204, {}, "answered 204", id="nothing"),
        pytest.param(200, {"Content-Length": "100"}, "cut off|no whole answer", id="cut off"),
    ],
)  # fmt: skip
def test_what_is_no_answer_ends_the_list(
    pages: Pages, status: int, headers: dict[str, str], said: str
) -> None:
    pages.put("/elsewhere", a_page(person("a")))
    pages.answer("/", status, **headers)

    with pytest.raises(SourceBroke, match=said):
        read(pages.url + "/", seconds=2.0)
    assert [path for path, _ in pages.asked] == ["/"]


def test_a_page_without_an_end_is_not_read(pages: Pages) -> None:
    pages.put("/", b" " * (PAGE_BYTES + 1))

    assert "over 4,000,000 bytes; make smaller pages" in broken(pages.url + "/")


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://169.254.169.254/latest/", id="a cloud's keys"),
        pytest.param("https://10.0.0.8/people", id="a private network"),
        pytest.param("https://[::ffff:192.168.0.1]/people", id="a private network by IPv6"),
    ],
)
def test_a_private_network_is_not_asked(url: str) -> None:
    assert "which is no public address" in broken(url)


def test_other_hosts_are_asked_by_https_only() -> None:
    assert "write https://" in broken("http://customers.example.com/people")


def test_an_answer_that_trickles_ends_within_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            line, _ = listening.accept()
            with line:
                try:
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                    for _ in range(100):
                        line.sendall(b" ")
                        time.sleep(0.05)
                except OSError:
                    return  # the caller went away, as it should

        threading.Thread(target=trickle, daemon=True).start()
        began = time.monotonic()
        said = broken(f"http://127.0.0.1:{listening.getsockname()[1]}/", seconds=0.4)

    assert "no whole answer within" in said
    assert time.monotonic() - began < 3

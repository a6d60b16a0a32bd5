"""The record that nobody can quietly edit: published, fetched, and held against the repository."""

import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.commands import Answer, fairnotice
from tests.repositories import PolicyRepository, policy


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    """A policy with a text in force and an announced one; its site is built in ../public."""
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2026-01-01")}, "2025-12-01")
    made.commit({"policy/terms.md": policy("# Terms\n\nNew words.", "2027-03-01")}, "2027-01-02")
    return made


@pytest.fixture
def published(repository: PolicyRepository) -> Iterator[str]:
    """The address at which ../public is served."""
    public = repository.root.parent / "public"
    built = build(repository, "2027-01-15")
    assert built.status == 0, built.err
    handler = partial(_Quiet, directory=str(public))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def build(repository: PolicyRepository, today: str, *arguments: str) -> Answer:
    where = ("--site-dir", "../public", "--today", today)
    return fairnotice("build", *where, *arguments, cwd=repository.root)


def verify(repository: PolicyRepository, *arguments: str) -> Answer:
    return fairnotice("verify", *arguments, cwd=repository.root)


def test_a_year_of_honest_work_holds(repository: PolicyRepository, published: str) -> None:
    both = ("--against", published, "--live", published)
    todays = verify(repository, *both, "--today", "2027-02-28")
    stale = verify(repository, *both, "--today", "2027-03-01")
    rebuilt = build(repository, "2027-03-01", "--against", published, "--strict")
    again = verify(repository, *both, "--today", "2027-03-01")

    assert (todays.status, stale.status, rebuilt.status, again.status) == (0, 1, 0, 0)
    assert "flip-passed" in stale.out
    assert "Nothing was lost or altered" in again.out


def test_a_force_push_is_named_and_does_not_get_published(
    repository: PolicyRepository, published: str
) -> None:
    repository.git("reset", "-q", "--hard", "HEAD~1")

    verified = verify(repository, "--against", published, "--today", "2027-01-16")
    built = build(repository, "2027-01-16", "--against", published, "--strict")

    assert (verified.status, built.status) == (1, 1)
    for words in ("rewritten-history", "lost-text: terms (en) 2027-01-02-"):
        assert words in verified.out
        assert words in built.err
    public = repository.root.parent / "public"
    assert (public / "terms" / "2027-03-01" / "index.html").is_file()


def test_what_cannot_be_fetched_does_not_pass(repository: PolicyRepository, published: str) -> None:
    missing = verify(repository, "--against", f"{published}none.json")
    first = verify(repository, "--against", f"{published}none.json", "--first")
    unsafe = verify(repository, "--against", "http://policies.example.com/")

    assert (missing.status, first.status, unsafe.status) == (1, 0, 2)
    assert "write https://HOST/" in unsafe.err
    assert unsafe.err.count("\n") == 1


def test_a_reader_needs_git_and_sha256sum_alone(
    repository: PolicyRepository, published: str
) -> None:
    assert published
    page = (repository.root.parent / "public/how-to-check/index.html").read_text(encoding="utf-8")
    command, number = (
        part.partition("</code></pre>")[0] for part in page.split('<pre dir="ltr"><code>')[1:3]
    )

    shown = subprocess.run(
        ["sh", "-c", command], cwd=repository.root, capture_output=True, text=True, check=True
    )

    assert shown.stdout.strip() == number

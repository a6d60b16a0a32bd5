"""A text that had to come down keeps its address, dates, hash and reason on the site, no words."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at

pytestmark = pytest.mark.slow

SECRET = "zebrafish"
REASON = "Order of the court of 3 June 2026."
CHANGE = f"\n  level: significant\n  summary: The {SECRET} rule.\n  choices: Ask a {SECRET}."


@pytest.fixture(scope="module", params=["superseded", "in force"])
def redacted_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three texts or two, of which the second had to come down."""
    repository = PolicyRepository(tmp_path_factory.mktemp("redacted"))
    logs = "# Privacy\n\nWe keep logs for {} days."
    repository.commit({"policy/privacy.md": policy(logs.format(30), "2026-01-01")}, "2026-01-01")
    secret = policy(
        f"{logs.format(90)}\n\n## The {SECRET} clause {{#clause}}\n\nA {SECRET} reads them.",
        "2026-03-01",
        change=CHANGE,
    )
    repository.commit({"policy/privacy.md": secret}, "2026-03-01")
    blob = repository.git("rev-parse", "HEAD:policy/privacy.md")
    if request.param == "superseded":
        last = policy(logs.format(60), "2026-06-01")
        repository.commit({"policy/privacy.md": last}, "2026-06-01")
    repository.write(
        "fairnotice.toml",
        f'publish_assessment = "all"\n[[redactions]]\nblob = "{blob}"\nreason = "{REASON}"\n',
    )
    return build(repository.root).folder


def test_its_words_stand_in_no_file_of_the_site(redacted_site: Path) -> None:
    holding = [
        file.relative_to(redacted_site).as_posix()
        for file in redacted_site.rglob("*")
        if file.is_file() and SECRET.encode() in file.read_bytes().lower()
    ]

    assert holding == []


@pytest.mark.parametrize(
    "words",
    [REASON, "The words of this text were taken down.", "Git still holds the text", "1 Mar 2026"],
)
def test_its_address_tells_what_became_of_it(redacted_site: Path, words: str) -> None:
    assert words in page_at(redacted_site, "privacy/2026-03-01/").words


def test_its_address_keeps_its_hash(redacted_site: Path) -> None:
    assert (
        "SHA-256 of this text as published:" in page_at(redacted_site, "privacy/2026-03-01/").words
    )


def test_no_redline_shows_it(redacted_site: Path) -> None:
    words = page_at(redacted_site, "privacy/2026-03-01/changes/").words

    assert "One of these two texts was taken down, so what changed is not shown." in words
    assert "The whole text with its changes" not in words


def test_the_history_says_so(redacted_site: Path) -> None:
    assert f"were taken down: {REASON}" in page_at(redacted_site, "privacy/history/").words

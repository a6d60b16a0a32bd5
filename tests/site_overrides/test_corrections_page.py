"""What git cannot tell is published as declared; what the record said before is not forgotten."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.schemas import violations
from tests.site_overrides.builders import build, page_at

pytestmark = pytest.mark.slow

LATER = date(2027, 2, 1)


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    """A text of 2026 whose line gives its date."""
    repository = PolicyRepository(tmp_path)
    words = "# Privacy\n\nEffective date: January 1, 2026\n\nWe keep logs."
    repository.commit({"policy/privacy.md": words}, "2026-01-01")
    return repository


def declare(repository: PolicyRepository, effective: str) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.write(
        "fairnotice.toml",
        f'[[overrides]]\ncommit = "{commit}"\neffective = {effective}\nreason = "A misprint."\n',
    )


def corrections_of(site: Path) -> str:
    return page_at(site, "corrections/").words


def test_a_record_that_was_never_corrected_says_so(repository: PolicyRepository) -> None:
    words = corrections_of(build(repository.root).folder)

    assert "There are none: every date on this site is derived from git" in words
    assert "This record began on 15 January 2027." in words


def test_a_declared_date_is_listed_with_its_reason(repository: PolicyRepository) -> None:
    declare(repository, "2025-12-01")

    words = corrections_of(build(repository.root).folder)

    assert "Date declared later" in words
    assert (
        "give 1 December 2025 as its effective date; the text itself gives 1 January 2026."
        " Declared, not derived." in words
    )
    assert "A misprint." in words


@pytest.mark.parametrize(
    ("declared", "listed", "shown"),
    [
        pytest.param(
            {"published": "2018-11-02"},
            "2 November 2018 was given as its day of publication, and 20 November 2018 as its",
            "Published 2 Nov 2018 (declared)",
            id="with its days",
        ),
        pytest.param(
            {},
            "No day of publication was given for it, and 20 November 2018 as its",
            None,
            id="with no day of publication",
        ),
    ],
)
def test_an_earlier_text_is_shown_as_declared(
    repository: PolicyRepository, declared: dict[str, str], listed: str, shown: str | None
) -> None:
    text = policy("# Privacy\n\nOld.", "2018-11-20", source="Web archive", **declared)
    repository.commit({"policy/earlier/privacy/2018-11-20.md": text}, "2026-06-01")

    site = build(repository.root).folder
    words, page = corrections_of(site), page_at(site, "privacy/2018-11-20/")

    assert listed in words
    assert "It was added on 1 June 2026. Declared, not derived." in words
    assert "Web archive" in words
    assert "Effective date 20 Nov 2018 (declared)" in page.words
    assert "Announced" not in page.words
    assert (shown in page.words) if shown else ("Published" not in page.words)
    assert "SHA-256 of this text as it was added to git:" in page.words
    assert "This text is from before the record began; its dates are declared." in page.words
    history, log = (page_at(site, f"{at}/").words for at in ("privacy/history", "changes"))
    assert all(words.count("its dates are declared") == 1 for words in (history, log))
    assert (shown is None) == ("No day of publication is declared" in history)


def test_words_taken_down_are_listed_with_the_reason(repository: PolicyRepository) -> None:
    blob = repository.git("rev-parse", "HEAD:policy/privacy.md")
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{blob}"\nreason = "An order."\n')

    words = corrections_of(build(repository.root).folder)

    assert "Words taken down" in words
    assert "An order." in words


def test_what_the_record_said_before_stays_published_for_good(
    repository: PolicyRepository,
) -> None:
    build(repository.root)
    declare(repository, "2025-12-01")
    build(repository.root, today=LATER)

    site = build(repository.root, today=date(2027, 3, 1)).folder

    assert "Until 1 February 2027 this site gave 1 January 2026" in corrections_of(site)
    record = json.loads((site / "archive.json").read_bytes())
    (said,) = record["entries"][0]["said"]
    assert (said["effective"], said["until"]) == ("2026-01-01", "2027-02-01")
    assert violations(record, "archive/schemas/archive.schema.json") == []


@pytest.mark.parametrize("address", ["", "changes/"])
def test_the_page_is_linked(repository: PolicyRepository, address: str) -> None:
    links = page_at(build(repository.root).folder, address).links

    assert any(link.endswith("corrections/") for link in links)


@pytest.mark.parametrize(
    ("published", "declared"),
    [("2027-01-20", True), ("2027-01-30", False)],
    ids=["twelve days before it was seen", "two days before"],
)
def test_a_text_that_a_build_saw_late_is_shown_as_declared(
    repository: PolicyRepository, published: str, *, declared: bool
) -> None:
    build(repository.root)
    repository.commit({"policy/privacy.md": policy("# Privacy\n\nNew.", published)}, published)

    words = page_at(build(repository.root, today=LATER).folder, "privacy/history/").words

    assert ("Recorded on 1 February 2027: this site first saw the text on that day." in words) == (
        declared
    )


def test_what_stood_before_the_record_began_is_not_called_late(
    repository: PolicyRepository,
) -> None:
    words = page_at(build(repository.root).folder, "privacy/history/").words

    assert "Recorded on" not in words


def test_the_newest_are_listed_first(repository: PolicyRepository) -> None:
    declare(repository, "2025-12-01")
    old = policy("# Privacy\n\nOld.", "2018-11-20", published="2018-11-02", source="Web archive")
    repository.commit({"policy/earlier/privacy/2018-11-20.md": old}, "2026-06-01")

    words = corrections_of(build(repository.root).folder)

    assert words.index("1 January 2026 Privacy Date declared") < words.index("2 November 2018 Pri")

"""A build writes its record beside the pages, and carries on the one it replaces."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.manifest_json import read_manifest
from site_overrides.record_files import FormerRecord
from tests.repositories import PolicyRepository, policy
from tests.schemas import violations
from tests.site_overrides.builders import TODAY, build

pytestmark = pytest.mark.slow  # each test builds a site or two


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2026-01-01")}, "2025-12-01")
    return made


def written(repository: PolicyRepository, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((repository.root / "site" / name).read_bytes())
    return found


def test_the_files_are_as_their_schemas_say(sample_site: Path) -> None:
    for name in ("archive", "status"):
        document = json.loads((sample_site / f"{name}.json").read_bytes())
        assert violations(document, f"archive/schemas/{name}.schema.json") == []


def test_every_policy_has_its_versions_at_its_address(sample_site: Path) -> None:
    found = json.loads((sample_site / "terms" / "versions.json").read_bytes())

    (only,) = found["policies"]
    assert only["id"] == "terms"
    assert [version["effective"] for version in only["versions"]] == ["2024-02-01", "2025-07-01"]


def test_every_address_of_the_record_is_a_page(sample_site: Path) -> None:
    manifest = read_manifest((sample_site / "archive.json").read_bytes())

    assert manifest.entries
    for entry in manifest.entries:
        assert (sample_site / entry.fact.address / "index.html").is_file()


def test_the_status_tells_day_commit_and_next_flip(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-03-01")}, "2027-01-02")
    build(repository.root)

    assert written(repository, "status.json") == {
        "format": 1,
        "built_at": "2027-01-15",
        "commit": repository.git("rev-parse", "HEAD"),
        "ref": "main",
        "next_flip": "2027-03-01",
        "counts": {"policies": 1, "versions": 2, "revisions": 2},
        "ledger": None,  # nothing was written there of one
    }


def test_first_seen_is_carried_over_from_the_site_that_is_replaced(
    repository: PolicyRepository,
) -> None:
    build(repository.root)
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-03-01")}, "2027-01-20")
    build(repository.root, today=TODAY + timedelta(days=9))

    seen = [entry["fact"]["first_seen"] for entry in written(repository, "archive.json")["entries"]]

    assert seen == ["2027-01-15", "2027-01-24"]


def test_a_second_build_on_the_same_day_writes_the_same_bytes(
    repository: PolicyRepository,
) -> None:
    names = ("archive.json", "status.json", "terms/versions.json")
    build(repository.root)
    first = [(repository.root / "site" / name).read_bytes() for name in names]

    build(repository.root)

    assert [(repository.root / "site" / name).read_bytes() for name in names] == first


def test_a_record_that_was_edited_is_told_and_stops_a_strict_build(
    repository: PolicyRepository,
) -> None:
    build(repository.root)
    record = repository.root / "site" / "archive.json"
    record.write_text(record.read_text().replace("2025-12-01T", "2024-12-01T"))
    edited = record.read_bytes()

    assert not build(repository.root, strict=True).clean
    assert record.read_bytes() == edited
    assert build(repository.root).warnings == 1


@pytest.mark.parametrize("effective", ["2026-01-01", "2028-01-01"])
def test_a_preview_records_what_is_published_only(
    repository: PolicyRepository, effective: str
) -> None:
    names = ("archive.json", "status.json", "terms/versions.json")
    build(repository.root)
    published = [(repository.root / "site" / name).read_bytes() for name in names]
    repository.write("policy/terms.md", policy("# Terms\n\nDraft words.", effective))
    repository.write("policy/rules.md", policy("# Rules\n\nDraft rules."))

    build(repository.root)

    assert [(repository.root / "site" / name).read_bytes() for name in names] == published
    assert not (repository.root / "site" / "rules" / "versions.json").exists()
    assert (repository.root / "site" / "rules" / "index.html").is_file()


def test_nothing_is_recorded_where_nothing_is_published(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"README.md": "# Read me"}, "2026-01-01")
    made.write("policy/terms.md", policy("# Terms\n\nDraft."))

    build(made.root, today=date(2026, 2, 1))

    assert not (made.root / "site" / "archive.json").exists()
    assert "Nothing is published yet" in (
        made.root / "site" / "how-to-check" / "index.html"
    ).read_text(encoding="utf-8")


def kept(repository: PolicyRepository) -> FormerRecord:
    """A copy of the record, as somebody keeps it or a server serves it."""
    copy = repository.root.parent / "kept.json"
    copy.write_bytes((repository.root / "site" / "archive.json").read_bytes())
    return FormerRecord(against=str(copy))


def test_a_build_elsewhere_goes_on_from_the_record_it_is_given(
    repository: PolicyRepository,
) -> None:
    build(repository.root)
    former = kept(repository)
    shutil.rmtree(repository.root / "site")

    build(repository.root, today=TODAY + timedelta(days=9), former=former)

    (entry,) = written(repository, "archive.json")["entries"]
    assert entry["fact"]["first_seen"] == "2027-01-15"


def test_a_record_that_one_build_was_given_is_not_the_next_one_s(
    repository: PolicyRepository,
) -> None:
    build(repository.root)
    build(repository.root, former=FormerRecord(against="none.json", first=True))

    build(repository.root, today=TODAY + timedelta(days=9))

    (entry,) = written(repository, "archive.json")["entries"]
    assert entry["fact"]["first_seen"] == "2027-01-15"


def test_a_lost_text_stops_a_strict_build_that_was_told_where_the_record_stands(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-03-01")}, "2027-01-02")
    build(repository.root)
    repository.git("reset", "-q", "--hard", "HEAD~1")

    assert not build(repository.root, strict=True, former=kept(repository)).clean
    assert len(written(repository, "archive.json")["entries"]) == 2
    assert build(repository.root, former=kept(repository)).warnings == 2


def test_a_missing_record_stops_a_strict_build_unless_it_is_the_first(
    repository: PolicyRepository,
) -> None:
    nowhere = FormerRecord(against=str(repository.root / "none.json"))

    assert not build(repository.root, strict=True, former=nowhere).clean
    assert build(repository.root, strict=True, former=replace(nowhere, first=True)).clean

"""What does a build record? Every text and date once, in order, and hashed with what was before."""

import hashlib
import json
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.manifest import Fact, Manifest
from archive.manifest_json import manifest_bytes, manifest_document
from tests.archive.records import TODAY, recorded, two_texts
from tests.repositories import PolicyRepository, policy
from tests.schemas import violations

LATER = TODAY + timedelta(days=9)


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    return PolicyRepository(tmp_path / "policies")


def facts(manifest: Manifest, policy_id: str = "terms") -> list[Fact]:
    return [entry.fact for entry in manifest.entries if entry.fact.key.policy == policy_id]


def test_each_text_stands_with_its_commit_hash_dates_and_address(
    repository: PolicyRepository,
) -> None:
    first, _ = two_texts(repository)

    text = facts(recorded(repository))[0]

    assert text.commit == first
    assert text.effective == date(2026, 2, 1)
    assert text.published.date() == date(2026, 1, 10)
    assert text.address == f"terms/2026-02-01/{text.key.revision}/"
    assert text.first_seen == TODAY


def test_the_hash_is_that_of_what_git_shows(repository: PolicyRepository) -> None:
    two_texts(repository)
    marked = policy("# Terms\n\n**Second** words.", "2026-07-01")
    repository.commit({"policy/terms.md": marked}, "2026-06-20")

    for fact in facts(recorded(repository)):
        assert fact.proof
        shown = subprocess.run(
            ["git", "show", f"{fact.commit}:{fact.proof.path}"],
            cwd=repository.root,
            check=True,
            capture_output=True,
        ).stdout
        assert hashlib.sha256(shown).hexdigest() == fact.proof.sha256
        assert repository.git("rev-parse", f"{fact.commit}:{fact.proof.path}") == (
            fact.proof.git_blob
        )


def test_entries_stand_in_the_order_of_publication(repository: PolicyRepository) -> None:
    two_texts(repository)

    order = [(e.fact.key.policy, e.fact.published.date()) for e in recorded(repository).entries]

    assert order == [
        ("terms", date(2026, 1, 10)),
        ("privacy", date(2026, 6, 10)),
        ("terms", date(2026, 6, 10)),
    ]


def test_the_chain_goes_on_where_the_former_record_ended(repository: PolicyRepository) -> None:
    two_texts(repository)
    former = recorded(repository)
    third = policy("# Terms\n\nThird words.", "2027-06-01")
    repository.commit({"policy/terms.md": third}, "2027-01-20")

    grown = recorded(repository, former=former, today=LATER)

    assert grown.entries[:3] == former.entries
    assert [entry.fact.first_seen for entry in grown.entries] == [TODAY, TODAY, TODAY, LATER]


def test_a_text_that_came_back_on_the_same_day_is_recorded_twice(
    repository: PolicyRepository,
) -> None:
    first, _ = two_texts(repository)
    kept = repository.git("show", f"{first}:policy/terms.md") + "\n"
    for hour, text in ((9, kept), (10, policy("# Terms\n\nA slip.", "2026-02-01")), (11, kept)):
        repository.commit({"policy/terms.md": text}, f"2026-08-01T{hour:02}:00:00Z")
        former = recorded(repository)

    third, _, fifth = facts(former)[2:]

    assert fifth.key.revision == f"{third.key.revision}-2"
    assert third.commit != fifth.commit


def test_an_earlier_text_brought_in_later_goes_to_the_end(repository: PolicyRepository) -> None:
    two_texts(repository)
    former = recorded(repository)
    early = policy("# Terms\n\nVery first words.", "2019-01-01")
    repository.commit({"policy/earlier/terms/2019-01-01.md": early}, "2027-01-20")

    grown = recorded(repository, former=former, today=LATER)

    assert grown.entries[:3] == former.entries
    assert grown.entries[3].fact.effective == date(2019, 1, 1)
    assert recorded(repository).entries[0].fact.effective == date(2019, 1, 1)


def test_a_later_date_is_a_fact_of_its_own_and_says_the_new_address(
    repository: PolicyRepository,
) -> None:
    words = "# Terms\n\nThird words."
    two_texts(repository)
    repository.commit({"policy/terms.md": policy(words, "2027-03-01")}, "2027-01-01")
    former = recorded(repository)
    repository.commit({"policy/terms.md": policy(words, "2027-04-01")}, "2027-01-20")

    *before, dating = recorded(repository, former=former, today=LATER).entries

    assert tuple(before) == former.entries
    assert (dating.fact.key.number, dating.fact.proof) == (1, None)
    assert dating.fact.effective == date(2027, 4, 1)
    assert dating.fact.address.startswith("terms/2027-04-01/")
    assert former.entries[-1].fact.address.startswith("terms/2027-03-01/")


def test_a_redacted_text_keeps_its_hash_and_dates_and_says_why(
    repository: PolicyRepository,
) -> None:
    first, _ = two_texts(repository)
    blob = repository.git("rev-parse", f"{first}:policy/terms.md")
    before = recorded(repository)
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{blob}"\nreason = "An order."\n')

    now = recorded(repository, former=before)

    assert [entry.redaction for entry in now.entries] == ["An order.", None, None]
    assert now.entries[0].words is None
    assert now.head == before.head  # the chain is not touched


def test_what_is_not_published_is_not_recorded(repository: PolicyRepository) -> None:
    two_texts(repository)
    published = manifest_bytes(recorded(repository))

    repository.write("policy/terms.md", policy("# Terms\n\nDraft.", "2028-01-01"))

    assert manifest_bytes(recorded(repository)) == published


def test_the_file_is_the_same_to_the_byte_and_as_the_schema_says(
    repository: PolicyRepository,
) -> None:
    two_texts(repository)
    once = recorded(repository)

    again = recorded(repository, former=once)

    assert manifest_bytes(again) == manifest_bytes(once)
    assert violations(manifest_document(once), "archive/schemas/archive.schema.json") == []


def test_anybody_can_compute_the_chain_with_sorted_keys_alone(
    repository: PolicyRepository,
) -> None:
    two_texts(repository)
    document = json.loads(manifest_bytes(recorded(repository)))

    previous = None
    for entry in document["entries"]:
        plain = json.dumps(
            entry["fact"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        assert entry["hash"] == f"sha256:{hashlib.sha256(plain).hexdigest()}"
        assert entry["fact"]["previous"] == previous
        previous = entry["hash"]
    assert document["head"] == previous

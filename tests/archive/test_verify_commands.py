"""`fairnotice verify`: what was lost or altered is named, and the status says so."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.errors import UnsafeAddress
from archive.manifest_json import manifest_bytes
from archive.status import status_bytes, status_of
from archive.verify_commands import verify
from archive.workspace import open_workspace
from tests.archive.records import TODAY, recorded, two_texts
from tests.repositories import PolicyRepository, policy
from tests.schemas import violations


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyRepository:
    """Two texts of the terms and one of the privacy policy, recorded in ../archive.json."""
    made = PolicyRepository(tmp_path / "policies")
    two_texts(made)
    (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(made)))
    monkeypatch.chdir(made.root)
    return made


def run(*arguments: str, today: str = TODAY.isoformat()) -> Result:
    return CliRunner().invoke(verify, [*arguments, "--today", today])


def against(*arguments: str) -> Result:
    return run("--against", "../archive.json", *arguments)


def found(*arguments: str) -> list[dict[str, Any]]:
    document = json.loads(against("--format", "json", *arguments).stdout)
    assert violations(document, "archive/schemas/verify.schema.json") == []
    listed: list[dict[str, Any]] = document["found"]
    return listed


def codes(severity: str = "error") -> set[str]:
    return {each["code"] for each in found() if each["severity"] == severity}


@pytest.mark.usefixtures("repository")
def test_an_unchanged_record_holds() -> None:
    result = against()

    assert result.exit_code == 0
    assert result.stdout == "Nothing was lost or altered since ../archive.json.\n"


def test_new_texts_and_dates_are_no_loss(repository: PolicyRepository) -> None:
    words = "# Terms\n\nThird words."
    repository.commit({"policy/terms.md": policy(words, "2027-03-01")}, "2027-01-01")
    repository.commit({"policy/terms.md": policy(words, "2027-04-01")}, "2027-01-02")

    result = against()

    assert result.exit_code == 0
    assert "note: appended: 1 text and 1 later date recorded" in result.stdout


def test_a_file_deleted_by_a_commit_is_no_loss(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": None}, "2027-01-01")

    assert against().exit_code == 0


def test_a_scheduled_text_moved_to_another_day_keeps_its_record(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    words = "# Terms\n\nThird words."
    repository.commit({"policy/terms.md": policy(words, "2027-03-01")}, "2027-01-01")
    (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(repository)))
    repository.commit({"policy/terms.md": policy(words, "2027-04-01")}, "2027-01-02")

    assert against().exit_code == 0


def test_an_amended_commit_is_named(repository: PolicyRepository) -> None:
    former = repository.git("rev-parse", "HEAD")
    repository.git("commit", "--amend", "-q", "-m", "Said better", at="2026-06-10T12:00:00Z")

    result = against()

    assert result.exit_code == 1
    assert "error: rewritten-history: " in result.stdout
    assert "error: altered-commit: terms (en) 2026-06-10-" in result.stdout
    assert f"was recorded as {former}" in result.stdout
    assert result.stdout.endswith("The record does not hold.\n")


def test_a_backdated_commit_is_named(repository: PolicyRepository) -> None:
    repository.git("commit", "--amend", "-q", "--no-edit", at="2026-06-10T09:00:00Z")

    assert codes() == {"rewritten-history", "altered-commit", "altered-published"}


def test_a_force_push_that_drops_a_text_is_named(repository: PolicyRepository) -> None:
    repository.git("reset", "-q", "--hard", "HEAD~1")

    lost = [each for each in found() if each["severity"] == "error"]

    assert [(each["code"], each["policy"]) for each in lost] == [
        ("rewritten-history", None),
        ("lost-policy", "privacy"),
        ("lost-text", "terms"),
    ]


def test_other_words_in_an_old_commit_are_named(repository: PolicyRepository) -> None:
    repository.write("policy/terms.md", policy("# Terms\n\nNicer words.", "2026-07-01"))
    repository.git("commit", "-a", "--amend", "-q", "--no-edit", at="2026-06-10T12:00:00Z")

    assert {"rewritten-history", "lost-text"} <= codes()


def test_other_markup_in_an_old_commit_is_named(repository: PolicyRepository) -> None:
    repository.write("policy/terms.md", policy("# Terms\n\n*Second* words.", "2026-07-01"))
    repository.git("commit", "-a", "--amend", "-q", "--no-edit", at="2026-06-10T12:00:00Z")

    assert {"rewritten-history", "lost-text"} <= codes()


def test_a_file_taken_out_of_the_whole_history_is_named(repository: PolicyRepository) -> None:
    repository.git(
        "filter-branch", "--index-filter",
        "git rm -q --cached --ignore-unmatch policy/privacy.md", "HEAD",
    )  # fmt: skip

    named = [each for each in found() if each["code"] == "lost-policy"]

    assert [each["policy"] for each in named] == ["privacy"]
    assert "with 1 published text (2026-06-10 to 2026-06-10)" in named[0]["message"]


def test_a_pattern_that_no_longer_finds_the_file_is_named(repository: PolicyRepository) -> None:
    repository.write("fairnotice.toml", 'documents = ["policy/t{id}.md"]\n')

    assert "lost-policy" in codes()


def test_an_earlier_text_deleted_again_is_named(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    path = "policy/earlier/terms/2019-01-01.md"
    repository.commit({path: policy("# Terms\n\nVery first.", "2019-01-01")}, "2026-08-01")
    (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(repository)))
    repository.commit({path: None}, "2026-08-02")

    assert against().exit_code in (0, 1)
    assert codes() == {"lost-text"}


@pytest.mark.parametrize("changed", ["a new one", "another day in one"])
def test_a_changed_override_is_named(
    repository: PolicyRepository, tmp_path: Path, changed: str
) -> None:
    commit = repository.git("rev-parse", "HEAD~1")
    override = f'[[overrides]]\ncommit = "{commit}"\neffective = 2026-03-03\nreason = "A slip."\n'
    if changed == "another day in one":
        repository.write("fairnotice.toml", override)
        (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(repository)))
        repository.write("fairnotice.toml", override.replace("03-03", "04-04"))
    else:
        repository.write("fairnotice.toml", override)

    result = against()

    assert result.exit_code == 1
    assert codes() == {"altered-date", "altered-address"}
    was = (
        "2026-03-03 (override)" if changed == "another day in one" else "2026-02-01 (front-matter)"
    )
    assert f"and was recorded as {was}" in result.stdout


def test_a_changed_address_is_named(repository: PolicyRepository, tmp_path: Path) -> None:
    repository.commit({"policy/rules.en.md": policy("# Rules\n\nPlay fair.")}, "2026-08-01")
    repository.write("fairnotice.toml", 'documents = ["policy/{id}.{lang}.md"]\n')
    (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(repository)))
    repository.write("fairnotice.toml", 'documents = ["policy/{id}.{lang}.md"]\nlanguage = "de"\n')

    result = against()

    assert result.exit_code == 1
    assert codes() == {"altered-address"}
    assert "is en/rules/2026-08-01/, and was recorded as rules/2026-08-01/" in result.stdout


def test_a_redacted_text_is_redacted_and_not_lost(repository: PolicyRepository) -> None:
    first = repository.git("rev-parse", "HEAD~1:policy/terms.md")
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{first}"\nreason = "An order."\n')

    result = against()

    assert result.exit_code == 0
    assert "note: redacted: terms (en) 2026-01-10-" in result.stdout
    assert "redacted, not lost: An order." in result.stdout


def test_a_redacted_text_that_git_lost_is_still_redacted(repository: PolicyRepository) -> None:
    newest = repository.git("rev-parse", "HEAD:policy/privacy.md")
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{newest}"\nreason = "A."\n')

    listed = {(each["code"], each["policy"]) for each in found()}

    assert ("redacted", "privacy") in listed
    assert ("lost-text", "terms") in listed


@pytest.mark.usefixtures("repository")
def test_another_word_algorithm_alone_passes_and_is_mentioned(tmp_path: Path) -> None:
    record = tmp_path / "archive.json"
    document = json.loads(record.read_bytes())
    for entry in document["entries"]:
        entry["words"] = f"w0:sha256:{'0' * 64}"
    record.write_text(json.dumps(document | {"words_algorithm": "w0 r0"}))

    result = against()

    assert result.exit_code == 0
    assert "note: words-algorithm: " in result.stdout


def edited(record: Path, **changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(record.read_bytes()) | changes
    record.write_text(json.dumps(document))
    return document


@pytest.mark.usefixtures("repository")
def test_an_algorithm_that_did_not_make_the_word_hashes_is_an_edited_record(tmp_path: Path) -> None:
    edited(tmp_path / "archive.json", words_algorithm="w0 r0")

    assert codes() == {"invalid-manifest"}


@pytest.mark.usefixtures("repository")
def test_words_that_another_rendering_reads_otherwise_are_named(tmp_path: Path) -> None:
    record = tmp_path / "archive.json"
    entries = json.loads(record.read_bytes())["entries"]
    edited(record, words_algorithm="w1 r0")
    assert "all are the same" in against().stdout

    entries[0]["words"] = f"w1:sha256:{'0' * 64}"
    edited(record, entries=entries)
    result = against()

    assert result.exit_code == 0
    assert (
        f"1 text of unchanged bytes read otherwise: terms (en) {entries[0]['fact']['revision']}"
        in (result.stdout)
    )


@pytest.mark.parametrize("name", ["path", "git_blob", "blob"])
def test_a_dating_with_a_text_of_its_own_is_an_edited_record(
    repository: PolicyRepository, tmp_path: Path, name: str
) -> None:
    words = "# Terms\n\nThird words."
    for day, effective in (("2027-01-01", "2027-03-01"), ("2027-01-02", "2027-04-01")):
        repository.commit({"policy/terms.md": policy(words, effective)}, day)
    record = tmp_path / "archive.json"
    record.write_bytes(manifest_bytes(recorded(repository)))
    entries = json.loads(record.read_bytes())["entries"]
    (dating,) = [entry["fact"] for entry in entries if entry["fact"]["kind"] == "dating"]
    dating[name] = "junk"
    edited(record, entries=entries)

    assert codes() == {"invalid-manifest"}


def test_another_path_in_an_old_commit_is_named(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.write("fairnotice.toml", 'documents = ["policy/{id}.md", "texts/{id}.md"]\n')
    (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(repository)))
    repository.rename("policy/privacy.md", "texts/privacy.md")
    repository.git("commit", "-a", "--amend", "-q", "--no-edit", at="2026-06-10T12:00:00Z")

    assert "altered-path" in codes()


@pytest.mark.usefixtures("repository")
def test_other_words_under_the_same_algorithm_are_named(tmp_path: Path) -> None:
    record = tmp_path / "archive.json"
    document = json.loads(record.read_bytes())
    document["entries"][0]["words"] = f"w1:sha256:{'0' * 64}"
    record.write_text(json.dumps(document))

    assert codes() == {"altered-words"}


def _with_an_anchor_more(record: Path) -> None:
    """A record by a release that laid the first text out with an anchor that it has not now."""
    document = json.loads(record.read_bytes())
    document["entries"][0]["anchors"]["new"].append("retention")
    document["entries"][2]["anchors"]["gone"].append("retention")
    record.write_text(json.dumps(document))


def test_an_anchor_that_a_page_has_no_longer_is_named(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    _with_an_anchor_more(tmp_path / "archive.json")

    result = against()

    assert result.exit_code == 1
    revision = recorded(repository).entries[0].fact.key.revision
    assert f"error: lost-anchor: terms (en) {revision}: terms/2026-02-01/{revision}/" in (
        result.stdout
    )
    assert "has no longer #retention" in result.stdout
    assert codes() == {"lost-anchor"}


def test_the_anchors_of_a_redacted_text_go_with_its_words(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    _with_an_anchor_more(tmp_path / "archive.json")
    first = repository.git("rev-parse", "HEAD~1:policy/terms.md")
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{first}"\nreason = "An order."\n')

    assert codes() == set()


@pytest.mark.usefixtures("repository")
def test_a_record_of_the_first_builds_has_no_anchors_to_lose(tmp_path: Path) -> None:
    record = tmp_path / "archive.json"
    document = json.loads(record.read_bytes())
    for entry in document["entries"]:
        del entry["anchors"]
    record.write_text(json.dumps(document))

    assert against().exit_code == 0


def test_a_reworded_heading_loses_no_anchor(repository: PolicyRepository, tmp_path: Path) -> None:
    for day, heading in (("2026-08-01", "Logs"), ("2026-08-02", "Our logs")):
        text = policy(f"# Terms\n\n## {heading}\n\nWe keep logs for thirty days.", "2026-09-01")
        repository.commit({"policy/terms.md": text}, day)
        if heading == "Logs":
            (tmp_path / "archive.json").write_bytes(manifest_bytes(recorded(repository)))

    assert against().exit_code == 0


@pytest.mark.usefixtures("repository")
def test_a_tampered_record_fails(tmp_path: Path) -> None:
    record = tmp_path / "archive.json"
    record.write_text(record.read_text().replace("2026-02-01", "2026-02-02"))

    result = against()

    assert result.exit_code == 1
    assert "error: invalid-manifest: " in result.stdout
    assert "the chain breaks at entry 1 (terms, en, " in result.stdout


@pytest.mark.usefixtures("repository")
def test_a_missing_record_fails_unless_it_is_the_first(tmp_path: Path) -> None:
    (tmp_path / "archive.json").unlink()

    assert against().exit_code == 1
    assert against("--first").exit_code == 0
    assert "missing-manifest" in against("--first").stdout


@pytest.mark.usefixtures("repository")
def test_a_record_that_is_there_is_compared_even_as_the_first(tmp_path: Path) -> None:
    (tmp_path / "archive.json").write_text("{}")

    assert against("--first").exit_code == 1


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give --against FILE|URL, --live URL, or both"),
        (("--live", "https://x.example", "--first"), "--first goes with --against"),
    ],
)
def test_a_wrong_call_is_told_what_to_write(arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.usefixtures("repository")
def test_an_address_without_https_is_refused() -> None:
    result = run("--against", "http://policies.example.com/")

    assert isinstance(result.exception, UnsafeAddress)


def _live(root: Path, *, on: str = TODAY.isoformat()) -> None:
    """What a build of that day leaves as the status of the site."""
    with open_workspace(root, today=date.fromisoformat(on)) as workspace:
        site = root.parent / "site"
        site.mkdir(exist_ok=True)
        (site / "status.json").write_bytes(status_bytes(status_of(workspace.register)))


def test_a_site_of_this_commit_is_todays(repository: PolicyRepository) -> None:
    _live(repository.root)

    result = run("--live", "../site", today="2027-06-01")

    assert result.exit_code == 0
    assert result.stdout == "../site is today's.\n"


def test_a_site_of_another_commit_is_stale(repository: PolicyRepository) -> None:
    _live(repository.root)
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-03-01")}, "2027-01-02")

    result = run("--live", "../site")

    assert result.exit_code == 1
    assert "error: other-commit: the site was built from commit" in result.stdout


def test_a_site_is_stale_from_the_day_another_text_applies(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-03-01")}, "2027-01-02")
    _live(repository.root)

    assert run("--live", "../site", today="2027-02-28").exit_code == 0
    assert run("--live", "../site", today="2027-03-01").exit_code == 1


def test_a_site_without_a_status_is_stale(repository: PolicyRepository) -> None:
    (repository.root.parent / "site").mkdir()

    assert run("--live", "../site").exit_code == 1

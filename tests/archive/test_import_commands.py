"""`fairnotice import` on real folders and repositories: what it writes, and what it never does."""

import json
from pathlib import Path

import pytest

from tests.archive.docx_files import deleted, docx, inserted, p
from tests.commands import Answer, fairnotice
from tests.repositories import PolicyRepository, policy

DAY = ("--today", "2027-01-15")
DAYS = ("2017-06-13", "2018-05-25", "2019-02-03")
LOGS = p(
    "We keep logs for ", inserted("thirty", "A. Author"), deleted("ten", "A. Author"), " days."
)


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    found = PolicyRepository(tmp_path / "policies")
    found.commit(
        {"policy/privacy.md": policy("# Privacy\n\nWe keep logs.", "2026-01-01")}, "2026-01-01"
    )
    return found


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder of dated files as a legal department keeps them."""
    folder = tmp_path / "old"
    (folder / "pages").mkdir(parents=True)
    (folder / "2017-06-13-privacy.docx").write_bytes(docx(p("Privacy", style="Title"), LOGS))
    (folder / "pages/privacy_2018-05-25.html").write_text("<h1>Privacy</h1><p>We keep logs.</p>")
    (folder / "privacy-2019-02-03.md").write_text("# Privacy\n\nWe keep no logs.\n")
    (folder / "~$17-06-13-privacy.docx").write_text("a lock of Word")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    return folder


def run(repository: PolicyRepository, *arguments: str | Path) -> Answer:
    return fairnotice("import", *map(str, arguments), *DAY, cwd=repository.root)


def earlier(repository: PolicyRepository) -> list[str]:
    folder = repository.root / "policy/earlier"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))


def test_a_folder_of_dated_files_becomes_earlier_texts(
    repository: PolicyRepository, old: Path
) -> None:
    answer = run(repository, old)

    assert (answer.status, answer.err) == (0, "")
    assert earlier(repository) == [f"privacy/{day}.md" for day in DAYS]
    assert (
        "policy/earlier/privacy/2017-06-13.md: written, from 2017-06-13-privacy.docx" in answer.out
    )
    assert "check: tracked changes by A. Author taken as accepted" in answer.out
    assert answer.out.endswith("add `published:` where you know that day, and commit.\n")


def test_a_dry_run_says_the_same_and_writes_nothing(
    repository: PolicyRepository, old: Path
) -> None:
    answer = run(repository, old, "--dry-run")

    assert answer.status == 0
    assert answer.out.count("would be written, from") == 3
    assert earlier(repository) == []


def test_a_second_run_changes_nothing(repository: PolicyRepository, old: Path) -> None:
    run(repository, old)
    before = {path: path.stat().st_mtime_ns for path in repository.root.rglob("*.md")}

    answer = run(repository, old)

    assert answer.status == 0
    assert answer.out.endswith("Nothing to do: every text stands already.\n")
    assert {path: path.stat().st_mtime_ns for path in repository.root.rglob("*.md")} == before


def test_nothing_is_written_over_and_nothing_at_all_while_a_file_is_unclear(
    repository: PolicyRepository, old: Path
) -> None:
    mended = repository.write("policy/earlier/privacy/2017-06-13.md", "Mended by hand.\n")
    (old / "privacy-2016.pdf").write_bytes(b"%PDF")
    (old / "2015-01-01-terms.md").write_text("# Terms\n\nBe kind.\n")

    answer = run(repository, old)

    assert answer.status == 2
    assert answer.err.splitlines() == [
        "fairnotice: nothing was imported",
        "privacy-2016.pdf: is no Markdown, HTML or DOCX file: save it as .docx, or leave it out",
        (
            "2015-01-01-terms.md: `terms` is no policy of this repository (they are: privacy): put"
            " the id into its name, or give `--policy ID`"
        ),
        (
            "2017-06-13-privacy.docx: policy/earlier/privacy/2017-06-13.md stands already and is"
            " another text: delete it or rename it"
        ),
    ]
    assert earlier(repository) == ["privacy/2017-06-13.md"]
    assert mended.read_text() == "Mended by hand.\n"


@pytest.mark.parametrize("place", ["policy/earlier", "policy/earlier/privacy"])
def test_nothing_is_written_through_a_symbolic_link(
    repository: PolicyRepository, old: Path, tmp_path: Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = repository.root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)

    assert run(repository, old).status == 2
    assert list(elsewhere.rglob("*")) == []


def test_a_symbolic_link_among_the_files_is_not_followed(
    repository: PolicyRepository, old: Path
) -> None:
    (old / "privacy-2016-01-01.md").symlink_to("/etc/hostname")

    assert "privacy-2016-01-01.md: is a symbolic link" in run(repository, old).err


def test_a_word_file_becomes_a_policy(repository: PolicyRepository, tmp_path: Path) -> None:
    file = tmp_path / "terms.docx"
    file.write_bytes(docx(p("Terms", style="Title"), p("Effective date: May 1, 2027"), LOGS))

    assert run(repository, file).status == 0
    assert (repository.root / "policy/terms.md").read_text() == (
        "---\ntitle: Terms\neffective: 2027-05-01\n---\n\n"
        "# Terms\n\nEffective date: May 1, 2027\n\nWe keep logs for thirty days.\n"
    )


def test_a_policy_that_stands_is_not_written_over(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = tmp_path / "privacy.docx"
    file.write_bytes(docx(LOGS))

    answer = run(repository, file)

    assert answer.status == 2
    assert "policy/privacy.md stands already" in answer.err


def test_the_answer_for_machines_names_each_text(repository: PolicyRepository, old: Path) -> None:
    answer = json.loads(run(repository, old, "--format", "json").out)

    assert [found["effective"] for found in answer["imports"]] == list(DAYS)
    assert answer["imports"][1] == {
        "source": "pages/privacy_2018-05-25.html",
        "path": "policy/earlier/privacy/2018-05-25.md",
        "id": "privacy",
        "lang": "en",
        "effective": "2018-05-25",
        "title": "Privacy",
        "written": True,
        "remarks": [],
    }


def test_an_empty_folder_and_a_wrong_policy_are_answered(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    assert "holds no Markdown, HTML or DOCX file" in run(repository, empty).err
    assert "--policy takes an id" in run(repository, empty, "--policy", "Privacy Policy").err


def test_imported_texts_stand_in_the_history_and_on_the_site_as_declared(
    repository: PolicyRepository, old: Path
) -> None:
    run(repository, old)
    repository.commit({}, "2026-06-01")

    answer = fairnotice("versions", "privacy", "--format", "json", *DAY, cwd=repository.root)
    built = fairnotice("build", *DAY, cwd=repository.root)

    (found,) = json.loads(answer.out)["policies"]
    assert [
        (version["effective"], version["effective_source"], version["revisions"][0]["source"])
        for version in found["versions"]
    ] == [*((day, "declared", "earlier") for day in DAYS), ("2026-01-01", "front-matter", "git")]
    assert found["faults"] == []
    assert built.status == 0, built.err
    site = repository.root / "site/privacy"
    assert "its dates are declared" in (site / "history/index.html").read_text()
    assert "We keep logs for thirty days." in (site / "2017-06-13/index.html").read_text()

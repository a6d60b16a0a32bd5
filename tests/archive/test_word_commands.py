"""`fairnotice diff` and `show` as Word documents, on real repositories."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.archive.docx_files import docx, p
from tests.archive.word_reading import W, accepted, rejected, root_of, words
from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

DAY = ("--today", "2027-01-15")
OLD, NEW = "# Privacy\n\nWe keep logs for 30 days.", "# Privacy\n\nWe keep logs for 90 days."


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    found = PolicyRepository(tmp_path / "policies")
    found.commit({"policy/privacy.md": policy(OLD, "2026-01-01")}, "2026-01-01")
    found.commit({"policy/privacy.md": policy(NEW, "2026-06-01")}, "2026-06-01")
    return found


def test_two_versions_are_compared_in_word(repository: PolicyRepository, tmp_path: Path) -> None:
    file = tmp_path / "redline.docx"

    answer = fairnotice(
        "diff", "privacy@2026-01-01", "privacy@2026-06-01", "--format", "docx",
        "--output", str(file), *DAY, cwd=repository.root,
    )  # fmt: skip

    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert words(accepted(file.read_bytes())) == "Privacy We keep logs for 90 days."
    assert words(rejected(file.read_bytes())) == "Privacy We keep logs for 30 days."
    (inserted,) = root_of(file.read_bytes()).iter(f"{W}ins")
    when = datetime.fromisoformat(str(inserted.get(f"{W}date")))
    assert when.date().isoformat() == "2026-06-01"  # the new text's publication


def test_a_text_is_shown_as_a_word_document_without_changes(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = tmp_path / "privacy.docx"
    asked = ("show", "privacy", "--on", "2026-02-01", "--format", "docx", "--output", str(file))

    answer = fairnotice(*asked, *DAY, cwd=repository.root)

    assert (answer.status, answer.err) == (0, "")
    data = file.read_bytes()
    assert words(accepted(data)) == words(rejected(data)) == "Privacy We keep logs for 30 days."
    assert list(root_of(data).iter(f"{W}ins", f"{W}del")) == []


def test_a_text_is_not_written_to_a_file_named_otherwise(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = tmp_path / "privacy.pdf"

    answer = fairnotice("show", "privacy", "--output", str(file), *DAY, cwd=repository.root)

    told = "fairnotice: privacy.pdf: this is written as markdown, html, docx alone\n"
    assert (answer.status, answer.err) == (2, told)
    assert not file.exists()


@pytest.mark.parametrize(
    ("name", "begins"),
    [("redline.DOCX", b"PK"), ("redline.html", b"<!doctype"), ("redline.json", b"{"), ("redline.txt", b"1 ")],
)  # fmt: skip
def test_a_file_holds_what_its_name_ends_in(
    repository: PolicyRepository, tmp_path: Path, name: str, begins: bytes
) -> None:
    pair = ("privacy@2026-01-01", "privacy@2026-06-01")

    fairnotice("diff", *pair, "--output", str(tmp_path / name), *DAY, cwd=repository.root)

    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_format_that_is_asked_for_goes_before_the_name(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = tmp_path / "privacy.docx"

    asked = ("show", "privacy", "--format", "markdown", "--output", str(file))
    fairnotice(*asked, *DAY, cwd=repository.root)

    assert "We keep logs for 90 days." in file.read_text()


def test_what_word_cannot_hold_is_told(tmp_path: Path) -> None:
    for name, text in (("old.md", "We keep logs."), ("new.md", "We keep\x01 no logs.")):
        (tmp_path / name).write_text(text)

    answer = fairnotice(
        "diff", "old.md", "new.md", "--format", "docx", "--output", "redline.docx", cwd=tmp_path
    )

    assert answer.status == 0
    assert "1 character that no Word file can hold is written as U+FFFD" in answer.err


def test_a_place_that_cannot_be_written_is_answered(repository: PolicyRepository) -> None:
    answer = fairnotice(
        "show", "privacy", "--format", "docx", "--output", "no/such/folder.docx", *DAY,
        cwd=repository.root,
    )  # fmt: skip

    assert answer.status == 2
    assert answer.err == "fairnotice: no/such/folder.docx: No such file or directory\n"


def test_other_forms_go_to_a_file_as_well(repository: PolicyRepository, tmp_path: Path) -> None:
    file = tmp_path / "privacy.md"

    fairnotice("show", "privacy", "--output", str(file), *DAY, cwd=repository.root)

    assert "We keep logs for 90 days." in file.read_text()


def saved(repository: PolicyRepository, folder: Path, *arguments: str) -> Path:
    """The policy as a Word document, or a redline of it."""
    file = folder / "privacy.docx"
    command = (*arguments, "--format", "docx", "--output", str(file), *DAY)
    assert fairnotice(*command, cwd=repository.root).status == 0
    return file


def test_a_document_that_was_not_changed_changes_nothing(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(repository, tmp_path, "show", "privacy")

    answer = fairnotice("import", "privacy", str(file), *DAY, cwd=repository.root)

    assert (answer.status, answer.out) == (0, "policy/privacy.md: says the same\n")
    assert repository.git("status", "--porcelain", "policy") == ""


def test_the_sign_of_a_footnote_is_the_same_in_word(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path / "noted")
    text = f"{OLD.replace('logs', 'logs[^1]')}\n\n[^1]: Of servers."
    repository.commit({"policy/privacy.md": policy(text, "2026-01-01")}, "2026-01-01")
    file = saved(repository, tmp_path, "show", "privacy")

    command = ("import", "privacy", str(file), "--format", "json")
    answer = fairnotice(*command, *DAY, cwd=repository.root)

    assert json.loads(answer.out)["changes"] == 0


def test_what_was_edited_in_word_is_written_into_the_policy(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    before = (repository.root / "policy/privacy.md").read_text()
    repository.write("policy/privacy.md", before.replace("90 days", "365 days"))
    file = tmp_path / "edited.docx"
    file.write_bytes(docx(p("Privacy", style="heading1"), p("We keep logs for 45 days.")))

    dry = fairnotice("import", "privacy", str(file), "--dry-run", *DAY, cwd=repository.root)
    answer = fairnotice("import", "privacy", str(file), *DAY, cwd=repository.root)

    assert dry.out == "policy/privacy.md: 1 clause would be written\n"
    assert answer.out.startswith("policy/privacy.md: 1 clause written\n")
    assert (repository.root / "policy/privacy.md").read_text() == before.replace("90", "45")


def test_undecided_changes_and_comments_stop_an_import_and_are_listed(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(repository, tmp_path, "diff", "privacy@2026-01-01", "privacy@2026-06-01")
    before = (repository.root / "policy/privacy.md").read_bytes()

    answer = fairnotice("import", "privacy", str(file), *DAY, cwd=repository.root)

    assert answer.status == 2
    assert answer.err.splitlines()[:3] == [
        "fairnotice: nothing was imported: privacy.docx has changes or comments that nobody decided",
        "  deleted by Fair Notice on 2026-06-01: “30”",
        "  inserted by Fair Notice on 2026-06-01: “90”",
    ]
    assert (repository.root / "policy/privacy.md").read_bytes() == before


def test_accepting_all_of_a_redline_gives_the_text_it_leads_to(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(repository, tmp_path, "diff", "privacy@2026-01-01", "privacy@2026-06-01")

    answer = fairnotice(
        "import",
        "privacy",
        str(file),
        "--accept-all",
        "--format",
        "json",
        *DAY,
        cwd=repository.root,
    )

    assert answer.status == 0
    assert '"changes": 0' in answer.out
    assert repository.git("status", "--porcelain", "policy") == ""


def test_a_redline_says_which_text_it_leads_to(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    """Once its changes are accepted, a text that was changed since would be lost."""
    file = saved(repository, tmp_path, "diff", "privacy@2026-01-01", "privacy@2026-06-01")
    repository.commit(
        {"policy/privacy.md": policy(NEW.replace("90", "45"), "2026-09-01")}, "2026-09-01"
    )

    answer = fairnotice("import", "privacy", str(file), "--accept-all", *DAY, cwd=repository.root)

    assert answer.status == 2
    assert "privacy.docx was made from the text effective 2026-06-01 (revision 2026-06-01-" in (
        answer.err
    )


def test_line_ends_and_the_head_of_a_file_stay(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    text = policy(NEW, "2026-06-01").replace("\n", "\r\n").encode()
    repository.write("policy/privacy.md", b"\xef\xbb\xbf" + text)
    file = tmp_path / "edited.docx"
    file.write_bytes(docx(p("Privacy", style="heading1"), p("We keep logs for 45 days.")))

    fairnotice("import", "privacy", str(file), *DAY, cwd=repository.root)

    found = (repository.root / "policy/privacy.md").read_bytes()
    assert found == b"\xef\xbb\xbf" + text.replace(b"90", b"45")


@pytest.fixture
def scheduled(repository: PolicyRepository) -> PolicyRepository:
    """Privacy with an announced text beside the one in force, and the terms."""
    later = policy("# Privacy\n\nWe keep logs for 7 days.", "2027-03-01")
    terms = policy(
        "# Terms\n\nBe kind to all.\n\nPay what you owe.\n\nKeep to the law.", "2026-01-01"
    )
    repository.commit({"policy/privacy.md": later, "policy/terms.md": terms}, "2027-01-01")
    return repository


def test_a_document_of_another_text_is_not_written_over_the_one_that_stands(
    scheduled: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(scheduled, tmp_path, "show", "privacy")

    answer = fairnotice("import", "privacy", str(file), "--accept-all", *DAY, cwd=scheduled.root)

    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(
        "fairnotice: nothing was imported: privacy.docx was made from the text effective 2026-06-01"
        " (revision 2026-06-01-"
    )
    assert "but policy/privacy.md holds the text effective 2027-03-01 (revision 2027-" in answer.err
    assert answer.err.endswith(
        "with `fairnotice show privacy --version 2027-03-01 --lang en --format docx`\n"
    )
    assert scheduled.git("status", "--porcelain", "policy") == ""


def test_the_document_that_is_named_instead_is_taken(
    scheduled: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(scheduled, tmp_path, "show", "privacy", "--version", "2027-03-01", "--lang", "en")

    answer = fairnotice("import", "privacy", str(file), *DAY, cwd=scheduled.root)

    assert (answer.status, answer.out) == (0, "policy/privacy.md: says the same\n")


def test_a_document_is_not_written_over_a_text_that_is_not_published(
    scheduled: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(scheduled, tmp_path, "show", "terms")
    scheduled.write("policy/terms.md", policy("# Terms\n\nBe kind to all of us.", "2027-06-01"))

    answer = fairnotice("import", "terms", str(file), *DAY, cwd=scheduled.root)

    assert answer.status == 2
    assert "policy/terms.md holds one that is not published: set that aside with" in answer.err


def test_a_document_of_another_policy_is_refused_with_its_own(
    scheduled: PolicyRepository, tmp_path: Path
) -> None:
    file = saved(scheduled, tmp_path, "show", "privacy")

    answer = fairnotice("import", "terms", str(file), *DAY, cwd=scheduled.root)

    assert answer.status == 2
    assert "made from `privacy` in `en`, not from `terms` in `en`" in answer.err
    assert "`fairnotice import privacy privacy.docx --lang en`" in answer.err


def test_a_document_made_by_hand_must_have_half_of_the_clauses(
    scheduled: PolicyRepository, tmp_path: Path
) -> None:
    file = tmp_path / "by-hand.docx"
    file.write_bytes(docx(p("Privacy", style="heading1"), p("We keep logs for 7 days.")))

    answer = fairnotice("import", "terms", str(file), *DAY, cwd=scheduled.root)
    forced = fairnotice("import", "terms", str(file), "--accept-all", *DAY, cwd=scheduled.root)

    assert answer.status == 2
    assert "by-hand.docx has 0 of the 4 clauses of policy/terms.md, so it is another" in answer.err
    assert "It reads like `privacy`: `fairnotice import privacy by-hand.docx`." in answer.err
    assert answer.err.endswith("If it is the right one, give --accept-all.\n")
    assert forced.status == 0
    assert "We keep logs for 7 days." in (scheduled.root / "policy/terms.md").read_text()


def test_a_clause_that_has_to_be_written_by_hand_stops_an_import(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    text = policy("# Privacy\n\nWe keep logs.\n\n!!! note\n    Ask us. Then wait.", "2026-06-01")
    repository.write("policy/privacy.md", text)
    file = tmp_path / "edited.docx"
    file.write_bytes(docx(p("Privacy", style="heading1"), p("We keep all logs."), p("Note"),
                          p("Ask us."), p("Then wait.")))  # fmt: skip

    answer = fairnotice("import", "privacy", str(file), *DAY, cwd=repository.root)

    assert (answer.status, answer.out) == (2, "")
    line = text[: text.index("    Ask us.")].count("\n") + 1
    first, clause, then = answer.err.splitlines()
    assert first.endswith("not every clause of policy/privacy.md can be rewritten with certainty")
    assert clause == (
        f"policy/privacy.md:{line}: the Word document says “Ask us.” “Then wait.” and not “Ask us."
        " Then wait.”: write it there by hand"
    )
    assert then.startswith("Then import the document again")
    assert (repository.root / "policy/privacy.md").read_text() == text


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("privaci", "FILE"), "there is no policy `privaci`; there is `privacy`"),
        (("privacy", "missing.docx"), "missing.docx: there is no such file or folder"),
        (("privacy", "policy/privacy.md"), "policy/privacy.md: is no .docx file"),
        (("a", "b", "FILE"), "give a file or folder, or a policy and a .docx file"),
        (("FILE", "--accept-all"), "--lang and --accept-all go with POLICY"),
        (("privacy", "FILE", "--policy", "x"), "POLICY FILE takes neither --policy"),
    ],
)
def test_a_wrong_call_is_answered(
    repository: PolicyRepository, tmp_path: Path, arguments: tuple[str, ...], wanted: str
) -> None:
    file = tmp_path / "edited.docx"
    file.write_bytes(docx(p("We keep logs.")))
    given = [str(file) if each == "FILE" else each for each in arguments]

    answer = fairnotice("import", *given, *DAY, cwd=repository.root)

    assert answer.status == 2
    assert wanted in answer.err

"""The commands of proof and erasure on a real repository: what they write, print and remove."""

import csv
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert

from fairnotice import fairnotice
from notify.answers import subject_line
from notify.errors import NotifyError
from notify.ledger import open_ledger
from notify.ledger_database import hold as hold_chain
from notify.ledger_events import record
from notify.ledger_heads import ForeignHead, head_of
from notify.ledger_holds import Held
from notify.ledger_persons import NobodyFound
from notify.personal_files import holds_any, written_forms
from notify.proof_bundles import BundleExists
from notify.schema import answer as answer_table
from tests.notify.test_ledger_proofs import checked, unpacked
from tests.repositories import PolicyRepository

ADA = "ada.lovelace@example.com"
SETTINGS = """
site_name = "Example"
site_url = "https://policies.example.com/"
contact = "privacy@example.com"
[services.messaging]
title = "Messaging"
[recipients]
csv = "recipients.csv"
"""
RECIPIENTS = f"""id,email,name,language,services,joined
c-1,{ADA},Ada L.,en,messaging,2026-03-01
c-2,,Bob,en,messaging,
"""
OLD = "---\neffective: 2026-01-01\n---\n\n# Privacy Policy\n\nWe keep call records for 30 days.\n"
NEW = OLD.replace("2026-01-01", "2027-03-01").replace("30 days", "90 days")
NEW = NEW.replace(
    "---\n\n#", "change:\n  summary: We keep records longer.\n  choices: Close it.\n---\n\n#", 1
)
TODAY = ("--today", "2027-01-15")
WHO = ("--by", "A. Counsel", "--why", "asked by letter")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyRepository:
    """A repository of which everybody on the list was told, as far as a folder tells anybody."""
    made = PolicyRepository(tmp_path / "policies")
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made.write("recipients.csv", RECIPIENTS)
    made.commit({"fairnotice.toml": SETTINGS, "policy/privacy.md": OLD}, at="2025-12-01")
    made.commit({"policy/privacy.md": NEW}, at="2027-01-10")
    for step in (["plan"], ["approve", "--by", "Counsel"], ["send"]):
        run(*step, *TODAY)
    return made


def invoke(*arguments: str, given: str | None = None) -> Result:
    called = ["notify", *arguments]
    return CliRunner().invoke(fairnotice, called, catch_exceptions=False, input=given)


def run(*arguments: str, given: str | None = None) -> str:
    return invoke(*arguments, given=given).stdout


def answer(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json"))


def test_the_evidence_of_a_person_is_one_file_that_checks_itself(tmp_path: Path) -> None:
    file = tmp_path / "evidence.zip"
    said = run("evidence", "--person", ADA.upper(), "--on", "2027-01-12", "--to", str(file), *TODAY)

    assert said.splitlines()[0] == "1 text applied to them on 12 January 2027."
    assert "1 notice to them on record: told of 0, not told of 1, not known of 0." in said
    folder = unpacked(file)
    done = checked(folder)
    assert done.returncode == 0, done.stdout
    assert "1 hand-overs are bound into the chain; 1 of them by name and words" in done.stdout
    assert "1 texts have the hashes on record" in done.stdout
    (text,) = (folder / "texts").iterdir()
    assert text.read_text(encoding="utf-8") == OLD
    (mail,) = (folder / "rendered").glob("*.txt")
    assert mail.read_text(encoding="utf-8").startswith(f"To: {ADA}\nSubject: ")
    assert "c-2" not in "".join(
        p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()
    )


def test_the_page_for_a_court_says_in_words_what_is_known_and_what_is_not(tmp_path: Path) -> None:
    file = tmp_path / "evidence.zip"
    run("evidence", "--person", "c-1", "--on", "2027-01-12", "--to", str(file), *TODAY)
    page = (unpacked(file) / "page.html").read_text(encoding="utf-8")
    for words in (
        "What applied to c-1 on 12 January 2027",
        "1 March 2026",
        "Messaging",
        "Not told.</span> It was written to a folder and went to nobody.",
        "The change applies to them from 1 March 2027.",
        "They had to be told by 29 January 2027: 30 days before",
        "When this page was made, that day had not passed.",
        "No consent of theirs is on record here",
        "Whether anybody read a mail.",
        "python3 check.py",
    ):
        assert words in page, words
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").partition("<body>")[0]


def test_what_a_person_answered_in_a_product_is_evidence_bound_to_the_text(
    tmp_path: Path,
) -> None:
    ledger = open_ledger(os.environ, root=Path.cwd())
    for number, (who, kind, purpose) in enumerate(
        (("c-1", "consented", "training"), ("c-1", "refused", "training"), ("c-2", "seen", ""))
    ):
        facts = {"policy": "privacy", "revision": f"r{number}", "version": f"sha256:{'0' * 64}"}
        facts |= {"kind": kind, "purpose": purpose}
        line = subject_line("messaging", who)
        row = {"id": f"a{number}", "service": "messaging", "subject": ledger.seals.index(line)}
        row |= {"key": "k1", "request": f"q{number}", **facts}
        with ledger.writing() as connection:
            hold_chain(connection)
            at = ledger.moment(connection)
            connection.execute(insert(answer_table).values(**row, at=at))
            told = {"answer": f"a{number}", "service": "messaging", **facts}
            record(connection, at=at, kind="answer", plan=None, facts=told)
    file = tmp_path / "evidence.zip"

    run("evidence", "--person", ADA, "--to", str(file), *TODAY)

    folder = unpacked(file)
    found = json.loads((folder / "record.json").read_text(encoding="utf-8"))["answers"]
    assert [(one["revision"], one["kind"]) for one in found] == [
        ("r0", "consented"),
        ("r1", "refused"),
    ]
    lines = (folder / "chain.jsonl").read_text(encoding="utf-8").splitlines()
    chain = [json.loads(line) for line in lines]
    shown = [line["body"] for line in chain if line["kind"] == "answer" and "body" in line]
    assert [json.loads(body)["answer"] for body in shown] == ["a0", "a1"]
    assert all(one["event"] for one in found)
    assert checked(folder).returncode == 0


def test_evidence_is_held_against_what_others_have_kept(tmp_path: Path) -> None:
    with open_ledger(os.environ, root=Path.cwd()).reading() as connection:
        head = head_of(connection)
    assert head is not None
    kept, cut, empty = (tmp_path / name for name in ("kept.eml", "cut.json", "empty.txt"))
    kept.write_text(f"> Please keep this mail.\n> {head}\n", encoding="utf-8")
    cut.write_text(json.dumps({"ledger": str(replace(head, number=10**6))}), encoding="utf-8")
    empty.write_text("nothing\n", encoding="utf-8")
    call = ("evidence", "--person", "c-1", *TODAY)

    run(*call, "--heads", str(kept), "--to", str(tmp_path / "e.zip"))

    assert str(head) in (unpacked(tmp_path / "e.zip") / "heads.txt").read_text(encoding="utf-8")
    with pytest.raises(ForeignHead, match="was cut off, or it was made anew"):
        run(*call, "--heads", str(kept), "--heads", str(cut), "--to", str(tmp_path / "f.zip"))
    with pytest.raises(NotifyError, match="names no end of the chain"):
        run(*call, "--heads", str(empty), "--to", str(tmp_path / "f.zip"))


def test_a_bundle_takes_the_place_of_no_file(tmp_path: Path) -> None:
    file = tmp_path / "evidence.zip"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(BundleExists, match="is there already"):
        run("evidence", "--person", "c-1", "--to", str(file), *TODAY)
    assert file.read_text(encoding="utf-8") == "mine"
    assert [found.name for found in tmp_path.glob(".*part")] == []


@pytest.mark.parametrize("arguments", [[], ["--person", "a", "--notice", "n"]])
def test_evidence_is_of_a_person_or_of_a_notice(arguments: list[str]) -> None:
    assert "name a person with --person" in invoke("evidence", *arguments).output


def test_of_nobody_there_is_no_evidence(tmp_path: Path) -> None:
    with pytest.raises(NobodyFound):
        run("evidence", "--person", "eve@example.com", "--to", str(tmp_path / "e.zip"), *TODAY)


def test_the_evidence_of_a_notice_lists_whom_it_reached_too_late(tmp_path: Path) -> None:
    notice = answer("status")["plans"][0]["notices"][0]["id"]
    file = tmp_path / "notice.zip"
    found = answer("evidence", "--notice", notice, "--to", str(file), "--today", "2027-03-01")
    assert found["in_time"] == {"last_day": "2027-01-29", "met": 0, "late": 2, "unknown": 0}
    with zipfile.ZipFile(file) as opened:
        late = opened.read("not-in-time.csv").decode().splitlines()
    assert len(late) == 3
    assert checked(unpacked(file)).returncode == 0


def test_after_an_erasure_no_file_of_ours_names_the_person(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    run("preview", "--to", str(tmp_path / "preview"), *TODAY)
    run("evidence", "--person", ADA, "--to", str(tmp_path / "e.zip"), *TODAY)
    run("not-reached", "--to", str(tmp_path / "letters.csv"))
    forms = list(written_forms(ADA))
    assert any(holds_any(file, forms) for file in (tmp_path / "preview").iterdir())

    said = run("erase", "-", *WHO, "--yes", given=f"{ADA}\n")

    assert "entries name nobody now" in said
    (repository.root / "recipients.csv").write_text(
        RECIPIENTS.partition("\n")[0] + "\n", encoding="utf-8"
    )  # as it says
    left = [
        file
        for folder in (repository.root, tmp_path)
        for file in folder.rglob("*")
        if file.is_file() and ".git/" not in file.as_posix() and holds_any(file, forms)
    ]
    assert left == []
    assert "1 notice to them on record" in run(
        "evidence", "--person", ADA, "--to", str(tmp_path / "after.zip"), *TODAY
    )
    assert checked(unpacked(tmp_path / "after.zip")).returncode == 0


def test_before_an_erasure_it_says_what_stays_and_until_when() -> None:
    done = CliRunner().invoke(
        fairnotice, ["notify", "erase", ADA, *WHO], input="n\n", standalone_mode=False
    )
    assert isinstance(done.exception, click.Abort)
    assert "for 7 years after the notice" in done.output


def test_a_hold_is_placed_listed_and_ended() -> None:
    assert run("hold") == "No hold stands\n"
    placed = run("hold", "--person", ADA, "--by", "Counsel", "--why", "a claim")
    assert placed.startswith("Hold 1 stands")
    assert "hold 1 of a person, since" in run("hold")
    assert "Nothing is erased or forgotten under hold 1 of a person, since" in run("status")
    (held,) = answer("status")["holds"]
    assert (held["hold"], held["by"], held["why"]) == (1, "Counsel", "a claim")
    assert ADA not in json.dumps(held)
    with pytest.raises(Held):
        run("erase", "c-1", *WHO, "--yes")
    assert run("hold", "--end", "1", "--by", "Counsel", "--why", "settled") == "Hold 1 is ended\n"
    assert answer("hold") == {"holds": []}
    assert answer("status")["holds"] == []


def test_who_was_not_reached_is_listed_for_letters_and_comes_back_filled_in(
    tmp_path: Path,
) -> None:
    file = tmp_path / "letters.csv"
    assert "1 to be told in another way" in run("not-reached", "--to", str(file))
    with file.open(encoding="utf-8", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["recipient"], row["why"], row["address"]) == ("c-2", "no address", "")

    row |= {"channel": "letter", "told": "yes", "on": "2027-01-14"}
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(row))
        writer.writeheader()
        writer.writerow(row)
    said = run("record", "--from", str(file), "--by", "Post room", *TODAY)

    assert said == "1 recorded, 0 were known\n"
    assert answer("not-reached", "--to", str(tmp_path / "none.csv"))["people"] == 0
    again = run(
        "record", row["delivery"], "--channel", "letter", "--on", "2027-01-14", *TODAY, "--by", "x"
    )
    assert again == "0 recorded, 1 were known\n"

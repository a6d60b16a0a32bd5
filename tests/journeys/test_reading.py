"""Asking the archive at the terminal: versions, show, diff, init."""

import json
import os
from pathlib import Path

import pytest

from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

TODAY = ("--today", "2027-01-15")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("policies")
    repository = PolicyRepository(folder)
    first = policy("# Privacy\n\nWe keep logs for 30 days.", "2026-02-01", services="[voice]")
    repository.commit({"policy/privacy.md": first}, "2026-01-10")
    repository.commit({"policy/privacy.md": first.replace("logs", "*logs*")}, "2026-01-11")
    second = first.replace("30", "90").replace("2026-02-01", "2027-03-01")
    repository.commit({"policy/privacy.md": second}, "2027-01-11")
    return folder


def test_versions_as_json_has_the_documented_shape(root: Path) -> None:
    answer = fairnotice("versions", "privacy", "--format", "json", *TODAY, cwd=root)

    document = json.loads(answer.out)
    (found,) = document["policies"]
    assert document["today"] == "2027-01-15"
    assert (found["id"], found["lang"], found["state"]) == ("privacy", "en", "live")
    first, second = found["versions"]
    assert (first["effective"], first["state"]) == ("2026-02-01", "in force")
    assert (first["applies_from"], first["applies_until"]) == ("2026-02-01", "2027-03-01")
    assert (second["effective"], second["state"]) == ("2027-03-01", "scheduled")
    (revision,) = first["revisions"]
    assert revision["published"] == "2026-01-10T12:00:00Z"
    assert revision["id"].startswith("2026-01-10-")
    assert revision["blob"].startswith("sha256:")
    assert revision["words"].startswith("w1:sha256:")
    assert revision["datings"][0]["source"] == "front-matter"


def test_versions_for_people_tell_state_and_dates(root: Path) -> None:
    answer = fairnotice("versions", *TODAY, cwd=root)

    assert "2027-03-01" in answer.out
    assert "scheduled" in answer.out
    assert answer.err == ""


def test_show_prints_the_text_in_force_and_that_of_another_day(root: Path) -> None:
    assert "30 days" in fairnotice("show", "privacy", *TODAY, cwd=root).out
    on = fairnotice("show", "privacy", "--on", "2027-03-01", "--format", "html", *TODAY, cwd=root)
    assert "<p>We keep logs for 90 days.</p>" in on.out


def test_diff_marks_the_words_of_two_versions(root: Path) -> None:
    pair = ("privacy@2026-02-01", "privacy@2027-03-01")

    assert "[-30-]{+90+} days" in fairnotice("diff", *pair, *TODAY, cwd=root).out
    html = fairnotice("diff", *pair, "--format", "html", *TODAY, cwd=root).out
    assert "<del>30</del><ins>90</ins>" in html


def test_diff_as_json_gives_both_texts_back(root: Path) -> None:
    pair = ("privacy@2026-02-01", "privacy@2027-03-01")

    document = json.loads(fairnotice("diff", *pair, "--format", "json", *TODAY, cwd=root).out)

    segments = document["segments"]
    old = "".join(words for mark, words in segments if mark not in {"+", "m+", "~+"})
    new = "".join(words for mark, words in segments if mark not in {"-", "m-", "~-"})
    assert " ".join(old.split()) == "Privacy We keep logs for 30 days."
    assert " ".join(new.split()) == "Privacy We keep logs for 90 days."
    assert not document["equal"]
    assert [change["kind"] for change in document["changes"]] == ["reworded"]
    assert document["seconds"] >= 0


def test_a_batch_answers_each_line_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("We keep logs.\n")
    (tmp_path / "b.md").write_text("We keep no logs.\n")
    pairs = [("same", "a.md", "a.md"), ("other", "a.md", "b.md")]
    lines = [json.dumps({"id": i, "old": old, "new": new}) for i, old, new in pairs]
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines))

    answer = fairnotice("diff", "--batch", "pairs.jsonl", "--html", cwd=tmp_path)

    first, second = (json.loads(line) for line in answer.out.splitlines())
    assert (first["id"], first["equal"]) == ("same", True)
    assert (second["id"], second["equal"]) == ("other", False)
    assert "<ins>" in second["html"]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b'{"id": "x"}', id="no paths"),
        pytest.param(b'{"id": "x", "old": "a\\u0000", "new": "a.md"}', id="a NUL in a path"),
        pytest.param(b'{"id": "\\ud800", "old": "a.md", "new": "a.md"}', id="half a character"),
        pytest.param(
            b'{"id": "x", "old": "gone.md", "new": "a.md"}', id="a file that is not there"
        ),
        pytest.param(b'{"id": "x", "old": "pipe", "new": "a.md"}', id="a pipe"),
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b'{"id": "\xff"}', id="no UTF-8"),
    ],
)
def test_a_broken_line_of_a_batch_is_named(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "a.md").write_text("We keep logs.\n")
    os.mkfifo(tmp_path / "pipe")
    sound = b'{"id": "first", "old": "a.md", "new": "a.md"}\n'
    (tmp_path / "pairs.jsonl").write_bytes(sound + broken + b"\n")

    answer = fairnotice("diff", "--batch", "pairs.jsonl", cwd=tmp_path)

    assert answer.status == 2
    assert json.loads(answer.out)["id"] == "first"
    assert "pairs.jsonl:2" in answer.err
    assert "Traceback" not in answer.err


def test_init_writes_settings_once_and_says_what_it_guessed(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path / "legal")
    repository.commit(
        {
            "legal/privacy.md": "# Privacy\n\nWe keep logs.\n",
            "legal/privacy.de.md": "# Datenschutz\n\nWir speichern.\n",
        },
        "2026-01-01",
    )

    first = fairnotice("init", cwd=repository.root)
    again = fairnotice("init", cwd=repository.root)

    assert "fairnotice.toml: written" in first.out
    assert "fairnotice.toml: left as it is" in again.out
    listed = fairnotice("versions", cwd=repository.root).out
    assert "privacy (de)" in listed
    assert "privacy (en)" in listed


@pytest.mark.parametrize(
    "command",
    ["init", "build", "serve", "versions", "show", "diff", "assess", "notify", "sandbox", "demo"],
)
def test_the_help_of_each_command_shows_an_example(command: str, tmp_path: Path) -> None:
    answer = fairnotice(command, "--help", cwd=tmp_path)

    assert answer.status == 0
    assert "Example: fairnotice" in answer.out

"""`fairnotice diff` on real repositories: which texts may be named, and what is told of each change."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

DAY = ("--today", "2027-01-15")
OLD = "# Privacy\n\nWe keep logs for 30 days.\n\n## Rights\n\nYou may ask\nfor all of it."
MENDED = OLD.replace("30", "60")
NEW = (
    "# Privacy\n\nWe keep logs for 90 days.\n\n"
    "We sell none.\n\n## Rights\n\nYou may ask\nfor a copy of it."
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = PolicyRepository(tmp_path_factory.mktemp("diff") / "policies")
    found.commit({"policy/privacy.md": policy(OLD, "2026-01-01")}, "2026-01-01")
    found.commit({"policy/privacy.md": policy(MENDED, "2026-01-01")}, "2026-03-01")
    found.commit({"policy/privacy.md": policy(NEW, "2026-06-01")}, "2026-06-01")
    return found.root


@pytest.fixture(scope="module")
def ids(root: Path) -> list[str]:
    (found,) = json.loads(fairnotice("versions", "--format", "json", *DAY, cwd=root).out)[
        "policies"
    ]
    return [each["id"] for version in found["versions"] for each in version["revisions"]]


def test_a_revision_without_a_date_of_its_own_is_named_by_its_id(
    root: Path, ids: list[str]
) -> None:
    first, second, _ = ids

    answer = fairnotice("diff", f"privacy@{first}", f"privacy@{second}", *DAY, cwd=root)

    assert (answer.status, answer.err) == (0, "")
    assert "We keep logs for [-30-]{+60+} days." in answer.out
    shortened = fairnotice("diff", f"privacy@{first[:14]}", f"privacy@{second}", *DAY, cwd=root)
    assert shortened.out == answer.out


def test_a_version_is_its_last_revision(root: Path) -> None:
    answer = fairnotice("diff", "privacy@2026-01-01", "privacy@2026-06-01", *DAY, cwd=root)

    assert "[-60-]{+90+}" in answer.out


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(lambda known: f"{known[:-2]}zz", id="other letters"),
        pytest.param(lambda known: f"{known[:-2]}00", id="another hash"),
        pytest.param(lambda known: known[11:], id="the hash alone"),
        pytest.param(lambda known: known.upper(), id="large letters"),
        pytest.param(lambda known: known.replace("2026-03-01", "2026-03-02"), id="another day"),
    ],
)
def test_a_wrong_revision_is_answered_with_the_nearest(
    root: Path, ids: list[str], mistake: Callable[[str], str]
) -> None:
    wrong = mistake(ids[1])

    answer = fairnotice("diff", f"privacy@{wrong}", "privacy@2026-06-01", *DAY, cwd=root)

    assert answer.status == 2
    assert f"`{wrong}`" in answer.err
    assert f"`{ids[1]}`" in answer.err


def test_a_change_tells_the_lines_of_its_clauses_in_both_files(root: Path) -> None:
    pair = ("privacy@2026-01-01", "privacy@2026-06-01")

    document = json.loads(fairnotice("diff", *pair, "--format", "json", *DAY, cwd=root).out)

    # Three lines of front matter stand above each text.
    assert [
        (change["kind"], change["before_lines"], change["after_lines"])
        for change in document["changes"]
    ] == [
        ("reworded", [[6, 6]], [[6, 6]]),
        ("added", [], [[8, 8]]),
        ("reworded", [[10, 11]], [[12, 13]]),
    ]


def test_lines_are_those_of_the_files_of_a_batch(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("One word.\n\nTwo words stay.\n\nThree words go away here.\n")
    (tmp_path / "new.md").write_text("---\nlang: en\n---\n\nOne word.\n\nTwo words stayed.\n")
    (tmp_path / "pairs.jsonl").write_text('{"id": "x", "old": "old.md", "new": "new.md"}\n')

    (answer,) = fairnotice("diff", "--batch", "pairs.jsonl", cwd=tmp_path).out.splitlines()

    assert [
        (change["before_lines"], change["after_lines"]) for change in json.loads(answer)["changes"]
    ] == [([[3, 3]], [[7, 7]]), ([[5, 5]], [])]


def test_lines_that_cannot_be_told_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("[short]\n\n[short]: https://a.example\n")
    (tmp_path / "new.md").write_text("Something else by far.\n")

    answer = fairnotice("diff", "old.md", "new.md", "--format", "json", cwd=tmp_path)

    struck, come = json.loads(answer.out)["changes"]
    assert (struck["before"], struck["before_lines"]) == ("short", [])
    assert come["after_lines"] == [[1, 1]]


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_no_form_steers_the_terminal(tmp_path: Path, form: str) -> None:
    (tmp_path / "old.md").write_text("We keep \x1b[2J\x9b\u202e it.\n")
    (tmp_path / "new.md").write_text("We keep \x1b[2J\x9b\u202e all of it.\n")

    answer = fairnotice("diff", "old.md", "new.md", "--format", form, cwd=tmp_path)

    assert not {"\x1b", "\x9b", "\u202e"} & set(answer.out)


def test_a_text_that_is_shown_in_a_file_is_the_text_to_the_letter(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "policies")
    text = "# Privacy\n\nWe keep\u200e it \u202e.\n"
    made.commit({"policy/privacy.md": text}, "2026-01-01")
    asked = ("show", "privacy", *DAY)

    fairnotice(*asked, "--output", os.fspath(tmp_path / "privacy.md"), cwd=made.root)

    assert (tmp_path / "privacy.md").read_text(encoding="utf-8").strip() == text.strip()
    assert "We keep<U+200E> it <U+202E>." in fairnotice(*asked, cwd=made.root).out

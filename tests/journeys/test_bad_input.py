"""Whatever is wrong, a command says so in one clear line, with what to write instead."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Answer, fairnotice
from tests.repositories import PolicyRepository, policy

TODAY = ("--today", "2027-01-15")
ANNOUNCED = """---
effective: 2027-03-01
change:
  level: significant
  summary: We keep logs for 90 days.
  choices: Close your account.
---
# Privacy

We keep logs for 90 days.
"""


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit(
        {"policy/privacy.md": policy("# Privacy\n\nWe keep logs.", "2026-02-01")}, "2026-01-10"
    )
    return made


def one_line(answer: Answer) -> str:
    """The one line of a mistake; fails on a traceback, on two lines, on another status."""
    assert answer.status == 2, answer
    assert "Traceback" not in answer.err
    (line,) = answer.err.strip().splitlines()
    return line


def test_outside_a_git_repository(tmp_path: Path) -> None:
    assert "git init" in one_line(fairnotice("versions", cwd=tmp_path))


def test_in_a_shallow_clone(repository: PolicyRepository, tmp_path: Path) -> None:
    repository.commit({"policy/privacy.md": "Other words.\n"}, "2026-02-10")
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(shallow))

    for command in ("versions", "build", "show"):
        arguments = (command, "privacy") if command == "show" else (command,)
        assert "git fetch --unshallow" in one_line(fairnotice(*arguments, cwd=shallow))


def test_without_any_policy(tmp_path: Path) -> None:
    empty = PolicyRepository(tmp_path / "empty")
    empty.commit({"README.md": "Hello\n"}, "2026-01-01")

    assert "fairnotice init" in one_line(fairnotice("versions", cwd=empty.root))
    assert "put the first policy into policy/" in fairnotice("init", cwd=empty.root).out


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        pytest.param(("show", "privcy"), "`privacy`", id="a policy misspelt names the nearest"),
        pytest.param(("show", "privacy", "--on", "2026-02-30"), "`2026-02-28`", id="no such day"),
        pytest.param(("show", "privacy", "--on", "soon"), "2027-03-01", id="a date that is none"),
        pytest.param(("show", "privacy", "--on", "2026-01-31"), "2026-02-01", id="too early a day"),
        pytest.param(("show", "privacy", "--version", "2026-02-02"), "2026-02-01", id="version"),
        pytest.param(("show", "privacy", "--lang", "fr"), "`en`", id="another language"),
        pytest.param(("diff", "privacy@2026-02-01"), "OLD and NEW", id="one side of a redline"),
        pytest.param(("diff", "no.md", "nor.md"), "POLICY@DATE", id="files that are not there"),
        pytest.param(("diff", "--batch", "no.jsonl"), "no.jsonl", id="a batch that is not there"),
        pytest.param(("versions", "--today", "tomorrow"), "2027-03-01", id="a day that is none"),
        pytest.param(("check", "--base", "mian"), "--base origin/main", id="a base not here"),
        pytest.param(("check", "--base", "main", "--write"), "without --base", id="what to write"),
        pytest.param(("notify", "send", *TODAY), "plan", id="sending before there is a plan"),
    ],
)
def test_a_wrong_call(
    repository: PolicyRepository, arguments: tuple[str, ...], advice: str
) -> None:
    assert advice in one_line(fairnotice(*arguments, cwd=repository.root))


def test_settings_with_mistakes_are_answered_all_at_once(repository: PolicyRepository) -> None:
    repository.write("fairnotice.toml", 'timezon = "UTC"\nlanguage = 3\n')

    answer = fairnotice("versions", cwd=repository.root)

    assert answer.status == 2
    assert "fairnotice.toml:1" in answer.err
    assert "`timezone`" in answer.err
    assert "fairnotice.toml:2" in answer.err


def test_broken_front_matter_is_a_fault_with_file_and_line(repository: PolicyRepository) -> None:
    text = "---\ntitle: Privacy\neffectiv: 2026-03-01\neffective: 2026-02-30\n---\nWe keep logs.\n"
    repository.commit({"policy/privacy.md": text}, "2026-01-20")

    answer = fairnotice("versions", "privacy", cwd=repository.root)

    assert answer.status == 0
    assert "policy/privacy.md:3: error" in answer.out
    assert "policy/privacy.md:4: error" in answer.out
    assert "`effective`" in answer.out


def test_broken_rows_of_recipients_are_named_by_number(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": ANNOUNCED}, "2027-01-11")
    repository.write(
        "fairnotice.toml",
        'site_url = "https://policies.example.com/"\ncontact = "privacy@example.com"\n',
    )
    repository.write(
        "recipients.csv",
        "id,email,name,language,services,joined\n"
        "1,not an address,One,en,,\n"
        "2,two@example.com,Two,en,,2026-13-01\n",
    )

    answer = fairnotice(
        "notify", "plan", "--recipients", "recipients.csv", *TODAY, cwd=repository.root
    )

    assert answer.status == 2
    assert "Traceback" not in answer.err
    assert "row 2" in answer.err
    assert "row 3" in answer.err


def test_output_to_a_reader_that_has_gone_ends_quietly(repository: PolicyRepository) -> None:
    command = [sys.executable, "-m", "fairnotice", "show", "privacy"]
    repository.commit({"policy/privacy.md": "We keep logs.\n" * 20_000}, "2026-01-20")
    with subprocess.Popen(
        command, cwd=repository.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_escapes_in_a_policy_do_not_reach_the_terminal(repository: PolicyRepository) -> None:
    repository.commit(
        {"policy/terms.md": "# Terms \x1b[31mred\x07\n\nBe \u202ekind.\n"}, "2026-01-20"
    )

    for arguments in (("versions",), ("show", "terms")):
        answer = fairnotice(*arguments, cwd=repository.root)
        assert "\x1b" not in answer.out
        assert "\u202e" not in answer.out


def test_a_demo_replaces_nothing_but_a_demo(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "recipients.csv").write_text("id,email,name,language,services,joined\n")

    assert "something else" in one_line(fairnotice("demo", "--output", "work", cwd=tmp_path))
    assert (work / "recipients.csv").is_file()

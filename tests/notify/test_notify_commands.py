"""The commands on a real repository: from a commit to mails, and what a mistake is answered with."""

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.errors import InvalidSettings, NotARepository
from notify.errors import NotifyError
from notify.keys import PracticeKeys
from notify.last_looks import NotToldNow
from notify.ledger_approvals import SamePerson
from notify.ledger_trials import NothingToTry
from notify.ledger_ways import NotApprovedSo
from notify.notify_commands import notify
from notify.refusals import PlanRefused
from notify.sandbox import running_sandbox
from tests.notify.keyrings import an_environment
from tests.notify.smtp_server import smtp_server
from tests.repositories import PolicyRepository

SETTINGS = """
site_name = "Example Messaging Policies"
site_url = "https://policies.example.com/"
contact = "privacy@example.com"

[services.messaging]
title = "Messaging"

[recipients]
csv = "recipients.csv"
"""
HEADER = "id,email,name,language,services,joined\n"
RECIPIENTS = HEADER + "c-1,ada@example.com,Ada,en,messaging,\nc-2,,Post,en,messaging,\n"
OLD = "---\neffective: 2020-02-01\n---\n\n# Privacy Policy\n\nWe keep call records for 30 days.\n"
NEW = """---
effective: {effective}
change:
  level: significant
  summary: We keep call records for 90 days instead of 30.
  choices: You can delete them in the app.
---

# Privacy Policy

We keep call records for 90 days.
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyRepository:
    """One policy in force, and one significant change that has settled, for a later day."""
    made = PolicyRepository(tmp_path / "policies")
    today = date.today()  # noqa: DTZ011 (the tests' zone is UTC)
    effective = (today + timedelta(days=60)).isoformat()
    made.commit({"fairnotice.toml": SETTINGS, "policy/privacy.md": OLD}, at="2020-01-10")
    published = (today - timedelta(days=2)).isoformat()  # at noon: a day ago it settles till noon
    made.commit({"policy/privacy.md": NEW.format(effective=effective)}, at=published)
    made.write("recipients.csv", RECIPIENTS)
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("FAIRNOTICE_DATABASE", raising=False)
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(notify, list(arguments), catch_exceptions=False)


def answer(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json").stdout)


def test_from_a_commit_to_mails_in_a_folder(repository: PolicyRepository) -> None:
    plan = answer("plan")
    assert (plan["new"], plan["baseline"], plan["deliveries"]) == (True, True, 1)
    assert plan["excluded"]["no address"] == 1
    assert plan["services"] == [{"id": "messaging", "title": "Messaging", "told": 1, "not_told": 1}]
    preview = answer("preview")["services"]
    assert preview == [{"title": "Messaging", "told": 1, "not_told": 1}]
    assert "  Messaging: 1 told, 1 not told" in run("preview").stdout.splitlines()
    assert len(plan["left_out"]) == 1

    (notice,) = answer("preview")["notices"]
    assert "Hello Ada," in notice["text"]
    assert answer("approve", "--by", "A. Counsel")["hash"] == plan["hash"]
    assert answer("send")["deliveries"] == {"withheld": 1}
    assert answer("send")["deliveries"] == {}
    (status,) = answer("status")["plans"]
    assert status["approved_by"] == "A. Counsel"
    assert status["notices"][0]["deliveries"]["withheld"] == 1
    assert len(list((repository.root / "outbox").glob("*.eml"))) == 1

    assert answer("plan")["new"] is False


@pytest.mark.usefixtures("repository")
def test_the_answers_for_people_say_what_is_next() -> None:
    said = run("plan").stdout
    assert "2 recipients = 1 told + 1 not (no address)" in said
    assert "This is the first plan: nobody is mailed about what applied before it." in said
    assert "left out: Privacy Policy (en), the text from 2020-02-01" in said
    assert "Next: fairnotice notify preview" in said
    assert "Reply-To: privacy@example.com" in run("preview").stdout
    assert "Next: fairnotice notify send" in run("approve", "--by", "A. Counsel").stdout
    assert "Nobody was told" in run("send").stdout
    assert "1 withheld: configure a carrier, approve again, then" in run("send").stdout
    status = run("status").stdout
    assert "\n  2 recipients: 1 withheld, 1 excluded (1 no address)\n" in status
    assert "\n    1 withheld, 1 excluded (1 no address)\n" in status
    assert "fairnotice notify send --release-withheld" in status
    assert "nothing new" in run("plan").stdout


def test_a_preview_writes_the_mails_where_it_is_told(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    run("plan")

    said = run("preview", "--to", str(tmp_path / "preview")).stdout

    assert "1 mail written to" in said
    assert len(list((tmp_path / "preview").glob("*.eml"))) == 1
    assert not (repository.root / "outbox").exists()


@pytest.fixture
def _own_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: object) -> None:
    """Give a rehearsal its ledger, as a SendGrid on this machine asks for."""
    del repository  # it clears the environment first
    monkeypatch.setenv("FAIRNOTICE_DATABASE", f"sqlite:///{tmp_path / 'rehearsal.sqlite3'}")


@pytest.mark.usefixtures("_own_ledger")
def test_a_rehearsal_in_the_folder_does_not_use_up_the_real_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("plan")
    run("approve", "--by", "A. Counsel")
    run("send")
    with pytest.raises(NotifyError, match="no carrier is configured"):
        run("send", "--release-withheld")

    with running_sandbox() as sandbox:
        monkeypatch.setenv("SENDGRID_API_KEY", "SG.example")
        monkeypatch.setenv("SENDGRID_HOST", sandbox.url)
        assert answer("send")["deliveries"] == {}
        with pytest.raises(NotifyError, match="not approved since"):
            run("send", "--release-withheld")

        said = run("approve", "--by", "B. Counsel").stdout
        assert "is approved again, with 1 withheld, by B. Counsel" in said
        assert "Next: fairnotice notify send --release-withheld" in said
        assert answer("send", "--release-withheld")["deliveries"] == {"accepted": 1}
        assert answer("send", "--release-withheld")["deliveries"] == {}
        assert len(sandbox.messages) == 1


@pytest.mark.usefixtures("repository")
def test_a_local_sendgrid_never_writes_into_the_real_ledger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("plan")
    run("approve", "--by", "A. Counsel")
    with running_sandbox() as sandbox:
        monkeypatch.setenv("SENDGRID_API_KEY", "SG.example")
        monkeypatch.setenv("SENDGRID_HOST", sandbox.url)

        with pytest.raises(InvalidSettings, match="give the rehearsal a ledger of its own"):
            run("send")

        assert sandbox.attempts == 0


@pytest.mark.usefixtures("_own_ledger")
def test_a_carrier_gets_what_was_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    run("plan")
    run("approve", "--by", "A. Counsel")
    with running_sandbox() as sandbox:
        monkeypatch.setenv("SENDGRID_API_KEY", "SG.example")
        monkeypatch.setenv("SENDGRID_HOST", sandbox.url)

        with pytest.raises(NotApprovedSo, match=r"approved for outbox \(a folder\), not for sendg"):
            run("send")
        assert sandbox.attempts == 0
        run("approve", answer("status")["plans"][0]["hash"][:12], "--by", "A. Counsel")
        assert answer("send") == {"carrier": "sendgrid", "deliveries": {"accepted": 1}}
        assert answer("send") == {"carrier": "sendgrid", "deliveries": {}}

        (message,) = sandbox.messages
        assert message.to == "ada@example.com"
        assert "Hello Ada," in message.text
        assert "Hello Ada," in message.html


@pytest.mark.parametrize(
    ("arguments", "kind", "said"),
    [
        (["plan", "--override", "because"], NotifyError, 'write "who: why"'),
        (["approve", "--by", "A"], NotifyError, "run: fairnotice notify plan"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_wrong_call_is_answered_in_a_line(
    arguments: list[str], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        run(*arguments)


def test_outside_a_repository_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NotARepository):
        run("status")

    assert list(tmp_path.iterdir()) == []


def test_mails_go_out_by_an_smtp_server(
    repository: PolicyRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = SETTINGS.replace("https://policies.example.com/", "http://127.0.0.1:9/")
    sender = '[notice]\nlegal_from = "Example <legal@example.com>"\n'
    repository.write("fairnotice.toml", here + sender)  # where nobody answers
    run("plan")

    with smtp_server() as server:
        monkeypatch.setenv("FAIRNOTICE_SMTP", f"smtp://127.0.0.1:{server.port}")
        with pytest.raises(SamePerson, match=r'does not say who made it.*notify plan --by "WHO"'):
            run("approve", "--by", "A. Counsel")
        assert not answer("plan", "--by", "B. Planner")["new"]  # but now it says who made it
        with pytest.raises(SamePerson, match=r"b.  PLANNER made plan .*; let somebody else"):
            run("approve", "--by", "b.  PLANNER")
        run("approve", "--by", "A. Counsel")
        with pytest.raises(PracticeKeys, match="real mails and links need real keys"):
            run("send", "--this-disk-is-kept")
        for name, value in an_environment().items():
            monkeypatch.setenv(name, value)
        with pytest.raises(NotToldNow, match=r"cannot follow the links of the mails: .*privacy"):
            run("send", "--this-disk-is-kept")
        found = answer("send", "--this-disk-is-kept", "--pages-unseen", "Counsel: not out yet")
        assert found == {"carrier": "smtp", "deliveries": {"accepted": 1}}

    (message,) = server.messages
    assert message.to == "ada@example.com"
    assert b"Hello Ada," in message.content


def test_the_settings_may_let_one_person_plan_and_approve(
    repository: PolicyRepository,
) -> None:
    run("plan", "--by", "A. Counsel")
    with pytest.raises(SamePerson, match=r"A. Counsel made plan"):
        run("approve", "--by", "A. Counsel")

    repository.write("fairnotice.toml", SETTINGS + "[notice]\nown_approval = true\n")

    assert "is approved by A. Counsel" in run("approve", "--by", "A. Counsel").stdout
    assert ", made by A. Counsel, approved by A. Counsel" in run("status").stdout


@pytest.mark.usefixtures("_own_ledger")
def test_a_test_goes_to_those_who_are_named_and_tells_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(NothingToTry, match="run: fairnotice notify plan"):
        run("test", "--to", "counsel@example.com")
    run("plan")
    with running_sandbox() as sandbox:
        monkeypatch.setenv("SENDGRID_API_KEY", "SG.example")
        monkeypatch.setenv("SENDGRID_HOST", sandbox.url)

        found = answer("test", "--to", "Zoë Quill <zoe@example.com>", "--to", "b@example.com")

        assert [(one["to"], one["said"]) for one in found["mails"]] == [
            ("zoe@example.com", "taken"),
            ("b@example.com", "taken"),
        ]
        named, nameless = sandbox.messages
        assert named.subject.startswith("[Test] Example Messaging")
        assert "Hello Zoë Quill," in named.text
        assert "Hello," in nameless.text
        assert "Ada" not in named.text + named.html + nameless.text  # of the list
        (plan,) = answer("status")["plans"]
        assert plan["outcomes"] == {"excluded": 1, "planned": 1}


@pytest.mark.usefixtures("repository")
def test_status_due_exits_with_1_until_everybody_was_told() -> None:
    def due() -> list[str]:
        found = CliRunner().invoke(notify, ["status", "--due"])
        assert found.exit_code == (0 if "is handed over" in found.stdout else 1)
        return found.stdout.splitlines()

    (line,) = due()
    assert line.startswith("Privacy Policy: by ")
    assert line.endswith("people not counted yet: not planned; run: fairnotice notify plan")

    run("plan")
    (line,) = due()
    assert line.endswith('1 left: not approved; run: fairnotice notify approve --by "WHO"')

    run("approve", "--by", "A. Counsel")
    run("send")
    (line,) = due()
    assert "1 left: withheld in a folder" in line


def test_bad_rows_leave_no_plan(repository: PolicyRepository) -> None:
    repository.write("recipients.csv", HEADER + "c-1,nobody,,,,\n")

    with pytest.raises(PlanRefused, match="row 2"):
        run("plan")

    assert answer("status")["plans"] == []


def test_a_few_bad_rows_are_named_and_the_others_are_told(repository: PolicyRepository) -> None:
    good = "".join(f"c-{n},p{n}@example.com,,,,\n" for n in range(60))
    repository.write("recipients.csv", f"{HEADER}{good}c-x,nobody,,,,\n")

    said = run("plan").stdout

    assert "60 recipients = 60 told" in said
    assert "1 row cannot be used; whoever they name is not told" in said
    assert "row 62: 'nobody' is no email address" in said


def test_without_a_list_it_says_how_to_give_one(repository: PolicyRepository) -> None:
    settings = SETTINGS.replace('[recipients]\ncsv = "recipients.csv"\n', "")
    repository.write("fairnotice.toml", settings)

    with pytest.raises(NotifyError, match="give --recipients FILE"):
        run("plan")


@pytest.mark.usefixtures("repository")
def test_no_real_mail_on_a_pretended_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SENDGRID_API_KEY", "SG.example")

    for arguments in (["send"], ["approve", "--by", "A"]):
        with pytest.raises(InvalidSettings, match="leave out --today"):
            run(*arguments, "--today", "2027-01-15")


@pytest.mark.parametrize("command", ["plan", "preview", "test", "approve", "send", "status"])
def test_every_command_shows_an_example(command: str) -> None:
    assert f"Example: fairnotice notify {command}" in run(command, "--help").stdout

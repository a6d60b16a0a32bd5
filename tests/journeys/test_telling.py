"""Telling people, from a commit to their mailboxes: whom, how early, and what is never left out."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.sample_history import rebuild_sample
from notify.sandbox import running_sandbox
from tests.commands import Answer, fairnotice
from tests.repositories import PolicyRepository

SETTINGS = """
site_name = "Example policies"
site_url = "https://policies.example.com/"
contact = "privacy@example.com"
postal_address = "Example Messaging Ltd, 1 Sample Street, Example Town"
documents = ["policy/{id}.md"]

[services.messaging]
title = "Messaging"

[services.backup]
title = "Backup"

[recipients]
csv = "recipients.csv"

[notice]
days = 30
"""
RECIPIENTS = """id,email,name,language,services,joined
c-1,ada@example.com,Ada,en,messaging,
c-2,ben@example.com,Ben,en,backup,
c-3,cem@example.com,Cem,en,messaging;backup,
c-4,CEM@example.com,Cem again,en,messaging,
c-5,,Dora,en,messaging,
"""
PRIVACY = "\n# Privacy Policy\n\nWe delete call records after 30 days. You can object by mail.\n"
BACKUP = "\n# Backup Policy\n\nYour copies stay until you delete them. They are in Sweden.\n"
# No day on which the tests run matters: everything is told relative to it.
REAL_TODAY = date.today()  # noqa: DTZ011 (the tests' zone is UTC)


class Company:
    """A company with two services and a policy for each, on the real day."""

    def __init__(self, root: Path) -> None:
        self.repository = PolicyRepository(root)
        former = "---\neffective: 2020-02-01\nservices: [{}]\n---\n"
        self.repository.commit(
            {
                "fairnotice.toml": SETTINGS,
                ".gitignore": "recipients.csv\noutbox/\n",
                "policy/privacy.md": former.format("messaging") + PRIVACY,
                "policy/backup.md": former.format("backup") + BACKUP,
            },
            at="2020-01-10",
        )
        self.repository.write("recipients.csv", RECIPIENTS)

    def publish(self, policy: str, body: str, *change: str, days: int = 60) -> None:
        """Publish a text that has settled and is to apply in some days, with its decision."""
        service = "backup" if policy == "backup" else "messaging"
        front = [f"effective: {REAL_TODAY + timedelta(days=days)}", f"services: [{service}]"]
        if change:
            front += ["change:", *(f"  {line}" for line in change)]
        text = "\n".join(["---", *front, "---"]) + f"\n{body}"
        settled = (REAL_TODAY - timedelta(days=2)).isoformat()
        self.repository.commit({f"policy/{policy}.md": text}, at=settled)

    def run(self, *arguments: str, **environment: str) -> Answer:
        """Run a command of the notifier, on the real day."""
        # A carrier on this machine takes nothing without a ledger of its own.
        ledger = {"FAIRNOTICE_DATABASE": f"sqlite:///{self.repository.root}-ledger.sqlite3"}
        root = self.repository.root
        return fairnotice("notify", *arguments, cwd=root, **(ledger | environment))

    def asked(self, *arguments: str, **environment: str) -> Any:
        """Return the JSON document that a command answers with."""
        answer = self.run(*arguments, "--format", "json", **environment)
        assert answer.status == 0, answer
        return json.loads(answer.out)

    def deliveries(self) -> dict[str, int]:
        """What became of the mails of the only notice, zeroes left out."""
        (plan,) = self.asked("status")["plans"]
        (notice,) = plan["notices"]
        return {state: count for state, count in notice["deliveries"].items() if count}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "policies")


LONGER = (
    "level: significant",
    "summary: We keep call records for 90 days instead of 30.",
    "choices: You can delete each record in the app.",
)


def test_approved_mails_arrive_once_each_at_the_carrier(company: Company) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER)
    company.asked("plan")

    with running_sandbox() as sandbox:
        carrier = {"SENDGRID_API_KEY": sandbox.key, "SENDGRID_HOST": sandbox.url}
        company.asked("approve", "--by", "A. Counsel", **carrier)
        sent = company.asked("send", **carrier)
        again = company.asked("send", **carrier)
        messages = sandbox.messages

    assert sent == {"carrier": "sendgrid", "deliveries": {"accepted": 2}}
    assert again == {"carrier": "sendgrid", "deliveries": {}}
    assert sorted(message.to for message in messages) == ["ada@example.com", "cem@example.com"]
    for message in messages:
        assert "Privacy Policy changes on" in message.subject
        assert "[-30-]{+90+} days" in message.text
        assert "<del" in message.html
        # What the carrier is told about a delivery says nothing about the person.
        assert not any("@" in value for value in message.custom_args.values())
    assert company.deliveries() == {"accepted": 2, "excluded": 2}
    assert not (company.repository.root / "outbox").exists()


def test_a_rehearsal_in_a_folder_does_not_use_up_the_real_notice(company: Company) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER)
    company.asked("plan")
    company.asked("approve", "--by", "A. Counsel")
    company.asked("send")
    said = company.run("status").out
    assert "5 recipients: 2 withheld, 3 excluded (" in said
    assert "2 withheld: configure a carrier, approve again, then" in said

    with running_sandbox() as sandbox:
        carrier = {"SENDGRID_API_KEY": sandbox.key, "SENDGRID_HOST": sandbox.url}
        unreleased = company.run("send", "--release-withheld", **carrier)
        company.asked("approve", "--by", "B. Counsel", **carrier)
        sent = company.asked("send", "--release-withheld", **carrier)

    assert unreleased.status == 2
    assert "were not approved since" in unreleased.err
    assert sent["deliveries"] == {"accepted": 2}
    assert company.deliveries() == {"accepted": 2, "excluded": 2}


def test_a_rehearsal_at_a_local_carrier_leaves_the_real_ledger_alone(company: Company) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER)
    real = {"FAIRNOTICE_DATABASE": ""}
    company.asked("plan", **real)
    company.asked("approve", "--by", "A. Counsel", **real)

    with running_sandbox() as sandbox:
        carrier = {"SENDGRID_API_KEY": sandbox.key, "SENDGRID_HOST": sandbox.url}
        refused = company.run("send", **real, **carrier)

        assert sandbox.attempts == 0
    assert refused.status == 2
    (line,) = refused.err.strip().splitlines()
    assert "give the rehearsal a ledger of its own" in line


def test_nothing_goes_out_before_it_is_approved(company: Company) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER)
    company.asked("plan")

    with running_sandbox() as sandbox:
        carrier = {"SENDGRID_API_KEY": sandbox.key, "SENDGRID_HOST": sandbox.url}
        company.run("send", **carrier)

        assert sandbox.attempts == 0
    assert company.deliveries() == {"planned": 2, "excluded": 2}


def test_a_refused_key_is_one_clear_line_and_fails_nobody(company: Company) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER)
    company.asked("plan")

    with running_sandbox(key="SG.right") as sandbox:
        carrier = {"SENDGRID_HOST": sandbox.url}
        wrong = {"SENDGRID_API_KEY": "SG.wrong", **carrier}
        approved = company.asked("approve", "--by", "A. Counsel", **wrong)
        refused = company.run("send", **wrong)
        left = company.deliveries()
        right = {"SENDGRID_API_KEY": "SG.right", **carrier}
        company.asked("approve", approved["hash"], "--by", "A. Counsel", **right)
        sent = company.asked("send", **right)

    assert refused.status == 2
    *_, line = refused.err.strip().splitlines()  # after how far it came
    assert line.startswith("fairnotice: ")
    assert "SENDGRID_API_KEY" in line
    assert "SG.wrong" not in line
    assert left == {"planned": 2, "excluded": 2}
    assert sent["deliveries"] == {"accepted": 2}


def test_a_change_of_one_service_is_told_to_its_people_only(company: Company) -> None:
    company.publish(
        "backup",
        BACKUP.replace("until you delete them", "for 90 days"),
        "level: significant",
        "summary: We keep copies for 90 days instead of until you delete them.",
        "choices: You can fetch your copies in the app.",
    )

    company.asked("plan")
    company.asked("approve", "--by", "A. Counsel")
    company.asked("send")

    outbox = company.repository.root / "outbox"
    to = {
        line.partition("<")[2].rstrip(">")
        for file in outbox.glob("*.eml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("To: ")
    }
    assert to == {"ben@example.com", "cem@example.com"}


def test_a_reduced_right_is_told_although_it_was_called_minor(company: Company) -> None:
    company.publish(
        "privacy",
        PRIVACY.replace("30 days", "90 days"),
        "level: minor",
        "reason: Nobody will mind.",
        *LONGER[1:],
    )

    (notice,) = company.asked("plan")["notices"]

    assert notice["deliveries"] == 2


def test_a_reduced_right_is_not_told_without_words_that_people_understand(
    company: Company,
) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"))

    answer = company.run("plan")

    assert answer.status == 2
    assert "policy/privacy.md: change.summary is missing" in answer.err
    assert "policy/privacy.md: change.choices is missing" in answer.err
    assert company.asked("status")["plans"] == []


def test_a_change_that_comes_too_early_for_the_promised_notice_is_refused(
    company: Company,
) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER, days=30)

    answer = company.run("plan")

    assert answer.status == 2
    assert "30 days of notice are owed" in answer.err
    assert f"the earliest lawful day is {REAL_TODAY + timedelta(days=31)}" in answer.err


def test_a_new_purpose_is_not_told_before_the_question_of_consent_is_answered(
    company: Company,
) -> None:
    purpose = PRIVACY + "\nIf you agree, we also use your call records to show advertising.\n"
    company.publish("privacy", purpose, *LONGER)

    answer = company.run("plan")

    assert answer.status == 2
    assert "change.consent is unanswered" in answer.err


def test_a_change_of_hands_is_told_before_its_day(company: Company) -> None:
    company.publish(
        "privacy",
        PRIVACY + "\nFrom then on Sample Telecom Ltd provides the service.\n",
        "level: minor",
        "reason: The service stays the same.",
        "summary: Sample Telecom Ltd takes over Example Messaging.",
        "choices: You can close your account before.",
        "kind: transfer-of-control",
        "to: Sample Telecom Ltd",
        f"day: {REAL_TODAY + timedelta(days=60)}",
        "consent: not-needed",
    )

    (notice,) = company.asked("plan")["notices"]

    assert notice["deliveries"] == 2
    assert notice["day"] == (REAL_TODAY + timedelta(days=60)).isoformat()


def test_a_new_sub_processor_is_told_to_the_people_of_every_service(tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path / "sample")
    repository = PolicyRepository(sample.root)
    repository.git("reset", "-q", "--hard", "HEAD~3")  # the day the new company was announced

    answer = fairnotice(
        "notify", "plan", "--today", "2026-03-03", "--format", "json", cwd=sample.root
    )

    assert answer.status == 0, answer
    notices = json.loads(answer.out)["notices"]
    assert "Murmurwell: List of Sub-processors changes on 6 April 2026" in {
        notice["subject"] for notice in notices
    }
    # All but one without an address and one second account, each in a frame of their language.
    assert sum(notice["deliveries"] for notice in notices) == 22

"""What happens to a policy beside its words is planned, told and taken back as words are (S8)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from archive.settings import Settings
from archive.workspace import Workspace, open_workspace
from notify.deliveries import DeliveryState
from notify.due import still_owed
from notify.last_looks import NotToldNow, refuse_superseded
from notify.ledger import Ledger, approve, planned_mails
from notify.ledger_batches import claim
from notify.ledger_due import what_is_due
from notify.ledger_settling import settle
from notify.ledger_standing import standing_of
from notify.ledger_ways import told_in
from notify.periods_owed import nothing_promised
from notify.recipients import Recipient
from notify.refusals import PlanRefused
from notify.settlements import Settlement
from notify.workspace_judgements import judgements_of
from tests.notify.builders import SETTINGS, a_recipient
from tests.notify.ledgers import Made, a_ledger, planned
from tests.repositories import PolicyRepository

S = DeliveryState
PRIVACY, DATA = "policy/privacy.md", "policy/data.md"
WORDS = "# Privacy Policy\n\nWe keep call records for 30 days.\n"
PEOPLE = [
    a_recipient("ann", services=["messaging"]),
    a_recipient("ben", services=["voice"]),
    a_recipient("cem", services=["backup"]),
]


def text(head: str = "services: [messaging]", words: str = WORDS) -> str:
    return f"---\neffective: 2026-01-01\n{head}\n---\n{words}"


TRANSFER = (
    "services: [messaging]\nchange:\n  kind: transfer-of-control\n  to: Example Calls\n"
    "  day: {day}\n  summary: Example Calls takes over what we hold."
)


@dataclass(frozen=True, kw_only=True)
class Company:
    """A repository and its ledger, whose first plan was made on 5 January 2027."""

    repository: PolicyRepository
    ledger: Ledger
    root: Path
    settings: Settings = SETTINGS

    def commit(self, files: dict[str, str | None], day: str) -> None:
        self.repository.commit(files, f"{day}T10:00:00Z")

    def read(self, day: str) -> Workspace:
        return open_workspace(self.root, today=date.fromisoformat(day))

    def plan(self, day: str, people: list[Recipient] = PEOPLE, override: str | None = None) -> Made:
        with self.read(day) as workspace:
            return planned(
                self.ledger,
                people,
                register=workspace.register,
                judgements=judgements_of(workspace),
                settings=self.settings,
                override=override,
            )

    def told(self, day: str, people: list[Recipient] = PEOPLE) -> dict[str, list[str]]:
        """Plan, approve and hand over to everybody: to whom each subject went."""
        if not self.plan(day, people).new:
            return {}
        approve(self.ledger, by="Counsel")
        found: dict[str, list[str]] = {}
        while batch := claim(self.ledger, carrier="hands", limit=100):
            addresses = [one.mailbox.address.partition("@")[0] for one in batch.addressees]
            found.setdefault(batch.mail.subject, []).extend(sorted(addresses))
            ids = [addressee.delivery for addressee in batch.addressees]
            settle(self.ledger, batch.id, Settlement(to={S.ACCEPTED: ids}))
        return found

    def mail(self) -> str:
        """The text of the newest plan's only mail, its lines put together."""
        (batch,) = {batch.mail.notice: batch for batch in planned_mails(self.ledger)}.values()
        return " ".join(batch.mail.text.split())

    def due(self, day: str) -> list[str]:
        with self.read(day) as workspace, self.ledger.reading() as connection:
            standing = standing_of(connection)
            owed = still_owed(
                register=workspace.register,
                judgements=judgements_of(workspace),
                standing=standing,
                settings=self.settings,
                redline_of=workspace.texts.redline,
                promised_by=nothing_promised,
            )
        return [one.line(date.fromisoformat(day)) for one in what_is_due(self.ledger, owed)]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    repository = PolicyRepository(tmp_path / "texts")
    data = text(words="# Data Policy\n\nAll that we know of you stands on paper.\n")
    repository.commit({PRIVACY: text(), DATA: data}, "2026-01-01")
    made = Company(repository=repository, ledger=a_ledger(tmp_path), root=tmp_path / "texts")
    made.plan("2027-01-05")
    return made


def test_a_service_that_comes_under_a_policy_is_told_to_its_people_alone(company: Company) -> None:
    company.commit({PRIVACY: text("services: [messaging, voice]")}, "2027-01-10")

    assert company.told("2027-01-12") == {
        "Example Messaging: Privacy Policy: other services from 10 January 2027": ["ben"]
    }
    assert company.told("2027-01-13") == {}


def test_what_happens_is_said_in_plain_words_with_the_policy_that_applies_instead(
    company: Company,
) -> None:
    moved = text("services: [backup]")
    company.commit(
        {PRIVACY: moved, DATA: text("services: [messaging]", "# Data\n\nAll.\n")}, "2027-01-10"
    )
    company.plan("2027-01-12", override="Counsel: a test")

    mails = {b.mail.subject: " ".join(b.mail.text.split()) for b in planned_mails(company.ledger)}
    mail = mails["Example Messaging: Privacy Policy: other services from 10 January 2027"]

    assert (
        "From 10 January 2027, this policy also applies to Backup. From 10 January 2027, this"
        " policy no longer applies to Messaging."
    ) in mail
    assert "What applies instead, Data: https://policies.example.com/data/" in mail
    assert "For you:" not in mail  # no rule has looked at what another text means for people


def test_services_that_came_and_went_before_anybody_was_told_make_no_mail(company: Company) -> None:
    company.commit({PRIVACY: text("services: [messaging, voice]")}, "2027-01-10")
    company.commit({PRIVACY: text("services: [voice]")}, "2027-01-11")
    company.commit({PRIVACY: text()}, "2027-01-12")

    assert company.told("2027-01-14") == {}


def test_a_service_that_comes_with_a_text_is_told_before_the_day_of_the_text(
    company: Company,
) -> None:
    coming = text("services: [messaging, voice]", WORDS + "\nCall us.\n")
    company.commit({PRIVACY: coming.replace("2026-01-01", "2027-03-01")}, "2027-01-10")

    assert company.due("2027-01-12") == [
        (
            "Privacy Policy: the people of `voice` come under this policy: by 2027-01-29, people not"
            " counted yet: not planned; run: fairnotice notify plan"
        )
    ]
    assert company.told("2027-01-12") == {
        "Example Messaging: Privacy Policy: other services from 1 March 2027": ["ben"]
    }
    assert company.due("2027-01-12") == []


def test_a_service_that_comes_too_soon_with_a_text_is_refused(company: Company) -> None:
    coming = text("services: [messaging, voice]", WORDS + "\nCall us.\n")
    company.commit({PRIVACY: coming.replace("2026-01-01", "2027-01-20")}, "2027-01-10")

    with pytest.raises(PlanRefused, match="the text applies from 2027-01-20; to people told on"):
        company.plan("2027-01-12")


def test_a_policy_that_ends_is_told_once_and_told_otherwise_when_it_comes_back(
    company: Company,
) -> None:
    company.commit({PRIVACY: None}, "2027-01-10")

    with pytest.raises(AssertionError):  # it settles: whoever deleted it by mistake brings it back
        assert company.plan("2027-01-10").new
    ended = "Example Messaging: Privacy Policy ended on 10 January 2027"
    assert company.told("2027-01-12") == {ended: ["ann"]}
    assert "This policy ended on 10 January 2027." in company.mail()
    assert company.told("2027-01-13") == {}

    company.commit({PRIVACY: text()}, "2027-01-14")
    assert company.told("2027-01-16", [*PEOPLE, a_recipient("dee", services=["messaging"])]) == {
        "Example Messaging: taken back: Privacy Policy": ["ann"]
    }
    taken_back = "What we told you of is taken back: “This policy ended on 10 January 2027.”"
    assert taken_back in company.mail()
    assert company.told("2027-01-17") == {}


def test_a_policy_that_replaces_another_is_named_and_linked(company: Company) -> None:
    successor = text(
        "services: [messaging]\nredirect_from: [privacy]",
        "# Data Policy\n\nAll that we know of you stands on paper.\n",
    )
    company.commit({PRIVACY: None, DATA: successor}, "2027-01-10")
    made = company.plan("2027-01-12")

    assert "This policy ended on 10 January 2027. Data Policy takes its place." in company.mail()
    assert "What applies instead, Data Policy: https://policies.example.com/data/" in company.mail()
    assert [warning for warning in made.plan.warnings if "people are told after it" in warning]


def test_a_transfer_declared_under_equal_words_is_told_before_its_day_and_when_its_day_moves(
    company: Company,
) -> None:
    company.commit({PRIVACY: text(TRANSFER.format(day="2027-03-01"))}, "2027-01-10")

    assert company.told("2027-01-12") == {
        "Example Messaging: control passes to Example Calls on 1 March 2027": ["ann"]
    }
    mail = company.mail()
    assert "On 1 March 2027, control of what this policy covers passes to Example Calls." in mail
    assert "Example Calls takes over what we hold." in mail

    company.commit({PRIVACY: text(TRANSFER.format(day="2027-04-01"))}, "2027-01-14")
    assert company.told("2027-01-16") == {
        "Example Messaging: control passes to Example Calls on 1 April 2027": ["ann"]
    }
    assert "This applies from 1 April 2027 instead of 1 March 2027" in company.mail()

    company.commit({PRIVACY: text()}, "2027-01-18")
    assert company.told("2027-01-20") == {"Example Messaging: taken back: Privacy Policy": ["ann"]}


def test_control_does_not_pass_before_people_can_be_told_in_time(company: Company) -> None:
    company.commit({PRIVACY: text(TRANSFER.format(day="2027-02-01"))}, "2027-01-10")

    with pytest.raises(PlanRefused, match="control passes from 2027-02-01; to people told on"):
        company.plan("2027-01-12")


def test_what_does_not_come_about_any_more_is_not_sent(company: Company) -> None:
    company.commit({PRIVACY: None}, "2027-01-10")
    company.plan("2027-01-12")
    plans = [1, 2]
    told = told_in(company.ledger, plans)

    def look(day: str) -> None:
        with company.read(day) as workspace:
            judgements = judgements_of(workspace)
            zone = workspace.settings.timezone
            refuse_superseded(workspace.register, judgements, told, zone=zone)

    look("2027-01-12")
    company.commit({PRIVACY: text()}, "2027-01-13")
    with pytest.raises(NotToldNow, match=r"@ended-[0-9a-f]{12} does not come about any more"):
        look("2027-01-13")


def test_what_happened_before_the_first_plan_is_told_to_nobody(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({PRIVACY: text(), DATA: text(words="Data.\n")}, "2026-01-01")
    repository.commit({PRIVACY: text("services: [voice]"), DATA: None}, "2027-01-04")
    repository.commit({PRIVACY: text(TRANSFER.format(day="2027-03-01"))}, "2027-01-05")
    company = Company(repository=repository, ledger=a_ledger(tmp_path / "x"), root=tmp_path)

    assert company.told("2027-01-05") == {}  # what came today settles
    assert list(company.told("2027-01-07")) == [
        "Example Messaging: control passes to Example Calls on 1 March 2027"
    ]
    assert company.told("2027-01-08") == {}

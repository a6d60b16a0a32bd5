"""Who must be told where no word changes: a policy ends, or other services come under it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.events import EventKind
from archive.workspace import open_workspace
from notify.check_json import check_document
from notify.check_words import headline, notice
from notify.event_duties import event_duties
from tests.notify.proposals import Files, check_of, privacy, the_only
from tests.repositories import PolicyRepository

UTC = ZoneInfo("UTC")
FILE = "policy/privacy.md"
SERVICES = "\n".join(f'[services.{name}]\ntitle = "{name}"' for name in ("voice", "mail", "news"))
PEOPLE = "id,email,name,language,services\n" + "".join(
    f"{number},{number}@example.com,,en,{services}\n"
    for number, services in enumerate(["voice", "voice", "mail", "news", "voice;news"])
)
BASE: Files = {
    "fairnotice.toml": f'{SERVICES}\n[recipients]\ncsv = "people.csv"\n',
    "people.csv": PEOPLE,
}

DATA = "policy/data.md"
SUCCESSOR = "---\neffective: 2026-01-01\n---\nAll that we know of you stands on paper.\n"


def of(services: str) -> str:
    return privacy(head=f"services: [{services}]\n" if services else "")


@pytest.mark.parametrize(
    ("before", "after", "what", "told"),
    [
        pytest.param(
            "voice",
            "voice, mail",
            "the people of `mail` come under this policy",
            "1 person will be mailed, 4 will not.",
            id="a service is added",
        ),
        pytest.param(
            "voice, mail",
            "voice",
            "the people of `mail` leave it",
            "1 person will be mailed, 4 will not.",
            id="a service leaves",
        ),
        pytest.param(
            "voice",
            "mail",
            "the people of `mail` come under this policy and the people of `voice` leave it",
            "4 people will be mailed, 1 will not.",
            id="one for another",
        ),
        pytest.param(
            "",
            "voice",
            "it covers `voice` instead of all services",
            "5 people will be mailed.",
            id="no longer all services",
        ),
        pytest.param(
            "voice",
            "",
            "it covers all services instead of `voice`",
            "5 people will be mailed.",
            id="all services from now on",
        ),
    ],
)
def test_people_whose_service_comes_or_goes_are_due_a_notice(
    before: str, after: str, what: str, told: str, tmp_path: Path
) -> None:
    found = check_of(tmp_path, {**BASE, FILE: of(before)}, {FILE: of(after)})
    policy = the_only(found)

    assert list(notice(policy, found)) == [f"A notice of its own is due, since {what}.", told]
    assert headline(found).endswith("people must be told of 1 change.")


@pytest.mark.parametrize(
    ("changed", "kind", "what"),
    [
        pytest.param({FILE: None}, EventKind.RETIRED, "this policy ends", id="retired"),
        pytest.param(
            {FILE: None, DATA: SUCCESSOR.replace("---\nA", "redirect_from: [privacy]\n---\nA")},
            EventKind.REPLACED,
            "this policy ends, and `data` takes its place",
            id="replaced",
        ),
    ],
)
def test_the_people_of_a_policy_that_ends_are_due_a_notice(
    changed: Files, kind: EventKind, what: str, tmp_path: Path
) -> None:
    found = check_of(tmp_path, {**BASE, FILE: of("voice"), DATA: SUCCESSOR}, changed)
    (policy,) = [each for each in found.policies if each.change.policy.id == "privacy"]
    (due,) = policy.due

    assert (due.duty.event.kind, due.duty.what, due.duty.services) == (kind, what, ("voice",))
    assert due.reach is not None
    assert due.reach.told == 3
    document = check_document(found)
    assert f"'what': {what!r}" in str(document)


def test_words_and_services_that_change_together_are_two_things_to_tell(tmp_path: Path) -> None:
    changed = of("mail").replace("any time", "any moment")
    found = check_of(tmp_path, {**BASE, FILE: of("voice")}, {FILE: changed})
    policy = the_only(found)

    assert not policy.timing.told
    assert [each.duty.services for each in policy.due] == [("mail", "voice")]


def test_what_is_known_is_no_duty_again_and_a_translation_has_none(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit(
        {**BASE, FILE: of("voice"), "policy/privacy.de.md": of("voice")}, "2026-01-01"
    )
    repository.commit({FILE: of("mail"), "policy/privacy.de.md": of("mail")}, "2026-02-01")

    with open_workspace(tmp_path) as workspace:
        english, german = sorted(workspace.register, key=lambda policy: policy.original is not None)
    (duty,) = event_duties(english, zone=UTC)

    assert duty.event.on(workspace.settings.timezone).isoformat() == "2026-02-01"
    assert list(event_duties(english, zone=UTC, known=[duty.event])) == []
    assert list(event_duties(german, zone=UTC)) == []

"""What products are told: every change that must be told, bound to its text, in its languages."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.front_matter import Consent
from archive.revisions import Language
from archive.settings import Settings
from notify.product_notices import ProductNotice, product_notices
from notify.web_published import Watch
from tests.notify.builders import (
    JUDGEMENTS,
    NEW,
    OLD,
    REGISTER,
    SETTINGS,
    a_decision,
    a_judgement,
    a_redline,
    judging,
)
from tests.notify.products import a_notice
from tests.repositories import PolicyRepository, policy

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)


def made(settings: Settings = SETTINGS, judgements: object = JUDGEMENTS) -> list[ProductNotice]:
    return [
        *product_notices(
            REGISTER,
            judgements,  # type: ignore[arg-type]
            settings=settings,
            redline_of=a_redline,
        )
    ]


def test_a_scheduled_change_is_told_with_the_hash_of_its_text() -> None:
    (one,) = made()

    assert (one.policy, one.day) == ("privacy", date(2027, 3, 1))
    assert one.version == f"sha256:{NEW.first_sha256}"
    assert one.former == f"sha256:{OLD.first_sha256}"
    assert one.services == ("messaging", "voice")
    assert not one.asks_consent
    language, text = one.text(Language("fr"))
    assert language == "en"
    assert text.summary == a_decision().summary.strip()
    assert text.link.startswith("https://")


def test_consent_is_asked_where_the_legal_team_decided_so() -> None:
    asking = a_judgement(consent=True, decision=a_decision(consent=Consent.REQUIRED))
    (one,) = made(judgements=judging((OLD, a_judgement()), (NEW, asking)))
    assert one.asks_consent


def test_without_an_address_of_the_site_nothing_can_be_told() -> None:
    assert made(Settings()) == []


@pytest.mark.parametrize(
    ("service", "joined", "expected"),
    [
        ("voice", None, True),
        ("chat", None, False),
        ("voice", date(2027, 1, 10), True),
        ("voice", date(2027, 1, 11), False),
    ],
    ids=["a user", "of another service", "joined before", "joined under the new text"],
)
def test_whom_a_notice_concerns(service: str, joined: date | None, *, expected: bool) -> None:
    assert a_notice().concerns(service, joined) is expected


def test_the_service_sees_what_was_published_since_it_started(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.write("fairnotice.toml", 'site_url = "https://policies.example.com/"\n')
    repository.commit(
        {"policy/terms.md": policy("# Terms\n\nPlay fair.", "2026-01-01")}, "2025-12-01"
    )
    watch = Watch(root=tmp_path, now=lambda: NOW)
    watch.look()
    assert [one.id for one in watch().policies] == ["terms"]
    assert watch().notices == ()

    text = (
        "---\neffective: 2027-03-01\nchange:\n  level: significant\n  summary: We may ask for money.\n"
        "  choices: You can leave.\n---\n\n# Terms\n\nPlay fair, and pay."
    )
    repository.commit({"policy/terms.md": text}, "2027-01-10")
    watch.look()

    (one,) = watch().notices
    assert one.day == date(2027, 3, 1)
    assert one.text(Language("en"))[1].summary == "We may ask for money."


def test_a_repository_that_cannot_be_read_leaves_what_was_known(tmp_path: Path) -> None:
    watch = Watch(root=tmp_path, now=lambda: NOW)
    watch.look()
    assert watch().policies == ()

"""What laws ask of a text, and which text lacks it: for a lawyer to check."""

from dataclasses import replace

import pytest

from archive.contacts import read_contact
from archive.front_matter import FrontMatter
from archive.settings import Settings
from notify.legal_text_checks import ReadText, text_faults
from notify.notice_clauses import NoticeClause
from notify.policy_sentences import Sentence
from notify.profiles import all_profiles
from tests.notify.builders import a_revision, day

SAID = Sentence(text="Check this page.", heading="", clause=0)
TOLD = Sentence(text="We tell you of changes.", heading="", clause=1)
NO_CONTACT = Settings()


def a_text(
    *,
    effective: str | None = "2026-02-01",
    published: str = "2026-06-15",
    reviewed: str | None = None,
    contact: str | None = "privacy@example.com",
    words: str = "We keep logs.",
    clause: NoticeClause | None = None,
) -> ReadText:
    front = FrontMatter(
        contact=read_contact(contact) if contact else None,
        reviewed=day(reviewed) if reviewed else None,
    )
    return ReadText(
        revision=a_revision("New.", published=published, effective=effective, front_matter=front),
        sentences=(Sentence(text=words, heading="", clause=0),),
        clause=clause,
        line_of=lambda sentence: 7 + sentence.clause,
        line_of_key=lambda key: 3 if key == "reviewed" else 1,
    )


def codes(text: ReadText, profile: str, today: str = "2027-01-15") -> list[str]:
    asking = [p for p in all_profiles() if p.id == profile]
    found = text_faults(text, asking, settings=NO_CONTACT, today=day(today))
    return [f"{fault.severity} {fault.code} {fault.line}" for fault in found]


@pytest.mark.parametrize(
    ("profile", "text", "found"),
    [
        # Cal. Bus. & Prof. Code § 22575(b)(4), 11 CCR § 7011(e)(4), Rule 6.03(A)(8)
        pytest.param("colorado", a_text(), [], id="a date"),
        pytest.param("colorado", a_text(effective=None), ["error no-date 1"], id="no date"),
        pytest.param("gdpr", a_text(effective=None), [], id="a date that nobody asks for"),
        # Cal. Bus. & Prof. Code § 22575(b)(3)
        pytest.param(
            "caloppa", a_text(clause=NoticeClause()), ["error no-notice-clause 1"], id="not said"
        ),
        pytest.param("caloppa", a_text(clause=NoticeClause(told=TOLD)), [], id="said"),
        pytest.param("caloppa", a_text(clause=NoticeClause(look=SAID)), [], id="said, however"),
        pytest.param("caloppa", a_text(clause=None), [], id="a language of no table"),
        # WP260 rev.01, paragraph 29
        pytest.param(
            "gdpr", a_text(clause=NoticeClause(look=SAID)), ["error check-this-page 7"], id="look"
        ),
        pytest.param(
            "gdpr", a_text(clause=NoticeClause(look=SAID, told=TOLD)), [], id="look and told"
        ),
        pytest.param("gdpr", a_text(clause=NoticeClause()), [], id="nothing said"),
        # GDPR Article 13(1)
        pytest.param("gdpr", a_text(contact=None), ["error missing-contact 1"], id="no contact"),
        pytest.param(
            "gdpr", a_text(contact=None, words="Write to us: a@example.com."), [], id="in its words"
        ),
    ],
)
def test_what_a_law_asks_of_a_text(profile: str, text: ReadText, found: list[str]) -> None:
    assert codes(text, profile) == found


def test_the_contact_of_the_settings_is_one() -> None:
    settings = replace(NO_CONTACT, contact="privacy@example.com")
    text = a_text(contact=None)

    found = text_faults(text, all_profiles(), settings=settings, today=day("2026-07-01"))

    assert [fault.code for fault in found] == []


@pytest.mark.parametrize(
    ("published", "reviewed", "found"),
    [
        pytest.param("2026-02-15", None, [], id="changed eleven months ago to the day"),
        pytest.param("2026-02-14", None, ["warning review-due 3"], id="a day more"),
        pytest.param("2026-01-15", None, ["warning review-due 3"], id="twelve months to the day"),
        pytest.param("2026-01-14", None, ["error review-overdue 3"], id="over twelve months"),
        pytest.param("2020-01-01", "2026-06-01", [], id="reviewed since"),
        pytest.param("2020-01-01", "2026-02-01", ["warning review-due 3"], id="due again"),
        pytest.param("2020-01-01", "2026-01-01", ["error review-overdue 3"], id="long ago"),
        pytest.param("2020-01-01", "2099-01-01", ["error review-overdue 3"], id="to come"),
        pytest.param("2026-06-01", "2020-01-01", [], id="changed since the review"),
    ],
)
def test_a_text_is_reviewed_every_twelve_months(
    published: str, reviewed: str | None, found: list[str]
) -> None:
    assert codes(a_text(published=published, reviewed=reviewed), "ccpa") == found

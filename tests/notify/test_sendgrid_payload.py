"""What is SendGrid asked to do with a mail, whatever the settings of the account?"""

import pytest

from notify.carriers import MailKind
from notify.sendgrid_payload import mail_send_payload
from tests.notify.batches import MARK, a_batch, a_mail, an_addressee

GREETING = "mark-greeting-1"


@pytest.mark.parametrize("kind", list(MailKind))
def test_case_32_nothing_is_tracked_in_any_mail(kind: MailKind) -> None:
    assert mail_send_payload(a_batch(mail=a_mail(kind=kind)))["tracking_settings"] == {
        "click_tracking": {"enable": False, "enable_text": False},
        "open_tracking": {"enable": False},
        "subscription_tracking": {"enable": False},
        "ganalytics": {"enable": False},
    }


def test_only_legal_mail_passes_by_a_wish_for_no_news() -> None:
    legal = mail_send_payload(a_batch(mail=a_mail(kind=MailKind.LEGAL)))
    courtesy = mail_send_payload(a_batch(mail=a_mail(kind=MailKind.COURTESY)))

    assert legal["mail_settings"] == {"bypass_unsubscribe_management": {"enable": True}}
    assert "mail_settings" not in courtesy


def test_words_that_all_have_stand_in_the_mail_and_only_others_are_given_to_each() -> None:
    mail = a_mail(subject=f"To {MARK}", text=f"{GREETING} {MARK}", headers={"List-Id": f"<{MARK}>"})
    people = [
        an_addressee(number, substitutions={MARK: "Maps", GREETING: f"Hello {number},"})
        for number in range(2)
    ]

    payload = mail_send_payload(a_batch(mail=mail, addressees=tuple(people)))

    assert payload["subject"] == "To Maps"
    assert payload["content"][0]["value"] == f"{GREETING} Maps"  # type: ignore[index]
    assert payload["headers"]["List-Id"] == "<Maps>"  # type: ignore[index]
    given = [one.get("substitutions") for one in payload["personalizations"]]  # type: ignore[attr-defined]
    assert given == [{GREETING: "Hello 0,"}, {GREETING: "Hello 1,"}]


def test_where_all_have_the_same_words_nobody_is_given_any() -> None:
    people = tuple(an_addressee(number, substitutions={MARK: "Maps"}) for number in range(2))

    payload = mail_send_payload(a_batch(mail=a_mail(text=f"On {MARK}"), addressees=people))

    assert payload["content"][0]["value"] == "On Maps"  # type: ignore[index]
    assert all("substitutions" not in one for one in payload["personalizations"])  # type: ignore[attr-defined]

"""What is SendGrid asked to do with a mail, whatever the settings of the account?"""

import pytest

from notify.carriers import MailKind
from notify.sendgrid_payload import mail_send_payload
from tests.notify.batches import a_batch, a_mail


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

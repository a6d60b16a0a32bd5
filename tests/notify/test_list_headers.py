"""The headers by which mail programs know our lists, and let readers leave the one they joined."""

from email import message_from_bytes, policy

import pytest

from archive.settings import Settings
from notify.carriers import MailKind
from notify.list_headers import (
    UNSUBSCRIBE_MARK,
    NoCourtesyMail,
    as_courtesy_mail,
    legal_headers,
)
from notify.mailboxes import Mailbox
from notify.messages import eml
from notify.sendgrid_payload import mail_send_payload
from tests.notify.batches import a_batch, a_mail, an_addressee
from tests.notify.builders import settings_with
from tests.notify.courtesy import SETTINGS
from tests.notify.ledgers import Clock


def test_courtesy_mail_has_a_sender_and_a_list_of_its_own() -> None:
    mail = as_courtesy_mail(a_mail(), settings=SETTINGS)

    assert mail.kind is MailKind.COURTESY
    assert mail.from_ == Mailbox(address="updates@example.com", name="Example Messaging")
    assert mail.headers == {
        "List-Id": "Updates on policies <updates.policies.example.com>",
        "List-Unsubscribe": f"<https://notices.example.com/unsubscribe/{UNSUBSCRIBE_MARK}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": "<https://policies.example.com/>",
        "List-Archive": "<https://policies.example.com/>",
        "List-Owner": "<mailto:privacy@example.com>",
    }


def test_legal_mail_is_another_list_that_nobody_can_leave() -> None:
    headers = legal_headers(SETTINGS)

    assert headers == {"List-Id": "Legal notices <legal-notices.policies.example.com>"}


def test_both_carriers_put_each_reader_s_own_token_into_the_header() -> None:
    mail = as_courtesy_mail(a_mail(), settings=SETTINGS)
    people = tuple(
        an_addressee(n, substitutions={UNSUBSCRIBE_MARK: f"token-of-{n}"}) for n in range(2)
    )
    link = "<https://notices.example.com/unsubscribe/token-of-{}>"

    written = [eml(mail, one, date=Clock()()) for one in people]
    payload = mail_send_payload(a_batch(mail=mail, addressees=people))

    for number, one in enumerate(written):
        message = message_from_bytes(one, policy=policy.SMTP)
        assert message["List-Unsubscribe"] == link.format(number)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert payload["personalizations"][number]["headers"] == {  # type: ignore[index]
            "List-Unsubscribe": link.format(number)
        }
    assert payload["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # type: ignore[index]
    assert "mail_settings" not in payload  # the provider's own list of the unsubscribed counts


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(settings_with(service_url="https://n.example.com/"), id="no sender"),
        pytest.param(
            settings_with(notice={"courtesy_from": "updates@example.com"}), id="no service"
        ),
        pytest.param(
            settings_with(
                service_url="http://n.example.com/", notice={"courtesy_from": "updates@example.com"}
            ),
            id="a service without https",
        ),
        pytest.param(
            settings_with(
                service_url="https://n.example.com/",
                notice={"courtesy_from": "A <X@example.com>", "legal_from": "B <x@example.com>"},
            ),
            id="one sender for both",
        ),
    ],
)
def test_courtesy_mail_that_nobody_could_leave_is_not_made(settings: Settings) -> None:
    with pytest.raises(NoCourtesyMail):
        as_courtesy_mail(a_mail(), settings=settings)

"""What lies in the outbox is a mail that any program opens, private, and counts as withheld."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import InvalidSettings
from notify.carriers import Accepted, Addressee, CarrierStopped, Mail, Refused
from notify.mailboxes import Mailbox, is_one_line
from notify.messages import eml
from notify.outbox_carrier import OutboxCarrier, outbox_carrier
from tests.notify.batches import MARK, a_batch, a_mail, a_personal_batch, an_addressee

MOMENT = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
NASTY = st.text(max_size=120)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=300)


@pytest.fixture
def outbox(tmp_path: Path) -> OutboxCarrier:
    return OutboxCarrier(folder=tmp_path / "outbox", now=lambda: MOMENT)


@pytest.fixture(autouse=True)
def an_ordinary_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def parsed(mail: Mail, addressee: Addressee) -> EmailMessage:
    message = message_from_bytes(eml(mail, addressee, date=MOMENT), policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content.replace("\r\n", "\n")


def test_each_delivery_is_a_file_of_its_own(outbox: OutboxCarrier) -> None:
    assert outbox.hand_over(a_batch(3)) == Accepted(message_id="b1")
    assert outbox.counts_as == "withheld"
    assert sorted(f.name for f in outbox.folder.iterdir()) == ["d0.eml", "d1.eml", "d2.eml"]


def test_only_the_owner_can_read_it(outbox: OutboxCarrier) -> None:
    outbox.hand_over(a_batch())

    assert stat.S_IMODE(outbox.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((outbox.folder / "d0.eml").stat().st_mode) == 0o600


def test_a_mail_is_read_back_as_it_was_meant() -> None:
    mail = a_mail(
        kind="courtesy",
        text=f"Dear {MARK},\n\nfrom 1 March — read on.\n",
        html=f"<p>Dear {MARK},</p>",
        subject=f"News for {MARK}",
        reply_to=Mailbox(address="privacy@example.com"),
        headers={
            "List-Id": "<news.example.com>",
            "List-Unsubscribe": f"<https://x.example/{MARK}>",
        },
    )
    long = "Anna" + "a" * 150
    message = parsed(mail, an_addressee(7, substitutions={MARK: long}))

    assert message["From"] == '"Example Messaging, Inc." <legal@example.com>'
    assert message["To"] == "Reader 7 <reader7@example.com>"
    assert message["Reply-To"] == "privacy@example.com"
    assert message["Subject"] == f"News for {long}"
    assert message["Message-ID"] == "<d7@example.com>"
    assert message["Date"].datetime == MOMENT
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<news.example.com>"
    assert part(message, "plain") == f"Dear {long},\n\nfrom 1 March — read on.\n"
    assert part(message, "html").strip() == f"<p>Dear {long},</p>"


def test_a_long_link_to_unsubscribe_stays_a_link() -> None:
    mail = a_mail(headers={"List-Unsubscribe": f"<https://notices.example.com/{'x' * 200}>"})

    written = eml(mail, an_addressee(), date=MOMENT)

    assert f"List-Unsubscribe: <https://notices.example.com/{'x' * 200}>\r\n".encode() in written


@given(name=NASTY, subject=LINES.filter(str.strip), value=LINES)
def test_no_name_subject_or_value_becomes_a_header_or_a_part(
    name: str, subject: str, value: str
) -> None:
    mail = a_mail(subject=subject, text=f"-- {MARK} --\n", html=f"<p>{MARK}</p>")
    if any(MARK in text for text in (subject, value)):
        return
    reader = an_addressee(mailbox=Mailbox(address="a@example.com", name=name))
    message = parsed(
        mail,
        Addressee(delivery=reader.delivery, mailbox=reader.mailbox, substitutions={MARK: value}),
    )

    assert message.keys() == [
        "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    ]  # fmt: skip
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert [a.addr_spec for a in message["To"].addresses] == ["a@example.com"]
    assert is_one_line(message["To"].addresses[0].display_name)
    assert part(message, "plain") == f"-- {value} --\n"


def test_the_same_delivery_gives_the_same_bytes(outbox: OutboxCarrier) -> None:
    batch = a_personal_batch({"a@example.com": "Anna"})
    outbox.hand_over(batch)
    first = (outbox.folder / "d0.eml").read_bytes()

    outbox.hand_over(batch)

    assert (outbox.folder / "d0.eml").read_bytes() == first
    assert len(list(outbox.folder.iterdir())) == 1


def test_an_address_that_mail_cannot_carry_is_refused_by_name(outbox: OutboxCarrier) -> None:
    people = (an_addressee(0), an_addressee(1, mailbox=Mailbox(address="jörg@example.com")))

    outcome = outbox.hand_over(a_batch(addressees=people))

    assert isinstance(outcome, Refused)
    assert list(outcome.addressees) == ["d1"]
    assert not outbox.folder.exists()


def test_an_international_domain_is_written_in_ascii() -> None:
    reader = an_addressee(mailbox=Mailbox(address="anna@bücher.example.com"))

    assert parsed(a_mail(), reader)["To"] == "anna@xn--bcher-kva.example.com"


@pytest.mark.parametrize("inside", ["site", "site/outbox", "policy/../site/mails"])
def test_a_folder_that_goes_online_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(InvalidSettings, match="would be published"):
        outbox_carrier(
            {"FAIRNOTICE_OUTBOX": inside},
            root=tmp_path,
            published=[tmp_path / "policy", tmp_path / "site"],
        )


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outbox").symlink_to(tmp_path)

    with pytest.raises(InvalidSettings, match="is a link"):
        outbox_carrier({}, root=tmp_path, published=[])


def test_a_way_through_a_link_into_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "site")

    with pytest.raises(InvalidSettings, match="would be published"):
        OutboxCarrier(folder=tmp_path / "elsewhere/mails", published=(tmp_path / "site",))


def test_a_folder_that_others_can_read_is_refused(outbox: OutboxCarrier) -> None:
    outbox.folder.mkdir(mode=0o755)

    with pytest.raises(CarrierStopped, match="chmod 700"):
        outbox.hand_over(a_batch())


def test_a_folder_that_cannot_be_written_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")

    with pytest.raises(CarrierStopped, match="cannot write to"):
        outbox_carrier({}, root=tmp_path, published=[]).hand_over(a_batch())

"""What an SMTP server answers, or fails to answer, and what is known about each mail afterwards.

Everything goes over real connections, to a server that is made to be rude.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from notify.carriers import (
    Accepted,
    CarrierStopped,
    OutcomeUnknown,
    Refused,
    Several,
    TryLater,
)
from notify.mailboxes import Mailbox
from notify.smtp_carrier import SmtpCarrier, smtp_carrier
from notify.smtp_servers import Security, SmtpServer
from tests.notify.batches import MARK, a_batch, a_mail, a_personal_batch, an_addressee
from tests.notify.certificates import self_signed
from tests.notify.ledgers import Clock
from tests.notify.smtp_server import HANG_UP, SILENT, FakeSmtp, free_port, smtp_server

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
BAD = "RCPT TO:<reader1@example.com>"
PASSWORD = "hunter2"


@pytest.fixture
def server() -> Iterator[FakeSmtp]:
    with smtp_server() as running:
        yield running


def carrier(server: FakeSmtp, clock: Clock | None = None, **about: Any) -> SmtpCarrier:
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": Security.NONE,
    }
    return SmtpCarrier(
        server=SmtpServer(**(values | about)), data_seconds=0.5, now=clock or Clock(moment=NOW)
    )


def kinds(outcome: object) -> dict[str, str]:
    assert isinstance(outcome, Several), outcome
    return {id_: type(one).__name__ for id_, one in outcome.outcomes.items()}


def only(outcome: object, delivery: str) -> Any:
    assert isinstance(outcome, Several), outcome
    return outcome.outcomes[delivery]  # type: ignore[index]


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


# --- what is written


def test_each_mail_is_a_message_of_its_own(server: FakeSmtp) -> None:
    assert carrier(server).hand_over(a_batch(50)) == Accepted(message_id="")

    assert sorted(m.to for m in server.messages) == sorted(
        f"reader{n}@example.com" for n in range(50)
    )
    assert {m.sender for m in server.messages} == {"legal@example.com"}
    assert 1 <= server.connections <= 4


def test_each_reads_their_own_words_under_a_message_id_of_their_delivery(server: FakeSmtp) -> None:
    carrier(server).hand_over(a_personal_batch({"a@example.com": "Anna", "b@example.com": "Bo"}))

    found = {m.to: parsed(m.content) for m in server.messages}
    body = found["b@example.com"].get_body(("plain",))
    assert body is not None
    assert body.get_content().startswith("Dear Bo,")
    assert found["a@example.com"]["Message-ID"] == "<d0@example.com>"
    assert found["a@example.com"]["Auto-Submitted"] == "auto-generated"
    assert found["a@example.com"]["To"] == "a@example.com"


def test_lines_that_begin_with_a_dot_arrive_whole(server: FakeSmtp) -> None:
    carrier(server).hand_over(a_batch(mail=a_mail(text=".\n..\n.hidden\n\r.\r\nQUIT\n")))

    (message,) = server.messages
    body = parsed(message.content).get_body(("plain",))
    assert body is not None
    assert [line for line in body.get_content().splitlines() if line] == [
        ".", "..", ".hidden", ".", "QUIT",
    ]  # fmt: skip
    assert message.content.replace(b"\r\n", b"").count(b"\n") == 0


@pytest.mark.parametrize(
    "name", ["Bo\r\nRCPT TO:<x@example.com>", "Bo\nBcc: x@example.com", "A, B; C"]
)
def test_a_name_brings_in_no_command_and_no_header(server: FakeSmtp, name: str) -> None:
    addressee = an_addressee(mailbox=Mailbox(address="a@example.com", name=name))

    carrier(server).hand_over(a_batch(addressees=(addressee,)))

    (message,) = server.messages
    headers = parsed(message.content)
    assert [line for line in server.heard if line.startswith("RCPT")] == ["RCPT TO:<a@example.com>"]
    assert headers["Bcc"] is None
    assert [each.addr_spec for each in headers["To"].addresses] == ["a@example.com"]


def test_a_long_link_stays_a_link(server: FakeSmtp) -> None:
    link = f"<https://notices.example.com/unsubscribe/{'x' * 200}/{MARK}>"
    mail = a_mail(headers={"List-Unsubscribe": link})

    carrier(server).hand_over(a_personal_batch({"a@example.com": "token"}, mail=mail))

    assert link.replace(MARK, "token").encode() in server.messages[0].content


def test_the_server_does_not_learn_what_this_machine_is_called(server: FakeSmtp) -> None:
    carrier(server).hand_over(a_batch())

    assert server.heard[0] == "EHLO example.com"


def test_addresses_that_cannot_be_written_are_refused_beforehand(server: FakeSmtp) -> None:
    odd = an_addressee(1, mailbox=Mailbox(address="jürgen@example.com"))

    refused = carrier(server).hand_over(a_batch(addressees=(an_addressee(0), odd)))

    assert isinstance(refused, Refused)
    assert list(refused.addressees) == ["d1"]
    assert server.connections == 0


def test_a_sender_that_cannot_be_written_stops_the_mail(server: FakeSmtp) -> None:
    mail = a_mail(reply_to=Mailbox(address="jürgen@example.com"))

    refused = carrier(server).hand_over(a_batch(2, mail=mail))

    assert isinstance(refused, Refused)
    assert not refused.addressees
    assert not refused.smaller_may_pass


# --- what is answered to one mail


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        pytest.param(BAD, "550 5.1.1 no such user", id="the address"),
        pytest.param("DATA. reader1@example.com", "554 5.6.0 not that one", id="the message"),
    ],
)
def test_a_refused_mail_never_fails_its_neighbours(
    server: FakeSmtp, when: str, answer: str
) -> None:
    server.says[when] = answer

    outcome = carrier(server).hand_over(a_batch(6))

    assert kinds(outcome) == {f"d{n}": "Refused" if n == 1 else "Accepted" for n in range(6)}
    assert only(outcome, "d1").reason == f"127.0.0.1:{server.port}: {answer}"
    assert len(server.messages) == 5


def test_what_a_server_says_is_kept_without_addresses_and_on_one_line(server: FakeSmtp) -> None:
    server.says[BAD] = "550-5.1.1 <reader1@example.com> is\r\n550 unknown here"

    outcome = carrier(server).hand_over(a_batch(2))

    assert only(outcome, "d1").reason.endswith(": 550 5.1.1 <…> is unknown here")


def test_a_mail_that_is_wanted_later_waits_while_the_others_go(server: FakeSmtp) -> None:
    server.says[BAD] = "450 4.2.0 greylisted"
    clock = Clock(moment=NOW)
    under_test = carrier(server, clock)

    outcome = under_test.hand_over(a_batch(3))

    assert kinds(outcome) == {"d0": "Accepted", "d1": "TryLater", "d2": "Accepted"}
    later = only(outcome, "d1")
    assert later.certain
    assert later.not_before == NOW + timedelta(minutes=1)

    connections = server.connections
    again = under_test.hand_over(a_batch(addressees=(an_addressee(1),)))
    assert only(again, "d1") == later
    assert server.connections == connections  # not asked before it may be

    clock.sleep(60)
    server.says.clear()
    assert under_test.hand_over(a_batch(addressees=(an_addressee(1),))) == Accepted(message_id="")


def test_a_mail_that_is_put_off_again_and_again_is_refused_in_the_end(server: FakeSmtp) -> None:
    server.says[BAD] = "452 4.2.2 mailbox full"
    clock = Clock(moment=NOW)
    under_test = carrier(server, clock)
    one = a_batch(addressees=(an_addressee(1),))

    for minutes in (1, 2, 4, 8):
        later = only(under_test.hand_over(one), "d1")
        assert later.not_before - clock.moment == timedelta(minutes=minutes)
        clock.sleep(minutes * 60)
    last = only(under_test.hand_over(one), "d1")

    assert isinstance(last, Refused)
    assert "put off 5 times, at last: 127.0.0.1" in last.reason


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(HANG_UP, id="the connection is cut"),
        pytest.param(SILENT, id="nothing comes"),
        pytest.param("what?", id="no answer of this protocol"),
        pytest.param("252 maybe", id="neither yes nor no"),
    ],
)
def test_a_lost_answer_to_a_message_is_unknown_and_the_others_go(
    server: FakeSmtp, answer: str
) -> None:
    server.says["DATA. reader1@example.com"] = answer

    outcome = carrier(server).hand_over(a_batch(6))

    assert kinds(outcome) == {f"d{n}": "OutcomeUnknown" if n == 1 else "Accepted" for n in range(6)}


@pytest.mark.parametrize("when", ["MAIL", "RCPT"])
def test_a_connection_that_breaks_before_the_message_took_nothing(
    server: FakeSmtp, when: str
) -> None:
    server.says[when] = HANG_UP

    outcome = carrier(server).hand_over(a_batch(3))

    assert isinstance(outcome, TryLater)
    assert outcome.certain
    assert not outcome.unreached
    assert server.messages == []


def test_after_421_the_rest_is_tried_later(server: FakeSmtp) -> None:
    server.says["MAIL"] = ["250 ok", "250 ok", "421 4.7.0 come back later"]

    outcome = carrier(server).hand_over(a_batch(30))

    assert isinstance(outcome, Several)
    accepted = [one for one in outcome.outcomes.values() if isinstance(one, Accepted)]
    later = [one for one in outcome.outcomes.values() if isinstance(one, TryLater)]
    assert (len(accepted), len(later)) == (2, 28)
    assert {one.not_before for one in later} == {NOW + timedelta(minutes=1)}
    assert "421 4.7.0 come back later" in later[0].reason


# --- what is answered to all


def test_a_message_that_is_refused_for_everybody_fails_nobody(server: FakeSmtp) -> None:
    server.says["DATA."] = "554 5.7.1 From is not verified"

    outcome = carrier(server).hand_over(a_batch(200))

    assert isinstance(outcome, Refused)
    assert not outcome.addressees
    assert not outcome.smaller_may_pass
    assert len([line for line in server.heard if line == "DATA"]) <= 14  # and not 200


def test_a_message_that_is_refused_for_one_alone_is_refused(server: FakeSmtp) -> None:
    server.says["DATA."] = "554 5.7.1 no"

    assert kinds(carrier(server).hand_over(a_batch(1))) == {"d0": "Refused"}


def test_addresses_refused_one_after_another_end_the_batch(server: FakeSmtp) -> None:
    server.says["RCPT"] = "554 5.7.1 relay access denied"

    found = kinds(carrier(server).hand_over(a_batch(100)))

    refused = [kind for kind in found.values() if kind == "Refused"]
    assert 10 <= len(refused) <= 14  # the other connections were under way
    assert len(found) == 100


@pytest.mark.parametrize(
    ("when", "answer", "said"),
    [
        pytest.param("CONNECT", "554 no mail here", "554 no mail here", id="no service"),
        pytest.param("MAIL", "530 5.7.0 log in first", "check the user and the password", id="530"),
        pytest.param(
            "MAIL", "550 5.7.1 not you", "check that it may send for From", id="the sender"
        ),
        pytest.param("RCPT", "530 5.7.0 log in first", "check the user", id="log in, said late"),
    ],
)
def test_where_a_person_must_act_everything_stops(
    server: FakeSmtp, when: str, answer: str, said: str
) -> None:
    server.says[when] = answer

    with pytest.raises(CarrierStopped, match=said):
        carrier(server).hand_over(a_batch(20))
    assert server.messages == []


def test_what_went_out_before_a_stop_is_not_forgotten(server: FakeSmtp) -> None:
    server.says["MAIL"] = ["250 ok", "550 5.7.1 enough"]

    found = kinds(carrier(server).hand_over(a_batch(10)))

    assert sorted(found.values()) == ["Accepted", *["TryLater"] * 9]


@pytest.mark.parametrize("answer", ["421 4.3.2 busy", "450 busy"])
def test_a_busy_server_is_tried_later(server: FakeSmtp, answer: str) -> None:
    server.says["CONNECT"] = answer

    outcome = carrier(server).hand_over(a_batch(3))

    assert isinstance(outcome, TryLater)
    assert outcome.not_before == NOW + timedelta(minutes=1)


def test_a_server_that_is_not_there_is_named_with_what_to_check() -> None:
    nowhere = SmtpServer(host="127.0.0.1", port=free_port(), security=Security.NONE)

    outcome = SmtpCarrier(server=nowhere, now=lambda: NOW).hand_over(a_batch())

    assert isinstance(outcome, TryLater)
    assert "cannot be reached" in outcome.reason
    assert outcome.unreached == "check FAIRNOTICE_SMTP and the network"


# --- who we are, and who may read along


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_mails_and_passwords_are_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    context = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))

    with smtp_server(tls=context, from_first_byte=security is Security.TLS) as server:
        server.offers = ("STARTTLS", "AUTH PLAIN")
        account: dict[str, Any] = {"user": "mailer", "password": "hünter2", "security": security}
        assert carrier(server, **account).hand_over(a_batch(3)) == Accepted(message_id="")

    assert {(m.encrypted, m.user) for m in server.messages} == {(True, "mailer")}


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_nobody_vouches_for_stops_everything(
    tmp_path: Path, security: Security
) -> None:
    tls = self_signed(tmp_path)
    with smtp_server(tls=tls, from_first_byte=security is Security.TLS) as server:
        server.offers = ("STARTTLS",)
        with pytest.raises(CarrierStopped, match="a certificate that is not trusted"):
            carrier(server, security=security).hand_over(a_batch(3))

    assert not [line for line in server.heard if line.startswith(("AUTH", "MAIL"))]


def test_without_starttls_no_password_is_sent(server: FakeSmtp) -> None:
    server.offers = ("AUTH PLAIN",)

    account: dict[str, Any] = {
        "user": "mailer",
        "password": PASSWORD,
        "security": Security.STARTTLS,
    }
    with pytest.raises(CarrierStopped, match="offers no STARTTLS"):
        carrier(server, **account).hand_over(a_batch())
    assert [line.split()[0] for line in server.heard] in (["EHLO"], ["EHLO", "QUIT"])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(
            f"535 5.7.8 {PASSWORD} is wrong", "check the user and the password", id="wrong"
        ),
        pytest.param("534 5.7.9 another way", "check the user and the password", id="not so"),
    ],
)
def test_a_refused_login_stops_everything_after_one_try(
    server: FakeSmtp, answer: str, said: str
) -> None:
    server.offers = ("AUTH PLAIN",)
    server.says["AUTH"] = answer

    with pytest.raises(CarrierStopped, match=said) as caught:
        carrier(server, user="mailer", password=PASSWORD).hand_over(a_batch(50))
    assert PASSWORD not in str(caught.value)
    assert server.connections == 1


def test_a_login_that_cannot_be_checked_just_now_is_tried_later(server: FakeSmtp) -> None:
    server.offers = ("AUTH PLAIN",)
    server.says["AUTH"] = "454 4.7.0 the directory is asleep"

    account: dict[str, Any] = {"user": "mailer", "password": PASSWORD}
    assert isinstance(carrier(server, **account).hand_over(a_batch()), TryLater)


def test_a_server_that_knows_no_login_stops_everything(server: FakeSmtp) -> None:
    with pytest.raises(CarrierStopped, match="check the user and the port in FAIRNOTICE_SMTP"):
        carrier(server, user="mailer", password=PASSWORD).hand_over(a_batch())


def test_the_environment_names_the_server() -> None:
    made = smtp_carrier({"FAIRNOTICE_SMTP": f"smtps://mailer:{PASSWORD}@smtp.example.com"})

    assert (made.name, made.counts_as) == ("smtp", "accepted")
    assert PASSWORD not in repr(made)


def test_unknown_stays_unknown_beside_a_message_that_is_refused(server: FakeSmtp) -> None:
    server.says["DATA."] = "554 5.7.1 no"
    server.says["DATA. reader1@example.com"] = HANG_UP

    outcome = carrier(server).hand_over(a_batch(3))

    assert isinstance(only(outcome, "d1"), OutcomeUnknown)

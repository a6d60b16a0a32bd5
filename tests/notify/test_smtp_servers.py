"""The URL of an SMTP server: what it may say, and that its password is never repeated."""

import pytest

from archive.errors import InvalidSettings
from notify.smtp_servers import Security, SmtpServer, smtp_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        pytest.param(
            "smtps://mailer:hunter2@smtp.example.com",
            SmtpServer(
                host="smtp.example.com",
                port=465,
                security=Security.TLS,
                user="mailer",
                password="hunter2",
            ),
            id="encrypted from the first byte",
        ),
        pytest.param(
            "smtp+starttls://m%40example.com:p%2Fw%3A%25@smtp.example.com:2587/",
            SmtpServer(
                host="smtp.example.com",
                port=2587,
                security=Security.STARTTLS,
                user="m@example.com",
                password="p/w:%",
            ),
            id="encrypted after a word, with an @ in the name",
        ),
        pytest.param(
            "smtp+starttls://smtp.example.com",
            SmtpServer(host="smtp.example.com", port=587, security=Security.STARTTLS),
            id="without a name",
        ),
        pytest.param(
            "smtp://127.0.0.1:2525",
            SmtpServer(host="127.0.0.1", port=2525, security=Security.NONE),
            id="plain, within this machine",
        ),
        pytest.param(
            "smtp://localhost",
            SmtpServer(host="localhost", port=25, security=Security.NONE),
            id="plain, by its name",
        ),
    ],
)
def test_what_a_url_says(url: str, server: SmtpServer) -> None:
    assert smtp_server({"FAIRNOTICE_SMTP": url}) == server


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("smtp.example.com", id="a bare host"),
        pytest.param("https://mailer:hunter2@smtp.example.com", id="another scheme"),
        pytest.param("smtp://mailer:hunter2@smtp.example.com", id="plain to another machine"),
        pytest.param("smtp://127.0.0.1.example.com/hunter2", id="a name like this machine"),
        pytest.param("smtps://mailer@smtp.example.com/hunter2", id="no password"),
        pytest.param("smtps://:hunter2@smtp.example.com", id="no user"),
        pytest.param("smtps://mailer:hunter2@", id="no host"),
        pytest.param("smtps://mailer:hunter2@smtp.example.com:70000", id="no port"),
        pytest.param("smtps://mailer:hunter2@smtp.example.com/path", id="a path"),
        pytest.param("smtps://mailer:hunter2@smtp.example.com?x=1", id="a query"),
        pytest.param("smtps://mailer:hunter2%0d%0aRSET@smtp.example.com", id="two lines"),
        pytest.param("smtps://mailer:hunter2@[::1", id="no address"),
    ],
)
def test_what_is_no_server_is_said_without_its_password(url: str) -> None:
    with pytest.raises(InvalidSettings, match="FAIRNOTICE_SMTP") as caught:
        smtp_server({"FAIRNOTICE_SMTP": url})

    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_server_is_shown_without_its_password() -> None:
    server = smtp_server({"FAIRNOTICE_SMTP": "smtps://mailer:hunter2@smtp.example.com"})

    assert "hunter2" not in repr(server)
    assert str(server) == "smtp.example.com:465"

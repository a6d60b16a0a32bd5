"""Nobody is mailed by accident, and nobody goes unmailed unnoticed."""

from pathlib import Path
from typing import Any

import pytest

from archive.errors import InvalidSettings
from notify.carrier_choice import choose_carrier, refuse_pretended_day
from tests.notify.builders import SETTINGS, settings_with

KEY = {"SENDGRID_API_KEY": "SG.example"}
SMTP = {"FAIRNOTICE_SMTP": "smtps://mailer:hunter2@smtp.example.com"}
LEGAL = settings_with(notice={"legal_from": "Example <legal@example.com>"})


@pytest.mark.parametrize(
    ("environ", "settings", "name"),
    [
        pytest.param({}, SETTINGS, "outbox", id="nothing configured: a folder"),
        pytest.param(KEY, SETTINGS, "sendgrid", id="a key: the carrier"),
        pytest.param(KEY, LEGAL, "sendgrid", id="a key and a sender"),
        pytest.param(SMTP, SETTINGS, "smtp", id="a server: the second carrier"),
        pytest.param(SMTP, LEGAL, "smtp", id="a server and a sender"),
    ],
)
def test_which_carrier_sends(
    tmp_path: Path, environ: dict[str, str], settings: Any, name: str
) -> None:
    assert choose_carrier(environ, settings, root=tmp_path, pretended_day=False).name == name


def test_two_carriers_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="both set; unset the one") as caught:
        choose_carrier(KEY | SMTP, SETTINGS, root=tmp_path, pretended_day=False)

    assert "hunter2" not in str(caught.value)


def test_a_sender_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="set SENDGRID_API_KEY or FAIRNOTICE_SMTP"):
        choose_carrier({}, LEGAL, root=tmp_path, pretended_day=False)


@pytest.mark.parametrize(
    "environ",
    [KEY, SMTP, {"FAIRNOTICE_SMTP": "smtp://127.0.0.1"}],
    ids=["SendGrid", "a server", "a server on this machine, which mails people too"],
)
def test_real_people_are_never_mailed_on_a_pretended_day(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    with pytest.raises(InvalidSettings, match=f"leave out --today, or unset {next(iter(environ))}"):
        choose_carrier(environ, SETTINGS, root=tmp_path, pretended_day=True)


@pytest.mark.parametrize("environ", [{}, KEY | {"SENDGRID_HOST": "http://127.0.0.1:8025"}])
def test_a_folder_and_the_sandbox_may_pretend(environ: dict[str, str]) -> None:
    refuse_pretended_day(environ, pretended_day=True)


def test_a_rehearsal_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    local = KEY | {"SENDGRID_HOST": "http://127.0.0.1:8025"}

    with pytest.raises(
        InvalidSettings, match=r"a ledger of its own.*FAIRNOTICE_DATABASE=sqlite:///"
    ):
        choose_carrier(local, SETTINGS, root=tmp_path, pretended_day=False)
    own = local | {"FAIRNOTICE_DATABASE": "sqlite:////srv/rehearsal.sqlite3"}
    assert choose_carrier(own, SETTINGS, root=tmp_path, pretended_day=True).name == "sendgrid"


def test_mails_are_never_written_into_what_is_published(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="would be published"):
        choose_carrier(
            {"FAIRNOTICE_OUTBOX": "site/mails"}, SETTINGS, root=tmp_path, pretended_day=False
        )

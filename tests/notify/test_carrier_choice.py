"""Nobody is mailed by accident, and nobody goes unmailed unnoticed."""

from pathlib import Path
from typing import Any

import pytest

from archive.errors import InvalidSettings
from notify.carrier_choice import choose_carrier, refuse_pretended_day
from tests.notify.builders import SETTINGS, settings_with

KEY = {"SENDGRID_API_KEY": "SG.example"}
LEGAL = settings_with(notice={"legal_from": "Example <legal@example.com>"})


@pytest.mark.parametrize(
    ("environ", "settings", "name"),
    [
        pytest.param({}, SETTINGS, "outbox", id="nothing configured: a folder"),
        pytest.param(KEY, SETTINGS, "sendgrid", id="a key: the carrier"),
        pytest.param(KEY, LEGAL, "sendgrid", id="a key and a sender"),
    ],
)
def test_which_carrier_sends(
    tmp_path: Path, environ: dict[str, str], settings: Any, name: str
) -> None:
    assert choose_carrier(environ, settings, root=tmp_path, pretended_day=False).name == name


def test_a_sender_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="set SENDGRID_API_KEY"):
        choose_carrier({}, LEGAL, root=tmp_path, pretended_day=False)


def test_real_people_are_never_mailed_on_a_pretended_day(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="leave out --today"):
        choose_carrier(KEY, SETTINGS, root=tmp_path, pretended_day=True)


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

"""What LEDGER.md tells people to write: commands that exist, files that can be read."""

import configparser
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
import yaml

from fairnotice import fairnotice
from notify.ledger_batches import LEASE
from notify.ledger_database import connected

PAGE = (Path(__file__).parents[1] / "LEDGER.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    set(re.findall(r"\bfairnotice ((?:notify|ledger) [a-z-]+)((?: --[a-z-]+)?)", PAGE))
)


def blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("words", "option"), COMMANDS)
def test_each_command_and_option_of_the_page_exists(words: str, option: str) -> None:
    command: click.Command = fairnotice
    for word in words.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, words
        command = found

    known = {name for parameter in command.params for name in parameter.opts}
    assert not option or option.strip() in known


def test_the_page_names_the_commands_of_the_ledger() -> None:
    named = {words for words, _ in COMMANDS}

    assert {"ledger backup", "ledger migrate", "ledger confirm-restore"} <= named


def test_the_containers_share_one_ledger_that_the_program_can_open(tmp_path: Path) -> None:
    (written,) = blocks("yaml")
    services = yaml.safe_load(written)["services"]
    url = services["send"]["environment"]["FAIRNOTICE_DATABASE"]

    engine = connected(url.replace("${LEDGER_PASSWORD:?}", "secret"), root=tmp_path)

    assert (engine.dialect.name, engine.url.host) == ("postgresql", "ledger")
    assert services["ledger"]["environment"]["POSTGRES_DB"] == engine.url.database
    assert services["ledger"]["environment"]["POSTGRES_USER"] == engine.url.username


def test_the_units_run_the_sender_and_the_service_and_keep_their_marks() -> None:
    units = []
    for written in blocks("ini"):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]  # as its documentation does
        unit.read_string(written)
        units.append(unit)
    service, timer, web = units

    assert service["Service"]["ExecStart"].endswith("fairnotice notify send")
    assert service["Service"]["Environment"] == "XDG_STATE_HOME=/var/lib"
    assert service["Service"]["StateDirectory"] == "fairnotice"
    assert " fairnotice web --port" in web["Service"]["ExecStart"].replace("/bin/", " ")
    assert web["Service"]["Environment"] == "XDG_STATE_HOME=/var/lib"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_lease_is_as_long_as_the_page_says() -> None:
    assert timedelta(minutes=15) == LEASE
    assert "lease of 15 minutes" in PAGE

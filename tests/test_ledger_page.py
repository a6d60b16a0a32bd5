"""What LEDGER.md tells people to write: commands that exist, files that can be read."""

import re
from datetime import timedelta
from pathlib import Path

import click
import pytest

from fairnotice import fairnotice
from notify.ledger_batches import LEASE

PAGE = (Path(__file__).parents[1] / "LEDGER.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    set(re.findall(r"\bfairnotice ((?:notify|ledger) [a-z-]+)((?: --[a-z-]+)?)", PAGE))
)


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


def test_the_lease_is_as_long_as_the_page_says() -> None:
    assert timedelta(minutes=15) == LEASE
    assert "lease of 15 minutes" in PAGE

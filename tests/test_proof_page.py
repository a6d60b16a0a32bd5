"""What PROOF.md tells people to write: commands and options that exist, and what is kept how long."""

import re
from pathlib import Path

import click
import pytest

from archive.settings import NoticeSettings
from fairnotice import fairnotice

PAGE = (Path(__file__).parents[1] / "PROOF.md").read_text(encoding="utf-8")
CALLS = sorted(set(re.findall(r"\bfairnotice (notify [a-z-]+|jobs)\b([^`\n]*)", PAGE)))


@pytest.mark.parametrize(("words", "rest"), CALLS)
def test_each_command_and_option_of_the_page_exists(words: str, rest: str) -> None:
    command: click.Command = fairnotice
    for word in words.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, words
        command = found
    known = {name for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", rest)) <= known


def test_the_page_names_every_command_of_proof() -> None:
    named = {words.removeprefix("notify ") for words, _ in CALLS}
    assert named == {"evidence", "not-reached", "record", "erase", "hold", "jobs"}


def test_the_page_says_how_long_what_is_kept() -> None:
    defaults = NoticeSettings()
    assert f"| {defaults.events_days} days;" in PAGE
    assert f"| {defaults.proof_years} years after" in PAGE

"""SENDING.md as a stranger follows it: commands that exist, settings that are read, calls that work."""

import json
import re
import shlex
import urllib.request
from pathlib import Path

import click
import pytest

from archive.settings import SETTINGS_FILE, load_settings
from fairnotice import fairnotice
from notify.keys import Purpose
from notify.sandbox import running_sandbox
from tests.repositories import PolicyRepository

PAGE = (Path(__file__).parents[1] / "SENDING.md").read_text(encoding="utf-8")
CALLS = sorted(
    set(re.findall(r"\bfairnotice (?:-C \S+ )?((?:notify )?[a-z][a-z-]*)\b([^`\n#]*)", PAGE))
)


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


def test_the_settings_of_the_page_are_settings(tmp_path: Path) -> None:
    (written,) = re.findall(r"   ```toml\n(.*?)   ```", PAGE, re.DOTALL)
    PolicyRepository(tmp_path)
    (tmp_path / SETTINGS_FILE).write_text(re.sub(r"(?m)^   ", "", written), encoding="utf-8")

    settings = load_settings(tmp_path)

    assert settings.notice.legal_from == "Example <legal@example.com>"
    assert settings.recipients is not None
    assert settings.recipients.csv == "recipients.csv"


def test_the_four_keys_of_the_page_are_the_keys() -> None:
    (names,) = re.findall(r"for name in ([A-Z_ ]+);", PAGE)

    assert {f"FAIRNOTICE_{name}" for name in names.split()} == {str(one) for one in Purpose}


def test_the_calls_of_the_page_do_what_it_says() -> None:
    lines = re.findall(r"(?m)^curl .*$", PAGE)
    assert len(lines) == 3
    with running_sandbox() as sandbox:
        for line in lines:
            words = shlex.split(line)
            (url,) = (word for word in words if word.startswith("http"))
            body = words[words.index("--json") + 1].encode() if "--json" in words else None
            method = "POST" if body else "GET"
            path = url.removeprefix("http://127.0.0.1:8925")
            asked = urllib.request.Request(
                f"{sandbox.url}{path}",
                data=body,
                method=method,
                headers={"Content-Type": "application/json"} if body else {},
            )
            with urllib.request.urlopen(asked) as answer:
                told = json.load(answer)
            if body:
                assert {name: told[name] for name in json.loads(body)} == json.loads(body)
            else:
                assert told["messages"] == []

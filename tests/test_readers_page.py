"""What READERS.md claims: each threat has its tests, and the settings it shows are the program's."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.settings import parse_settings
from archive.web_settings import WebSettings
from notify.api_keys import Asked, signer
from tests.notify.products import VOICE

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "READERS.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+)`", PAGE)))


@pytest.fixture(scope="module")
def known() -> set[str]:
    found: set[str] = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        found |= set(
            re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE)
        )
    return found


def test_each_test_that_the_page_names_exists(known: set[str]) -> None:
    assert [name for name in NAMED if name not in known] == []


def test_each_threat_names_a_test() -> None:
    rows = PAGE.partition("| threat | answer | test |")[2].splitlines()[2:]
    assert len([row for row in rows if row.startswith("| ")]) >= 20
    assert [row for row in rows if row.startswith("| ") and "`test_" not in row] == []


def test_the_settings_of_the_page_are_read_and_are_the_defaults() -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    settings = parse_settings(toml, file="fairnotice.toml")
    assert settings.web == WebSettings(proxies=("127.0.0.1",))


def test_the_signature_of_the_page_is_the_one_that_is_checked() -> None:
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - the page's own example
    body = b'{"kind": "seen"}'

    made = names["headers"](VOICE.secret, "POST", "/api/v1/answers", "a=b", body)

    asked = Asked(method="POST", path="/api/v1/answers", query="a=b", body=body)
    assert signer([VOICE], asked, made, now=datetime.now(UTC)) == VOICE

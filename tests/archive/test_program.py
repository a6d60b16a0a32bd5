"""What the program made is kept only while its files are the same to the byte."""

import sys
from pathlib import Path

import pytest

from archive.program import program_digest

SOURCE = {"__init__.py": "", "rules.py": "RULE = 1\n", "rules.toml": "a = 1\n"}


def digest_of(files: dict[str, str], root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    program_digest.cache_clear()
    package = root / "programme"
    for name, content in files.items():
        file = package / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    monkeypatch.syspath_prepend(root)
    monkeypatch.delitem(sys.modules, "programme", raising=False)
    return program_digest("programme")


@pytest.mark.parametrize(
    ("files", "same"),
    [
        pytest.param(SOURCE, True, id="equal files"),
        pytest.param(SOURCE | {"rules.py": "RULE = 2\n"}, False, id="another source"),
        pytest.param(SOURCE | {"rules.toml": "a = 2\n"}, False, id="another table of rules"),
        pytest.param(SOURCE | {"more.py": ""}, False, id="one file more"),
        pytest.param(SOURCE | {"__pycache__/rules.pyc": "x"}, True, id="what Python keeps"),
    ],
)
def test_it_names_the_files_of_a_package(
    *, files: dict[str, str], same: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest_of(SOURCE, tmp_path / "one", monkeypatch)

    assert (digest_of(files, tmp_path / "two", monkeypatch) == before) is same


def test_a_folder_below_a_package_is_named_by_itself() -> None:
    assert program_digest("site_overrides", "fairnotice", "parts") != program_digest(
        "site_overrides"
    )

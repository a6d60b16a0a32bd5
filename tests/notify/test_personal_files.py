"""Files that name people are found again, by what stands in them or by their names."""

import base64
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.personal_files import (
    holds_any,
    note_written,
    remove_files_about,
    written_forms,
    written_places,
)

ADA = "ada.lovelace@example.com"


def test_places_are_noted_once_and_forgotten_when_they_are_gone(tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        (tmp_path / name).write_text("", encoding="utf-8")
        note_written(tmp_path, tmp_path / name)
    assert written_places(tmp_path) == [str(tmp_path / "one"), str(tmp_path / "two")]
    (tmp_path / "one").unlink()
    assert written_places(tmp_path) == [str(tmp_path / "two")]


@given(before=st.binary(max_size=7), after=st.binary(max_size=7))
def test_an_address_is_found_in_base64_whatever_stands_around_it(
    before: bytes, after: bytes
) -> None:
    written = base64.b64encode(before + ADA.encode() + after)
    assert any(form in written for form in written_forms(ADA))


@pytest.mark.parametrize(
    ("content", "removed"),
    [
        pytest.param(ADA.encode(), True, id="as it is"),
        pytest.param(base64.b64encode(b"x" + ADA.encode()), True, id="in base64"),
        pytest.param(b"bob@example.com", False, id="another"),
    ],
)
def test_a_file_goes_where_it_holds_the_address(
    tmp_path: Path, content: bytes, *, removed: bool
) -> None:
    plain, packed = tmp_path / "list.csv", tmp_path / "evidence.zip"
    plain.write_bytes(content)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("record.json", content)
    gone = list(remove_files_about([plain, packed], deliveries=[], names=[ADA, "c-1"]))
    assert gone == ([plain, packed] if removed else [])
    assert [plain.exists(), packed.exists()] == [not removed] * 2


def test_of_a_folder_only_their_own_mails_go(tmp_path: Path) -> None:
    for name in ("d1.eml", "d2.eml", "mine.txt"):
        (tmp_path / name).write_text(ADA, encoding="utf-8")
    gone = list(remove_files_about([tmp_path], deliveries=["d1", "d9"], names=[ADA]))
    assert gone == [tmp_path / "d1.eml"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d2.eml", "mine.txt"]


def test_what_names_nobody_is_looked_for_nowhere(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("c-1", encoding="utf-8")
    assert not holds_any(tmp_path / "list.csv", [])
    assert not list(remove_files_about([tmp_path / "list.csv"], deliveries=[], names=["c-1"]))

"""The keys of the environment: separate, named, rotating; refused where they are missing or short."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from notify.keys import (
    FILE,
    BadKeys,
    Keyring,
    PracticeKeys,
    Purpose,
    key_of,
    read_keyring,
    refuse_practice,
)
from tests.notify.keyrings import a_keyring, a_value, an_environment

ONE, TWO = a_value("one"), a_value("two")


def test_keys_come_from_the_environment_and_the_first_of_several_makes_new_ones(
    tmp_path: Path,
) -> None:
    keyring = read_keyring(an_environment(DATA=f"{TWO}, {ONE}"), folder=tmp_path)
    assert not keyring.practice
    assert keyring.first(Purpose.DATA) == key_of(Purpose.DATA, TWO)
    assert keyring.all(Purpose.DATA) == (key_of(Purpose.DATA, TWO), key_of(Purpose.DATA, ONE))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        pytest.param("", "is missing", id="missing"),
        pytest.param("   ", "is missing", id="blank"),
        pytest.param("secret", "too short", id="short"),
        pytest.param(ONE[:42], "too short", id="one character too short"),
        pytest.param("ab" * 40, "easily guessed", id="long and guessed at once"),
        pytest.param(f"{ONE},short", "value 2 of .* is too short", id="a short second one"),
        pytest.param(f"{ONE},{ONE}", "one key twice", id="the same twice"),
        pytest.param(f"{ONE} {TWO}", "holds a space", id="separated by a space"),
        pytest.param("é" + ONE, "no plain character", id="not ASCII"),
    ],
)
def test_a_bad_key_is_refused_in_one_line_that_says_what_to_do(
    purpose: Purpose, value: str, wrong: str, tmp_path: Path
) -> None:
    environ = {**an_environment(), str(purpose): value}
    with pytest.raises(BadKeys, match=wrong) as refused:
        read_keyring(environ, folder=tmp_path)
    said = str(refused.value)
    assert purpose in said
    assert "\n" not in said
    assert "openssl rand -base64 32" in said or "name each once" in said
    assert not value.strip() or value not in said


def test_one_value_does_not_serve_two_purposes(tmp_path: Path) -> None:
    environ = an_environment(INDEX=f"{TWO},{ONE}", EVIDENCE=ONE)
    with pytest.raises(BadKeys, match=r"INDEX_KEY and FAIRNOTICE_EVIDENCE_KEY are the same"):
        read_keyring(environ, folder=tmp_path)


def test_the_same_value_makes_another_key_for_each_purpose() -> None:
    keys = [key_of(purpose, ONE) for purpose in Purpose]
    assert len({key.secret for key in keys}) == len({key.id for key in keys}) == len(keys)


def test_a_key_is_never_shown() -> None:
    keyring = a_keyring(ONE)
    key = keyring.first(Purpose.DATA)
    assert ONE not in repr(keyring)
    assert repr(key) == f"Key(id='{key.id}')"


def test_without_keys_those_for_practice_are_made_once_and_kept_private(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as at_once:
        found = list(at_once.map(lambda _: read_keyring({}, folder=tmp_path), range(8)))
    assert all(keyring == found[0] for keyring in found)
    assert found[0].practice
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_practice_keys_still_read_once_real_ones_have_come(tmp_path: Path) -> None:
    practice = read_keyring({}, folder=tmp_path)
    real = read_keyring(an_environment(), folder=tmp_path)
    for purpose in Purpose:
        assert real.all(purpose) == (
            key_of(purpose, a_value(purpose.name)),
            practice.first(purpose),
        )
    refuse_practice(real)


def test_what_reaches_people_does_not_rely_on_practice_keys(tmp_path: Path) -> None:
    with pytest.raises(PracticeKeys, match=r"FAIRNOTICE_DATA_KEY.*openssl rand -base64 32") as said:
        refuse_practice(read_keyring({}, folder=tmp_path))
    assert "\n" not in str(said.value)


@pytest.mark.parametrize("content", ["", "FAIRNOTICE_DATA_KEY=" + ONE, "nonsense"])
def test_a_damaged_file_of_practice_keys_is_not_taken_for_one(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content, encoding="ascii")
    with pytest.raises(BadKeys, match="was damaged"):
        read_keyring({}, folder=tmp_path)


def test_practice_keys_are_not_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadKeys, match="is a link"):
        read_keyring({}, folder=tmp_path)


def test_a_keyring_without_a_key_for_each_purpose_cannot_be() -> None:
    with pytest.raises(BadKeys, match="FAIRNOTICE_DATA_KEY holds no key"):
        Keyring(keys={}, practice=False)

"""A policy that was read before is the policy read anew, and is read anew where it must be."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from archive.cache import Cache
from archive.policy_readings import PolicyReading
from archive.register import Policy, Register
from archive.revisions import State
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

TODAY = date(2027, 1, 15)
WORDS = "We keep the logs for thirty days and delete them after that.\n" * 6
PATH = "policy/privacy.md"


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({PATH: policy(WORDS, "2026-01-01"), "policy/terms.md": WORDS}, "2026-01-01")
    made.commit({PATH: policy(f"{WORDS}More.\n", "2027-03-01")}, "2027-01-10")
    return made


def register_of(repository: PolicyRepository, today: date = TODAY) -> Register:
    with open_workspace(repository.root, today=today) as workspace:
        return workspace.register


def read_anew(repository: PolicyRepository, today: date = TODAY) -> Register:
    shutil.rmtree(repository.root / ".fairnotice")
    return register_of(repository, today)


def kept_files(repository: PolicyRepository) -> dict[Path, int]:
    folder = repository.root / ".fairnotice" / "cache" / "policy"
    return {each: each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2026, 1, 1), id="the day of the first text"),
        pytest.param(date(2027, 1, 9), id="the day before the second was published"),
        pytest.param(date(2027, 2, 28), id="the day before it applies"),
        pytest.param(date(2027, 3, 1), id="the day it applies"),
        pytest.param(date(2030, 1, 1), id="years later"),
    ],
)
def test_what_was_kept_on_one_day_is_right_on_every_other(
    repository: PolicyRepository, today: date
) -> None:
    register_of(repository)

    assert register_of(repository, today) == read_anew(repository, today)


def test_the_day_a_text_applies_comes_without_a_commit(repository: PolicyRepository) -> None:
    def state(today: date) -> State:
        found = next(each for each in register_of(repository, today) if each.id == "privacy")
        return found.revisions[-1].state

    days = (date(2027, 2, 28), date(2027, 3, 1), date(2027, 2, 28))

    assert [state(day) for day in days] == [State.SCHEDULED, State.IN_FORCE, State.SCHEDULED]


def test_of_all_policies_only_the_one_that_changed_is_written_again(
    repository: PolicyRepository,
) -> None:
    register_of(repository)
    before = kept_files(repository)
    repository.commit({"policy/terms.md": f"{WORDS}Be kind.\n"}, "2027-01-12")

    grown = register_of(repository)

    after = kept_files(repository)
    assert before.keys() == after.keys()
    assert len([file for file in before if before[file] != after[file]]) == 1
    assert grown == read_anew(repository)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda repository: repository.write(
                "fairnotice.toml", 'timezone = "Pacific/Auckland"\n'
            ),
            id="the settings",
        ),
        pytest.param(
            lambda repository: repository.write("policy/terms.md", f"{WORDS}Not yet public.\n"),
            id="the working tree",
        ),
    ],
)
def test_what_is_kept_does_not_hide_a_change_of(
    repository: PolicyRepository, change: Callable[[PolicyRepository], None]
) -> None:
    def everything() -> Register:
        with open_workspace(repository.root, today=TODAY, with_unpublished=True) as workspace:
            return workspace.register

    before = everything()
    change(repository)
    after = everything()

    shutil.rmtree(repository.root / ".fairnotice")
    assert before != after == everything()


def test_an_answer_about_a_former_day_takes_no_policy_s_place(
    repository: PolicyRepository,
) -> None:
    register_of(repository)
    before = kept_files(repository)

    with open_workspace(repository.root, today=TODAY, as_known=date(2026, 6, 1)) as workspace:
        assert all(len(each.revisions) == 1 for each in workspace.register)

    assert kept_files(repository) == before


def test_a_policy_that_was_tampered_with_is_told_and_read_anew(
    repository: PolicyRepository, caplog: pytest.LogCaptureFixture
) -> None:
    register = register_of(repository)
    for file in kept_files(repository):
        file.write_bytes(file.read_bytes()[:-9])

    assert register_of(repository) == register
    assert "was altered or cut off" in caplog.text


def test_a_declaration_that_json_cannot_hold_stops_nothing(repository: PolicyRepository) -> None:
    head = '---\nchange:\n  level: minor\n  reason: "half \\uD800 a character"\n---\n'
    repository.commit({PATH: f"{head}{WORDS}"}, "2027-01-12")

    assert register_of(repository) == register_of(repository)


def test_no_cache_gives_the_same_register(repository: PolicyRepository, tmp_path: Path) -> None:
    kept = [register_of(repository), register_of(repository)]

    with open_workspace(repository.root, today=TODAY, cache=Cache(tmp_path / "none")) as workspace:
        assert [workspace.register] * 2 == kept


def test_what_is_restored_is_what_was_kept(repository: PolicyRepository) -> None:
    for each in register_of(repository):
        reading = PolicyReading(policy=each, since=None, until=TODAY)
        again = msgspec.json.decode(msgspec.json.encode(reading), type=PolicyReading)

        assert again == reading
        assert isinstance(again.policy, Policy)
        assert repr(again.policy) == repr(each)

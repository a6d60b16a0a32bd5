"""Which texts stood on a mistake day, and at which hours?"""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.standing import hours, texts_on
from archive.workspace import open_workspace
from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

pytestmark = pytest.mark.slow


@pytest.fixture
def mistaken(tmp_path: Path) -> PolicyRepository:
    """A false text that stood for nine minutes on 11 May."""
    repository = PolicyRepository(tmp_path)
    right = policy("# Privacy\n\nWe keep logs for thirty days.", "2026-01-01")
    wrong = policy("# Privacy\n\nWe sell your logs to anybody.", "2026-01-01")
    repository.commit({"policy/privacy.md": right}, "2026-01-01")
    repository.commit({"policy/privacy.md": wrong}, "2026-05-11T10:00:00Z")
    repository.commit({"policy/privacy.md": right}, "2026-05-11T10:09:00Z")
    return repository


def stood(repository: PolicyRepository, day: str, zone: str = "UTC") -> list[str]:
    with open_workspace(repository.root, today=date(2027, 1, 15)) as workspace:
        (found,) = workspace.register
        return [hours(each) for each in texts_on(found, date.fromisoformat(day), ZoneInfo(zone))]


def test_a_mistake_day_names_each_text_with_its_hours(mistaken: PolicyRepository) -> None:
    assert stood(mistaken, "2026-05-11") == [
        "until 10:00:00",
        "10:00:00 to 10:09:00",
        "from 10:09:00",
    ]


def test_the_hours_are_those_of_the_configured_clock(mistaken: PolicyRepository) -> None:
    assert stood(mistaken, "2026-05-11", "Europe/Berlin")[1] == "12:00:00 to 12:09:00"


@pytest.mark.parametrize("day", ["2026-05-10", "2026-05-12"])
def test_on_any_other_day_one_text_stood(mistaken: PolicyRepository, day: str) -> None:
    assert stood(mistaken, day) == ["the whole day"]


def test_an_announced_text_does_not_stand_yet(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/a.md": policy("# A\n\nOld.", "2026-01-01")}, "2026-01-01")
    repository.commit({"policy/a.md": policy("# A\n\nNew.", "2026-07-01")}, "2026-05-11")

    assert stood(repository, "2026-05-11") == ["the whole day"]
    assert stood(repository, "2026-07-01") == ["the whole day"]


def test_show_names_each_text_of_a_mistake_day_and_prints_the_last(
    mistaken: PolicyRepository,
) -> None:
    answer = fairnotice("show", "privacy", "--on", "2026-05-11", cwd=mistaken.root)

    assert "3 texts stood on 2026-05-11" in answer.err
    assert "10:00:00 to 10:09:00: 2026-05-11-" in answer.err
    assert "thirty days" in answer.out


@pytest.mark.parametrize(
    ("joined", "words"), [("2026-04-30", "Old."), ("2026-05-11", "New."), (None, "New.")]
)
def test_show_prints_the_text_that_binds_who_joined_on_a_day(
    tmp_path: Path, joined: str | None, words: str
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/a.md": policy("# A\n\nOld.", "2026-01-01")}, "2026-01-01")
    new = policy("# A\n\nNew.", "2026-06-01", existing="2026-07-01")
    repository.commit({"policy/a.md": new}, "2026-05-11")
    asked = () if joined is None else ("--joined", joined)

    answer = fairnotice("show", "a", "--on", "2026-06-15", *asked, cwd=repository.root)

    assert words in answer.out


def test_nobody_is_bound_before_they_joined(mistaken: PolicyRepository) -> None:
    asked = ("--on", "2026-03-01", "--joined", "2026-04-01")

    answer = fairnotice("show", "privacy", *asked, cwd=mistaken.root)

    assert answer.status == 2
    assert "had not joined yet on 2026-03-01" in answer.err


def test_a_policy_taken_off_and_put_back_left_a_gap(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    words = policy("# A\n\nOld.", "2026-01-01")
    repository.commit({"policy/a.md": words, "policy/b.md": words}, "2026-01-01")
    repository.commit({"policy/a.md": None}, "2026-05-11T09:00:00Z")
    repository.commit({"policy/a.md": words}, "2026-05-11T11:00:00Z")
    with open_workspace(repository.root, today=date(2027, 1, 15)) as workspace:
        found = next(each for each in workspace.register if each.id == "a")
        texts = texts_on(found, date(2026, 5, 11), ZoneInfo("UTC"))

    assert [hours(each) for each in texts] == ["until 09:00:00", "from 11:00:00"]

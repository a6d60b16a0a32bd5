"""FAULTS.md: one entry for each code, each with an example that gives that fault and no other.

The page is the specification. An example is a small history; it is committed with git, read as
`fairnotice versions` reads it, judged as the notifier judges it, and mended as the page says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from archive.fault_codes import FAULTS, PROPOSALS, VERIFICATION
from archive.faults import Fault
from archive.workspace import open_workspace
from notify.decisions import RegisterJudgements, revision_key
from notify.legal_checks import doubt_faults, legal_faults
from notify.legal_faults import merged
from tests.notify.owed import owed_before
from tests.repositories import PolicyRepository

TODAY: Final = date(2027, 1, 15)
PAGE: Final = (Path(__file__).parents[1] / "FAULTS.md").read_text(encoding="utf-8")

# One is too long for a page, two no file can hold; the page says so.
ELSEWHERE: Final = {"text-not-laid-out", "contested-without-reason", "dateless-commit"}

_ENTRY = re.compile(
    r"^### `(?P<code>[a-z-]+)`\n\n(?P<words>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(
    r"`(?P<path>[\w./-]+)`, published (?P<at>[\d:TZ-]+)(?P<place>, [a-z ]+)?:\n\n"
    r"```(?:markdown|toml)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_REPORTED = re.compile(r"^Reported:\n\n```text\n(?P<report>.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACES = {", in the place of the first": 0, ", in the place of the second": 1}

_GONE: Final = ", taken away"
_LINK: Final = ", a symbolic link to this path"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One text of an example, and the moment of its commit."""

    path: str
    at: str
    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the page."""

    code: str
    severity: str
    history: tuple[File, ...]
    report: str
    instead: File
    decides: bool  # it is about the decision, beside the texts and their dates
    by_law: bool  # it is about what the laws ask that the settings name

    @property
    def mended(self) -> tuple[File, ...]:
        """The history with the mended text in its place."""
        if self.instead.place == ", after them":
            return (*self.history, self.instead)
        if self.instead.place:
            replaced = _PLACES[self.instead.place]
        else:
            keys = [(file.path, file.at) for file in self.history]
            replaced = keys.index((self.instead.path, self.instead.at))
        return (*self.history[:replaced], self.instead, *self.history[replaced + 1 :])


def _files(words: str) -> tuple[File, ...]:
    return tuple(
        File(path=m["path"], at=m["at"], text=m["text"], place=m["place"] or "")
        for m in _FILE.finditer(words)
    )


def _entry(match: re.Match[str]) -> Entry:
    before, _, after = match["words"].partition("\nInstead")
    reported = _REPORTED.search(before)
    assert reported is not None, f"{match['code']}: what is reported is missing"
    (instead,) = _files(after)
    return Entry(
        code=match["code"],
        severity=match["words"].partition(".**")[0].removeprefix("**").lower(),
        history=_files(before),
        report=reported["report"],
        instead=instead,
        decides=match.start() > PAGE.index("\n## Decisions\n"),
        by_law=match.start() > PAGE.index("\n## Legal profiles\n"),
    )


def entries() -> list[Entry]:
    return [_entry(m) for m in _ENTRY.finditer(PAGE) if m["code"] not in ELSEWHERE]


def faults_of(history: Sequence[File], folder: Path, entry: Entry) -> list[Fault]:
    """What is reported about a history: of its texts, and of the decision about its newest."""
    repository = PolicyRepository(folder)
    for file in history:
        if file.place == _LINK:
            (folder / file.path).symlink_to(file.text.strip())
            repository.commit({}, file.at)
        elif file.place == _GONE:
            repository.commit({file.path: None}, file.at)
        else:
            repository.commit({file.path: file.text}, file.at)
    with open_workspace(folder, today=TODAY) as workspace:
        register = workspace.register
        found = [*register.faults, *(fault for policy in register for fault in policy.faults)]
        if entry.decides:
            policy, newest = register.policies[0], register.policies[0].revisions[-1]
            judgement = RegisterJudgements(register, workspace.texts)[revision_key(newest)]
            found += judgement.faults
        if entry.by_law:
            settings, texts = workspace.settings, workspace.texts
            owed = owed_before(policy, newest, register=register, settings=settings, texts=texts)
            legal = legal_faults(
                policy, newest, judgement, settings=settings, texts=texts, today=TODAY
            )
            legal = (*legal, *doubt_faults(owed, newest))
            return list(merged(found, legal))
        return found


def test_every_code_has_one_entry_and_every_entry_a_code() -> None:
    codes = [match["code"] for match in _ENTRY.finditer(PAGE)]

    assert sorted(codes) == sorted(FAULTS), "write the entry of a new code into FAULTS.md"


@pytest.mark.parametrize(("command", "known"), [("check", PROPOSALS), ("verify", VERIFICATION)])
def test_everything_a_command_finds_stands_in_its_table(
    command: str, known: frozenset[str]
) -> None:
    table = PAGE.partition(f"## What `fairnotice {command}` finds")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", table, re.MULTILINE)
    codes = [code for row in rows for code in re.findall(r"`([a-z-]+)`", row)]

    assert sorted(codes) == sorted(known), "write a new code into the table of FAULTS.md"


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.code) for entry in entries()])
def test_an_example_gives_its_fault_and_the_mended_text_none(entry: Entry, tmp_path: Path) -> None:
    found = faults_of(entry.history, tmp_path / "wrong", entry)

    assert (entry.code, entry.severity) in [(fault.code, fault.severity.value) for fault in found]
    assert said(found) == [" ".join(each.split()) for each in entry.report.split("\n\n")]
    assert faults_of(entry.mended, tmp_path / "mended", entry) == []


def said(faults: Sequence[Fault]) -> list[str]:
    """What `fairnotice versions` prints of each fault."""
    return [str(fault).removeprefix(": ") for fault in faults]

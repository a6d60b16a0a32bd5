"""Everything the laws ask of a policy, read from a repository: each fault on its line."""

from datetime import date
from pathlib import Path

import pytest

from archive.revisions import PolicyId
from archive.settings import Settings
from archive.workspace import Workspace, open_workspace
from notify.decisions import RegisterJudgements, revision_key
from notify.legal_checks import doubt_faults, legal_faults, read_text
from notify.periods_owed import InForce, period_owed
from notify.promises import Promise, Promises
from tests.notify.owed import owed_before
from tests.repositories import PolicyRepository

SETTINGS = """
contact = "privacy@example.com"
[notice]
days = 30
profiles = ["gdpr", "caloppa"]
[services.voice]
profiles = ["eecc"]
[services.news]
[policies.privacy]
profiles = ["ftc"]
"""
OLD = """---
effective: 2026-02-01
services: [voice]
---

# Privacy

We keep call records for 30 days.

## Changes

We tell you of changes by email, at least 45 days before they apply.
"""
NEW = """---
effective: 2027-01-20
services: [voice]
change:
  level: significant
  summary: We keep call records for 90 days instead of 30.
  choices: Ask us to delete yours.
---

# Privacy

We keep call records for 90 days.

## Changes

Check this page regularly for
changes.
"""
TODAY = date(2027, 1, 21)


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path)
    made.commit({"fairnotice.toml": SETTINGS, "policy/privacy.md": OLD}, at="2026-01-15")
    made.commit({"policy/privacy.md": NEW}, at="2027-01-21")
    return made


def lines(workspace: Workspace) -> list[str]:
    (policy,) = workspace.register.policies
    newest = policy.revisions[-1]
    found = legal_faults(
        policy,
        newest,
        RegisterJudgements(workspace.register, workspace.texts)[revision_key(newest)],
        settings=workspace.settings,
        texts=workspace.texts,
        today=TODAY,
    )
    return [f"{fault.path}:{fault.line} {fault.severity} {fault.code}" for fault in found]


def test_every_fault_stands_on_the_line_that_mends_it(repository: PolicyRepository) -> None:
    with open_workspace(repository.root, today=TODAY) as workspace:
        assert lines(workspace) == [
            "policy/privacy.md:16 error check-this-page",
            "policy/privacy.md:2 error retroactive-reduction",
            "policy/privacy.md:7 warning no-way-out",
        ]


def test_the_text_in_force_before_says_what_is_owed(repository: PolicyRepository) -> None:
    with open_workspace(repository.root, today=TODAY) as workspace:
        (policy,) = workspace.register.policies
        first, newest = policy.revisions
        owed = owed_before(
            policy,
            newest,
            register=workspace.register,
            settings=workspace.settings,
            texts=workspace.texts,
        )
        before = owed_before(
            policy,
            first,
            register=workspace.register,
            settings=workspace.settings,
            texts=workspace.texts,
        )

    assert [str(ground.period) for ground in owed.grounds] == ["45 days", "30 days", "1 month"]
    assert str(owed.longest(TODAY)) == (
        "the text in force promises 45 days (policy/privacy.md:12: “We tell you of changes by"
        " email, at least 45 days before they apply.”)"
    )
    assert owed.earliest_day(TODAY) == date(2027, 3, 8)
    assert [str(ground.period) for ground in before.grounds] == ["30 days", "1 month"]


def test_what_may_be_a_promise_is_told_on_its_line(repository: PolicyRepository) -> None:
    with open_workspace(repository.root, today=TODAY) as workspace:
        newest = workspace.register.policies[0].revisions[-1]
    unclear = Promise(period=None, quote="We usually tell you.", line=9)
    taken_in = InForce(path="policy/neu.md", promises=Promises(language_known=False))
    owed = period_owed(
        policy=PolicyId("privacy"),
        services=(),
        settings=Settings(),
        in_force=InForce(
            path="policy/old.md", promises=Promises(unclear=(unclear,)), taken_in=(taken_in,)
        ),
    )

    read, language = doubt_faults(owed, newest)

    assert str(read.fault) == (
        "policy/old.md:9: warning unclear-promise: may promise a period of notice, which is not"
        " counted: “We usually tell you.”"
    )
    assert str(language.fault) == (
        "policy/neu.md: warning unclear-promise: which notice the text promises cannot be read in"
        " its language: read it"
    )


def test_words_that_had_to_come_down_are_not_quoted(repository: PolicyRepository) -> None:
    with open_workspace(repository.root, today=TODAY) as workspace:
        blob = workspace.register.policies[0].revisions[0].blob
    down = SETTINGS + f'[[redactions]]\nblob = "{blob}"\nreason = "A court order."\n'
    repository.commit({"fairnotice.toml": down}, at="2027-01-21T12:00:00Z")

    with open_workspace(repository.root, today=TODAY) as workspace:
        (policy,) = workspace.register.policies
        first, newest = policy.revisions
        owed = owed_before(
            policy,
            newest,
            register=workspace.register,
            settings=workspace.settings,
            texts=workspace.texts,
        )
        text = read_text(first, settings=workspace.settings, texts=workspace.texts)

    assert [str(ground.period) for ground in owed.grounds] == ["30 days", "1 month"]
    assert (text.sentences, text.clause) == ((), None)

"""A pull request is answered before it is merged: what it means, what is wrong, whom it would tell."""

import json
import re
from pathlib import Path

import pytest

from tests.commands import Answer, fairnotice
from tests.repositories import PolicyRepository
from tests.schemas import violations

TODAY = "2026-11-22"
SETTINGS = """contact = "privacy@example.com"
[services.voice]
title = "Voice"
[services.messaging]
title = "Messaging"
[recipients]
csv = "recipients.csv"
"""
RECIPIENTS = """id,email,name,language,services
1,ada@example.com,,en,voice
2,ben@example.com,,en,messaging
3,,,en,voice
4,cyd@example.com,,en,
"""
PRIVACY = """---
effective: 2026-01-01
services: [voice]
---
# Privacy

## Retention

We keep recordings for 30 days. You can delete a recording at any time.
"""
PROMISE = """
## Changes

We tell you of changes 60 days before
they apply.
"""
GERMAN = """---
effective: 2026-01-01
---
# Datenschutz

## Aufbewahrung

Wir bewahren Aufnahmen 30 Tage auf. Sie können eine Aufnahme jederzeit löschen.
"""
TERMS = """---
effective: 2026-01-01
---
# Terms

Be kind to others on the service. We may ask you to stop.
"""
COOKIES = """# Cookies

Effective date: January 1, 2026

We set two cookies. They end with your visit to our site.
"""


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit(
        {
            "fairnotice.toml": SETTINGS,
            "recipients.csv": RECIPIENTS,
            "policy/privacy.md": PRIVACY,
            "policy/privacy.de.md": GERMAN,
            "policy/terms.md": TERMS,
            "policy/cookies.md": COOKIES,
        },
        "2026-01-01",
    )
    made.branch("change")
    return made


def checked(repository: PolicyRepository, *options: str) -> Answer:
    return fairnotice("check", "--base", "main", "--today", TODAY, *options, cwd=repository.root)


def faults(answer: Answer) -> list[str]:
    """Every line about a fault, without its advice."""
    return re.findall(r"^  ((?:error|warning) \S+: [a-z-]+):", answer.out, re.MULTILINE)


def edit(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_five_mistakes_are_answered_with_five_precise_lines(repository: PolicyRepository) -> None:
    later = ("2026-01-01", "2027-03-01")
    repository.commit(
        {
            # shortens a right, and says neither what changes nor what readers can do
            "policy/privacy.md": edit(PRIVACY, later, ("30 days", "90 days")),
            # says another number
            "policy/privacy.de.md": edit(GERMAN, later, ("30 Tage", "60 Tage")),
            # backdates
            "policy/terms.md": edit(TERMS, ("2026-01-01", "2026-10-01"), ("kind", "nice")),
            # leaves the date to be filled in
            "policy/cookies.md": edit(COOKIES, ("January 1, 2026", "[DATE]"), ("two", "three")),
        },
        "2026-11-20",
    )

    answer = checked(repository)

    assert answer.status == 1, answer.err
    assert faults(answer) == [
        "error policy/cookies.md:3: date-placeholder",
        "error policy/privacy.md:4: missing-summary",
        "error policy/privacy.md:4: missing-choices",
        "error policy/privacy.de.md:3: translation-differs",
        "error policy/terms.md:2: retroactive",
    ]
    assert "`en` changes 30 to 90, `de` changes 30 to 60" in answer.out
    assert "set its day to 2026-11-22, or a later one" in answer.out
    assert answer.out.startswith("5 errors to mend before this is merged;")


def test_a_change_that_is_told_in_time_passes_and_says_whom_it_tells(
    repository: PolicyRepository,
) -> None:
    block = """services: [voice]
change:
  summary: Recordings are kept for 90 days.
  choices: Delete a recording in the app.
"""
    decided = ("services: [voice]\n", block)
    repository.commit(
        {
            "policy/privacy.md": edit(
                PRIVACY, ("2026-01-01", "2027-03-01"), ("30 days", "90 days"), decided
            ),
            "policy/privacy.de.md": edit(
                GERMAN, ("2026-01-01", "2027-03-01"), ("30 Tage", "90 Tage")
            ),
        },
        "2026-11-20",
    )

    answer = checked(repository)

    assert (answer.status, faults(answer)) == (0, []), answer.out
    assert "We keep recordings for 90 days instead of 30 days." in answer.out
    assert "2 people will be mailed, 1 will not; 1 more has no address" in answer.out
    assert "Messaging: 1 told, 1 not told" in answer.out
    assert "the change may apply from 2026-12-24" in answer.out
    assert "For 2027-03-01: merge and approve by 2027-01-28." in answer.out
    assert "decided summary: Recordings are kept for 90 days." in answer.out


@pytest.fixture
def regulated(tmp_path: Path) -> PolicyRepository:
    """A company whose text promises 60 days, and whose service owes business users 15."""
    made = PolicyRepository(tmp_path / "policies")
    service = SETTINGS.replace('title = "Voice"', 'title = "Voice"\nprofiles = ["p2b"]')
    settings = f'{service}[policies.terms]\nprofiles = ["ftc", "dsa"]\n[policies.trems]\n'
    texts = {"policy/privacy.md": PRIVACY + PROMISE, "policy/terms.md": TERMS}
    made.commit({"fairnotice.toml": settings, "recipients.csv": RECIPIENTS, **texts}, "2026-01-01")
    made.branch("change")
    return made


def test_the_promise_of_the_text_in_force_and_the_laws_decide_the_period(
    regulated: PolicyRepository,
) -> None:
    block = "services: [voice]\nchange:\n  summary: Longer.\n  choices: You can cancel.\n"
    text = edit(
        PRIVACY + PROMISE,
        ("2026-01-01", "2027-01-21"),
        ("30 days", "90 days"),
        ("60 days", "7 days"),
        ("services: [voice]\n", block),
    )
    regulated.commit({"policy/privacy.md": text}, "2026-11-20")

    answer = checked(regulated)

    assert faults(answer)[:1] == ["error policy/privacy.md:2: short-notice"]
    assert "did you mean `terms`?" in answer.out
    assert (
        "notice of 60 days is owed (the text in force promises 60 days (policy/privacy.md:13:"
        " “We tell you of changes 60 days before they apply.”))"
    ) in answer.out
    assert "set `effective` to 2027-01-23 or a later day" in answer.out


def test_a_change_at_once_names_the_laws_that_accept_it_and_what_does_not(
    regulated: PolicyRepository,
) -> None:
    block = """services: [voice]
change:
  at_once: legal-duty
  reason: An order of the regulator.
  summary: Longer.
  choices: You can cancel.
"""
    text = edit(
        PRIVACY + PROMISE,
        ("2026-01-01", "2026-11-23"),
        ("30 days", "90 days"),
        ("services: [voice]\n", block),
    )
    regulated.commit({"policy/privacy.md": text}, "2026-11-20")

    answer = checked(regulated)

    assert (answer.status, faults(answer)) == (
        0,
        ["warning policy/privacy.md:5: at-once", "warning fairnotice.toml: unknown-policy"],
    )
    assert "the Platform-to-Business Regulation (Regulation (EU) 2019/1150" in answer.out
    assert "accepts legal-duty; still, the text in force promises 60 days" in answer.out


def test_what_a_law_asks_is_cited(regulated: PolicyRepository) -> None:
    text = edit(TERMS, ("2026-01-01", "2026-11-22"), ("may ask you to stop", "may charge you $5"))
    regulated.commit({"policy/terms.md": text}, "2026-11-20")

    answer = checked(regulated)

    assert "error policy/terms.md:2: retroactive-reduction" in faults(answer)
    assert "FTC Act Section 5" in answer.out
    assert faults(answer).count("error policy/terms.md:3: missing-summary") == 1
    assert "what changes for them (DSA Article 14(2))" in answer.out


def test_what_is_pasted_as_it_is_told_mends_the_change(repository: PolicyRepository) -> None:
    changed = edit(PRIVACY, ("2026-01-01", "2026-11-30"), ("30 days", "90 days"))
    repository.commit({"policy/privacy.md": changed, "policy/privacy.de.md": None}, "2026-11-20")
    asked = checked(repository).out

    written = [
        (int(line), block)
        for line, block in re.findall(
            r"^  Write at policy/privacy\.md:(\d+)[^\n]*:\n((?:      .*\n)+)", asked, re.MULTILINE
        )
    ]
    assert [line for line, _ in written] == [4, 2]
    lines = changed.splitlines(keepends=True)
    block = written[0][1].replace("# what", "What")
    effective = written[1][1].strip() + "\n"
    mended = [lines[0], effective, lines[2], *_dedented(block), *lines[3:]]
    repository.commit({"policy/privacy.md": "".join(mended)}, "2026-11-21")

    answer = checked(repository)

    assert (answer.status, faults(answer)) == (0, []), answer.out


def _dedented(block: str) -> list[str]:
    return [line.removeprefix("      ") for line in block.splitlines(keepends=True)]


def test_nothing_changed_is_nothing_to_say(repository: PolicyRepository) -> None:
    answer = checked(repository)

    assert (answer.status, answer.out.splitlines()[0]) == (0, "No policy would change.")


def test_the_answer_for_programs_has_the_shape_of_its_schema(repository: PolicyRepository) -> None:
    repository.commit(
        {
            "policy/privacy.md": edit(PRIVACY, ("30 days", "90 days")),
            "policy/terms.md": None,
            "policy/voice.md": "---\neffective: 2027-06-01\n---\nSpeak as you like.\n",
            "fairnotice.toml": f"{SETTINGS}[notice]\ndays = 1\n",
        },
        "2026-11-20",
    )

    answer = checked(repository, "--format", "json")

    document = json.loads(answer.out)
    assert violations(document, "archive/schemas/check.schema.json") == []
    assert (answer.status, document["passes"]) == (1, False)
    assert [(each["id"], each["event"]) for each in document["policies"]] == [
        ("privacy", "words"),
        ("terms", "retirement"),
        ("voice", "first text"),
    ]
    assert document["policies"][0]["notice"]["people"]["told"] == 2
    assert document["record_changes"] == [
        {
            "path": "fairnotice.toml",
            "what": "the settings: notices and their period ([notice])",
        }
    ]


def test_annotations_stand_on_the_lines_to_mend(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": edit(PRIVACY, ("30 days", "90 days"))}, "2026-11-20")

    answer = checked(repository, "--format", "github")

    *commands, verdict = answer.out.splitlines()
    assert "::error file=policy/privacy.md,line=2,title=undated-change::" in commands[0]
    assert all(each.startswith(("::error file=", "::warning file=")) for each in commands)
    assert verdict.startswith("3 errors and 1 warning to mend")

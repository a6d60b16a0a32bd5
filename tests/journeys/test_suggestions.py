"""What check asks to be written mends what it found, whatever was wrong: every line that it prints."""

import json
from typing import Any

import pytest

from tests.commands import fairnotice
from tests.repositories import PolicyRepository

TODAY = "2026-11-22"
PRIVACY = """---
effective: 2026-01-01
---
# Privacy

We keep recordings for 30 days. You can delete a recording at any time.
"""
GERMAN = """---
effective: 2026-01-01
---
# Datenschutz

Wir bewahren Aufnahmen 30 Tage auf. Sie können eine Aufnahme jederzeit löschen.
"""
FRENCH = """---
effective: 2026-01-01
---
# Confidentialité

Nous conservons les enregistrements 30 jours.
"""
EN, DE, FR = "policy/privacy.md", "policy/privacy.de.md", "policy/privacy.fr.md"
STANDING = {EN: PRIVACY, DE: GERMAN}
# What a person writes where a comment asks for it.
FILLED = {"consent": "not-needed", "level": "significant"}


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


BACK, LATER = ("2026-01-01", "2026-10-01"), ("2026-01-01", "2027-03-01")
DAYS, TAGE = ("30 days", "90 days"), ("30 Tage", "90 Tage")
MEND, MENDED = ("recordings for", "all recordings for"), ("Aufnahmen 30", "alle Aufnahmen 30")
CHANGES = {
    "backdated": {EN: edited(PRIVACY, BACK, DAYS)},
    "undated": {EN: edited(PRIVACY, DAYS)},
    "too soon": {EN: edited(PRIVACY, ("2026-01-01", "2026-11-30"), DAYS)},
    "without any date": {EN: edited(PRIVACY, ("effective: 2026-01-01\n", "title: Ours\n"), DAYS)},
    "without a head": {EN: edited(PRIVACY, ("---\neffective: 2026-01-01\n---\n", ""), DAYS)},
    "lowered without a reason": {
        EN: edited(PRIVACY, LATER, DAYS, ("\n---\n#", "\nchange:\n  level: editorial\n---\n#"))
    },
    "at once without a reason": {
        EN: edited(PRIVACY, LATER, DAYS, ("\n---\n#", "\nchange:\n  at_once: legal-duty\n---\n#"))
    },
    "a translation backdated": {DE: edited(GERMAN, BACK, MENDED)},
    "a translation undated": {DE: edited(GERMAN, MENDED)},
    "a translation of another day": {DE: edited(GERMAN, LATER, MENDED)},
    "a translation of a version that there is not": {
        DE: edited(GERMAN, MENDED, ("\n---\n#", "\ntranslates: 2025-05-05\n---\n#"))
    },
    "a translation without a date": {
        DE: edited(GERMAN, ("---\neffective: 2026-01-01\n---\n", ""), MENDED)
    },
    "a translation that came later": {FR: FRENCH.replace("2026-01-01", "2026-02-01")},
    "both backdated": {EN: edited(PRIVACY, BACK, DAYS), DE: edited(GERMAN, BACK, TAGE)},
    "both undated": {EN: edited(PRIVACY, DAYS), DE: edited(GERMAN, TAGE)},
    "both too soon": {
        EN: edited(PRIVACY, ("2026-01-01", "2026-11-30"), DAYS),
        DE: edited(GERMAN, ("2026-01-01", "2026-11-30"), TAGE),
    },
    "one in time and the other backdated": {
        EN: edited(
            PRIVACY,
            LATER,
            DAYS,
            ("\n---\n#", "\nchange:\n  summary: Longer.\n  choices: Delete them.\n---\n#"),
        ),
        DE: edited(GERMAN, BACK, TAGE),
    },
}


def of(mistake: str, path: str) -> str:
    """Where the policy stands in which a mistake is made."""
    return path.replace("privacy", mistake.replace(" ", "-"))


def found(repository: PolicyRepository) -> dict[str, Any]:
    """What check says of each file."""
    options = ("--base", "main", "--today", TODAY, "--format", "json")
    answer = fairnotice("check", *options, cwd=repository.root)
    return {policy["path"]: policy for policy in json.loads(answer.out)["policies"]}


def written(text: str, drafts: list[dict[str, Any]]) -> str:
    """The file with every line that check asks for, the comments filled in."""
    lines = text.splitlines()
    for draft in sorted(drafts, key=lambda each: each["line"], reverse=True):
        start = draft["line"] - 1
        lines[start : start + draft["replaces"]] = map(_filled, draft["lines"])
    return "\n".join(lines) + "\n"


def _filled(line: str) -> str:
    key, _, hint = line.partition(": #")
    return f"{key}: {FILLED.get(key.strip(), 'Said in plain words.')}" if hint else line


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> PolicyRepository:
    """A branch that makes every mistake, each in a policy of its own."""
    repository = PolicyRepository(tmp_path_factory.mktemp("policies"))
    texts = {"fairnotice.toml": 'contact = "privacy@example.com"\n'}
    texts |= {of(mistake, path): text for mistake in CHANGES for path, text in STANDING.items()}
    repository.commit(texts, "2026-01-01")
    repository.branch("change")
    changes = {
        of(name, path): text for name, some in CHANGES.items() for path, text in some.items()
    }
    repository.commit(changes, "2026-11-20")
    return repository


@pytest.fixture(scope="module")
def answers(proposed: PolicyRepository) -> tuple[dict[str, Any], dict[str, Any]]:
    """What check finds in each file at first, and once all that it asks for is written."""
    first = found(proposed)
    texts = {
        path: written((proposed.root / path).read_text(encoding="utf-8"), each["write"])
        for path, each in first.items()
    }
    proposed.commit(texts, "2026-11-21")
    return first, found(proposed)


@pytest.mark.parametrize("mistake", CHANGES)
def test_whoever_writes_what_check_asks_for_has_mended_it(
    mistake: str, answers: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, then = answers
    paths = [of(mistake, path) for path in CHANGES[mistake]]

    assert any(first[path]["write"] for path in paths)
    for path in paths:
        errors = [one for one in then[path]["faults"] if one["severity"] == "error"]
        assert (errors, then[path]["write"]) == ([], []), path

"""The comment under a pull request: what people see, kept as files that a change shows up in.

`UPDATE_COMMENTS=1 pytest tests/notify/test_check_markdown.py` writes the files anew; read them.
"""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from archive.proposals import open_proposal
from notify.check_markdown import LIMIT, MARKER, markdown_comment
from notify.check_standards import standards_for
from notify.checks import check_proposal
from tests.repositories import PolicyRepository

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent / "data"
Files = Mapping[str, str | bytes | None]

SETTINGS = """contact = "privacy@example.com"
[services.voice]
title = "Voice"
[services.messaging]
title = "Messaging"
[recipients]
csv = "recipients.csv"
"""
RECIPIENTS = "id,email,name,language,services\n" + "".join(
    f"{number},person{number}@example.com,,en,{('voice', 'messaging', 'voice;messaging')[number % 3]}\n"
    for number in range(1, 1201)
)
PRIVACY = """---
effective: 2026-01-01
---
# Privacy Policy

## 1. What we keep

We keep call records for 30 days. You can ask us for a copy of them at any time.

## 2. Who receives it

We share call records with Quillstone Metrics, who measure how calls sound.
"""
GERMAN = """---
effective: 2026-01-01
---
# Datenschutzerklärung

## 1. Was wir aufbewahren

Wir bewahren Anrufdaten 30 Tage auf. Sie können jederzeit eine Kopie verlangen.

## 2. Wer sie erhält

Wir geben Anrufdaten an Quillstone Metrics, die messen, wie Anrufe klingen.
"""
TERMS = """---
effective: 2026-01-01
services: [messaging]
---
# Terms

Be kind to others on the service. You may end your account at any time.
"""
COOKIES = (
    "# Cookies\n\nEffective date: January 1, 2026\n\nWe set two cookies, for one visit each.\n"
)
BASE: Files = {
    "fairnotice.toml": SETTINGS,
    "recipients.csv": RECIPIENTS,
    "policy/privacy.md": PRIVACY,
    "policy/privacy.de.md": GERMAN,
    "policy/terms.md": TERMS,
    "policy/cookies.md": COOKIES,
}
LATER = ("2026-01-01", "2027-03-01")


def edit(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


MISTAKES: Files = {
    "policy/privacy.md": edit(PRIVACY, LATER, ("30 days", "90 days")),
    "policy/privacy.de.md": edit(GERMAN, LATER, ("30 Tage", "60 Tage")),
    "policy/terms.md": edit(TERMS, ("2026-01-01", "2026-10-01"), ("Be kind", "Be nice")),
    "policy/cookies.md": edit(COOKIES, ("January 1, 2026", "[DATE]"), ("two", "three")),
}
IN_TIME: Files = {
    "policy/privacy.md": edit(
        PRIVACY,
        (
            "effective: 2026-01-01\n",
            """effective: 2027-03-01
change:
  level: significant
  reason: Only calls are recorded, so only the people of Voice are told.
  services: [voice]
  summary: We keep call records for 90 days instead of 30.
  choices: Delete a record in the app under Settings, Calls.
""",
        ),
        ("30 days", "90 days"),
    ),
    "policy/privacy.de.md": edit(GERMAN, LATER, ("30 Tage", "90 Tage")),
}
HOSTILE_WORDS = """Ask @team, who fixes #2 and GH-1. ![x](https://example.com/x.png)
[safe](https://example.com) <b>bold</b>

```
</details>
```

/close

~~You may~~ | pipe | &#64;team ::error::stop"""
HOSTILE: Files = {
    "fairnotice.toml": f"{SETTINGS}[notice]\ndays = 1\n",
    ".github/workflows/check.yml": "on: push\n",
    "policy/cookies.md": None,
    "policy/terms.md": edit(TERMS, LATER, ("Be kind to others on the service.", HOSTILE_WORDS)),
}


def comment(folder: Path, changed: Files, base: Files = BASE) -> str:
    repository = PolicyRepository(folder)
    repository.commit(base, "2026-01-01")
    repository.branch("change")
    repository.commit(changed, "2026-11-20")
    with open_proposal(folder, base="main", today=TODAY) as proposal:
        return markdown_comment(check_proposal(proposal, standards_for(proposal)))


@pytest.mark.parametrize(
    ("name", "changed"), [("mistakes", MISTAKES), ("in-time", IN_TIME), ("hostile", HOSTILE)]
)
def test_the_comment_is_the_one_that_was_read_by_eye(
    name: str, changed: Files, tmp_path: Path
) -> None:
    made = comment(tmp_path, changed)
    made = re.sub(r"rules `[0-9a-f]+`", "rules `…`", made)
    file = DATA / f"comment-{name}.md"
    if os.environ.get("UPDATE_COMMENTS"):
        file.write_text(made, encoding="utf-8")

    assert made == file.read_text(encoding="utf-8")


def test_no_effect_is_claimed_of_words_that_no_rule_has_read(tmp_path: Path) -> None:
    shorter = edit(GERMAN, ("2026-01-01", "2027-03-01"), ("30 Tage", "5 Tage"))

    text = comment(tmp_path, {"policy/privacy.de.md": shorter})

    assert "**What it means:** significant (not judged: no rules for this language)." in text
    assert "no effect on rights" not in text
    assert "No word changed in a way" not in text
    assert "No rule reads this language" in text


def test_what_the_companys_own_rules_silence_is_named(tmp_path: Path) -> None:
    own = '[[silence]]\nrule = "retention-longer"\nreason = "Records are no recordings."\n'
    base = {**BASE, "fairnotice.toml": f'rules = "own.toml"\n{SETTINGS}', "own.toml": own}
    longer = edit(PRIVACY, LATER, ("30 days", "90 days"))

    text = comment(tmp_path, {"policy/privacy.md": longer}, base)

    told = "- silenced by `own.toml` (`retention-longer`): We keep call records for 90 days"
    assert told in text


def test_a_stranger_cannot_leave_the_quotation(tmp_path: Path) -> None:
    made = comment(tmp_path, HOSTILE)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(made)

    assert "<a " not in html
    assert "<img" not in html
    assert html.count("<details>") == html.count("</details>") == 2
    outside = re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)
    assert not re.search(r"@\w|#\d|GH-\d|https?://", outside)
    # At the head of a line GitLab takes "/close" for an order, and GitHub's log "::" for another.
    assert not re.search(r"^\s*(?:/|::)", made, re.MULTILINE)


def test_a_comment_is_never_longer_than_a_service_takes(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(900))
    base = {
        f"policy/p{number:03}.md": f"---\neffective: 2026-01-01\n---\n{words}\n"
        for number in range(60)
    }
    changed = {
        path: text.replace("2026-01-01", "2027-03-01").replace("word7 ", "We sell your data. ")
        for path, text in base.items()
    }
    made = comment(tmp_path, {**changed}, {**base, "fairnotice.toml": SETTINGS})

    assert len(made.encode()) <= LIMIT
    assert made.startswith(f"{MARKER}\n### ❌")
    assert made.count("<details>") == made.count("</details>")
    left_out = re.search(r"the details of (\d+) of 60 changed texts are left out", made)
    assert left_out is not None
    assert int(left_out[1]) == 60 - made.count("<details>")


def test_no_number_of_files_or_faults_hides_the_verdict(tmp_path: Path) -> None:
    long = "/".join(["@" * 60] * 5)
    changed: Files = {
        **{f"{long}/{number}.py": "pass\n" for number in range(150)},
        **{
            f"policy/{number}{'x' * 90}.md": f"---\n{'k' * 50}: 1\n---\nText.\n"
            for number in range(60)
        },
    }
    made = comment(tmp_path, changed, {"policy/terms.md": TERMS})

    assert len(made.encode()) <= LIMIT
    assert made.startswith(f"{MARKER}\n### ❌")
    for words in ("more files", "| and", "more faults", "are left out"):
        assert words in made

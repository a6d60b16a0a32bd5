"""Were two languages edited alike? Numbers and headings can be held against each other."""

from pathlib import Path

import pytest

from notify.language_differences import numbers, outline
from tests.notify.proposals import check_of

ENGLISH = "policy/terms.md"
GERMAN = "policy/terms.de.md"


def text(words: str, day: str) -> str:
    return f"---\neffective: {day}\nchange:\n  level: minor\n  reason: {day}.\n---\n{words}\n"


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("Keep 30 days, or 1,000 or 1.000 or 1\u202f000.", ["30", "1000", "1000", "1000"]),
        ("It costs 1.50 or 1,50.", ["1.50", "1.50"]),
        ("See [here](/v2/terms) and https://example.com/2027.", []),
        ("1. First\n2. Second: 5 items\n## 3.1 Third", ["5"]),
        ("On 05 May and 5 June.", ["5", "5"]),
        ("{: #a-1 }<a id='b2'></a>Nothing.", []),
    ],
)
def test_a_text_says_numbers(markdown: str, found: list[str]) -> None:
    assert numbers(markdown) == found


def test_a_text_has_an_outline() -> None:
    assert outline("# A\n\n## B\n\nText # no\n\n### C\n") == (1, 2, 3)


@pytest.mark.parametrize(
    ("english", "german", "told"),
    [
        pytest.param("Pay in 14 days.", "Zahlen Sie in 14 Tagen.", None, id="alike"),
        pytest.param(
            "Pay in 14 days.",
            "Zahlen Sie in 20 Tagen.",
            "`en` changes 30 to 14, `de` changes 30 to 20",
            id="other numbers",
        ),
        pytest.param(
            "Pay in 14 days.",
            "Zahlen Sie bald, in 30 Tagen.",
            "`en` changes 30 to 14, `de` changes no number",
            id="a number left as it was",
        ),
        pytest.param(
            "# Pay\n\nPay in 30 days, now.",
            "Zahlen Sie jetzt, in 30 Tagen.",
            "the headings differ: `en` has 1 (levels 1), `de` no heading",
            id="a heading in one",
        ),
    ],
)
def test_two_languages_of_a_version_are_held_against_each_other(
    english: str, german: str, told: str | None, tmp_path: Path
) -> None:
    base = {
        ENGLISH: text("Pay in 30 days.", "2026-01-01"),
        GERMAN: text("Zahlen Sie in 30 Tagen.", "2026-01-01"),
    }
    changed = {ENGLISH: text(english, "2027-03-01"), GERMAN: text(german, "2027-03-01")}
    found = [
        f for f in check_of(tmp_path, base, changed).all_faults if f.code == "translation-differs"
    ]

    assert [f.path for f in found] == ([GERMAN] if told else [])
    assert told is None or told in found[0].message


def test_a_language_that_is_left_behind_under_one_date_is_a_warning(tmp_path: Path) -> None:
    base = {
        ENGLISH: text("Pay in 30 days.", "2027-01-01"),
        GERMAN: text("Zahlen Sie in 30 Tagen.", "2027-01-01"),
    }
    changed = {ENGLISH: text("Pay within 30 days.", "2027-01-01")}
    found = [
        f for f in check_of(tmp_path, base, changed).all_faults if f.code == "translation-differs"
    ]

    assert [str(f).split(": ")[1] for f in found] == ["warning translation-differs"]
    assert "`en` is edited and `de`, which gives the same version, is not" in found[0].message


def test_languages_of_one_change_that_name_other_days_are_an_error(tmp_path: Path) -> None:
    base = {
        ENGLISH: text("Pay in 30 days.", "2026-01-01"),
        GERMAN: text("Zahlen Sie in 30 Tagen.", "2026-01-01"),
    }
    changed = {
        ENGLISH: text("Pay in 14 days.", "2027-03-01"),
        GERMAN: text("Zahlen Sie in 14 Tagen.", "2027-04-01"),
    }
    found = [f for f in check_of(tmp_path, base, changed).all_faults if f.path == GERMAN]

    assert [(f.severity.value, f.code) for f in found[:1]] == [("error", "version-label-differs")]
    assert "this translation says 2027-04-01" in found[0].message

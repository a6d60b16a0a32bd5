"""Where each clause of the text in force is written, front matter and all."""

import json
from pathlib import Path

import pytest

from archive.line_spans import Lines
from site_overrides.clause_lines import clause_lines
from site_overrides.shown_clauses import shown_clauses
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import opened_site

TEXT = "# Privacy\n\nWe keep\nlittle.\n\n- One\n- Two\n\n| a | b |\n|---|---|\n| c | d |"


def lines_of(made: PolicyRepository) -> list[Lines | None]:
    with opened_site(made.root) as site:
        return clause_lines(site, shown_clauses(site, next(iter(site.register))))


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    text = policy(TEXT, "2026-01-01")
    made.commit({"policy/privacy.md": text}, "2026-01-01")
    file = text.split("\n")

    found = [file[each.first - 1 : each.last] for each in lines_of(made) if each]

    assert found == [
        ["# Privacy"], ["We keep", "little."], ["- One"], ["- Two"], ["| a | b |"], ["| c | d |"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("[short]\n\n[short]: https://a.example", [None], id="a clause without any"),
        pytest.param("One\n***\nTwo", [Lines(1, 1), Lines(3, 3)], id="what shows no words between"),
        pytest.param(
            "Words.\n\n" + "".join(chr(code) for code in range(0xE000, 0xF8FF)), [None, None],
            id="a text that leaves no room for marks",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_left_out(
    tmp_path: Path, text: str, lines: list[Lines | None]
) -> None:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/privacy.md": text}, "2026-01-01")

    assert lines_of(made) == lines


@pytest.mark.parametrize(
    ("lines", "words"), [(Lines(3, 3), "line 3"), (Lines(12, 15), "lines 12–15")]
)
def test_lines_are_named_as_people_name_them(lines: Lines, words: str) -> None:
    assert str(lines) == words


def test_a_policy_without_a_text_in_force_has_none(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/privacy.md": policy("# Coming\n\nSoon.", "2027-06-01")}, "2027-01-02")

    assert lines_of(made) == []


def test_the_file_for_programs_tells_them(sample_site: Path) -> None:
    source = json.loads((sample_site / "privacy/clauses.json").read_text())["source"]

    assert source["path"] == "policy/privacy.md"
    assert all(first <= last for first, last in source["lines"])

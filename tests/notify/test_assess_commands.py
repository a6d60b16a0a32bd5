"""What does `fairnotice assess` answer? Real files in, the documented JSON out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import UnreadableText
from notify.assess_commands import assess

OLD = "# Recordings\n\nVoice recordings are kept 30 days.\n"
NEW = "# Recordings\n\nVoice recordings are kept 90 days.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    (tmp_path / "de.md").write_text(f"---\nlang: de\n---\n{NEW}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(assess, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.usefixtures("folder")
def test_people_read_the_level_and_a_sentence_for_each_reason() -> None:
    assert run("old.md", "new.md").splitlines() == [
        "significant, effect on readers: reduces",
        (
            "  significant · retention · retention-longer: "
            "Voice recordings are kept 90 days instead of 30 days."
        ),
    ]


def test_what_the_companys_own_rules_silence_is_told_with_the_reason(folder: Path) -> None:
    (folder / "fairnotice.toml").write_text('rules = "own.toml"\n', encoding="utf-8")
    silence = '[[silence]]\nrule = "retention-longer"\nreason = "A test tone is no recording."\n'
    (folder / "own.toml").write_text(silence, encoding="utf-8")

    *_, told = run("old.md", "new.md").splitlines()
    answer = json.loads(run("old.md", "new.md", "--format", "json"))

    assert told == (
        "  silenced · retention · retention-longer: Voice recordings are kept 90 days instead of "
        "30 days. (because: A test tone is no recording.)"
    )
    assert answer["findings"] == []
    assert [one["rule"] for one in answer["silenced"]] == ["retention-longer"]


@pytest.mark.usefixtures("folder")
def test_equal_words_are_said_to_mean_the_same() -> None:
    assert run("old.md", "old.md").splitlines() == [
        "editorial, effect on readers: none",
        "No word changed in a way that means anything else.",
    ]


@pytest.mark.usefixtures("folder")
def test_json_is_the_documented_one() -> None:
    answer = json.loads(run("old.md", "new.md", "--format", "json"))

    assert answer.pop("seconds") >= 0
    assert answer == {
        "id": "old.md new.md",
        "judged": True,
        "level": "significant",
        "effect": "reduces",
        "consent": False,
        "topics": ["retention"],
        "findings": [
            {
                "rule": "retention-longer",
                "topic": "retention",
                "level": "significant",
                "effect": "reduces",
                "before": "Voice recordings are kept 30 days.",
                "after": "Voice recordings are kept 90 days.",
                "reason": "Voice recordings are kept 90 days instead of 30 days.",
                "chance": 1.0,
            }
        ],
    }


@pytest.mark.usefixtures("folder")
def test_a_language_without_rules_is_not_judged() -> None:
    answer = json.loads(run("old.md", "de.md", "--format", "json"))

    assert (answer["judged"], answer["level"]) == (False, "significant")
    assert run("old.md", "de.md").startswith("not judged")


@pytest.mark.usefixtures("folder")
def test_files_that_name_no_language_are_of_the_one_that_is_given() -> None:
    assert run("old.md", "new.md", "--lang", "de").startswith("not judged")


def test_a_batch_answers_in_order_one_line_each(folder: Path) -> None:
    pairs = [("b", "old.md", "new.md"), ("a", "new.md", "old.md"), ("c", "old.md", "old.md")]
    lines = [json.dumps({"id": i, "old": o, "new": n, "more": 1}) for i, o, n in pairs]
    (folder / "pairs.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")

    answers = [json.loads(line) for line in run("--batch", "pairs.jsonl").splitlines()]

    assert [(answer["id"], answer["effect"]) for answer in answers] == [
        ("b", "reduces"),
        ("a", "expands"),
        ("c", "none"),
    ]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"id": "a", "old": 3, "new": 4}', "7"])
def test_a_line_that_is_no_pair_is_named(folder: Path, line: str) -> None:
    (folder / "pairs.jsonl").write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(UnreadableText, match=r"pairs\.jsonl:2: write \{"):
        CliRunner().invoke(assess, ["--batch", "pairs.jsonl"], catch_exceptions=False)


def test_a_file_of_a_pair_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "pairs.jsonl").write_text('{"id": "a", "old": "x.md", "new": "y.md"}')

    with pytest.raises(UnreadableText, match=r"x\.md: No such file"):
        CliRunner().invoke(assess, ["--batch", "pairs.jsonl"], catch_exceptions=False)


@pytest.mark.usefixtures("folder")
def test_two_texts_or_a_batch_must_be_given() -> None:
    result = CliRunner().invoke(assess, ["old.md"])

    assert result.exit_code == 2
    assert "give OLD and NEW" in result.output

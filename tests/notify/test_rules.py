"""Can a lawyer edit the rules? Each mistake is told with its line and what to write."""

from pathlib import Path

import pytest

from notify.rules import InvalidRules, load_rules

HEAD = 'language = "en"\nstatement = ["we"]\nskip_headings = ["log"]\n'
HEAD += 'pointers = ["see"]\nnames_matter = ["laws of"]\n'
TOPIC = '[[topic]]\nid = "fees"\nwords = ["fee"]\n'
RULE = """[[rule]]
id = "fee-added"
topic = "fees"
when = "added"
words = ["fee*"]
level = "significant"
effect = "reduces"
reason = "A fee: {words}."
source = "Our own promise"
"""
WHOLE = HEAD + TOPIC + RULE


def load(folder: Path, content: str) -> None:
    file = folder / "rules.toml"
    file.write_text(content, encoding="utf-8")
    load_rules(file)


def test_the_programs_own_rules_are_sound_and_each_names_its_source() -> None:
    rules = load_rules()

    assert rules.language == "en"
    assert all(rule.source for rule in rules.rules)
    assert all(rule.source for rule in rules.quantities)


def test_the_version_follows_the_content_and_nothing_else(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one.toml", "same.toml", "other.toml"))
    one.write_text(WHOLE, encoding="utf-8")
    same.write_text(WHOLE, encoding="utf-8")
    other.write_text(WHOLE + "# a remark\n", encoding="utf-8")

    assert load_rules(one).version == load_rules(same).version
    assert load_rules(one).version != load_rules(other).version


@pytest.mark.parametrize(
    ("written", "instead", "line", "advice"),
    [
        pytest.param('"added"', '"added', 12, "not valid TOML", id="an open quote"),
        pytest.param('"added"', '"adde"', 12, 'write one of "added", "dropped"', id="a bad word"),
        pytest.param('"significant"', '"big"', 14, 'one of "editorial"', id="a bad level"),
        pytest.param('words = ["fee*"]', "words = []", 9, "write words", id="no words"),
        pytest.param('["fee*"]', '"fee"', 13, "write words = [", id="words that are no list"),
        pytest.param('["fee*"]', '["f*e"]', 13, "a * may only end one", id="a star inside"),
        pytest.param('words = ["fee*"]', "patterns = ['fee(?=s)']", 13, "look-around", id="looks"),
        pytest.param('words = ["fee*"]', "patterns = ['(f)\\1']", 13, "RE2", id="refers back"),
        pytest.param('words = ["fee*"]', "patterns = ['f*']", 13, "empty text", id="finds nothing"),
        pytest.param("{words}", "{fees}", 16, "names {words}, {before}", id="an unknown name"),
        pytest.param("{words}", "{words", 16, "braces", id="an open brace"),
        pytest.param('topic = "fees"', 'topic = "fee"', 11, "no topic of this file", id="no topic"),
        pytest.param("source", "sauce", 9, 'write source = "…"', id="a needed key misspelt"),
        pytest.param("level", "anywere = true\nlevel", 14, "did you mean anywhere", id="misspelt"),
        pytest.param('id = "fee-added"', "id = 7", 10, 'write id = "…"', id="a number for a name"),
        pytest.param("level", "to_words = ['x']\nlevel", 12, 'when = "replaced"', id="to nothing"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, written: str, instead: str, line: int, advice: str
) -> None:
    head, rule = HEAD + TOPIC, RULE.replace(written, instead, 1)

    with pytest.raises(InvalidRules) as mistake:
        load(tmp_path, head + rule)

    assert advice in str(mistake.value)
    assert str(mistake.value).startswith(f"{tmp_path / 'rules.toml'}:{line}: ")


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRules, match=r":19: rule: 'fee-added' stands twice"):
        load(tmp_path, WHOLE + RULE)


def test_a_key_that_means_nothing_at_the_top_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRules, match="langage is not known here; did you mean language"):
        load(tmp_path, 'langage = "en"\n' + WHOLE)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InvalidRules, match="cannot be read as UTF-8 text"):
        load_rules(tmp_path / "rules.toml")
    with pytest.raises(InvalidRules, match="cannot be read"):
        load_rules(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "text",
    [
        "We may share your personal data with our partners for 30 days.",
        "You agree to arbitration; the laws of Norway apply.",
        "nothing",
        "",
    ],
)
def test_the_rules_that_know_a_text_are_those_whose_words_it_holds(text: str) -> None:
    rules = load_rules()

    assert rules.that_know(text) == tuple(r for r in rules.rules if r.find.occurs_in(text))
    assert rules.that_know("", text) == rules.that_know(text)
    assert rules.topic_of(text) == next((t for t in rules.topics if t.find.occurs_in(text)), None)

"""What may a company add to the rules, raise and silence? Anything, but not without a reason."""

from pathlib import Path

import pytest

from archive.front_matter import Level
from archive.revisions import PolicyId
from notify.assessment import Assessment, assess
from notify.own_rules import OwnRules, load_own_rules, parse_own_rules
from notify.rules import InvalidRules, load_rules
from tests.notify.changes import a_redline

RULES = load_rules()
PRIVACY, COOKIES = PolicyId("privacy"), PolicyId("cookies")
SILENCE = '[[silence]]\nrule = "period-longer"\nreason = "The season is no promise."\n'
RAISE = '[[raise]]\nrule = "words-changed"\nlevel = "significant"\n'
OWN = """
[[rule]]
id = "own-weighing-of-parcels"
topic = "fees"
when = "added"
words = ["weighed"]
firm = true
level = "significant"
effect = "reduces"
reason = "Parcels are weighed: \\"{after}\\"."
source = "Our own terms of carriage"
"""
SEASON = ("The season lasts 10 days and it is fun.", "The season lasts 12 days and it is fun.")


def own(content: str) -> OwnRules:
    return parse_own_rules(content, place="rules.toml", rules=RULES)


def judged(content: str, *pairs: tuple[str, str], policy: PolicyId | None = PRIVACY) -> Assessment:
    rules = own(content).applied(RULES, policy)
    return assess(a_redline(*pairs), language="en", rules=rules)


def test_a_silenced_rule_counts_for_nothing_and_is_still_told() -> None:
    assessment = judged(SILENCE, SEASON)

    assert (assessment.level, assessment.findings) == (Level.EDITORIAL, ())
    assert [finding.rule for finding in assessment.silenced] == ["period-longer"]


def test_a_silence_for_one_policy_leaves_the_others_alone() -> None:
    content = f'{SILENCE}policy = "cookies"\n'

    assert judged(content, SEASON, policy=COOKIES).silenced
    assert not judged(content, SEASON, policy=PRIVACY).silenced
    assert not judged(content, SEASON, policy=None).silenced


def test_a_raised_rule_makes_a_change_as_serious_as_said() -> None:
    office = ("Our office is red.", "Our office is tall.")

    assert judged("", office).level is Level.MINOR
    assert judged(RAISE, office).level is Level.SIGNIFICANT


def test_raising_never_lowers() -> None:
    lower = RAISE.replace("words-changed", "period-longer").replace("significant", "minor")

    assert judged(lower, SEASON).level is Level.SIGNIFICANT


def test_an_added_rule_finds_what_the_programs_do_not() -> None:
    [finding] = judged(OWN, ("", "Each parcel is weighed by a scale.")).findings

    assert finding.rule == "own-weighing-of-parcels"
    assert finding.reason == 'Parcels are weighed: "Each parcel is weighed by a scale".'


def test_own_rules_are_part_of_the_version_that_a_judgement_names() -> None:
    assert own(SILENCE).applied(RULES, PRIVACY).version != RULES.version
    assert OwnRules().applied(RULES, PRIVACY) is RULES


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            SILENCE.replace("period-longer", "period-longr"),
            r"rules.toml:2: silence: no rule is called 'period-longr'; did you mean period-longer\?",
            id="a rule misspelt",
        ),
        pytest.param(
            SILENCE.replace("The season is no promise.", " "),
            "rules.toml:3: silence: write reason =",
            id="a silence without a reason",
        ),
        pytest.param(
            '[[silence]]\nrule = "period-longer"\n',
            "rules.toml:1: silence: write reason =",
            id="no reason at all",
        ),
        pytest.param(SILENCE + SILENCE, "rules.toml:5: silence: .*twice", id="said twice"),
        pytest.param(
            SILENCE + RAISE.replace("words-changed", "period-longer"),
            "rules.toml:5: raise: .*twice",
            id="silenced and raised",
        ),
        pytest.param(
            RAISE.replace('"significant"', '"big"'), "rules.toml:3: raise: level", id="no level"
        ),
        pytest.param(
            OWN.replace("own-weighing-of-parcels", "limit-added"),
            "rules.toml:3: rule: 'limit-added' is taken",
            id="the program's name",
        ),
        pytest.param(
            OWN.replace('"fees"', '"post"'), "rules.toml:4: rule: 'post' is no topic", id="no topic"
        ),
        pytest.param(
            SILENCE + 'since = "2027"\n', "rules.toml:4: silence: since", id="a strange key"
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(content: str, expected: str) -> None:
    with pytest.raises(InvalidRules, match=expected):
        own(content)


def test_the_file_is_the_one_that_the_settings_name(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SILENCE, encoding="utf-8")

    assert load_own_rules(tmp_path, "own.toml", RULES).silences
    assert load_own_rules(tmp_path, None, RULES) == OwnRules()
    with pytest.raises(InvalidRules, match=r"none.toml: cannot be read"):
        load_own_rules(tmp_path, "none.toml", RULES)

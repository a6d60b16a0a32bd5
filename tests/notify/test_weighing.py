"""What do findings add up to? Sure ones stand alone; of the others enough must come together."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.front_matter import Level
from notify.assessment import assess
from notify.findings import Effect
from notify.rules import InvalidRules, Rules, load_rules
from notify.traits import OWN, only_informs
from notify.weights import WEIGHTS, Weights, load_weights
from tests.notify.changes import a_redline

RULES = load_rules()
UNKNOWN = "The royalty box stands beside the trademark box of the house."
SURE = "We will never sell your number to anybody."


def with_weights(threshold: float, **traits: float) -> Rules:
    weights = Weights(version="test", threshold=threshold, start=0.0, traits=traits)
    return replace(RULES, weights=weights)


def test_what_does_not_add_up_is_minor_and_takes_nothing() -> None:
    assessment = assess(a_redline(("", UNKNOWN)), language="en", rules=with_weights(0.9))
    [finding] = assessment.findings

    assert (finding.level, finding.effect) == (Level.MINOR, Effect.NONE)
    assert finding.chance == 0.5  # told all the same, so that a verdict can be followed


def test_small_chances_add_up() -> None:
    one, two = ("", UNKNOWN), ("", f"{UNKNOWN[:-1]} and its garden.")
    rules = with_weights(0.7)

    assert assess(a_redline(one), language="en", rules=rules).level is Level.MINOR
    assert assess(a_redline(one, two), language="en", rules=rules).level is Level.SIGNIFICANT


def test_a_promise_taken_out_needs_no_company() -> None:
    assessment = assess(a_redline((SURE, "")), language="en", rules=with_weights(0.999))

    assert assessment.level is Level.SIGNIFICANT
    assert assessment.effect in (Effect.REDUCES, Effect.BOTH)


def test_a_loss_that_a_rule_knows_is_told_even_where_it_does_not_add_up() -> None:
    duty = ("", "You must lock the royalty box.")
    assessment = assess(a_redline(duty), language="en", rules=with_weights(0.9))

    assert (assessment.level, assessment.effect) == (Level.MINOR, Effect.REDUCES)


def test_a_trait_that_the_file_names_moves_the_chance() -> None:
    rules = with_weights(0.9, **{"no rule knows it": 5.0})

    assert assess(a_redline(("", UNKNOWN)), language="en", rules=rules).level is Level.SIGNIFICANT


PAIRS = st.lists(
    st.sampled_from(
        [
            ("", UNKNOWN),
            (SURE, ""),
            ("", "You may not resell the service."),
            ("Backups are part of the service.", "Backups are not part of the service."),
            ("Our office is red.", "Our office is tall."),
        ]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(pairs=PAIRS)
def test_one_more_change_never_lowers_the_level(pairs: list[tuple[str, str]]) -> None:
    order = list(Level)
    fewer = assess(a_redline(*pairs[:-1]), language="en", rules=RULES)
    more = assess(a_redline(*pairs), language="en", rules=RULES)

    assert order.index(more.level) >= order.index(fewer.level)


def test_every_weight_is_of_a_trait_that_sentences_can_have() -> None:
    traits = {trait.id for trait in RULES.traits} | OWN

    assert load_weights().traits.keys() <= traits


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("threshold = ", "cannot be read as TOML", id="no TOML"),
        pytest.param("start = 0\n[traits]", "write threshold = a number", id="no threshold"),
        pytest.param("threshold = 2\nstart = 0\n[traits]", "between 0 and 1", id="never reached"),
        pytest.param("threshold = 0.5\nstart = 0", r"under \[traits\]", id="no traits"),
        pytest.param(
            'threshold = 0.5\nstart = 0\n[traits]\n"x" = "y"', "write x = a number", id="a word"
        ),
    ],
)
def test_a_file_of_weights_with_a_mistake_is_refused(
    tmp_path: Path, content: str, expected: str
) -> None:
    place = tmp_path / WEIGHTS.name
    place.write_text(content, encoding="utf-8")

    with pytest.raises(InvalidRules, match=expected):
        load_weights(place)


def test_a_long_text_that_calls_itself_no_policy_only_informs() -> None:
    guide, rest = "How to move house with a phone. ", "The street is long and broad. " * 60

    assert only_informs(guide + rest, RULES)
    assert not only_informs(guide, RULES)  # it may be all there is of a policy


@pytest.mark.parametrize("opening", ["Privacy policy", "By using it you agree to these terms"])
def test_a_text_that_calls_itself_a_policy_or_terms_binds(opening: str) -> None:
    assert not only_informs(f"{opening}. " + "The street is long and broad. " * 60, RULES)


def test_a_text_that_names_an_agreement_far_below_only_informs() -> None:
    guide = "How we pack letters. " + "The street is long and broad. " * 60

    assert only_informs(f"{guide} These terms of service are an agreement.", RULES)

"""What makes a changed sentence more or less likely to matter, beside the words of a list?"""

import pytest

from archive.changes import ChangeKind
from archive.front_matter import Level
from notify.doubts import DOUBT
from notify.findings import Effect, Finding
from notify.passages import Passage
from notify.rules import load_rules
from notify.traits import GAIN, LONG, OWN, REMOVED, UNKNOWN, traits_of

RULES = load_rules()


def a_passage(words: int = 1, after: str = "We sing more.") -> Passage:
    return Passage(
        clause="c1",
        heading="",
        lead_in="",
        kind=ChangeKind.REWORDED,
        before="We sing.",
        after=after,
        struck=(),
        inserted=(" ".join(["more"] * words),),
    )


def found(*effects: Effect, rule: str = "a-rule") -> list[Finding]:
    return [
        Finding(
            rule=rule,
            topic="other",
            level=Level.SIGNIFICANT,
            effect=effect,
            before="",
            after="",
            reason="",
        )
        for effect in effects
    ]


def own(passage: Passage, findings: list[Finding]) -> frozenset[str]:
    return traits_of(passage, findings, RULES, informs=False) & OWN


@pytest.mark.parametrize(("words", "traits"), [(20, set()), (21, {LONG})])
def test_from_twenty_words_on_a_change_is_long(words: int, traits: set[str]) -> None:
    assert own(a_passage(words), found(Effect.REDUCES)) == traits


def test_only_a_gain_in_everything_is_a_gain() -> None:
    assert own(a_passage(), found(Effect.EXPANDS, Effect.EXPANDS)) == {GAIN}
    assert own(a_passage(), found(Effect.EXPANDS, Effect.REDUCES)) == set()


def test_only_what_no_rule_knows_at_all_is_unknown() -> None:
    doubt = found(Effect.BOTH, rule=DOUBT)

    assert own(a_passage(), doubt) == {UNKNOWN}
    assert own(a_passage(), [*doubt, *found(Effect.BOTH)]) == set()


def test_a_sentence_that_went_was_taken_out() -> None:
    assert own(a_passage(after=""), found(Effect.REDUCES)) == {REMOVED}


def test_a_trait_of_doubts_counts_only_where_no_rule_knows_the_sentence() -> None:
    duty, trait = a_passage(after="You must sing more."), "says what readers must do"

    doubted = traits_of(duty, found(Effect.BOTH, rule=DOUBT), RULES, informs=False)
    known = traits_of(duty, found(Effect.BOTH), RULES, informs=False)

    assert trait in doubted
    assert trait not in known

"""Whose duties are they? What a company asks of its own staff binds no reader."""

import pytest

from archive.changes import ChangeKind
from archive.front_matter import Level
from archive.redlines import compare
from archive.rendering import render
from notify.addressees import as_read_by_readers
from notify.assessment import Assessment, assess
from notify.doubts import DOUBT
from notify.findings import Effect, Finding
from notify.passages import Passage
from notify.rules import load_rules
from tests.notify.changes import a_redline

RULES = load_rules()
GUIDE = "This is a guide for Acme staff."
DUTY = "You must copy your notes into the register."
STAFF = "Our staff must wash the cups."
OTHERS = "Customers must wash the cups."
SHARING = "We share your phone number with advertisers."


def added(opening: str, sentence: str) -> Assessment:
    old = f"{opening}\n\nThe register is blue."
    redline = compare(render(old), render(f"{old}\n\n{sentence}"))
    return assess(redline, language="en", rules=RULES)


@pytest.mark.parametrize(
    "opening",
    [
        GUIDE,
        "A handbook for our moderators.",
        'From here on, "you" refers to the Acme employee who answers.',
        "This document was once an internal document.",
    ],
)
def test_a_duty_in_a_guide_for_staff_is_minor_and_takes_nothing_from_readers(opening: str) -> None:
    found = added(opening, DUTY)

    assert (found.level, found.effect) == (Level.MINOR, Effect.NONE)


@pytest.mark.parametrize(
    "opening",
    [
        "This is a guide for our customers.",
        "This privacy notice is for our employees.",  # they are its readers
    ],
)
def test_the_same_duty_in_a_text_for_its_readers_is_theirs(opening: str) -> None:
    assert added(opening, DUTY).effect is Effect.REDUCES


def test_what_is_done_with_readers_data_counts_in_a_guide_for_staff_as_well() -> None:
    found = added(GUIDE, SHARING)

    assert (found.level, found.effect, found.consent) == (Level.SIGNIFICANT, Effect.REDUCES, True)


def test_a_text_must_have_been_for_staff_before_to_be_read_as_one() -> None:
    """Otherwise one line about staff would hide what the same change asks of readers."""
    redline = compare(render("The register is blue."), render(f"{GUIDE}\n\n{DUTY}"))

    assert assess(redline, language="en", rules=RULES).effect is Effect.REDUCES


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        pytest.param("Our employees must not take gifts.", Effect.NONE, id="staff"),
        pytest.param("You must never offer a bribe.", Effect.NONE, id="how we behave ourselves"),
        pytest.param("Customers must not take gifts.", Effect.REDUCES, id="readers"),
    ],
)
def test_a_sentence_about_the_duties_of_staff_takes_nothing_from_readers(
    sentence: str, effect: Effect
) -> None:
    found = assess(a_redline(("", sentence)), language="en", rules=RULES)

    assert found.effect is effect


def test_a_promise_taken_from_a_guide_for_staff_is_one_all_the_same() -> None:
    old = f"{GUIDE}\n\nThe register is blue."
    redline = compare(render(f"{old}\n\nWe do not record your name."), render(old))

    found = assess(redline, language="en", rules=RULES)

    assert (found.level, found.effect) == (Level.SIGNIFICANT, Effect.REDUCES)


LAST_RESORT = next(rule.id for rule in RULES.rules if rule.last_resort and rule.topic != "conduct")
OPEN = next(rule.id for rule in RULES.rules
            if not (rule.last_resort or rule.firm or rule.consent or rule.topic == "conduct"))  # fmt: skip
FIRM = next(rule.id for rule in RULES.rules if rule.firm and rule.topic != "conduct")


@pytest.mark.parametrize(
    ("rule", "topic", "sentence", "staff_text", "level", "effect"),
    [
        pytest.param(LAST_RESORT, "other", STAFF, False, Level.MINOR, Effect.NONE,
            id="a last resort in a sentence to staff"),
        pytest.param(LAST_RESORT, "other", OTHERS, False, Level.SIGNIFICANT, Effect.REDUCES,
            id="a last resort in a sentence to readers"),
        pytest.param(LAST_RESORT, "other", OTHERS, True, Level.MINOR, Effect.NONE,
            id="a last resort in a text for staff"),
        pytest.param(DOUBT, "other", STAFF, False, Level.MINOR, Effect.NONE,
            id="a guess in a sentence to staff"),
        pytest.param(OPEN, "other", STAFF, False, Level.SIGNIFICANT, Effect.REDUCES,
            id="no duty in a sentence to staff"),
        pytest.param(OPEN, "conduct", STAFF, False, Level.MINOR, Effect.NONE,
            id="a duty in a sentence to staff"),
        pytest.param(OPEN, "other", OTHERS, True, Level.MINOR, Effect.REDUCES,
            id="no duty in a text for staff"),
        pytest.param(FIRM, "other", OTHERS, True, Level.SIGNIFICANT, Effect.REDUCES,
            id="what a rule is sure of in a text for staff"),
        pytest.param(FIRM, "conduct", OTHERS, False, Level.SIGNIFICANT, Effect.REDUCES,
            id="a duty of readers"),
    ],
)  # fmt: skip
def test_what_only_staff_are_asked_is_minor_and_all_else_stands(
    rule: str, topic: str, sentence: str, level: Level, effect: Effect, *, staff_text: bool
) -> None:
    finding = Finding(rule=rule, topic=topic, level=Level.SIGNIFICANT, effect=Effect.REDUCES,
                      before="", after=sentence, reason="")  # fmt: skip
    passage = Passage(clause="", heading="", lead_in="", kind=ChangeKind.ADDED, before="",
                      after=sentence, struck=(), inserted=())  # fmt: skip

    [found] = as_read_by_readers([finding], passage, RULES, staff_text=staff_text)

    assert (found.level, found.effect) == (level, effect)

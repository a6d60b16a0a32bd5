"""Which links lead elsewhere now, and what is readers' loss in it?"""

import pytest

from archive.front_matter import Level
from archive.redlines import compare
from archive.rendering import render
from notify.assessment import Assessment, Effect, assess
from notify.rules import load_rules

RULES = load_rules()


def judged(old: str, new: str, *, language: str = "en") -> Assessment:
    return assess(compare(render(old), render(new)), language=language, rules=RULES)


CHOICE = "You can [opt out here]({})."


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        pytest.param(
            CHOICE,
            "https://example.com/out",
            "https://example.org/out",
            'The link "opt out here" now leads to example.org instead of example.com.',
            id="a choice on another host",
        ),
        pytest.param(
            CHOICE,
            "https://example.com/out",
            "https://example.com/home",
            'The link "opt out here" now leads to https://example.com/home instead of '
            "https://example.com/out.",
            id="a choice on another page",
        ),
        pytest.param(
            "Write to [us]({}).",
            "mailto:a@example.com",
            "mailto:b@example.com",
            'The link "us" now leads to mailto:b@example.com instead of mailto:a@example.com.',
            id="another mailbox",
        ),
        pytest.param(
            "The [House Terms]({}) apply too.",
            "/house",
            "/garden",
            'The link "House Terms" now leads to /garden instead of /house.',
            id="another text that applies",
        ),
        pytest.param(
            "We like [cats]({}).",
            "https://example.com/cats",
            "https://example.net/cats",
            'The link "cats" now leads to example.net instead of example.com.',
            id="somebody else's page",
        ),
    ],
)
def test_a_link_that_leads_elsewhere_is_told(text: str, old: str, new: str, told: str) -> None:
    [finding] = judged(text.format(old), text.format(new)).findings

    assert (finding.rule, finding.reason) == ("link-replaced", told)
    assert (finding.before, finding.after) == (old, new)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        pytest.param(CHOICE, "http://example.com/out", "https://example.com/out/", id="same page"),
        pytest.param(CHOICE, "https://www.example.com/o", "https://example.com/o", id="no www"),
        pytest.param(
            "We like [cats]({}).", "https://example.com/a", "https://example.com/b", id="no matter"
        ),
        pytest.param(
            CHOICE, "https://example.com/out", "https://example.com/out#top", id="a place"
        ),
        pytest.param(
            "We like [cats]({}).",
            "https://pages.example.com/a",
            "https://example.com/b",
            id="a part",
        ),
        pytest.param("We like [cats]({}).", "https://example.com/a", "/a", id="back on the site"),
    ],
)
def test_a_link_that_leads_to_the_same_is_not(text: str, old: str, new: str) -> None:
    assert judged(text.format(old), text.format(new)).level is Level.EDITORIAL


def test_a_choice_that_leads_to_another_host_may_be_lost() -> None:
    assessment = judged(CHOICE.format("https://example.com/out"), CHOICE.format("https://e.org/o"))

    assert (assessment.level, assessment.effect) == (Level.SIGNIFICANT, Effect.BOTH)


def test_a_link_alone_is_no_changed_word_in_a_language_without_rules() -> None:
    assessment = judged("[Raus](https://example.com/a)", "[Raus](https://e.org/a)", language="de")

    assert (assessment.judged, assessment.level) == (True, Level.EDITORIAL)


def test_an_address_that_is_none_can_be_judged() -> None:
    assert judged("[a](http://[x)", "[a](http://example.com/)").judged

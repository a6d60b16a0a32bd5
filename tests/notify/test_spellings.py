"""Which other letters are the same word in another form, and which are another word?"""

import pytest

from notify.rules import load_rules
from notify.spellings import same_words

RULES = load_rules()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("recieve", "receive"),
        ("organisation", "organization"),
        ("colour", "color"),
        ("information", "informations"),
        ("provide", "provides"),
        ("concent", "consent"),
        ("chargeing", "charging"),
        ("changes", "change"),
    ],
)
def test_a_mended_spelling_or_another_form_is_the_same_word(one: str, other: str) -> None:
    assert same_words([one], [other], RULES)
    assert same_words([other], [one], RULES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("revocable", "irrevocable", id="a prefix that turns it round"),
        pytest.param("possible", "impossible", id="a prefix before a p"),
        pytest.param("material", "immaterial", id="a prefix before an m"),
        pytest.param("included", "excluded", id="in and out"),
        pytest.param("inclusive", "exclusive", id="with and without"),
        pytest.param("increase", "decrease", id="up and down"),
        pytest.param("internal", "external", id="ours and others'"),
        pytest.param("encrypted", "decrypted", id="closed and open"),
        pytest.param("held", "sold", id="kept and sold"),
        pytest.param("sent", "rent", id="given and let"),
        pytest.param("assignor", "assignee", id="the two sides of a contract"),
        pytest.param("indemnitors", "indemnitees", id="the two sides, more than one"),
        pytest.param("charge", "change", id="a fee and another text"),
        pytest.param("charged", "changed", id="a fee and another text, in the past"),
        pytest.param("consent", "content", id="a yes and a text"),
        pytest.param("country", "county", id="two places of different size"),
        pytest.param("countries", "counties", id="several places"),
        pytest.param("date", "data", id="a day and what is kept"),
        pytest.param("biannual", "biennial", id="twice a year and every other year"),
        pytest.param("personal", "personnel", id="of a reader and of staff"),
        pytest.param("prescribed", "proscribed", id="asked for and forbidden"),
        pytest.param("formally", "formerly", id="in due form and long ago"),
        pytest.param("insured", "injured", id="covered and hurt"),
        pytest.param("hosted", "posted", id="stored and shown"),
    ],
)
def test_two_words_that_look_alike_are_two_words(one: str, other: str) -> None:
    assert not same_words([one], [other], RULES)
    assert not same_words([other], [one], RULES)

"""What does a whole change mean? Cosmetics count for nothing, and doubt raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.front_matter import Level
from archive.redlines import Redline, compare
from archive.rendering import render
from notify.assessment import Assessment, Effect, assess, assess_first
from notify.rules import load_rules
from tests.notify.changes import a_redline

RULES = load_rules()


def judged(*pairs: tuple[str, str], heading: str = "", kept: str = "") -> Assessment:
    return assess(a_redline(*pairs, heading=heading, kept=kept), language="en", rules=RULES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("We keep logs.", "We keep the logs.", id="a stop word"),
        pytest.param("We recieve your message.", "We receive your message.", id="a typing error"),
        pytest.param("We keep “logs”.", 'We keep "logs"', id="quotes and a full stop"),
        pytest.param("Write us an e-mail.", "Write us an email.", id="two spellings of a word"),
        pytest.param("We don't sell data.", "We do not sell data.", id="a contraction"),
        pytest.param("Effective May 25, 2018", "Effective June 1, 2019", id="a date alone"),
        pytest.param("See https://a.example/x", "See https://b.example/y", id="a link's target"),
        pytest.param("See Section 4.1 below.", "See Section 5.2 below.", id="a section's number"),
        pytest.param("4. We keep logs.", "5. We keep logs.", id="a clause's number"),
        pytest.param("Ask {{ contact.us }} here.", "Ask {% contact %} here.", id="a template"),
        pytest.param("Under U.S. law.", "Under US law.", id="initials"),
        pytest.param("Tell support staff here.", "Tell {{ team }} here.", id="words in a template"),
    ],
)
def test_what_looks_different_and_says_the_same_is_editorial(before: str, after: str) -> None:
    assessment = judged((before, after))

    assert assessment.level is Level.EDITORIAL
    assert assessment.effect is Effect.NONE
    assert assessment.findings == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("You may sell it.", "You can not sell it.", id="a not among other words"),
        pytest.param("The employer pays.", "The employee pays.", id="parties one letter apart"),
        pytest.param("Your data is ours.", "Our data is yours.", id="whose data"),
        pytest.param("We keep six logs.", "We keep ten logs.", id="a number in words"),
        pytest.param("We will not sell it.", "We will {{ x }} it.", id="a not behind a template"),
        pytest.param("We do not sell it.", "We do ~~not~~ sell it.", id="a not between tildes"),
    ],
)
def test_a_letter_more_or_less_can_be_another_meaning(before: str, after: str) -> None:
    assert judged((before, after)).level is not Level.EDITORIAL


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param("", "![Fees](f.png)", 'A picture was added: "Fees".', id="added"),
        pytest.param("![Fees](f.png)", "", 'A picture was taken out: "Fees".', id="taken out"),
        pytest.param("![Fees](f.png)", "![All fees](f.png)",
            'A picture is "All fees" now instead of "Fees".', id="described otherwise"),
    ],
)  # fmt: skip
def test_a_picture_is_for_people_to_look_at(before: str, after: str, told: str) -> None:
    old, new = (render(f"We keep logs.\n\n{picture}") for picture in (before, after))

    assessment = assess(compare(old, new), language="en", rules=RULES)

    assert (assessment.level, assessment.effect) == (Level.MINOR, Effect.NONE)
    assert [finding.reason for finding in assessment.findings] == [told]


def test_a_not_that_moves_to_another_sentence_is_no_mere_move() -> None:
    assessment = judged(
        ("We will not sell your number.", "We will sell your number."),
        ("We will delete your number.", "We will not delete your number."),
    )

    assert assessment.level is Level.SIGNIFICANT
    assert assessment.effect is Effect.BOTH


def test_text_that_stands_elsewhere_in_the_other_version_is_not_new() -> None:
    sentence = "We may suspend an account that sends spam to other people."
    moved = judged((sentence, ""), ("", sentence))

    assert moved.level is Level.EDITORIAL


def test_one_of_two_equal_promises_taken_out_is_still_told() -> None:
    sentence = "We will never sell your messages or your recordings to anybody."

    assert judged((sentence, ""), kept=sentence).level is Level.SIGNIFICANT


def test_a_product_renamed_everywhere_is_the_same_product() -> None:
    renamed = judged(
        ("Open the Murmur app.", "Open the Quill app."),
        ("The Murmur app is free.", "The Quill app is free."),
    )

    assert renamed.level is Level.EDITORIAL


def test_another_place_of_storage_is_no_new_name() -> None:
    moved = judged(
        ("Data is stored in Iceland.", "Data is stored in Brazil."),
        ("Backups are stored in Iceland.", "Backups are stored in Brazil."),
    )

    assert moved.level is not Level.EDITORIAL


def test_words_that_no_rule_knows_are_at_least_minor() -> None:
    [finding] = judged(("Our office is red.", "Our office is tall.")).findings

    assert (finding.rule, finding.level) == ("words-changed", Level.MINOR)
    assert finding.reason == 'Words changed: "tall" instead of "red".'


def test_an_unknown_sentence_about_a_sensitive_topic_is_significant() -> None:
    assessment = judged(("", "Arbitration follows the rules that it has in Example Town."))

    assert assessment.level is Level.SIGNIFICANT
    assert assessment.topics == ("disputes",)


def test_a_loss_and_a_gain_are_both() -> None:
    assessment = judged(
        ("Recordings are kept 30 days.", "Recordings are kept 90 days."),
        ("Our liability does not exceed $100.", "Our liability does not exceed $500."),
    )

    assert assessment.effect is Effect.BOTH
    assert assessment.topics == ("liability", "retention")


def test_a_new_purpose_asks_for_consent() -> None:
    assert judged(("", "We use your location for targeted advertising.")).consent


def test_a_change_log_tells_of_changes_and_is_none() -> None:
    assert judged(("", "We may now suspend accounts."), heading="Change log").findings == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "You may object by visiting our privacy choices and asking for it.",
            "You may object by visiting our preference center and asking for it.",
            id="the name of a page",
        ),
        pytest.param(
            "You pay what our [price list](a) says.",
            "You pay what our [rates for payment](a) says.",
            id="the words of a link",
        ),
    ],
)
def test_another_name_for_where_readers_are_sent_is_minor(before: str, after: str) -> None:
    assessment = assess(compare(render(before), render(after)), language="en", rules=RULES)

    assert assessment.level is Level.MINOR


def test_another_recipient_in_a_link_is_no_mere_name() -> None:
    old, new = (f"We share payment data with [{name}](a)." for name in ("Bank Fee", "Ad Charge"))
    assessment = assess(compare(render(old), render(new)), language="en", rules=RULES)

    assert assessment.level is Level.SIGNIFICANT


@pytest.mark.parametrize("kept", ["## Fees\n\nA.\n\n## Arbitration\n\nB.\n\n## Liability\n\nC."])
def test_a_table_of_contents_says_nothing_new(kept: str) -> None:
    contents = f"{kept}\n\nFees * Arbitration * Liability"
    assessment = assess(compare(render(kept), render(contents)), language="en", rules=RULES)

    assert assessment.findings == ()


def test_a_text_that_became_a_link_is_told() -> None:
    old = " ".join(f"Message number {n} is stored with care by our staff." for n in range(9))
    rules = {f.rule for f in judged((old, "See our storage policy."), heading="Storage").findings}

    assert "text-replaced-by-link" in rules


def test_a_new_section_is_told_by_its_title() -> None:
    duty = "You must tell us each day which of the many birds of your garden you heard or saw"
    assessment = judged(
        ("", "Birds"), ("", f"{duty} before noon."), ("", f"{duty} at night."), heading="Birds"
    )

    assert 'The section "Birds" was added.' in {f.reason for f in assessment.findings}


def test_a_language_without_rules_is_not_judged_and_counts_as_significant() -> None:
    assessment = assess(a_redline(("Ja.", "Nein.")), language="de", rules=RULES)

    assert not assessment.judged
    assert (assessment.level, assessment.effect) == (Level.SIGNIFICANT, Effect.NONE)


def test_equal_words_need_no_judgement_in_any_language() -> None:
    assessment = assess(a_redline(kept="Ja."), language="de", rules=RULES)

    assert (assessment.judged, assessment.level) == (True, Level.EDITORIAL)


@pytest.mark.parametrize("language", ["en", "en-GB", "EN"])
def test_every_english_is_english(language: str) -> None:
    assert assess(a_redline(("A cat.", "A dog.")), language=language, rules=RULES).judged


def test_a_first_text_is_significant_because_it_is_the_first() -> None:
    assessment = assess_first(language="en", rules=RULES)

    assert assessment.level is Level.SIGNIFICANT
    assert [finding.rule for finding in assessment.findings] == ["first-text"]


def test_real_redlines_give_the_sentence_for_the_reader() -> None:
    redline = compare(
        "<h2>Recordings</h2><p>Hello. Voice recordings are kept 30 days.</p>",
        "<h2>Recordings</h2><p>Hello. Voice recordings are kept 90 days.</p>",
    )
    assessment = assess(redline, language="en", rules=RULES)

    assert [finding.reason for finding in assessment.findings] == [
        "Voice recordings are kept 90 days instead of 30 days."
    ]
    assert assessment.effect is Effect.REDUCES


WORDS = st.lists(
    st.sampled_from("we may not share your data 30 days you must never pay { % * [ ( § é".split()),
    max_size=12,
).map(" ".join)


@given(old=WORDS, new=WORDS)
def test_any_words_can_be_judged(old: str, new: str) -> None:
    redline: Redline = a_redline((old, new))
    assessment = assess(redline, language="en", rules=RULES)

    assert assessment.level is max(
        (f.level for f in assessment.findings),
        key=list(Level).index,
        default=Level.EDITORIAL,
    )


LOGGED = "March 3, 2024: Added that we may suspend accounts."


def test_an_entry_of_a_log_of_changes_tells_of_a_change_and_is_none() -> None:
    logged = assess(a_redline(("", LOGGED)), language="en", rules=RULES)
    announced = LOGGED.replace("Added that we", "We")
    told = assess(a_redline(("", announced)), language="en", rules=RULES)

    assert (logged.level, logged.effect) == (Level.MINOR, Effect.NONE)
    assert told.level is Level.SIGNIFICANT


def test_the_title_of_a_section_that_is_referred_to_is_no_change() -> None:
    change = ("Section 4 will survive.", "Section 3 (Risk, liability and fees) will survive.")

    assert assess(a_redline(change), language="en", rules=RULES).level is Level.EDITORIAL

"""Which sentence of a policy promises its readers a period of notice, and which does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.revisions import Language
from archive.workspace import open_workspace
from notify.errors import InvalidRules
from notify.notice_periods import Period, Unit, days, months
from notify.notice_words import notice_words
from notify.policy_sentences import Sentence
from notify.promises import Promise, Promises, promises_in, promises_of
from tests.repositories import PolicyRepository

WEEKS_6 = Period(number=6, unit=Unit.WEEKS)
WORDS = notice_words()


def promised(text: str, language: str = "en", heading: str = "") -> list[Period | None]:
    sentence = Sentence(text=text, heading=heading, clause=0)
    return [period for _, period in promises_in([sentence], WORDS[language])]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("We will give you at least 30 days' notice of changes.", days(30)),
        ("We will give you at least 30 days’ prior written notice of any change.", days(30)),
        ("We may amend these terms with thirty (30) calendar days' notice to you.", days(30)),
        ("If a change is significant, we tell you by email, at least 30 days before.", days(30)),
        ("Changes take effect no earlier than fourteen (14) days after they are posted.", days(14)),
        ("We will notify you one month before such changes apply to you.", months(1)),
        ("We announce a change with a month's notice.", months(1)),
        ("At least 2 months before we change the terms, we inform you by email.", months(2)),
        ("We give notice of at least six weeks of every change.", WEEKS_6),
        ("You get a 30-day notice of changes.", days(30)),
    ],
)
def test_an_english_promise_is_read(text: str, period: Period) -> None:
    assert promised(text) == [period]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Wir informieren Sie mindestens 30 Tage vor Inkrafttreten über Änderungen.", days(30)),
        ("Änderungen teilen wir Ihnen mit einer Frist von sechs Wochen mit.", WEEKS_6),
        ("Über jede Vertragsänderung benachrichtigen wir Sie einen Monat im Voraus.", months(1)),
        ("Wir kündigen Änderungen zwei Monate vorher an.", months(2)),
        ("Wesentliche Änderungen teilen wir dreißig Tage vorher per E-Mail mit.", days(30)),
        ("Änderungen werden frühestens 14 Tage nach der Mitteilung wirksam.", days(14)),
    ],
)
def test_a_german_promise_is_read(text: str, period: Period) -> None:
    assert promised(text, "de") == [period]


@pytest.mark.parametrize(
    ("text", "language", "period"),
    [
        (
            "Nous vous informerons des modifications 30 jours avant leur entrée en vigueur.",
            "fr",
            days(30),
        ),
        ("Toute modification vous est notifiée avec un préavis d'un mois.", "fr", months(1)),
        (
            "Nous avisons les clients des modifications quinze (15) jours à l’avance.",
            "fr",
            days(15),
        ),
        ("Le notificaremos los cambios al menos 30 días antes.", "es", days(30)),
        ("Avisamos a los usuarios de los cambios con un mes de antelación.", "es", months(1)),
        ("Los cambios se comunican con un preaviso de cuarenta y cinco días.", "es", days(45)),
        ("変更の効力発生の30日前までに、お客様にメールで通知します。", "ja", days(30)),
        ("規約の変更は、少なくとも１か月前にお知らせします。", "ja", months(1)),
        (
            "変更については、２週間以上の予告をもって通知します。",
            "ja",
            Period(number=2, unit=Unit.WEEKS),
        ),
        ("سنخطرك بأي تغيير قبل 30 يومًا على الأقل من سريانه.", "ar", days(30)),
        ("نبلغك بأي تعديل قبل ٣٠ يومًا.", "ar", days(30)),
        ("نبلغك بأي تعديل قبل شهرين من سريانه.", "ar", months(2)),
        (
            "We tell you of changes a fortnight before they apply.",
            "en",
            Period(number=2, unit=Unit.WEEKS),
        ),
    ],
)
def test_a_promise_in_another_language_is_read(text: str, language: str, period: Period) -> None:
    assert promised(text, language) == [period]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous vous avisons des modifications 15 jours ouvrés à l'avance.", "fr"),
        ("Nous vous avisons des modifications, si possible, 15 jours avant.", "fr"),
        ("Le avisamos de los cambios con 15 días hábiles de antelación.", "es"),
        ("変更は原則として14日前に通知します。", "ja"),
        ("変更は10営業日前に通知します。", "ja"),
        ("نبلغك بأي تعديل قبل 15 يوم عمل.", "ar"),
    ],
)
def test_what_cannot_be_counted_on_in_another_language_is_told(text: str, language: str) -> None:
    assert promised(text, language) == [None]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous conservons vos données 30 jours avant de les modifier.", "fr"),
        ("Vous pouvez résilier avec un préavis de 30 jours après une modification.", "fr"),
        ("Conservamos los datos 30 días.", "es"),
        ("データは30日間保存します。", "ja"),
        ("نحتفظ بالبيانات 30 يومًا.", "ar"),
    ],
)
def test_another_period_in_another_language_is_no_promise(text: str, language: str) -> None:
    assert promised(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("We will notify you of changes 10 business days before.", "en", id="working"),
        pytest.param("We usually notify you 14 days before we change this.", "en", id="usually"),
        pytest.param("We tell you of changes 14 to 30 days before.", "en", id="a range"),
        pytest.param("We give up to 30 days' notice of changes.", "en", id="up to"),
        pytest.param(
            "We will not notify you 30 days before we change this.", "en", id="a promise denied"
        ),
        pytest.param(
            "We provide 30 days' notice of changes and you may terminate before.",
            "en",
            id="two things in a sentence",
        ),
        pytest.param(
            "Wir teilen Ihnen Änderungen in der Regel 30 Tage vorher mit.", "de", id="in der Regel"
        ),
        pytest.param("Änderungen teilen wir zehn Werktage vorher mit.", "de", id="Werktage"),
    ],
)
def test_what_may_be_a_promise_is_told_and_not_guessed(text: str, language: str) -> None:
    assert promised(text, language) == [None]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("We keep logs for 30 days.", "en", id="retention"),
        pytest.param("You must notify us 30 days before you change this.", "en", id="the reader's"),
        pytest.param("We may change these terms without notice.", "en", id="no period"),
        pytest.param("We may change this page at any time.", "en", id="nothing at all"),
        pytest.param("We will notify you 30 days before your plan ends.", "en", id="of no change"),
        pytest.param("Sie können mit einer Frist von 30 Tagen kündigen.", "de", id="Kündigung"),
        pytest.param("Wir bewahren Daten 30 Tage auf.", "de", id="Aufbewahrung"),
    ],
)
def test_other_periods_are_no_promises(text: str, language: str) -> None:
    assert promised(text, language) == []


def test_a_heading_says_what_a_sentence_is_about() -> None:
    sentence = "We will notify you one month in advance."

    assert promised(sentence, heading="9. Changes to this policy") == [months(1)]
    assert promised(sentence, heading="9. Deliveries") == []


def test_every_period_of_a_text_is_read() -> None:
    text = "Small changes come with 7 days' notice, others with 30 days' notice."

    assert promised(text) == [days(7), days(30)]


@given(text=st.text(max_size=80), language=st.sampled_from(list(WORDS)))
def test_no_text_stops_the_reading(text: str, language: str) -> None:
    promised(f"We notify you of changes {text} 9999 months before", language)


IN_MONTHS = {
    "en": "We notify you of changes {} months before",
    "de": "Wir informieren Sie {} Monate vorher über Änderungen",
    "fr": "Nous vous informons des modifications {} mois avant",
    "es": "Le notificamos los cambios {} meses antes",
    "ja": "変更は{}か月前に通知します",
    "ar": "نبلغك بأي تغيير قبل {} أشهر",
}
NUMBERS = [(number, language) for language in WORDS for number in WORDS[language].numbers]


@pytest.mark.parametrize(("number", "language"), NUMBERS, ids=[number for number, _ in NUMBERS])
def test_every_number_of_the_table_is_read(number: str, language: str) -> None:
    expected = months(WORDS[language].numbers[number])

    assert promised(IN_MONTHS[language].format(number), language) == [expected]


POLICY = """---
effective: 2026-02-01
---

# Privacy Policy

We keep logs for 30 days.

<!-- We give you 90 days' notice of changes. -->

## Changes

This page shows its date. If a change
is significant, we tell you by
email, at least 30 days before it applies.

- We <del>give 60 days' notice of changes and</del> usually tell you 14 days before a change.
"""


def test_a_promise_is_quoted_with_its_line_as_readers_see_it(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/privacy.md": POLICY}, at="2026-01-15")

    with open_workspace(repository.root) as workspace:
        (policy,) = workspace.register.policies
        blob = policy.revisions[-1].blob
        found = promises_of(workspace.texts, blob, language=Language("en"))
        unknown = promises_of(workspace.texts, blob, language=Language("pl"))

    assert found == Promises(
        found=(
            Promise(
                period=days(30),
                quote="If a change is significant, we tell you by email, "
                "at least 30 days before it applies.",
                line=13,
            ),
        ),
        unclear=(
            Promise(
                period=None,
                quote="We usually tell you 14 days before a change.",
                line=17,
            ),
        ),
    )
    assert unknown == Promises(language_known=False)


TABLE = (Path(__file__).parents[2] / "notify/notice_words.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ('"two 2"', '"two"', "write the word and its figures"),
        ('days = ["day", "days"]', "days = []", "write days"),
        ('ours = ["we"]', 'our = ["we"]', "write ours"),
        ('ours = ["we"]', 'ours = ["w*e"]', "a [*] may only end one"),
    ],
    ids=["no figures", "no words", "typo", "a star in a word"],
)
def test_a_mistake_in_the_words_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, advice: str
) -> None:
    place = tmp_path / "notice_words.toml"
    place.write_text(TABLE.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InvalidRules, match=rf"notice_words.toml:\d+: language: .*{advice}"):
        notice_words(place)

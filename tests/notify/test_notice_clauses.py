"""Does a text tell its readers of changes, put them somewhere, or send readers to look?"""

import pytest

from notify.notice_clauses import NoticeClause, notice_clause
from notify.notice_words import notice_words
from notify.policy_sentences import Sentence

WORDS = notice_words()


HEADINGS = {"en": "9. Changes to this policy", "de": "9. Änderungen"}


def clause(*sentences: str, language: str = "en", heading: str = "") -> NoticeClause:
    made = [
        Sentence(text=text, heading=heading, clause=number) for number, text in enumerate(sentences)
    ]
    return notice_clause(made, WORDS[language])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We will notify you of changes by email.", "en"),
        ("If we make material changes, we tell everyone who uses the service.", "en"),
        ("You will be notified before a change takes effect.", "en"),
        ("We give 30 days' notice of changes.", "en"),
        ("We show a prominent notice when this policy changes.", "en"),
        ("Wir informieren Sie über Änderungen.", "de"),
        ("Änderungen teilen wir Ihnen per E-Mail mit.", "de"),
        ("Sie werden rechtzeitig vor Änderungen benachrichtigt.", "de"),
    ],
)
def test_readers_are_told(text: str, language: str) -> None:
    found = clause(text, language=language, heading=HEADINGS[language])

    assert found.told is not None
    assert found.says_how
    assert not found.leaves_it_to_readers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please check this page regularly for changes.", "en"),
        ("We encourage you to review this policy periodically, as it may change.", "en"),
        ("From time to time, read these terms again to see what changed.", "en"),
        ("Check back often for updates.", "en"),
        ("Bitte prüfen Sie diese Seite regelmäßig auf Änderungen.", "de"),
        ("Informieren Sie sich von Zeit zu Zeit über Änderungen.", "de"),
    ],
)
def test_looking_is_left_to_readers(text: str, language: str) -> None:
    found = clause(text, language=language, heading=HEADINGS[language])

    assert found.look is not None
    assert found.says_how
    assert found.leaves_it_to_readers


@pytest.mark.parametrize(
    "told",
    ["We tell you of changes to these terms.", "We notify users of every revision of this policy."],
)
def test_who_is_told_may_be_advised_to_look_as_well(told: str) -> None:
    found = clause("Please check this page regularly for changes.", told)

    assert found.look is not None
    assert not found.leaves_it_to_readers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("We may update this privacy notice at any time.", id="the word notice"),
        pytest.param("We may change this policy without notice to you.", id="without notice"),
        pytest.param("We will not notify you of changes.", id="denied"),
        pytest.param("You must notify us of any change of address.", id="the reader's duty"),
        pytest.param("We tell you about a breach of your data.", id="of something else"),
        pytest.param("We keep logs for 30 days.", id="nothing"),
    ],
)
def test_nobody_is_told(text: str) -> None:
    assert clause(text).told is None


def test_what_is_only_posted_says_how_readers_learn_of_it() -> None:
    found = clause("We post changes of this policy on our site.")

    assert (found.told, found.says_how, found.leaves_it_to_readers) == (None, True, False)


def test_a_heading_says_what_a_sentence_is_about() -> None:
    assert clause("We email you.", heading="Changes to this policy").told is not None
    assert clause("We email you.", heading="Support").told is None


@pytest.mark.parametrize(
    "text",
    [
        "We notify you of changes to your bookings.",
        "We email you about updates of our products.",
        "Check our site regularly for changes of the fares.",
    ],
)
def test_news_of_other_things_are_no_news_of_the_text(text: str) -> None:
    assert clause(text) == NoticeClause()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous vous informerons par courriel de toute modification de la politique.", "fr"),
        ("Toute modification des conditions vous est notifiée.", "fr"),
        ("Le notificaremos los cambios de esta política.", "es"),
        ("Los cambios de estas condiciones se comunicarán a los clientes.", "es"),
        ("本ポリシーを変更する場合、お客様にメールで通知します。", "ja"),
        ("سنخطرك بأي تغيير في هذه السياسة.", "ar"),
    ],
)
def test_readers_are_told_in_another_language(text: str, language: str) -> None:
    found = clause(text, language=language)

    assert found.told is not None
    assert not found.leaves_it_to_readers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Consultez régulièrement cette page pour voir si la politique a été modifiée.", "fr"),
        ("Consulte esta página periódicamente por si hay cambios en la política.", "es"),
        ("本ポリシーは変更されることがありますので、定期的にご確認ください。", "ja"),
        ("يرجى مراجعة هذه الصفحة بانتظام للاطلاع على أي تغيير في السياسة.", "ar"),
    ],
)
def test_readers_are_sent_to_look_in_another_language(text: str, language: str) -> None:
    assert clause(text, language=language).leaves_it_to_readers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous pouvons modifier cette politique sans préavis.", "fr"),
        ("Podemos modificar estas condiciones sin previo aviso.", "es"),
        ("当社は、予告なく本規約を変更することがあります。", "ja"),
        ("يجوز لنا تعديل هذه الشروط دون أي إشعار مسبق.", "ar"),
    ],
)
def test_that_nobody_is_told_is_no_way_of_telling(text: str, language: str) -> None:
    assert not clause(text, language=language).says_how

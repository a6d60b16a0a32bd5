"""The catalogues of frames: every sentence in every language, with its names and without markup."""

import re
from string import Formatter

import pytest
from babel.core import Locale
from babel.messages.catalog import Message

from archive.revisions import Language
from archive.speech import ENGLISH, languages, speech_in
from tests.catalogues import CATALOGUES, collected, files_of, kept

OTHERS = sorted(languages() - {ENGLISH})
# Forms of exactly this many need not name the number.
EXACT = {"zero", "one", "two"}
FORMS = {1: ("other",), 2: ("one", "other"), 6: ("zero", "one", "two", "few", "many", "other")}


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def names(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def sentences(language: str) -> list[Message]:
    return [message for message in kept(CATALOGUES / f"{language}.po") if message.id]


def test_frames_speak_six_languages() -> None:
    assert sorted(languages()) == ["ar", "de", "en", "es", "fr", "ja"]


@pytest.mark.parametrize("language", OTHERS)
def test_the_files_of_a_catalogue_follow_from_what_the_code_says(language: str) -> None:
    behind = [
        path.name for path, content in files_of(language).items() if path.read_bytes() != content
    ]

    assert behind == [], "run `make catalogues`, and translate what is new"


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    assert [m.id for m in sentences(language) if not all(forms(m))] == []
    assert len(sentences(language)) == len([m for m in collected() if m.id])


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_names_of_its_sentence(language: str) -> None:
    wrong = []
    for message in sentences(language):
        for form, words in zip(FORMS[len(forms(message))], forms(message), strict=False):
            missing = names(english(message)[-1]) ^ names(words)
            exact = isinstance(message.id, tuple) and form in EXACT
            if missing - ({"number"} if exact else set()):
                wrong.append(words)

    assert wrong == []


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_no_sentence_holds_markup_or_names_more_than_a_value(language: str) -> None:
    said = [words for m in sentences(language) for words in forms(m)] if language != "en" else []
    said += [words for m in collected() if m.id for words in english(m)]

    assert [words for words in said if re.search(r"<[a-z/]|&[a-z]+;|\n", words)] == []
    assert [words for words in said if not all(n.isidentifier() for n in names(words))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_each_number_takes_the_form_that_the_language_asks_for(language: str) -> None:
    """The categories of the CLDR; "many" of French and Spanish begins with a million."""
    plural = speech_in(Language(language)).messages
    asked = Locale.parse(language).plural_form
    message = next(m for m in sentences(language) if isinstance(m.id, tuple))
    order = FORMS[len(forms(message))]
    one, many = english(message)

    for number in range(1_000):
        chosen = plural.ngettext(one, many, number)
        assert chosen == forms(message)[order.index(asked(number))], number

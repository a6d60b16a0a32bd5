"""What frames say in each language: days, numbers, lists, and sentences with their plural forms."""

from datetime import date

import pytest
from babel.dates import format_date

from archive.revisions import Language
from archive.speech import ENGLISH, speech_in

IN_ENGLISH = speech_in(ENGLISH)
FIRST_OF_MARCH = date(2027, 3, 1)


@pytest.mark.parametrize("month", range(1, 13))
def test_an_english_month_is_called_what_everybody_calls_it(month: int) -> None:
    day = date(2027, month, 9)

    assert IN_ENGLISH.day(day) == format_date(day, "d MMMM y", locale="en")
    assert IN_ENGLISH.short_day(day) == format_date(day, "d MMM y", locale="en")


@pytest.mark.parametrize(
    ("language", "words", "short"),
    [
        ("en", "1 March 2027", "1 Mar 2027"),
        ("de", "1. März 2027", "1. März 2027"),
        ("fr", "1er mars 2027", "1er mars 2027"),
        ("es", "1 de marzo de 2027", "1 mar 2027"),
        ("ja", "2027年3月1日", "2027年3月1日"),
        pytest.param("ar", "1 مارس 2027", "1 مارس 2027", id="ar: its digits are Latin"),
        pytest.param("it", "1 March 2027", "1 Mar 2027", id="it: no catalogue, so in English"),
    ],
)
def test_a_day_is_said_as_the_language_does(language: str, words: str, short: str) -> None:
    speech = speech_in(Language(language))

    assert (speech.day(FIRST_OF_MARCH), speech.short_day(FIRST_OF_MARCH)) == (words, short)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "12,345"), ("de", "12.345"), ("fr", "12\u202f345"), ("ja", "12,345"), ("ar", "12,345")],
)
def test_a_number_has_the_separators_of_the_language(language: str, words: str) -> None:
    assert speech_in(Language(language)).number(12_345) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A, B and C"),
        ("de", "A, B und C"),
        ("fr", "A, B et C"),
        ("es", "A, B y C"),
        ("ja", "A、B、C"),
        ("ar", "\u2068A\u2069 و\u2068B\u2069 و\u2068C\u2069"),
    ],
)
def test_names_are_listed_as_people_say_them(language: str, words: str) -> None:
    speech = speech_in(Language(language))

    assert speech.listed(["A", "B", "C"]) == words
    assert speech.listed(["A"]) == "A"
    assert speech.listed([]) == ""


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("de", "de"),
        pytest.param("de-AT", "de", id="a region speaks as its language does"),
        pytest.param("it", "en", id="a language without a catalogue gets English"),
        pytest.param("../de", "en", id="a tag leads to no other file"),
    ],
)
def test_a_language_is_spoken_by_the_nearest_catalogue(tag: str, spoken: str) -> None:
    assert speech_in(Language(tag)).language == spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 versions"), (1, "1 version"), (1234, "1,234 versions")],
)
def test_things_are_counted(number: int, words: str) -> None:
    assert IN_ENGLISH.count("{number} version", "{number} versions", number) == words


def test_arabic_has_a_form_for_none_one_two_few_many_and_hundreds() -> None:
    arabic = speech_in(Language("ar"))
    said = [arabic.count("{number} version", "{number} versions", n) for n in (0, 1, 2, 3, 11, 100)]

    assert len({words.strip("0123456789") for words in said}) == 6


def test_a_name_in_another_script_keeps_its_direction_in_an_arabic_sentence() -> None:
    words = speech_in(Language("ar")).say("History of {policy}", policy="Terms (2027)")

    assert "\u2068Terms (2027)\u2069" in words


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "German"), ("de", "Deutsch"), ("ar", "الألمانية"), ("ja", "ドイツ語")],
)
def test_a_language_is_called_what_it_is_called_in_another(language: str, name: str) -> None:
    speech = speech_in(Language(language))

    assert speech.language_name(Language("de")) == name
    assert speech.language_name(Language("zz")) == "zz"

"""What a file's name says. A day that could be two is none."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from archive.import_names import read_file_name


@pytest.mark.parametrize(
    ("name", "words", "day"),
    [
        ("2017-06-13-privacy.docx", "privacy", date(2017, 6, 13)),
        ("privacy_2017-06-13.html", "privacy", date(2017, 6, 13)),
        ("privacy-20170613.docx", "privacy", date(2017, 6, 13)),
        ("2017.06.13 Privacy Policy.docx", "Privacy Policy", date(2017, 6, 13)),
        ("Privacy Policy (13 June 2017).docx", "Privacy Policy", date(2017, 6, 13)),
        ("Privacy Policy, effective June 13, 2017.docx", "Privacy Policy", date(2017, 6, 13)),
        ("terms_25_05_2018.md", "terms", date(2018, 5, 25)),
        ("terms-25-05-2018.md", "terms", date(2018, 5, 25)),
        ("privacy-v2-2018-05-25.md", "privacy-v2", date(2018, 5, 25)),
        ("2017-06-13.docx", "", date(2017, 6, 13)),
        ("privacy 2017.docx", "privacy 2017", None),
        ("privacy.docx", "privacy", None),
        ("iso-27001-20221025.md", "iso-27001", date(2022, 10, 25)),
    ],
)
def test_words_and_day_of_a_name(name: str, words: str, day: date | None) -> None:
    found = read_file_name(PurePosixPath("old") / name, language="en")

    assert (found.words, found.day, found.problem) == (words, day, "")


@pytest.mark.parametrize(
    ("name", "words", "language"),
    [
        ("2017-06-13-privacy.de.docx", "privacy", "de"),
        ("privacy.pt-BR.2017-06-13.md", "privacy.pt-BR", None),
        ("2017.06.13.md", "", None),
        ("terms.old.md", "terms.old", None),
    ],
)
def test_a_language_stands_last_after_a_dot(name: str, words: str, language: str | None) -> None:
    found = read_file_name(PurePosixPath(name), language="en")

    assert (found.words, found.language) == (words, language)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("privacy-05-04-2018.md", "can be 2018-04-05 or 2018-05-04"),
        ("privacy 31 February 2018.md", "no day of the calendar"),
        ("privacy-20170231.md", "no day of the calendar"),
    ],
)
def test_a_day_that_is_none_says_why(name: str, problem: str) -> None:
    found = read_file_name(PurePosixPath(name), language="en")

    assert found.day is None
    assert problem in found.problem


def test_a_language_settles_the_order_of_day_and_month() -> None:
    found = read_file_name(PurePosixPath("datenschutz-05.04.2018.de.docx"), language="en")

    assert found.day == date(2018, 4, 5)

"""Words that look like a date, where nothing in the text says that they are its own."""

import time

import pytest

from archive.unread_dates import unread_date

MIDDLE = "Words.\n" * 120


@pytest.mark.parametrize(
    ("new", "words"),
    [
        pytest.param("# Terms\n\nSeptember 9, 2020\n\nWords.", "September 9, 2020", id="English"),
        pytest.param("Words as of **3 March 2026**.", "3 March 2026", id="day first"),
        pytest.param("Stand: 9. Brumaire 2020", "9. Brumaire 2020", id="a month nobody knows"),
        pytest.param("Current from 06/09/2024.", "06/09/2024", id="digits"),
        pytest.param("It is 2024. április 29.", "2024. április 29", id="year first"),
        pytest.param("It is 2024-04-29.", "2024-04-29", id="year first, digits"),
        pytest.param(f"{MIDDLE}May 4, 2026", "May 4, 2026", id="at the end"),
        pytest.param(f"{MIDDLE}May 4, 2026\n{MIDDLE}", None, id="not in the middle"),
        pytest.param("Since May 25, 2018 we ask.", None, id="not what stood there before"),
        pytest.param("Copyright 2026 by Example.", None, id="not a year alone"),
        pytest.param("In 2026 we\n9 times.", None, id="not over lines"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_words_that_look_like_a_date(new: str, words: str | None) -> None:
    assert unread_date("Since May 25, 2018 we asked.", new) == words


@pytest.mark.parametrize("part", ["9 ", "2020 ", "May 9 ", "a", "9, ", "99/"])
def test_no_text_holds_the_search_up(part: str) -> None:
    began = time.process_time()

    unread_date("", part * 100_000)

    assert time.process_time() - began < 2

"""What commands share: days as people write them, and text that cannot steer a terminal."""

import html
import json
import re

import click
import pytest

from archive.terminal import DAY, json_text, safe, safe_html


def test_a_day_is_read() -> None:
    assert DAY.convert("2027-03-01", None, None).isoformat() == "2027-03-01"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("2027-02-30", "`2027-02-28`"),
        ("2027/3/1", "`2027-03-01`"),
        ("2027-13-01", "2027-03-01"),
        ("tomorrow", "2027-03-01"),
        ("9999-12-31", "out of reach: write a day from 1450-01-01 to 2999-12-31"),
        ("0001-01-01", "out of reach: write a day from 1450-01-01 to 2999-12-31"),
        ("", "2027-03-01"),
    ],
)
def test_what_is_no_day_is_answered_with_the_nearest(written: str, advice: str) -> None:
    with pytest.raises(click.BadParameter, match=advice):
        DAY.convert(written, None, None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Grüße\n\tan alle", "Grüße\n\tan alle", id="plain"),
        pytest.param("\x1b[31mred", "<U+001B>[31mred", id="escape"),
        pytest.param("\x9b31mred", "<U+009B>31mred", id="escape of eight bits"),
        pytest.param("be \u202ekind", "be <U+202E>kind", id="override"),
        pytest.param("be \u2067kind", "be <U+2067>kind", id="isolate"),
        pytest.param("\u200e\u200f\u061c", "<U+200E><U+200F><U+061C>", id="direction marks"),
        pytest.param("no\U000e0074\U000e0001", "no<U+E0074><U+E0001>", id="tags"),
        pytest.param("lo\u200bgs lo\u200dgs", "lo<U+200B>gs lo<U+200D>gs", id="nothing in a word"),
        pytest.param("a\ufe00b\u2060\ufeff", "a<U+FE00>b<U+2060><U+FEFF>", id="selectors, joiners"),
        pytest.param("\u3164\u2800\xad", "<U+3164><U+2800><U+00AD>", id="blanks, soft hyphen"),
        pytest.param("one\u2028two", "one<U+2028>two", id="a line end of its own"),
        pytest.param("bell\x07", "bell<U+0007>", id="bell"),
        pytest.param("name\udce4", "name<U+DCE4>", id="half a character"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that Persian needs"),
        pytest.param("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥", id="a picture of two"),
        pytest.param("❤\ufe0f\ufe0e", "❤\ufe0f<U+FE0E>", id="bytes hidden behind a picture"),
    ],
)
def test_nothing_in_a_text_steers_the_terminal_or_is_hidden_from_its_reader(
    text: str, shown: str
) -> None:
    assert safe(text) == shown


HOSTILE = "a\x1b[2J\x9b\x7f \u202eb\u200f \U000e0041 می\u200cخواهم"


def test_json_says_the_same_and_steers_nothing() -> None:
    written = json_text({"text": f"{HOSTILE}\udce4"})

    assert json.loads(written) == {"text": f"{HOSTILE}\udce4"}
    assert safe(written) == written
    assert "می\u200cخواهم" in written


def test_html_says_the_same_and_steers_nothing() -> None:
    written = safe_html(f'<p title="{HOSTILE}">{HOSTILE}</p>')

    assert safe(written) == written
    shown = re.sub("[\x1b\x7f\x9b]", "\ufffd", HOSTILE)
    assert html.unescape(written) == f'<p title="{shown}">{shown}</p>'

"""What commands share: days as people write them, and text that cannot steer a terminal."""

import click
import pytest

from archive.terminal import DAY, safe


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
        ("Grüße\n\tan alle", "Grüße\n\tan alle"),
        ("\x1b[31mred", "?[31mred"),
        ("be \u202ekind", "be ?kind"),
        ("bell\x07", "bell?"),
        ("name\udce4", "name?"),
    ],
)
def test_nothing_in_a_text_steers_the_terminal(text: str, shown: str) -> None:
    assert safe(text) == shown

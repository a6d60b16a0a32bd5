"""Work in a process of its own: what it may cost, and what is said when it costs more."""

import time

import pytest

from archive.confinement import Confined
from archive.errors import UnreadableText


def work(given: str) -> str:
    match given:
        case "sleep":
            time.sleep(60)
        case "grow":
            return "x" * (2 << 30)
        case "deep":
            return work(given)
        case "refuse":
            raise UnreadableText("is refused")
        case "fail":
            raise KeyError(given)
    return given.upper()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param("sleep", "more than 5 seconds", id="too slow"),
        pytest.param("grow", "more than 512 MB", id="too large"),
        pytest.param("deep", "nested too deeply", id="too deep"),
        pytest.param("refuse", "is refused", id="refused in its own words"),
        pytest.param("fail", "cannot be read", id="broken in a way nobody foresaw"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_next_file_is_read(given: str, message: str) -> None:
    with Confined(work, seconds=5, megabytes=512) as confined:
        assert confined("first") == "FIRST"
        with pytest.raises(UnreadableText, match=message):
            confined(given)
        assert confined("next") == "NEXT"

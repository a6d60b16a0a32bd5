"""What was computed once is found again; what was tampered with is not."""

import zlib
from pathlib import Path

import pytest

from archive.cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache) -> Path:
    (file,) = (path for path in cache.folder.rglob("*") if path.is_file())
    return file


def test_what_was_kept_is_found(cache: Cache) -> None:
    cache.put("html", "r1 abc", "<p>Grüße</p>\n")

    assert cache.get("html", "r1 abc") == "<p>Grüße</p>\n"
    assert cache.get("html", "r1 abd") is None
    assert cache.get("redline", "r1 abc") is None


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-4]), id="cut off"),
        pytest.param(lambda file: file.write_bytes(b"nonsense"), id="overwritten"),
        pytest.param(
            lambda file: file.write_bytes(
                zlib.compress(zlib.decompress(file.read_bytes()).replace(b"30", b"90"))
            ),
            id="words changed",
        ),
        pytest.param(
            lambda file: file.write_bytes(
                zlib.compress(zlib.decompress(file.read_bytes()).replace(b"abc", b"abd"))
            ),
            id="made for another text",
        ),
    ],
)
def test_an_entry_that_was_tampered_with_counts_as_absent_and_is_told(
    cache: Cache, harm: object, caplog: pytest.LogCaptureFixture
) -> None:
    cache.put("html", "r1 abc", "<p>30 days</p>")
    assert callable(harm)
    harm(entry(cache))

    assert cache.get("html", "r1 abc") is None
    assert f"{entry(cache)} was altered or cut off" in caplog.text


def test_nothing_half_written_is_left_beside(cache: Cache) -> None:
    for _ in range(3):
        cache.put("html", "r1 abc", "<p>30 days</p>")

    assert entry(cache).is_file()

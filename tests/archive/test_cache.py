"""What was computed once is found again; what was tampered with is not."""

import os
import zlib
from pathlib import Path

import msgspec
import pytest

from archive.cache import Cache
from archive.errors import UnreadableText


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache) -> Path:
    (file,) = (path for path in cache.folder.rglob("*") if path.is_file())
    return file


def a_pipe_for(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


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
        pytest.param(lambda file: (file.unlink(), file.symlink_to("/etc/hostname")), id="a link"),
        pytest.param(lambda file: (file.unlink(), file.mkdir()), id="a folder"),
        pytest.param(a_pipe_for, id="a pipe"),
    ],
)
def test_an_entry_that_was_tampered_with_counts_as_absent_and_is_told(
    cache: Cache, harm: object, caplog: pytest.LogCaptureFixture
) -> None:
    cache.put("html", "r1 abc", "<p>30 days</p>")
    file = entry(cache)
    assert callable(harm)
    harm(file)

    assert cache.get("html", "r1 abc") is None
    assert f"{file} was altered or cut off" in caplog.text


@pytest.mark.parametrize("depth", [0, 1, 2], ids=["cache", "kind", "part"])
def test_nothing_is_written_through_a_symbolic_link(
    cache: Cache, tmp_path: Path, depth: int
) -> None:
    cache.put("html", "r1 abc", "<p>30 days</p>")
    inside = entry(cache)
    linked = [cache.folder, inside.parent.parent, inside.parent][depth]
    elsewhere = tmp_path / "elsewhere"
    linked.rename(tmp_path / "aside")
    elsewhere.mkdir()
    linked.symlink_to(elsewhere)

    with pytest.raises(UnreadableText, match=f"{linked} is a symbolic link"):
        cache.put("html", "r1 abc", "<p>30 days</p>")
    assert not list(elsewhere.iterdir())


def test_nothing_half_written_is_left_beside(cache: Cache) -> None:
    for _ in range(3):
        cache.put("html", "r1 abc", "<p>30 days</p>")

    assert entry(cache).is_file()


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[7]", id="another shape"),
        pytest.param("[" * 100_000, id="too deep to be read"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_entry_of_another_shape_counts_as_absent_and_is_told(
    cache: Cache, forged: str, caplog: pytest.LogCaptureFixture
) -> None:
    words = msgspec.json.Decoder(list[str])
    cache.put("words", "abc", '["one"]')
    assert cache.read("words", "abc", words.decode) == ["one"]

    cache.put("words", "abc", forged)

    assert cache.read("words", "abc", words.decode) is None
    assert f"{entry(cache)} holds something else" in caplog.text

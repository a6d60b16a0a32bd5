"""One line is written into `change:`; every other byte of the file stays as it is."""

import pytest

from archive.declaration_writing import with_line_in_change
from archive.errors import UnreadableText


def written(data: bytes) -> bytes:
    return with_line_in_change(data, key="assessed", value="{level: minor}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            b"We keep logs.\n",
            b"---\nchange:\n  assessed: {level: minor}\n---\nWe keep logs.\n",
            id="no front matter",
        ),
        pytest.param(
            b"---\nid: a # mine\n---\nLogs.",
            b"---\nid: a # mine\nchange:\n  assessed: {level: minor}\n---\nLogs.",
            id="no block",
        ),
        pytest.param(
            b"---\nchange:\n    level: minor\n    summary: |\n      x\n\nid: a\n---\nLogs.\n",
            b"---\nchange:\n    assessed: {level: minor}\n    level: minor\n    summary: |\n      x\n"
            b"\nid: a\n---\nLogs.\n",
            id="a block with an indentation of its own",
        ),
        pytest.param(
            b"---\nchange:\n  level: minor\n  assessed: {level: significant}\n---\nLogs.\n",
            b"---\nchange:\n  level: minor\n  assessed: {level: minor}\n---\nLogs.\n",
            id="a line of before gives way",
        ),
        pytest.param(
            b"---\nchange: # soon\nid: a\n---\nLogs.\n",
            b"---\nchange: # soon\n  assessed: {level: minor}\nid: a\n---\nLogs.\n",
            id="an empty block",
        ),
        pytest.param(
            b"\xef\xbb\xbf---\r\nid: a\r\n---\r\nLogs.\r\n",
            b"\xef\xbb\xbf---\r\nid: a\r\nchange:\r\n  assessed: {level: minor}\r\n---\r\n"
            b"Logs.\r\n",
            id="Windows line ends and a byte order mark",
        ),
        pytest.param(
            b"---\nid: a\n---\nCaf\xe9.\n",
            b"---\nid: a\nchange:\n  assessed: {level: minor}\n---\nCaf\xe9.\n",
            id="bytes that are no UTF-8",
        ),
    ],
)  # fmt: skip
def test_one_line_comes(before: bytes, after: bytes) -> None:
    assert written(before) == after
    assert written(after) == after


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"---\nchange: {level: minor}\n---\nLogs.\n", "line 2: write what `change:` says"),
        (b"---\rid: a\r---\rLogs.\r", "plain line ends"),
    ],
)
def test_what_cannot_be_written_is_refused(data: bytes, advice: str) -> None:
    with pytest.raises(UnreadableText, match=advice):
        written(data)

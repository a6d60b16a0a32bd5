"""Files that could hold the program up, or break it, cost no more than themselves."""

import pytest

from archive.confined_reading import read_confined
from archive.errors import UnreadableText
from archive.imported_texts import ForeignFile
from tests.archive.docx_files import docx, link, p

LOST = p(link("A link to nothing", "rId99"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "data", "message"),
    [
        pytest.param(".html", b"<p>" + b"[" * 400_000, "more than 10 seconds", id="too slow"),
        pytest.param(".html", b"<div>" * 9_000 + b"text", "nested too deeply", id="too deep"),
        pytest.param(".docx", docx(LOST), "cannot be read", id="broken inside"),
        pytest.param(".docx", b"PK", "no DOCX file", id="refused in its own words"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_next_file_is_read(
    suffix: str, data: bytes, message: str
) -> None:
    with pytest.raises(UnreadableText, match=message):
        read_confined(ForeignFile(suffix=suffix, data=data))

    after = read_confined(ForeignFile(suffix=".docx", data=docx(p("We keep logs."))))
    assert after.markdown == "We keep logs.\n"

"""`fairnotice diff` as a PDF file: the redline as it is printed."""

from pathlib import Path

import pypdfium2
import pytest

from tests.commands import fairnotice

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def texts(tmp_path: Path, chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRNOTICE_CHROMIUM", chromium)
    for name, days in (("old", 30), ("new", 90)):
        file = tmp_path / f"{name}.md"
        file.write_text(f"# Datenschutz\n\nWir speichern {days} Tage.\n", encoding="utf-8")


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(("--format", "pdf", "--output", "printed"), id="by the option"),
        pytest.param(("--output", "printed.PDF"), id="by the file's name"),
    ],
)
def test_a_redline_is_printed_in_the_language_of_its_text(
    tmp_path: Path, asked: tuple[str, ...]
) -> None:
    answer = fairnotice("diff", "old.md", "new.md", "--lang", "de", *asked, cwd=tmp_path)
    page = pypdfium2.PdfDocument((tmp_path / asked[-1]).read_bytes())[0]
    said = " ".join(page.get_textpage().get_text_range().split())

    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert "Wir speichern 3090 Tage." in said
    assert "Eingefügte Wörter sind unterstrichen." in said
    assert "old.md new.md" in said
    assert "Seite 1 von 1" in said


def test_without_a_chromium_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRNOTICE_CHROMIUM", "/nowhere")

    answer = fairnotice("diff", "old.md", "new.md", "--output", "x.pdf", cwd=tmp_path)

    told = "fairnotice: FAIRNOTICE_CHROMIUM names '/nowhere', and no program is there\n"
    assert (answer.status, answer.err) == (2, told)
    assert not (tmp_path / "x.pdf").exists()

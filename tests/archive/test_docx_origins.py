"""A Word document carries which text it was made from, and nothing else is taken for that."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.docx_documents import Labels, text_as_docx
from archive.docx_origins import Origin
from archive.docx_packages import read_docx_package
from archive.errors import InvalidValue
from archive.revisions import Language
from tests.archive.docx_files import docx, p

ORIGIN = Origin(policy="terms/voice", language="pt-br", revision="2026-06-01-0123abcd-2")
AT = datetime(2026, 6, 1, tzinfo=UTC)


def document(origin: Origin | None) -> bytes:
    labels = Labels(title="Terms", language=Language("pt-br"), at=AT, origin=origin)
    return text_as_docx("<h1>Terms</h1><p>Be kind.</p>", labels).data


@pytest.mark.parametrize("origin", [ORIGIN, None], ids=["of a text", "of none"])
def test_a_document_says_which_text_it_was_made_from(origin: Origin | None) -> None:
    assert read_docx_package(document(origin)).origin == origin


@pytest.mark.usefixtures("libreoffice")
def test_libreoffice_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "terms.docx").write_bytes(document(ORIGIN))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "docx", "--outdir", "again", "terms.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    assert read_docx_package((tmp_path / "again/terms.docx").read_bytes()).origin == ORIGIN


@pytest.mark.parametrize(
    "value", ["", "privacy en", "../x en 2026-06-01-0123abcd", "a en 2026-06-01-0123abcd\n<b>"]
)
def test_another_value_of_that_name_says_nothing(value: str) -> None:
    held = value.replace("<", "&lt;")
    part = f'<Properties xmlns="x"><property name="Fair Notice text"><a>{held}</a></property></Properties>'

    assert read_docx_package(docx(p("A."), parts={"docProps/custom.xml": part})).origin is None


def test_an_origin_names_a_policy_a_language_and_a_revision() -> None:
    with pytest.raises(InvalidValue, match="is no policy"):
        Origin(policy="Privacy!", language="en", revision="2026-06-01-0123abcd")

"""The files that readers download: each page's own text or redline, under a name that tells it."""

import base64
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import pypdfium2
import pytest
from playwright.sync_api import Page as BrowserPage

from archive.clauses import visible_text
from archive.rendering import render
from tests.archive.word_reading import accepted, rejected, words
from tests.conftest import ROOT
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.accessibility import violations
from tests.site_overrides.builders import Page, build

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DOT = base64.b64decode("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=")
SECRET = "zebrafish"
WIDE = "\n".join(
    [
        "| " + " | ".join(f"Kind {n}" for n in range(9)) + " |",
        "|" + "---|" * 9,
        *("| " + " | ".join(f"datum{row}x{n}" for n in range(9)) + " |" for row in range(60)),
    ]
)
FIRST = (
    "# Privacy\n\nWe keep logs for 30 days. See the [terms](terms.md#use).\n\n## Sharing\n\nNever."
)
SECOND = (
    "# Privacy\n\nWe keep logs for 90 days. See the [terms](terms.md#use).\n\n## Sharing\n\nNever."
    "\n\n![A red point](dot.gif)\n\n## Kinds\n\n"
) + WIDE
MENDED = SECOND.replace("Never.", "Not ever.")
ARABIC = "# الخصوصية\n\nنحتفظ بالسجلات لمدة 90 يومًا."
SETTINGS = (
    'site_name = "Example & Co"\nsite_url = "https://policies.example.com/"\n'
    'documents = ["{id}.md", "{id}.{lang}.md"]\n'
)
FORMS = 'downloads = ["pdf", "docx"]\n'


def history(root: Path, *, settings: str) -> PolicyRepository:
    """Two versions of a policy, the second corrected; one in Arabic; one that came down."""
    made = PolicyRepository(root)
    made.write("fairnotice.toml", settings)
    made.commit({"privacy.md": policy(FIRST, "2025-01-01"), "dot.gif": DOT}, "2024-12-01")
    made.commit({"terms.md": policy("# Terms\n\n## Use\n\nFairly.", "2025-01-01")}, "2024-12-01")
    made.commit({"privacy.md": policy(SECOND, "2026-03-01")}, "2026-01-20")
    made.commit({"privacy.md": policy(MENDED, "2026-03-01")}, "2026-02-01")
    arabic = policy(ARABIC, "2026-03-01", translates="privacy")
    made.commit({"privacy.ar.md": arabic}, "2026-02-01")
    made.commit({"secret.md": policy(f"# Secret\n\nOf the {SECRET}.", "2026-01-01")}, "2025-12-01")
    blob = made.git("rev-parse", "HEAD:secret.md")
    made.commit({"secret.md": policy("# Secret\n\nNothing.", "2026-04-01")}, "2026-03-01")
    redaction = f'[[redactions]]\nblob = "{blob}"\nreason = "Order of a court."\n'
    made.commit({"fairnotice.toml": f"{settings}{redaction}"}, "2026-03-02")
    made.write("terms.md", policy("# Terms\n\n## Use\n\nNot published yet.", "2027-06-01"))
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[PolicyRepository]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRNOTICE_CHROMIUM", chromium)
        yield history(tmp_path_factory.mktemp("given-away"), settings=SETTINGS + FORMS)


@pytest.fixture(scope="module")
def site(made: PolicyRepository) -> Path:
    return build(made.root).folder


def files(site: Path) -> dict[str, Path]:
    """Every file that was given away, by its name without the ending of its folder's revision."""
    found = (*site.rglob("*.pdf"), *site.rglob("*.docx"))
    assert len({file.name for file in found}) == len(found)
    return {file.name: file for file in found}


def read(file: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(file.read_bytes())


def html_at(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def pages(file: Path) -> list[str]:
    """The words of each page."""
    document = read(file)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_every_text_and_step_that_may_be_seen_is_there_under_its_name(site: Path) -> None:
    names = {name.removesuffix(".pdf") for name in files(site) if name.endswith(".pdf")}

    assert sorted(names) == [
        "privacy-2025-01-01",
        "privacy-2026-03-01",
        "privacy-2026-03-01-all-changes",
        "privacy-2026-03-01-changes",
        "privacy-2026-03-01-published-2026-02-01",
        "privacy-2026-03-01-published-2026-02-01-changes",
        "privacy-ar-2026-03-01",
        "secret-2026-04-01",
        "terms-2025-01-01",
    ]
    assert {name.removesuffix(".docx") for name in files(site) if name.endswith("docx")} == names


OFFERED = {
    "the page of a policy": ("privacy/", "privacy-2026-03-01-published-2026-02-01"),
    "a version": ("privacy/2025-01-01/", "privacy-2025-01-01"),
    "a version that was corrected": (
        "privacy/2026-03-01/",
        "privacy-2026-03-01-published-2026-02-01",
    ),
    "its redline": ("privacy/2026-03-01/changes/", "privacy-2026-03-01-all-changes"),
}


@pytest.mark.parametrize(("address", "name"), OFFERED.values(), ids=OFFERED.keys())
def test_a_page_offers_its_own_files_with_their_length(site: Path, address: str, name: str) -> None:
    for ending, called in (("pdf", "PDF"), ("docx", r"Word[\w ]*")):
        file = files(site)[f"{name}.{ending}"]
        size = f"{-(-file.stat().st_size // 1000)} KB"
        html = html_at(site, address)
        found = re.search(
            rf'<a href="([^"]*/{name}\.{ending})"[^>]*>({called})</a> \(([^)]*)\)', html
        )

        assert found, ending
        assert (site / urljoin(address, found[1])) == file
        assert found[3].startswith(size)


def test_programs_find_the_same_files_in_the_head(site: Path) -> None:
    tags = Page(html_at(site, "privacy/2025-01-01/")).tags
    linked = {
        attributes["title"]: attributes["type"]
        for tag, attributes in tags
        if tag == "link" and attributes.get("rel") == "alternate" and attributes.get("title")
    }

    assert linked == {
        "privacy-2025-01-01.pdf": "application/pdf",
        "privacy-2025-01-01.docx": "application/vnd.openxmlformats-officedocument"
        ".wordprocessingml.document",
    }


def test_every_link_to_a_file_leads_to_one_and_every_file_is_linked(site: Path) -> None:
    linked = set()
    for page in site.rglob("index.html"):
        for href in re.findall(r'href="([^"]*\.(?:pdf|docx))"', page.read_text(encoding="utf-8")):
            linked.add((page.parent / href).resolve())

    assert linked == {file.resolve() for file in files(site).values()}


def test_a_text_that_came_down_or_is_not_published_is_given_to_nobody(site: Path) -> None:
    for address in ("secret/2026-01-01/", "secret/2026-04-01/changes/", "terms/2027-06-01/"):
        assert "fn-downloads" not in html_at(site, address)
    said = [words(accepted(f.read_bytes())) for n, f in files(site).items() if n.endswith("docx")]
    said += [" ".join(pages(file)) for name, file in files(site).items() if name.endswith("pdf")]

    assert [text for text in said if SECRET in text or "Not published yet" in text] == []


def test_a_pdf_says_which_text_it_is_on_every_page(site: Path) -> None:
    title = "Privacy, version of 1 March 2026, as published on 1 February 2026"
    name = "privacy-2026-03-01-published-2026-02-01.pdf"
    file = files(site)[name]
    said = pages(file)

    assert read(file).get_metadata_dict()["Title"] == title
    assert read(file).get_metadata_dict()["CreationDate"].startswith("D:20260201120000")
    assert len(said) > 2
    for number, page in enumerate(said, 1):
        assert title in page
        assert f"Page {number} of {len(said)}" in page
        assert "Example & Co" in page
        assert f"https://policies.example.com/{file.parent.relative_to(site)}/" in page


def test_a_pdf_holds_every_word_of_its_text(site: Path) -> None:
    said = " ".join(pages(files(site)["privacy-2025-01-01.pdf"]))

    for paragraph in ("Privacy", "We keep logs for 30 days. See the terms.", "Sharing", "Never."):
        assert paragraph in visible_text(render(FIRST))
        assert paragraph in said


def test_a_redline_in_a_pdf_holds_struck_and_inserted_words(site: Path) -> None:
    said = " ".join(pages(files(site)["privacy-2026-03-01-changes.pdf"]))

    assert "We keep logs for 3090 days." in said
    assert "From the text of 1 January 2025 to the text of 1 March 2026" in said
    assert "Inserted words are underlined. Struck words are crossed out." in said
    assert "[added:" not in said


def test_a_wide_table_stands_on_wide_pages_whole(site: Path) -> None:
    file = files(site)["privacy-2026-03-01.pdf"]
    shapes = [page.get_size() for page in read(file)]
    said = pages(file)

    assert shapes[0][0] < shapes[0][1]
    assert any(width > height for width, height in shapes)
    assert [cell for cell in re.findall(r"datum\d+x\d", WIDE) if cell not in " ".join(said)] == []
    for (width, height), page in zip(shapes, said, strict=True):
        assert ("datum" in page) == (width > height)
        assert ("Kind 8" in page) == ("datum" in page), "its head stands on each page"


def test_links_lead_to_the_site_from_wherever_the_file_is(site: Path) -> None:
    target = "https://policies.example.com/terms/2025-01-01/#use"
    names = ("privacy-2025-01-01.pdf", "privacy-2025-01-01.docx")
    pdf, word = (files(site)[name] for name in names)

    assert target.encode() in pdf.read_bytes()
    assert target in relations(word)


def relations(file: Path) -> str:
    with ZipFile(file) as package:
        return package.read("word/_rels/document.xml.rels").decode()


def test_a_picture_is_in_the_pdf_and_missed_where_word_has_none(site: Path) -> None:
    page = html_at(site, "privacy/")
    document = read(files(site)["privacy-2026-03-01-published-2026-02-01.pdf"])
    objects = [each.type for page in document for each in page.get_objects()]

    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in objects
    assert "KB, without the pictures of the text)" in page
    assert "pictures of the text" not in html_at(site, "privacy/2025-01-01/")


def test_arabic_is_said_in_arabic_from_right_to_left(site: Path) -> None:
    file = files(site)["privacy-ar-2026-03-01.pdf"]
    textpage = read(file)[0].get_textpage()
    said = textpage.get_text_range()
    word = "نحتفظ"
    found = word if word in said else word[::-1]  # PDFium reads some runs from their other end
    boxes = [textpage.get_charbox(said.index(found) + n) for n in range(len(word))]
    left_edges = {letter: box[0] for letter, box in zip(found, boxes, strict=True)}

    assert left_edges[word[0]] > left_edges[word[-1]]
    assert "Example & Co" in said
    assert "صفحة" in said or "ةحفص" in said
    assert "تنزيل هذا النص:" in html_at(site, "ar/privacy/2026-03-01/")


def test_a_word_file_tracks_the_step(site: Path) -> None:
    data = files(site)["privacy-2026-03-01-changes.docx"].read_bytes()

    assert "We keep logs for 90 days." in words(accepted(data))
    assert "We keep logs for 30 days." in words(rejected(data))
    assert words(rejected(data)) == words(
        accepted(files(site)["privacy-2025-01-01.docx"].read_bytes())
    )


@pytest.mark.word
def test_libreoffice_settles_each_step_to_its_two_texts(
    site: Path, libreoffice: str, tmp_path: Path
) -> None:
    word = {name: file for name, file in files(site).items() if name.endswith(".docx")}
    steps = [file for name, file in word.items() if name.endswith("-changes.docx")]
    done = subprocess.run(
        [libreoffice, ROOT / "tests/archive/accept_and_reject.py", tmp_path / "profile", *steps],
        capture_output=True, text=True, check=True, timeout=280, env=os.environ | {"HOME": str(tmp_path)},
    )  # fmt: skip
    answers = json.loads(done.stdout)
    old = words(accepted(word["privacy-2025-01-01.docx"].read_bytes()))
    last = words(accepted(word["privacy-2026-03-01-published-2026-02-01.docx"].read_bytes()))
    whole = answers[str(word["privacy-2026-03-01-all-changes.docx"])]

    assert len(answers) == 3
    assert " ".join(" ".join(whole["rejected"]).split()) == old
    assert " ".join(" ".join(whole["accepted"]).split()) == last


def test_the_history_offers_the_files_of_every_text(site: Path) -> None:
    offered = re.findall(r'href="([^"]*)" rel="alternate"', html_at(site, "privacy/history/"))
    names = [href.rpartition("/")[2] for href in offered]

    assert [urljoin("privacy/history/", each) for each in offered] == [
        files(site)[name].relative_to(site).as_posix() for name in names
    ]
    assert names == [
        f"privacy-{text}.{ending}"
        for text in ("2026-03-01-published-2026-02-01", "2026-03-01", "2025-01-01")
        for ending in ("pdf", "docx")
    ]
    redacted = re.findall(
        r'href="[^"]*/([^/"]*)" rel="alternate"', html_at(site, "secret/history/")
    )
    assert redacted == ["secret-2026-04-01.pdf", "secret-2026-04-01.docx"]


@pytest.mark.parametrize("address", ["privacy/", "privacy/2026-03-01/changes/", "ar/privacy/"])
def test_what_a_page_offers_can_be_heard_and_fits_a_narrow_phone(
    site: Path, page: BrowserPage, axe_core: Path, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto((site / address / "index.html").as_uri())

    assert page.locator(".fn-downloads a").count() == 2
    assert violations(page, axe_core) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    page.goto(
        (site / address.split("privacy/", maxsplit=1)[0] / "privacy/history/index.html").as_uri()
    )
    assert violations(page, axe_core) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def contents(site: Path) -> dict[str, bytes]:
    return {name: file.read_bytes() for name, file in files(site).items()}


def test_a_build_that_finds_them_kept_starts_no_chromium_and_writes_the_same(
    made: PolicyRepository, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(site)
    monkeypatch.setenv("FAIRNOTICE_CHROMIUM", "/bin/false")

    assert contents(build(made.root).folder) == before


MISSING = {
    "none is there": (
        "/nowhere/chromium",
        "names '/nowhere/chromium', and no program is there; 9 ",
    ),
    "it ends at once": ("/bin/false", "made /bin/false end; no page offers it"),
}


@pytest.mark.parametrize(("program", "told"), MISSING.values(), ids=MISSING.keys())
def test_without_a_chromium_the_site_is_built_and_offers_what_there_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    program: str,
    told: str,
) -> None:
    monkeypatch.setenv("FAIRNOTICE_CHROMIUM", program)
    site = build(history(tmp_path, settings=SETTINGS + FORMS).root).folder
    page = html_at(site, "privacy/2025-01-01/")

    assert told in capsys.readouterr().err
    assert not list(site.rglob("*.pdf"))
    assert ".pdf" not in page
    assert "privacy-2025-01-01.docx" in page


def test_who_asks_for_no_files_gets_none(tmp_path: Path) -> None:
    site = build(history(tmp_path, settings=SETTINGS).root).folder

    assert not [*site.rglob("*.pdf"), *site.rglob("*.docx")]
    assert [page for page in site.rglob("*.html") if b"fn-downloads" in page.read_bytes()] == []
    assert [
        page for page in site.rglob("*.html") if b"fairnotice-downloads" in page.read_bytes()
    ] == []
